import { type SumLine, withheldCells } from '../statistics/suppression.js';
import type { Row } from '../table.js';
import { numberIn } from './summary-cells.js';

/** A state of customers in a period that is counted. */
export type CountedState = 'active' | 'new' | 'returning' | 'resurrected' | 'dormant';
/** Every state that is counted, in the order of the table's columns. */
export const COUNTED_STATES: readonly CountedState[] = ['active', 'new', 'returning', 'resurrected', 'dormant'];

/** Which states of which periods are withheld, so that neither sums within a period nor from one to the next tell them. */
export class WithheldStates {
  readonly some: boolean;
  /** Whether the number of all customers is withheld too. */
  readonly all: boolean;
  readonly #first: number;
  readonly #cells: Uint8Array;

  constructor(counts: ReadonlyMap<number, Row>, first: number, last: number | null, customers: number, minCell: number) {
    const width = COUNTED_STATES.length;
    this.#first = first;
    const values: number[] = [];
    const lines: SumLine[] = [];
    for (let period = first; minCell > 1 && last !== null && period <= last; period++) {
      const row = counts.get(period) ?? {};
      const before = numberIn(counts.get(period - 1) ?? {}, 'active');
      const at = values.length;
      values.push(numberIn(row, 'active'), numberIn(row, 'new'), numberIn(row, 'returning'), numberIn(row, 'resurrected'), before - numberIn(row, 'returning'));
      lines.push({ parts: [at + 1, at + 2, at + 3], total: at });
      // Who was active before has come back or fallen dormant.
      lines.push({ parts: [at + 2, at + 4], total: period === first ? null : at - width });
    }
    // Everybody is new once at most, and the number of customers is told unless it is small itself.
    lines.push({ parts: Array.from({ length: values.length / width }, (_, i) => i * width + 1), total: customers < minCell ? values.length : null });
    values.push(customers);
    this.#cells = withheldCells(values, lines, minCell);
    this.some = this.#cells.includes(1);
    this.all = this.#cells.at(-1) === 1;
  }

  has(period: number, state: CountedState): boolean {
    return this.#cells[(period - this.#first) * COUNTED_STATES.length + COUNTED_STATES.indexOf(state)] === 1;
  }
}
