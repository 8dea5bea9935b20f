import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The width of one element inside the host, in whole CSS pixels, and an update when it changes. Before there is one, the host's own. */
export class WidthController implements ReactiveController {
  private readonly host: ReactiveControllerHost & HTMLElement;
  private readonly target: () => HTMLElement | null;
  private observer: ResizeObserver | null = null;
  private observed: HTMLElement | null = null;
  private measured = 0;
  /** What was drawn with before anything was measured. */
  private assumed = 0;

  constructor(host: ReactiveControllerHost & HTMLElement, target: () => HTMLElement | null) {
    this.host = host;
    this.target = target;
    host.addController(this);
  }

  /** 0 while the host is hidden. */
  get width(): number {
    return this.measured || (this.assumed = Math.floor(this.host.clientWidth));
  }

  hostConnected(): void {
    this.observer = new ResizeObserver((entries) => {
      const before = this.measured || this.assumed;
      this.measured = Math.floor(entries.at(-1)?.contentRect.width ?? 0);
      if (this.measured === before) return;
      // Drawing within the callback can change the size again, which browsers report as an error of the page.
      requestAnimationFrame(() => this.host.requestUpdate());
    });
  }

  hostUpdated(): void {
    // An update can come after the host left: what it would observe then, it would not observe on coming back.
    if (this.observer === null) return;
    const element = this.target();
    if (element === this.observed) return;
    if (this.observed !== null) this.observer.unobserve(this.observed);
    this.observed = element;
    if (element !== null) this.observer.observe(element);
  }

  hostDisconnected(): void {
    this.observer?.disconnect();
    this.observer = null;
    this.observed = null;
  }
}
