import type { Frame } from './arrow/frame.js';
import type { Reading } from './shared-scan.js';

/** How a reading is stopped and kept from holding up its thread. */
export interface ReadingOptions {
  readonly signal?: AbortSignal | undefined;
  /** Awaited between frames: where a thread gives its event loop a turn (`paced`). */
  readonly breathe?: (() => Promise<void>) | undefined;
}

/** Yields the frames of *reading* from where it stands to the last, with a breath after each. */
export async function* framesOf(reading: Reading, { signal, breathe }: ReadingOptions): AsyncGenerator<Frame, void, undefined> {
  for (let frame = await reading.next(signal); frame !== null; frame = await reading.next(signal)) {
    yield frame;
    await breathe?.();
  }
}
