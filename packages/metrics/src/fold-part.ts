import type { Dataset } from './dataset.js';
import { StateError } from './errors.js';
import { bindRequest, FoldRun, repeatsOf } from './fold-run.js';
import { framesOf } from './frames-of.js';
import { type AskingOptions, rowFilter } from './members.js';
import type { MetricRequest, Result } from './metric.js';

/** Which frames of a dataset a part is about: those whose ordinal leaves the remainder *part* when divided by *parts*. */
export interface Share {
  readonly part: number;
  readonly parts: number;
}

/** What was counted over a part of the frames. Structured-cloneable: a worker can post it. */
export interface FoldPart {
  readonly metric: string;
  /** The request as understood: parts of different questions don't belong together. */
  readonly question: string;
  readonly frames: number;
  readonly state: unknown;
}

/**
 * Returns the state of *request* folded over a share of the frames of *dataset*, to be posted to whoever merges the parts.
 *
 * Each thread opens the same data. Customers have their codes in the order in which all frames name them, so every thread reads
 * the keys of all frames and folds only those of its share: the codes then agree everywhere, and states merge as they are.
 */
export async function foldPart(dataset: Dataset, request: MetricRequest, share: Share, options: AskingOptions = {}): Promise<FoldPart> {
  const bound = await bindRequest(dataset, request.metric, request.options, options.signal);
  const where = request.where ?? null;
  const filter = await rowFilter(dataset, where, String(bound.options['timeZone'] ?? 'UTC'), options);
  const reading = await dataset.open(options.signal);
  try {
    const run = new FoldRun(bound, reading);
    let frames = 0;
    for await (const frame of framesOf(reading, options)) {
      frames += 1;
      if (frame.ordinal % share.parts === share.part) run.add(frame, filter(frame, reading.input));
      else run.readKeys(frame);
    }
    return { metric: bound.metric.name, question: JSON.stringify([bound.options, where]), frames, state: run.state };
  } finally {
    reading.close();
  }
}

/**
 * Returns the result of *request* from *parts*, which together hold every frame of *dataset* once. Throws StateError where a part
 * answers another question or was counted over other frames, and where two parts hold the same frame.
 */
export async function mergeParts(dataset: Dataset, request: MetricRequest, parts: readonly FoldPart[], options: AskingOptions = {}): Promise<Result> {
  const bound = await bindRequest(dataset, request.metric, request.options, options.signal);
  const question = JSON.stringify([bound.options, request.where ?? null]);
  const reading = await dataset.open(options.signal);
  try {
    const run = new FoldRun(bound, reading);
    let frames = 0;
    let rows = 0;
    for await (const frame of framesOf(reading, options)) {
      frames += 1;
      rows += frame.numRows;
      run.readKeys(frame);
    }
    for (const part of parts) {
      if (part.question !== question || part.metric !== bound.metric.name) throw new StateError(`${bound.metric.name}: a part answers another question (${part.metric} ${part.question}); expected the same`);
      if (part.frames !== frames) throw new StateError(`${bound.metric.name}: a part was counted beside ${part.frames} frames; expected ${frames}, as the data have`);
      run.merge(part.state);
    }
    const result = run.result(await repeatsOf(bound, reading, options));
    if (request.where == null && result.diagnostics.rowsIn !== rows) {
      throw new StateError(`${bound.metric.name}: the parts hold ${result.diagnostics.rowsIn} rows; expected all ${rows}`);
    }
    return result;
  } finally {
    reading.close();
  }
}
