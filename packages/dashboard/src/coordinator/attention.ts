import type { SteeredChart } from '@clientele/charts';

/** How far outside the window a chart counts as seen: what is scrolled to next should be there. */
const MARGIN = '200px';

/** Which charts may ask now. */
export interface Attention {
  add(chart: SteeredChart): void;
  remove(chart: SteeredChart): void;
  mayAsk(chart: SteeredChart): boolean;
  /** Those that are off screen wait again. */
  renew(): void;
  /** Calls *then* when every chart that may ask has its answer and the page is idle, unless `renew` comes first. */
  whenIdle(then: () => void): void;
  stop(): void;
}

/** Charts on screen ask at once; the others one by one, when those have their answers and the page has nothing else to do. */
export class ScreenAttention implements Attention {
  private readonly wake: (chart: SteeredChart) => void;
  private readonly charts = new Set<SteeredChart>();
  private readonly onScreen = new Set<Element>();
  private readonly released = new Set<SteeredChart>();
  private readonly observer: IntersectionObserver;
  private idle: (() => void) | null = null;
  private then: (() => void) | null = null;

  /** *wake* is called for a chart that may ask now. */
  constructor(wake: (chart: SteeredChart) => void) {
    this.wake = wake;
    this.observer = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: MARGIN });
  }

  add(chart: SteeredChart): void {
    this.charts.add(chart);
    this.observer.observe(chart);
    chart.addEventListener('cl-state', this.settled);
  }

  remove(chart: SteeredChart): void {
    this.charts.delete(chart);
    this.onScreen.delete(chart);
    this.released.delete(chart);
    this.observer.unobserve(chart);
    chart.removeEventListener('cl-state', this.settled);
  }

  mayAsk(chart: SteeredChart): boolean {
    return this.onScreen.has(chart) || this.released.has(chart);
  }

  renew(): void {
    this.released.clear();
    this.then = null;
    this.idle?.();
    this.idle = null;
  }

  whenIdle(then: () => void): void {
    this.then = then;
    this.settled();
  }

  stop(): void {
    this.renew();
    this.observer.disconnect();
  }

  private seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.onScreen.add(target);
      else this.onScreen.delete(target);
      if (isIntersecting && this.charts.has(target as SteeredChart)) this.wake(target as SteeredChart);
    }
    // With nothing on screen (a hidden tab of the page) nobody would ever tell that it has settled.
    this.settled();
  }

  private readonly settled = (): void => {
    if (this.idle !== null) return;
    this.idle = whenIdle(() => {
      this.idle = null;
      if ([...this.charts].some((chart) => this.mayAsk(chart) && isBusy(chart))) return;
      const next = [...this.charts].find((chart) => !this.mayAsk(chart));
      if (next !== undefined) {
        this.released.add(next);
        this.wake(next);
        return;
      }
      const { then } = this;
      this.then = null;
      then?.();
    });
  };
}

function isBusy(chart: SteeredChart): boolean {
  return 'state' in chart && (chart.state === 'loading' || chart.state === 'partial');
}

/** Calls *then* once the page is idle, and returns how to call it off. */
function whenIdle(then: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const asked = requestIdleCallback(then, { timeout: 1_000 });
    return () => cancelIdleCallback(asked);
  }
  const timer = setTimeout(then, 100);
  return () => clearTimeout(timer);
}
