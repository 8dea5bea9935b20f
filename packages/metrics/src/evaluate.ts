import type { Dataset } from './dataset.js';
import { bindRequest, repeatsOf } from './fold-run.js';
import { framesOf } from './frames-of.js';
import { type AskingOptions, rowFilter, stampsOf } from './members.js';
import type { MetricRequest, Result } from './metric.js';
import { QuickestRun } from './quickest-run.js';
import type { Progress } from './source.js';

/** A result so far: final when `complete`, otherwise over the rows that have come. */
export interface Snapshot {
  readonly result: Result;
  readonly progress: Progress;
  readonly complete: boolean;
}

/** How an evaluation is watched, stopped and kept from holding up its thread. */
export interface EvaluateOptions extends AskingOptions {
  /** Yield results while rows are still coming, never so often that they slow the whole down. False by default. */
  readonly snapshots?: boolean | undefined;
}

/** Between two snapshots of one evaluation. */
const SNAPSHOT_MS = 250;
/** What all snapshots over a dataset may take of the time. */
const SNAPSHOT_SHARE = 0.08;

/**
 * Yields the answer to *request* over *dataset*: partial snapshots while rows come (if asked for) and the complete one last.
 *
 * Columns that the request does not name are found by name and type and listed in `diagnostics.inferred`. Throws
 * OptionError and SchemaError before any row is read, and whatever the source throws: data that ends early never yields a
 * complete snapshot. Aborting throws the signal's reason.
 */
export async function* evaluate(
  dataset: Dataset,
  request: MetricRequest,
  { signal, snapshots = false, breathe, sources }: EvaluateOptions = {},
): AsyncGenerator<Snapshot, void, undefined> {
  const bound = await bindRequest(dataset, request.metric, request.options, signal);
  const where = request.where ?? null;
  const key = JSON.stringify([bound.metric.name, bound.options, where]);
  const stamps = stampsOf(dataset, where, { sources });
  const known = dataset.answers.find(key, stamps);
  if (known !== null) {
    yield { result: known, progress: dataset.progress, complete: true };
    return;
  }
  const maskOf = await rowFilter(dataset, where, String(bound.options['timeZone'] ?? 'UTC'), { signal, breathe, sources });
  const reading = await dataset.open(signal);
  let run: QuickestRun | null = null;
  try {
    run = new QuickestRun(bound, reading, snapshots && !dataset.complete);
    const begun = Date.now();
    const spentBefore = dataset.snapshotMs;
    let shown = begun;
    let cost = 0;
    for await (const frame of framesOf(reading, { signal, breathe })) {
      await run.add(frame, maskOf(frame, reading.input), { signal, breathe });
      // Of rows that are all there already nobody has to see a part.
      if (!snapshots || dataset.complete) continue;
      const now = Date.now();
      if (now - shown < SNAPSHOT_MS || dataset.snapshotMs - spentBefore + cost > SNAPSHOT_SHARE * (now - begun)) continue;
      yield { result: run.result(null), progress: reading.progress, complete: false };
      shown = Date.now();
      cost = shown - now;
      dataset.snapshotMs += cost;
    }
    await run.settle({ signal, breathe });
    const result = run.result(await repeatsOf(bound, reading, { signal, breathe }));
    dataset.answers.keep(key, stamps, result);
    yield { result, progress: reading.progress, complete: true };
  } finally {
    run?.close();
    reading.close();
  }
}

/** Returns the complete answer to *request* over *dataset*. Throws as `evaluate` does. */
export async function evaluateOnce(dataset: Dataset, request: MetricRequest, options: Omit<EvaluateOptions, 'snapshots'> = {}): Promise<Result> {
  for await (const snapshot of evaluate(dataset, request, options)) {
    if (snapshot.complete) return snapshot.result;
  }
  throw new Error('evaluate: ended without a complete result');
}
