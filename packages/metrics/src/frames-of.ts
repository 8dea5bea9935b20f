import type { Frame } from './arrow/frame.js';
import type { ReadingOptions } from './paced.js';
import type { Reading } from './shared-scan.js';

/** Yields the frames of *reading* from where it stands to the last, with a breath after each. */
export async function* framesOf(reading: Reading, { signal, breathe }: ReadingOptions): AsyncGenerator<Frame, void, undefined> {
  for (let frame = await reading.next(signal); frame !== null; frame = await reading.next(signal)) {
    yield frame;
    await breathe?.();
  }
}
