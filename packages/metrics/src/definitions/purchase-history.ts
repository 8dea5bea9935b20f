import { groupByCustomer } from '../kernels/event-journal.js';
import { NO_KEY } from '../kernels/key-index.js';
import type { PurchaseReader, PurchaseState } from './purchase-fold.js';

/** What one customer bought. */
export interface PurchaseHistory {
  readonly customer: number;
  /** Distinct order ids, and distinct local days of orders without one (C7). */
  readonly orders: number;
  /** The first local day with an order, and the next other one; null where there is none. */
  readonly firstDay: number | null;
  readonly secondDay: number | null;
  /** Distinct local days with an order. */
  readonly days: number;
  /** Places in the journal of the rows of the first order: of those that begin at the same instant the one whose id comes first in code-unit order (C4). */
  readonly firstRows: Uint32Array;
  /** Of all rows, refunds included (C6). */
  readonly rows: Uint32Array;
}

/** Days as keys of orders without an id lie below every code. */
const BELOW_CODES = 1e8;

/** Calls *visit* for every customer with rows, in the order of their codes. A row with a negative value is no order, but nets (C6). */
export function eachHistory(state: PurchaseState, { days, plan, input }: PurchaseReader, visit: (history: PurchaseHistory) => void): void {
  const { journal } = state;
  const { customerCount, offsets, order } = groupByCustomer(journal);
  const orderIndex = plan.order === null ? null : input.keyIndex(plan.order);
  const rowDays = new Int32Array(journal.length);
  const keys = new Float64Array(journal.length);
  for (let i = 0; i < journal.length; i++) {
    const day = days.ordinalOf(journal.instants[i]!);
    rowDays[i] = day;
    keys[i] = journal.codes[i] === NO_KEY ? day - BELOW_CODES : journal.codes[i]!;
  }
  const textOf = (key: number): string => (key < 0 || orderIndex === null ? '' : orderIndex.text(key));

  for (let customer = 0; customer < customerCount; customer++) {
    const rows = order.subarray(offsets[customer], offsets[customer + 1]);
    if (rows.length === 0) continue;
    if (rows.length > 1) rows.sort((a, b) => keys[a]! - keys[b]!);
    let firstRows = rows.subarray(0, 0);
    let orders = 0;
    let firstAt = Infinity;
    let firstKey = 0;
    const active = new Set<number>();
    for (let i = 0; i < rows.length;) {
      const key = keys[rows[i]!]!;
      const begin = i;
      let at = Infinity;
      for (; i < rows.length && keys[rows[i]!] === key; i++) {
        const row = rows[i]!;
        if (journal.values !== null && journal.values[row]! < 0) continue;
        at = Math.min(at, journal.instants[row]!);
        active.add(rowDays[row]!);
      }
      if (at === Infinity) continue;
      orders++;
      if (at < firstAt || (at === firstAt && textOf(key) < textOf(firstKey))) {
        firstAt = at;
        firstKey = key;
        firstRows = rows.subarray(begin, i);
      }
    }
    let firstDay: number | null = null;
    let secondDay: number | null = null;
    for (const day of active) {
      if (firstDay === null || day < firstDay) {
        secondDay = firstDay;
        firstDay = day;
      } else if (secondDay === null || day < secondDay) {
        secondDay = day;
      }
    }
    visit({ customer, orders, firstDay, secondDay, days: active.size, firstRows, rows });
  }
}

/** How long customers took from their first order to one on another day, in days; those who haven't are censored on *lastDay*. */
export class SecondPurchases {
  readonly #events: Map<number, number> = new Map();
  readonly #censored: Map<number, number> = new Map();

  /** Adds a customer who has an order. */
  add({ firstDay, secondDay }: PurchaseHistory, lastDay: number): void {
    if (firstDay === null) return;
    const counts = secondDay === null ? this.#censored : this.#events;
    const time = (secondDay ?? lastDay) - firstDay;
    counts.set(time, (counts.get(time) ?? 0) + 1);
  }

  /** Counted durations, ascending. */
  rows(): { time: number; events: number; censored: number }[] {
    const times = [...new Set([...this.#events.keys(), ...this.#censored.keys()])].sort((a, b) => a - b);
    return times.map((time) => ({ time, events: this.#events.get(time) ?? 0, censored: this.#censored.get(time) ?? 0 }));
  }
}
