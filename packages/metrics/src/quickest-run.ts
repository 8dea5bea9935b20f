import type { Frame } from './arrow/frame.js';
import { type BoundRequest, FoldRun, resultOf } from './fold-run.js';
import type { Bitmap } from './kernels/bitmap.js';
import type { QuickFold, Result } from './metric.js';
import type { ReadingOptions } from './paced.js';
import { type Reading, ROWS_WORTH_COMPILING } from './shared-scan.js';

/**
 * One answer on its way through the frames of a reading: by the metric's quick fold where rows are many and suit it, else by its
 * fold. Frames are remembered until that is settled; the data hold them anyway.
 */
export class QuickestRun {
  private readonly request: BoundRequest;
  private readonly reading: Reading;
  private readonly frames: (readonly [Frame, Bitmap | null])[] = [];
  private rows = 0;
  private quick: QuickFold | null = null;
  private fold: FoldRun | null = null;

  /** Throws SchemaError and OptionError as the fold does. */
  constructor(request: BoundRequest, reading: Reading) {
    this.request = request;
    this.reading = reading;
    // What is wrong with the question is said before any row is read.
    const { metric, options } = request;
    metric.fold(options, reading.input);
    if (metric.quick === undefined) this.fold = new FoldRun(request, reading);
  }

  /** Adds the rows of *frame* whose bit is set in *mask* (all, when null). */
  async add(frame: Frame, mask: Bitmap | null, options: ReadingOptions): Promise<void> {
    if (this.fold !== null) {
      this.fold.add(frame, mask);
      return;
    }
    this.frames.push([frame, mask]);
    this.rows += frame.numRows;
    if (this.quick !== null) {
      if (!addTo(this.quick, [[frame, mask]])) await this.startOver(options);
    } else if (this.rows >= ROWS_WORTH_COMPILING) {
      const { metric, options: asked } = this.request;
      this.quick = metric.quick?.(asked, this.reading.input, this.reading.kernels) ?? null;
      if (this.quick === null || !addTo(this.quick, this.frames)) await this.startOver(options);
    }
  }

  /** Returns the result over the rows added so far, with the number of *duplicates* once it is known. */
  result(duplicates: number | null): Result {
    if (this.quick !== null) return resultOf(this.request, this.quick.finish(), duplicates);
    if (this.fold !== null) return this.fold.result(duplicates);
    // So few rows that nothing was settled; more may come.
    const fold = new FoldRun(this.request, this.reading);
    for (const [frame, mask] of this.frames) fold.add(frame, mask);
    return fold.result(duplicates);
  }

  private async startOver({ signal, breathe }: ReadingOptions): Promise<void> {
    this.quick = null;
    this.fold = new FoldRun(this.request, this.reading);
    for (const [frame, mask] of this.frames) {
      this.fold.add(frame, mask);
      await breathe?.();
      signal?.throwIfAborted();
    }
    this.frames.length = 0;
  }
}

/** A quick fold that can't go on (its memory may not grow) doesn't suit the rows; what is wrong with the data, the fold says. */
function addTo(quick: QuickFold, frames: readonly (readonly [Frame, Bitmap | null])[]): boolean {
  try {
    return frames.every(([frame, mask]) => quick.add(frame, mask));
  } catch {
    return false;
  }
}
