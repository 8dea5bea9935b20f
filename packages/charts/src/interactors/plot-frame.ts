/** Where the plot stands in the window, and how many pixels of the window one of its own is: another number where the page is transformed. */
export interface PlotFrame {
  readonly left: number;
  readonly top: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

/** Returns where the plot within *root* stands now, null before it was drawn. */
export function plotFrame(root: ParentNode): PlotFrame | null {
  const plot = root.querySelector<HTMLElement>('.plot');
  if (plot === null) return null;
  const { height, left, top, width } = plot.getBoundingClientRect();
  return { left, top, scaleX: width / plot.offsetWidth || 1, scaleY: height / plot.offsetHeight || 1 };
}
