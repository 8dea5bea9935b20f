/** Where the plot stands in the window, and how many pixels of the window one of its own is: another number where the page is transformed. */
export interface PlotFrame {
  readonly left: number;
  readonly top: number;
  readonly scaleX: number;
  readonly scaleY: number;
  /** The width of the window without its scroll bar. */
  readonly windowWidth: number;
  /** By how many pixels its rows are scrolled, 0 where they stand still. */
  readonly scrolled: number;
}

/** Returns where the plot within *root* stands now, null before it was drawn. */
export function plotFrame(root: ParentNode): PlotFrame | null {
  const plot = root.querySelector<HTMLElement>('.plot');
  if (plot === null) return null;
  const { height, left, top, width } = plot.getBoundingClientRect();
  const scrolled = plot.querySelector('.pane')?.scrollTop ?? 0;
  return { left, top, scaleX: width / plot.offsetWidth || 1, scaleY: height / plot.offsetHeight || 1, windowWidth: document.documentElement.clientWidth, scrolled };
}
