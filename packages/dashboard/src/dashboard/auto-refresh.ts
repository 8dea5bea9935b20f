import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Less would ask servers more often than their data change. */
const SECONDS_AT_LEAST = 5;

/** A dashboard that wants fresh data every so many seconds, or never (null). */
interface Refreshed extends ReactiveControllerHost {
  readonly refreshEvery: number | null;
  refresh(): void;
}

/** Refreshes a dashboard every so often. While nobody sees the page it waits, and makes up for it when somebody does. */
export class AutoRefresh implements ReactiveController {
  private readonly host: Refreshed;
  private timer: ReturnType<typeof setInterval> | null = null;
  private seconds: number | null = null;
  private missed = false;

  constructor(host: Refreshed) {
    this.host = host;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.seen);
    this.start();
  }

  hostUpdate(): void {
    if (this.host.refreshEvery !== this.seconds) this.start();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.seen);
    this.stop();
  }

  private start(): void {
    this.stop();
    this.seconds = this.host.refreshEvery;
    if (this.seconds !== null && this.seconds > 0) this.timer = setInterval(() => this.refresh(), Math.max(SECONDS_AT_LEAST, this.seconds) * 1_000);
  }

  private stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.missed = false;
  }

  private refresh(): void {
    this.missed = document.hidden;
    if (!this.missed) this.host.refresh();
  }

  private readonly seen = (): void => {
    if (this.missed && !document.hidden) this.refresh();
  };
}
