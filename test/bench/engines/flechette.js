import { engine } from '../../engines/engines.js';
import { STAGES } from './orders.js';
import { cohortAnswer, funnelAnswer, pyramidAnswer, satisfactionAnswer, WINDOW_DAYS } from './questions.js';

/** @typedef {import('./fastest-query.js').Asks} Asks */

const WINDOW_MS = WINDOW_DAYS * 86_400_000;

/**
 * What a careful developer writes by hand: the columns of a Flechette table, and a Map by customer. The table is read
 * beforehand; turning its columns into arrays is part of the answer, as with any library.
 * @param {Uint8Array} bytes
 * @returns {Promise<{ asks: Asks, close(): void }>}
 */
export async function openFlechette(bytes) {
  const { tableFromIPC } = await engine('@uwdata/flechette');
  const table = tableFromIPC(bytes, { useBigInt: true });
  /** @param {string} name @returns {ArrayLike<any>} */
  const column = (name) => table.getChild(name).toArray();
  const monthOf = monthFinder();
  return {
    close() {},
    asks: {
      async pyramid() {
        const customers = column('customer');
        const amounts = column('amount');
        /** @type {Map<unknown, number>} */
        const sums = new Map();
        for (let i = 0; i < customers.length; i++) sums.set(customers[i], (sums.get(customers[i]) ?? 0) + amounts[i]);
        return pyramidAnswer(Float64Array.from(sums.values()));
      },
      async cohort() {
        const customers = column('customer');
        const times = column('ts');
        const amounts = column('amount');
        /** @type {Map<unknown, Map<number, number>>} */
        const byCustomer = new Map();
        for (let i = 0; i < customers.length; i++) {
          let months = byCustomer.get(customers[i]);
          if (months === undefined) byCustomer.set(customers[i], (months = new Map()));
          const month = monthOf(times[i]);
          months.set(month, (months.get(month) ?? 0) + amounts[i]);
        }
        return cohortAnswer(cellsOf(byCustomer.values()));
      },
      async funnel() {
        const customers = column('customer');
        const times = column('ts');
        const events = column('event');
        const order = byTime(times);
        /** @type {Map<unknown, number[]>} */
        const entries = new Map();
        for (const i of order) {
          const step = STAGES.indexOf(events[i]);
          if (step < 0) continue;
          let mine = entries.get(customers[i]);
          if (mine === undefined) entries.set(customers[i], (mine = STAGES.map(() => NaN)));
          advance(mine, step, times[i]);
        }
        return funnelAnswer(STAGES.map((_, k) => [...entries.values()].filter((mine) => !Number.isNaN(mine[k])).length));
      },
      async satisfaction() {
        const times = column('ts');
        const scores = column('score');
        const segments = column('segment');
        /** @type {Map<string, { month: number, segment: string, n: number, promoters: number, detractors: number }>} */
        const cells = new Map();
        for (let i = 0; i < times.length; i++) {
          const month = monthOf(times[i]);
          const key = `${month} ${segments[i]}`;
          let cell = cells.get(key);
          if (cell === undefined) cells.set(key, (cell = { month, segment: segments[i], n: 0, promoters: 0, detractors: 0 }));
          cell.n += 1;
          if (scores[i] >= 9) cell.promoters += 1;
          else if (scores[i] <= 6) cell.detractors += 1;
        }
        return satisfactionAnswer([...cells.values()]);
      },
    },
  };
}

/**
 * Takes an event of *step* into account: *entries* are the latest entries from which the customer came so far, by step.
 * @param {number[]} entries @param {number} step @param {number} time
 */
export function advance(entries, step, time) {
  if (step === 0) entries[0] = time;
  else if (time <= /** @type {number} */ (entries[step - 1]) + WINDOW_MS) entries[step] = /** @type {number} */ (entries[step - 1]);
}

/** @param {Iterable<Map<number, number>>} customers the value of each customer by month */
export function cellsOf(customers) {
  /** @type {Map<number, { cohort: number, month: number, active: number, value: number }>} */
  const cells = new Map();
  for (const months of customers) {
    const cohort = Math.min(...months.keys());
    for (const [month, value] of months) {
      let cell = cells.get(100 * cohort + month);
      if (cell === undefined) cells.set(100 * cohort + month, (cell = { cohort, month, active: 0, value: 0 }));
      cell.active += 1;
      cell.value += value;
    }
  }
  return [...cells.values()];
}

/** Returns a function from a time to its month since January 2022, which looks at the calendar once a month. */
export function monthFinder() {
  let month = NaN;
  let from = NaN;
  let to = NaN;
  /** @param {number} time */
  return (time) => {
    if (time >= from && time < to) return month;
    const date = new Date(time);
    const [year, number] = [date.getUTCFullYear(), date.getUTCMonth()];
    from = Date.UTC(year, number);
    to = Date.UTC(year, number + 1);
    month = 12 * (year - 2022) + number;
    return month;
  };
}

/** The positions of *times* in their order, which most data have already. @param {ArrayLike<number>} times @returns {ArrayLike<number> & Iterable<number>} */
function byTime(times) {
  const order = Uint32Array.from(times, (_, i) => i);
  for (let i = 1; i < times.length; i++) if (Number(times[i]) < Number(times[i - 1])) return order.sort((a, b) => Number(times[a]) - Number(times[b]) || a - b);
  return order;
}
