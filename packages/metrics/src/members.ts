import type { Dataset } from './dataset.js';
import { OptionError } from './errors.js';
import { bindRequest, FoldRun } from './fold-run.js';
import { framesOf, type ReadingOptions } from './frames-of.js';
import { type Bitmap, bitmap, countBits } from './kernels/bitmap.js';
import type { CustomerSet } from './metric.js';
import type { CustomersIn } from './predicate/predicate.js';

/**
 * Returns the customers behind any of the marks of *clause*, by the definition that drew them, over all rows of *dataset*.
 * Throws OptionError where the metric has no such mark, doesn't know its customers, or names them by another column than
 * the clause.
 */
export async function membersOf(dataset: Dataset, clause: CustomersIn, { signal, breathe }: ReadingOptions = {}): Promise<CustomerSet> {
  const request = await bindRequest(dataset, clause.metric, clause.options, signal);
  const { customer } = request.options;
  if (customer !== clause.column) {
    throw new OptionError(`customersIn: ${clause.metric} counts customers by "${String(customer)}", got column "${clause.column}"; expected the same column`);
  }
  const reading = await dataset.open(signal);
  try {
    const run = new FoldRun(request, reading);
    for await (const frame of framesOf(reading, { signal, breathe })) run.add(frame, null);
    const size = reading.input.keyIndex(clause.column).size;
    const bits: Bitmap = bitmap(size);
    for (const mark of clause.marks) {
      const set = run.members(mark);
      if (set === null) throw new OptionError(`customersIn: ${clause.metric} with these options can't name its customers; expected a metric with a customer column`);
      for (let i = 0; i < set.bits.length; i++) bits[i]! |= set.bits[i]!;
    }
    return { column: clause.column, bits, count: countBits(bits) };
  } finally {
    reading.close();
  }
}

/** Returns the ids of the customers in *set* as text, in order of first appearance. */
export async function customerIds(dataset: Dataset, set: CustomerSet, signal?: AbortSignal): Promise<string[]> {
  const reading = await dataset.open(signal);
  try {
    const index = reading.input.keyIndex(set.column);
    const ids: string[] = [];
    for (let code = 0; code < index.size; code++) {
      if (((set.bits[code >>> 5] ?? 0) >>> (code & 31)) & 1) ids.push(index.text(code));
    }
    return ids;
  } finally {
    reading.close();
  }
}
