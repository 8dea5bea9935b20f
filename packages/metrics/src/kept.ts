interface Entry<T> {
  /** What the outcome depends on; another of them makes it worthless. */
  readonly stamps: readonly unknown[];
  readonly outcome: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
  done: boolean;
}

/**
 * Outcomes of long work by name: whoever asks for the same gets the same, also while it is under way. Work that nobody
 * waits for any more is stopped; a failure is not kept; the outcomes asked for longest ago give way.
 */
export class Kept {
  private readonly limit: number;
  private readonly entries = new Map<string, Entry<unknown>>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /**
   * Returns what *make* resolves to, or did for the same *key* and *stamps*. *make* gets a signal that is aborted when the
   * last who asked has gone. Throws the reason of *signal*, or what *make* throws.
   */
  async get<T>(key: string, stamps: readonly unknown[], make: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    let entry = this.entries.get(key) as Entry<T> | undefined;
    if (entry === undefined || entry.stamps.some((stamp, i) => stamp !== stamps[i])) entry = this.begin(key, stamps, make);
    // The one asked for last stands last.
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.waiting += 1;
    try {
      return await unlessAborted(entry.outcome, signal);
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0 && !entry.done) this.drop(key, entry);
    }
  }

  private begin<T>(key: string, stamps: readonly unknown[], make: (signal: AbortSignal) => Promise<T>): Entry<T> {
    const stop = new AbortController();
    const outcome = make(stop.signal);
    const entry: Entry<T> = { stamps, outcome, stop, waiting: 0, done: false };
    outcome.then(() => {
      entry.done = true;
      this.shrink();
    }, () => this.drop(key, entry));
    return entry;
  }

  private drop(key: string, entry: Entry<unknown>): void {
    entry.stop.abort();
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }

  private shrink(): void {
    let over = this.entries.size - this.limit;
    for (const [key, entry] of this.entries) {
      if (over <= 0) return;
      if (!entry.done) continue;
      this.entries.delete(key);
      over -= 1;
    }
  }
}

function unlessAborted<T>(outcome: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return outcome;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    outcome.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
