import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { lines } from '../chart-foot.js';
import { plotFrame } from '../interactors/plot-frame.js';
import type { Scene, SceneMark } from '../scene.js';

const GAP = 8;

/** The tooltip of the mark under the pointer or the focus, in the top layer, never outside the window. Escape hides it. */
export class TooltipController implements ReactiveController {
  private readonly host: ReactiveControllerHost & HTMLElement & { readonly renderRoot: ParentNode };
  private mark: SceneMark | null = null;
  private listening: AbortController | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement & { readonly renderRoot: ParentNode }) {
    this.host = host;
    host.addController(this);
  }

  /** Shows what *mark* says beside its box. */
  show(mark: SceneMark): void {
    if (this.mark === mark || !this.host.isConnected) return;
    this.mark = mark;
    this.host.requestUpdate();
  }

  hide(): void {
    if (this.mark === null) return;
    this.mark = null;
    this.host.requestUpdate();
  }

  /** What the tooltip says, in the words and numbers of *scene*: a mark that it has no more has no tooltip. */
  content(scene: Scene | null): TemplateResult | typeof nothing {
    const id = this.mark?.id;
    this.mark = id === undefined ? null : (scene?.marks.find((mark) => mark.id === id) ?? null);
    return this.mark === null ? nothing : html`<div class="tooltip-title">${this.mark.title}</div>${lines(this.mark.lines)}`;
  }

  hostUpdated(): void {
    const element = this.host.renderRoot.querySelector<HTMLElement>('.tooltip');
    if (element === null) return;
    if (this.mark === null) {
      this.stopListening();
      if (element.matches(':popover-open')) element.hidePopover();
      return;
    }
    this.listen();
    if (!element.matches(':popover-open')) element.showPopover();
    this.place(element, this.mark);
  }

  hostDisconnected(): void {
    this.mark = null;
    this.stopListening();
  }

  private place(element: HTMLElement, mark: SceneMark): void {
    const frame = plotFrame(this.host.renderRoot);
    if (frame === null) return;
    const { clientWidth, clientHeight } = document.documentElement;
    const left = frame.left + (mark.x + mark.width / 2) * frame.scaleX - element.offsetWidth / 2;
    const above = frame.top + mark.y * frame.scaleY - element.offsetHeight - GAP;
    const top = above >= GAP ? above : frame.top + (mark.y + mark.height) * frame.scaleY + GAP;
    element.style.setProperty('--_left', `${Math.max(GAP, Math.min(left, clientWidth - element.offsetWidth - GAP))}px`);
    element.style.setProperty('--_top', `${Math.max(GAP, Math.min(top, clientHeight - element.offsetHeight - GAP))}px`);
  }

  /** While it is shown, it goes along with its mark, and away by Escape wherever the focus is (WCAG 1.4.13). */
  private listen(): void {
    if (this.listening !== null) return;
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener('keydown', (event) => (event.key === 'Escape' ? this.hide() : undefined), { signal });
    document.addEventListener('scroll', () => this.host.requestUpdate(), { signal, capture: true, passive: true });
  }

  private stopListening(): void {
    this.listening?.abort();
    this.listening = null;
  }
}
