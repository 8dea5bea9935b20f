import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Scene, ScenePane } from '../scene.js';
import { styled } from '../theme/styled.js';
import type { TooltipController } from './tooltip-controller.js';

/** What the controller needs of a chart. */
export interface PaneHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: ParentNode;
  readonly currentScene: Scene | null;
  /** Draws at once what is pending. */
  performUpdate(): void;
}

/** The part of a drawing that scrolls: the browser scrolls it, and only what is in sight is drawn. On paper there is none. */
export class PaneController implements ReactiveController {
  private readonly host: PaneHost;
  private readonly tooltip: TooltipController;
  private top = 0;
  private element: HTMLElement | null = null;
  /** Everything is drawn, and nothing scrolls. */
  whole = false;

  constructor(host: PaneHost, tooltip: TooltipController) {
    this.host = host;
    this.tooltip = tooltip;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.onPrint);
    addEventListener('afterprint', this.onPrint);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.onPrint);
    removeEventListener('afterprint', this.onPrint);
    this.whole = false;
  }

  /** A pane that comes back is scrolled to where it was. */
  hostUpdated(): void {
    const element = this.host.renderRoot.querySelector<HTMLElement>('.pane');
    // Even to scroll to where it is has the browser lay the page out.
    if (element !== null && element !== this.element && this.top > 0) element.scrollTop = this.top;
    this.element = element;
  }

  /** Returns *pane* with what *draw* draws between two distances from its top, and *overlay* over it. Its scroll bar is left where *mirrored*. */
  frame(pane: ScenePane, mirrored: boolean, draw: (from: number, to: number) => TemplateResult, overlay: TemplateResult): TemplateResult {
    const { contentHeight, height, scrollBar, step, width, x, y } = pane;
    const top = Math.min(this.top, contentHeight - height);
    // Another step above and below, so that there is something to see before the next drawing.
    const from = Math.max(0, Math.floor(top / step) - 1) * step;
    const to = Math.min(contentHeight, (Math.ceil((top + height) / step) + 1) * step);
    return html`<div class="pane" tabindex="-1" @scroll=${(event: Event) => this.onScroll(event, step)}
      ${styled({ '--_x': `${mirrored ? x - scrollBar : x}px`, '--_y': `${y}px`, '--_w': `${width + scrollBar}px`, '--_h': `${height}px` })}
    ><div class="pane-content" ${styled({ '--_w': `${width}px`, '--_h': `${contentHeight}px` })}>
      <svg width=${width} height=${contentHeight} viewBox="${x} ${y} ${width} ${contentHeight}" aria-hidden="true">${draw(from, to)}</svg>${overlay}
    </div></div>`;
  }

  /** Returns what *take* returns while everything is drawn. */
  drawnWhole<Taken>(take: () => Taken): Taken {
    if (!this.host.currentScene?.pane) return take();
    const focused = this.host.renderRoot.querySelector('.hotspot:focus') !== null;
    this.redraw(true);
    try {
      return take();
    } finally {
      this.redraw(false);
      if (focused) this.host.renderRoot.querySelector<HTMLElement>('.hotspot')?.focus({ preventScroll: true });
    }
  }

  private readonly onPrint = ({ type }: Event): void => {
    if (type === 'beforeprint' ? this.host.currentScene?.pane : this.whole) this.redraw(type === 'beforeprint');
  };

  private redraw(whole: boolean): void {
    this.whole = whole;
    this.host.requestUpdate();
    this.host.performUpdate();
  }

  private onScroll({ currentTarget }: Event, step: number): void {
    const before = Math.floor(this.top / step);
    this.top = (currentTarget as HTMLElement).scrollTop;
    this.tooltip.draw();
    if (Math.floor(this.top / step) !== before) this.host.requestUpdate();
  }
}
