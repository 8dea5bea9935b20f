import { inTime } from './response.js';

/**
 * Work that is done once and shared: callers that come while it runs wait for the same run, later ones get its value.
 * A run that fails is forgotten, and one caller's abort is nobody else's failure: whoever waited starts it again.
 */
export class Remembered<T> {
  readonly #work: (signal: AbortSignal | undefined) => Promise<T>;
  #running: Promise<T> | null = null;

  constructor(work: (signal: AbortSignal | undefined) => Promise<T>) {
    this.#work = work;
  }

  async get(signal?: AbortSignal): Promise<T> {
    for (;;) {
      signal?.throwIfAborted();
      const mine = this.#running === null;
      this.#running ??= this.#work(signal);
      const running = this.#running;
      try {
        return await inTime(running, undefined, () => new Error('never'), signal);
      } catch (error) {
        if (this.#running === running && (mine || signal?.aborted !== true)) this.#running = null;
        signal?.throwIfAborted();
        if (mine) throw error;
      }
    }
  }
}
