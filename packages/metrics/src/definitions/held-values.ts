import type { EventJournal, EventsByCustomer } from '../kernels/event-journal.js';

/**
 * Sorts a customer's events, those at *from* to *to* - 1 of *groups*, by their constants (by the text of each, column after column)
 * when *start* is the first of them, and returns where those that have the same constants as the one at *start* end.
 */
export function sortByConstants(
  journal: EventJournal, { order, instants, codes }: EventsByCustomer, start: number, from: number, to: number, ranks: readonly Uint32Array[],
): number {
  const compare = (a: number, b: number): number => {
    for (const [column, rank] of ranks.entries()) {
      const codes = journal.constants[column]!;
      const difference = rank[codes[a]!]! - rank[codes[b]!]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  if (start === from) {
    order.subarray(from, to).sort((a, b) => compare(a, b) || a - b);
    for (let i = from; i < to; i++) {
      instants[i] = journal.instants[order[i]!]!;
      codes[i] = journal.codes[order[i]!]!;
    }
  }
  let end = start + 1;
  while (end < to && compare(order[start]!, order[end]!) === 0) end++;
  return end;
}
