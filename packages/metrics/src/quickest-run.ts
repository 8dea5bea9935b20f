import type { Frame } from './arrow/frame.js';
import { type BoundRequest, FoldRun, resultOf } from './fold-run.js';
import type { Bitmap } from './kernels/bitmap.js';
import { KernelLease } from './kernels/kernel-lease.js';
import type { QuickFold, Result, RowOrder } from './metric.js';
import type { ReadingOptions } from './paced.js';
import { type Reading, ROWS_WORTH_COMPILING } from './shared-scan.js';

/**
 * One answer on its way through the frames of a reading: by the metric's quick fold where rows are many and suit it, first by that
 * for rows in order of time, then by that for any order, else by its fold. Frames are remembered until that is settled; the data
 * hold them anyway.
 */
export class QuickestRun {
  private readonly request: BoundRequest;
  private readonly reading: Reading;
  private readonly orders: RowOrder[];
  private frames: (readonly [Frame, Bitmap | null])[] = [];
  private rows = 0;
  private quick: QuickFold | null = null;
  private fold: FoldRun | null = null;
  private lease: KernelLease | null = null;

  /** With *tellsParts* results may be asked for before all rows were added. Throws SchemaError and OptionError as the fold does. */
  constructor(request: BoundRequest, reading: Reading, tellsParts: boolean) {
    this.request = request;
    this.reading = reading;
    this.orders = tellsParts ? ['time'] : ['time', 'any'];
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
    if (this.rows < ROWS_WORTH_COMPILING) return;
    if (this.quick === null || !addTo(this.quick, frame, mask)) await this.startOver(options);
  }

  /** Does what has to be done between the last row and the last result. */
  async settle(options: ReadingOptions): Promise<void> {
    if (this.quick?.settle === undefined || await this.settled(this.quick, options)) return;
    await this.startOver(options);
  }

  private async settled(quick: QuickFold, options: ReadingOptions): Promise<boolean> {
    try {
      return await quick.settle?.(() => breath(options)) ?? true;
    } catch {
      // Stopped, or there is no memory for it.
      options.signal?.throwIfAborted();
      return false;
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

  /** Gives back the memory that the answer took; nothing can be asked of it any more. */
  close(): void {
    this.quick = null;
    this.lease?.giveBack();
  }

  /** Adds all rows anew to the next quick fold that takes them, or to the fold. */
  private async startOver(options: ReadingOptions): Promise<void> {
    const { metric, options: asked } = this.request;
    const { input, kernels } = this.reading;
    const lease = kernels === null ? null : (this.lease ??= new KernelLease(kernels));
    for (let order = this.orders.shift(); order !== undefined; order = this.orders.shift()) {
      lease?.giveBack();
      this.quick = metric.quick?.(asked, input, lease === null ? null : () => lease.lend(), order) ?? null;
      if (this.quick !== null && await this.takes(this.quick, options)) return;
    }
    this.close();
    this.fold = new FoldRun(this.request, this.reading);
    for (const [frame, mask] of this.frames) {
      this.fold.add(frame, mask);
      await breath(options);
    }
    this.frames = [];
  }

  private async takes(quick: QuickFold, options: ReadingOptions): Promise<boolean> {
    for (const [frame, mask] of this.frames) {
      if (!addTo(quick, frame, mask)) return false;
      await breath(options);
    }
    return true;
  }
}

async function breath({ signal, breathe }: ReadingOptions): Promise<void> {
  await breathe?.();
  signal?.throwIfAborted();
}

/** A quick fold that can't go on (its memory may not grow) doesn't suit the rows; what is wrong with the data, the fold says. */
function addTo(quick: QuickFold, frame: Frame, mask: Bitmap | null): boolean {
  try {
    return quick.add(frame, mask);
  } catch {
    return false;
  }
}
