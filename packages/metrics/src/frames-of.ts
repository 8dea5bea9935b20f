import type { Frame } from './arrow/frame.js';
import type { Reading } from './shared-scan.js';

/** How a reading is stopped and kept from holding up its thread. */
export interface ReadingOptions {
  readonly signal?: AbortSignal | undefined;
  /** Awaited between frames after 10 ms of work: where a page gives its event loop a turn. */
  readonly breathe?: (() => Promise<void>) | undefined;
}

const BREATH_MS = 10;

/** Yields the frames of *reading* from where it stands to the last, with a breath where the work on them was long. */
export async function* framesOf(reading: Reading, { signal, breathe }: ReadingOptions): AsyncGenerator<Frame, void, undefined> {
  let breath = Date.now();
  for (let frame = await reading.next(signal); frame !== null; frame = await reading.next(signal)) {
    yield frame;
    if (breathe === undefined || Date.now() - breath < BREATH_MS) continue;
    await breathe();
    breath = Date.now();
  }
}
