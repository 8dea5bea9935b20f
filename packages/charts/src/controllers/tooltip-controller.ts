import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { lines } from '../chart-frame.js';
import type { SceneMark } from '../scene.js';

const GAP = 8;

/** The tooltip of the mark under the pointer or the focus, in the top layer, never outside the window. */
export class TooltipController implements ReactiveController {
  private readonly host: ReactiveControllerHost & HTMLElement & { readonly renderRoot: ParentNode };
  private mark: SceneMark | null = null;
  private plot: DOMRect | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement & { readonly renderRoot: ParentNode }) {
    this.host = host;
    host.addController(this);
  }

  /** Shows what *mark* says beside its box within *plot*. */
  show(mark: SceneMark, plot: DOMRect): void {
    if (this.mark?.id === mark.id && this.mark === mark) return;
    this.mark = mark;
    this.plot = plot;
    this.host.requestUpdate();
  }

  hide(): void {
    if (this.mark === null) return;
    this.mark = null;
    this.host.requestUpdate();
  }

  /** What the tooltip says. */
  content(): TemplateResult | typeof nothing {
    return this.mark === null ? nothing : html`<div class="tooltip-title">${this.mark.title}</div>${lines(this.mark.lines)}`;
  }

  hostUpdated(): void {
    const element = this.host.renderRoot.querySelector<HTMLElement>('.tooltip');
    if (element === null) return;
    if (this.mark === null || this.plot === null) {
      if (element.matches(':popover-open')) element.hidePopover();
      return;
    }
    if (!element.matches(':popover-open')) element.showPopover();
    const { clientWidth, clientHeight } = document.documentElement;
    const { x, y, width, height } = this.mark;
    const left = this.plot.left + x + width / 2 - element.offsetWidth / 2;
    const above = this.plot.top + y - element.offsetHeight - GAP;
    const top = above >= GAP ? above : this.plot.top + y + height + GAP;
    element.style.setProperty('--_left', `${Math.max(GAP, Math.min(left, clientWidth - element.offsetWidth - GAP))}px`);
    element.style.setProperty('--_top', `${Math.max(GAP, Math.min(top, clientHeight - element.offsetHeight - GAP))}px`);
  }

  hostDisconnected(): void {
    this.mark = null;
  }
}
