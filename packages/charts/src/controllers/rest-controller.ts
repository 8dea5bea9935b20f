import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What the controller needs of a chart. */
export interface RestHost extends ReactiveControllerHost {
  /** Draws at once what is pending. */
  performUpdate(): void;
}

/** What is not there before the browser has nothing else to do, or this long after the first drawing, in milliseconds. */
const LATEST_MS = 300;

/**
 * Says when a chart is at rest: drawn, and the browser has time for what nobody sees yet (panels, menus, help). Whoever comes
 * near with pointer or focus doesn't wait for it.
 */
export class RestController implements ReactiveController {
  private readonly host: RestHost;
  private readonly isDrawn: () => boolean;
  private waiting: (() => void) | null = null;
  /** What nobody sees yet is made too. */
  reached = false;

  constructor(host: RestHost, isDrawn: () => boolean) {
    this.host = host;
    this.isDrawn = isDrawn;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.reached || this.waiting !== null || !this.isDrawn()) return;
    if ('requestIdleCallback' in globalThis) {
      const waiting = requestIdleCallback(this.reach, { timeout: LATEST_MS });
      this.waiting = () => cancelIdleCallback(waiting);
    } else {
      const waiting = setTimeout(this.reach, LATEST_MS);
      this.waiting = () => clearTimeout(waiting);
    }
  }

  hostDisconnected(): void {
    this.waiting?.();
    this.waiting = null;
  }

  /** Makes it all at once: a menu that is opened now has its items now. */
  readonly reach = (): void => {
    this.waiting?.();
    this.waiting = null;
    if (this.reached || !this.isDrawn()) return;
    this.reached = true;
    this.host.requestUpdate();
    this.host.performUpdate();
  };
}
