import type { Frame, Input } from './arrow/frame.js';
import type { Dataset } from './dataset.js';
import { nearest, OptionError } from './errors.js';
import { bindRequest, FoldRun } from './fold-run.js';
import { framesOf } from './frames-of.js';
import type { ReadingOptions } from './paced.js';
import { type Bitmap, bitmap, countBits, hasBit, setBit } from './kernels/bitmap.js';
import { type KeyIndex, NO_KEY } from './kernels/key-index.js';
import type { CustomerSet } from './metric.js';
import { checkPredicate, customersClausesOf, maskOf } from './predicate/mask.js';
import type { CustomersClause, CustomersIn, Predicate } from './predicate/predicate.js';

/** Other data that a filter may name as the `source` of its customers. */
export type Sources = Readonly<Record<string, Dataset>>;

/** How an evaluation is stopped, kept from holding up its thread, and which other sources its filter may name. */
export interface AskingOptions extends ReadingOptions {
  readonly sources?: Sources | undefined;
}

/** The rows of a frame that a filter leaves; null where it leaves all. */
export type RowFilter = (frame: Frame, input: Input) => Bitmap | null;

/**
 * Returns the filter that *where* means on the rows of *dataset*, with all its customers found. Throws SchemaError and
 * OptionError before any row is read.
 */
export async function rowFilter(dataset: Dataset, where: Predicate | null, timeZone: string, options: AskingOptions = {}): Promise<RowFilter> {
  if (where === null) return () => null;
  checkPredicate(where, await dataset.schema(options.signal));
  const sets = new Map<CustomersClause, CustomerSet>();
  await Promise.all(customersClausesOf(where).map(async (clause) => sets.set(clause, await customersOf(dataset, clause, timeZone, options))));
  const context = { timeZone, customers: (clause: CustomersClause) => sets.get(clause)! };
  return (frame, input) => maskOf(where, frame, input, context);
}

/**
 * Returns the customers behind any of the marks of *clause*, by the definition that drew them, over the rows of *dataset*
 * that `clause.where` leaves. Throws OptionError where the metric has no such mark, doesn't know its customers, or names
 * them by another column than the clause. What was counted is kept: other marks of the same request cost no second pass.
 */
export async function membersOf(dataset: Dataset, clause: CustomersIn, options: AskingOptions = {}): Promise<CustomerSet> {
  const request = await bindRequest(dataset, clause.metric, clause.options, options.signal);
  const where = clause.where ?? null;
  const column = request.options['customer'];
  if (typeof column !== 'string' || (clause.source === undefined && column !== clause.column)) {
    throw new OptionError(`customersIn: ${clause.metric} counts customers by "${String(column)}", got column "${clause.column}"; expected the same column`);
  }
  const key = JSON.stringify([clause.metric, request.options, where]);
  const run = await dataset.kept.get(key, stampsOf(dataset, where, options), async (signal) => {
    const filter = await rowFilter(dataset, where, String(request.options['timeZone'] ?? 'UTC'), { ...options, signal });
    const reading = await dataset.open(signal);
    try {
      const run = new FoldRun(request, reading);
      for await (const frame of framesOf(reading, { ...options, signal })) run.add(frame, filter(frame, reading.input));
      return { run, index: reading.input.keyIndex(column) };
    } finally {
      reading.close();
    }
  }, options.signal);
  const bits = bitmap(run.index.size);
  for (const mark of clause.marks) {
    const set = run.run.members(mark);
    if (set === null) throw new OptionError(`customersIn: ${clause.metric} with these options can't name its customers; expected a metric with a customer column`);
    for (let i = 0; i < set.bits.length; i++) bits[i]! |= set.bits[i]!;
  }
  return { column, bits, count: countBits(bits) };
}

/**
 * Returns the customers of *column* with at least one row of *dataset* for which *where* holds (null: with any row).
 * A date in *where* names a local day of *timeZone*.
 */
export async function customersWhere(dataset: Dataset, column: string, where: Predicate | null, timeZone: string = 'UTC', options: AskingOptions = {}): Promise<CustomerSet> {
  return dataset.kept.get(JSON.stringify(['customers', column, where, timeZone]), stampsOf(dataset, where, options), async (signal) => {
    const filter = await rowFilter(dataset, where, timeZone, { ...options, signal });
    const reading = await dataset.open(signal);
    try {
      let bits = bitmap(reading.input.keyIndex(column).size);
      for await (const frame of framesOf(reading, { ...options, signal })) {
        const keys = frame.keys(column);
        const mask = filter(frame, reading.input);
        bits = atLeast(bits, reading.input.keyIndex(column).size);
        for (let i = 0; i < keys.length; i++) {
          if (keys[i] !== NO_KEY && (mask === null || hasBit(mask, i))) setBit(bits, keys[i]!);
        }
      }
      return { column, bits, count: countBits(bits) };
    } finally {
      reading.close();
    }
  }, options.signal);
}

/** Returns the ids of the customers in *set* as text, in the order of their codes, at most *limit* of them. */
export async function customerIds(dataset: Dataset, set: CustomerSet, signal?: AbortSignal, limit: number = Infinity): Promise<string[]> {
  const reading = await dataset.open(signal);
  try {
    const index = reading.input.keyIndex(set.column);
    const ids: string[] = [];
    for (let code = 0; code < index.size && ids.length < limit; code++) if (hasBit(set.bits, code)) ids.push(index.text(code));
    return ids;
  } finally {
    reading.close();
  }
}

/** The customers of *clause* in the codes of *dataset*, whichever source they were found in. */
async function customersOf(dataset: Dataset, clause: CustomersClause, timeZone: string, options: AskingOptions): Promise<CustomerSet> {
  const origin = clause.source === undefined ? dataset : sourceNamed(clause.source, options.sources ?? {});
  const set = clause.op === 'customersIn'
    ? await membersOf(origin, clause, options)
    : await customersWhere(origin, clause.source === undefined ? clause.column : (clause.customer ?? clause.column), clause.where, timeZone, options);
  return origin === dataset && set.column === clause.column ? set : translated(set, origin, dataset, clause.column, options);
}

function sourceNamed(name: string, sources: Sources): Dataset {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (source !== undefined) return source;
  const names = Object.keys(sources);
  const near = nearest(name, names);
  throw new OptionError(`filter: unknown source, got "${name}"; expected ${names.join(', ') || 'no source, as nobody named any'}${near === null ? '' : `; did you mean "${near}"?`}`);
}

/** The same customers by the codes of another source. Who has no row there is left out. */
async function translated(set: CustomerSet, origin: Dataset, target: Dataset, column: string, options: AskingOptions): Promise<CustomerSet> {
  const key = JSON.stringify(['codes', set.column, column]);
  const codes = await target.kept.get(key, [target.version, origin, origin.version], async (signal) => {
    const from = await completeIndex(origin, set.column, { ...options, signal });
    const to = await completeIndex(target, column, { ...options, signal });
    return translation(from, to, { ...options, signal });
  }, options.signal);
  let size = 0;
  for (const code of codes) if (code !== NO_KEY && code >= size) size = code + 1;
  const bits = bitmap(size);
  for (let code = 0; code < codes.length; code++) if (codes[code] !== NO_KEY && hasBit(set.bits, code)) setBit(bits, codes[code]!);
  return { column, bits, count: countBits(bits) };
}

/** Values enter an index when the keys of their frame are read. */
async function completeIndex(dataset: Dataset, column: string, options: ReadingOptions): Promise<KeyIndex> {
  const reading = await dataset.open(options.signal);
  try {
    for await (const frame of framesOf(reading, options)) frame.keys(column);
    return reading.input.keyIndex(column);
  } finally {
    reading.close();
  }
}

async function translation(from: KeyIndex, to: KeyIndex, { signal, breathe }: ReadingOptions): Promise<Uint32Array> {
  const codes = new Uint32Array(from.size);
  for (let code = 0; code < codes.length; code++) {
    codes[code] = to.codeOf(from.text(code));
    if ((code & 0x1fff) !== 0x1fff) continue;
    await breathe?.();
    signal?.throwIfAborted();
  }
  return codes;
}

/** Returns what an outcome under *where* depends on besides the words of *where*. */
export function stampsOf(dataset: Dataset, where: Predicate | null, { sources = {} }: AskingOptions): unknown[] {
  const others = where === null || !JSON.stringify(where).includes('"source"') ? [] : Object.values(sources);
  return [dataset.version, others.length, ...others.flatMap((other) => [other, other.version])];
}

function atLeast(bits: Bitmap, size: number): Bitmap {
  if (bits.length * 32 >= size) return bits;
  const grown = bitmap(Math.max(size, 2 * bits.length * 32));
  grown.set(bits);
  return grown;
}
