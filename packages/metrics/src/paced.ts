/** How a reading is stopped and kept from holding up its thread. */
export interface ReadingOptions {
  readonly signal?: AbortSignal | undefined;
  /** Awaited between frames: where a thread gives its event loop a turn (`paced`). */
  readonly breathe?: (() => Promise<void>) | undefined;
}

/** How long a thread works at a stretch, in milliseconds: well below the 16 of a frame on screen. */
const STRETCH_MS = 8;

/**
 * Returns a function to await between two pieces of work, which lets *turn* happen once the thread has worked for 8 ms. All
 * work on a thread should share one: stretches of several evaluations would add up.
 */
export function paced(turn: () => Promise<void>): () => Promise<void> {
  let since = 0;
  let turning: Promise<void> | null = null;
  return () => {
    if (turning !== null) return turning;
    if (Date.now() - since < STRETCH_MS) return Promise.resolve();
    turning = turn().then(() => {
      turning = null;
      since = Date.now();
    });
    return turning;
  };
}
