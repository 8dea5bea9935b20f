import { html, nothing, type ReactiveController, type ReactiveControllerHost, render } from 'lit';
import { lines } from '../chart-foot.js';
import { type PlotFrame, plotFrame } from '../interactors/plot-frame.js';
import { scrolledBy } from '../interactors/scrolled.js';
import type { Scene, SceneMark } from '../scene.js';

/** What the controller needs of a chart. */
export interface TooltipHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: ParentNode;
  readonly currentScene: Scene | null;
}

/**
 * The tooltip of the mark under the pointer or the focus, in the top layer, never outside the window. Escape hides it. It is
 * drawn by itself, in a layer of its own that nothing else's layout depends on, and its style sheet keeps it in the window: a move
 * of the pointer updates no chart and lays out nothing but the tooltip's words.
 */
export class TooltipController implements ReactiveController {
  private readonly host: TooltipHost;
  private mark: SceneMark | null = null;
  private scene: Scene | null = null;
  private listening: AbortController | null = null;

  constructor(host: TooltipHost) {
    this.host = host;
    host.addController(this);
  }

  /** Shows what *mark* says beside its box. */
  show(mark: SceneMark): void {
    if ((this.mark?.id === mark.id && this.scene === this.host.currentScene) || !this.host.isConnected) return;
    this.mark = mark;
    this.draw();
  }

  hide(): void {
    if (this.mark === null) return;
    this.mark = null;
    this.draw();
  }

  /** A mark that the scene has no more has no tooltip; one that it still has says what it says now, where it is now. */
  hostUpdated(): void {
    if (this.mark === null) return;
    const { currentScene } = this.host;
    if (currentScene !== this.scene) this.mark = currentScene?.marks.find(({ id }) => id === this.mark?.id) ?? null;
    this.draw();
  }

  hostDisconnected(): void {
    this.hide();
  }

  /** Draws it where its mark is now. */
  draw(): void {
    const element = this.host.renderRoot.querySelector<HTMLElement>('.tooltip');
    const layer = element?.parentElement ?? null;
    if (element === null || layer === null) return;
    const { mark } = this;
    this.scene = this.host.currentScene;
    // Before anything is written, so that the browser has no layout to catch up with.
    const frame = mark === null ? null : plotFrame(this.host.renderRoot);
    const scrolled = mark === null || frame === null || this.scene === null ? null : scrolledBy(this.scene, mark, frame.scrolled);
    render(mark === null ? nothing : html`<div class="tooltip-title">${mark.title}</div>${lines(mark.lines)}`, element);
    if (mark === null || frame === null || scrolled === null) {
      this.stopListening();
      if (layer.matches(':popover-open')) layer.hidePopover();
      return;
    }
    this.listen();
    place(element, mark, mark.y - scrolled, frame);
    this.open(layer);
  }

  /** Focus may come back while another popover closes, and until that is done the browser opens none. */
  private open(layer: HTMLElement): void {
    if (this.mark === null || !layer.isConnected || layer.matches(':popover-open')) return;
    try {
      layer.showPopover();
    } catch {
      requestAnimationFrame(() => this.open(layer));
    }
  }

  /** While it is shown, it goes along with its mark, and away by Escape wherever the focus is (WCAG 1.4.13). */
  private listen(): void {
    if (this.listening !== null) return;
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener('keydown', (event) => (event.key === 'Escape' ? this.hide() : undefined), { signal });
    document.addEventListener('scroll', () => this.draw(), { signal, capture: true, passive: true });
  }

  private stopListening(): void {
    this.listening?.abort();
    this.listening = null;
  }
}

/** Says where the box of *mark*, *y* pixels down the plot, is in the window, and how wide that is without its scroll bar: the rest is the style sheet's. */
function place(element: HTMLElement, mark: SceneMark, y: number, { left, top, scaleX, scaleY, windowWidth }: PlotFrame): void {
  for (const [name, value] of [
    ['--_middle', left + (mark.x + mark.width / 2) * scaleX], ['--_above', top + y * scaleY], ['--_below', top + (y + mark.height) * scaleY], ['--_window', windowWidth],
  ] as const) element.style.setProperty(name, `${value}px`);
}
