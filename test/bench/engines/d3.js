import { engine } from '../../engines/engines.js';
import { advance, cellsOf, monthFinder } from './flechette.js';
import { EVENTS, STAGES } from './orders.js';
import { cohortAnswer, funnelAnswer, pyramidAnswer, satisfactionAnswer } from './questions.js';

/** @typedef {import('./fastest-query.js').Asks} Asks */

/**
 * d3's rollups over an array of rows, as an object each: how most dashboards are written. The rows are made beforehand.
 * @param {Uint8Array} bytes
 * @returns {Promise<{ asks: Asks, close(): void }>}
 */
export async function openD3(bytes) {
  const { rollup, sum } = await engine('d3-array');
  const { tableFromIPC } = await engine('@uwdata/flechette');
  const table = tableFromIPC(bytes, { useBigInt: true });
  /** @type {{ customer: unknown, ts: Date, amount: number, event: string, score: number, segment: string }[]} */
  const rows = [];
  const [customers, times, amounts, events, scores, segments] = ['customer', 'ts', 'amount', 'event', 'score', 'segment'].map((name) => table.getChild(name).toArray());
  for (let i = 0; i < times.length; i++) {
    rows.push({ customer: customers[i], ts: new Date(times[i]), amount: amounts[i], event: events[i], score: scores[i], segment: segments[i] });
  }
  /** @typedef {typeof rows[number]} Row */
  const value = (/** @type {readonly Row[]} */ group) => sum(group, (/** @type {Row} */ row) => row.amount);
  const monthAt = monthFinder();
  const monthOf = (/** @type {Row} */ row) => monthAt(row.ts.getTime());
  return {
    close() { rows.length = 0; },
    asks: {
      async pyramid() {
        return pyramidAnswer(Float64Array.from(rollup(rows, value, (/** @type {Row} */ row) => row.customer).values()));
      },
      async cohort() {
        /** @type {Map<unknown, Map<number, number>>} */
        const byCustomer = rollup(rows, value, (/** @type {Row} */ row) => row.customer, monthOf);
        return cohortAnswer(cellsOf(byCustomer.values()));
      },
      async funnel() {
        /** @type {Map<unknown, number>} */
        const depths = rollup(rows, (/** @type {readonly Row[]} */ group) => {
          const entries = STAGES.map(() => NaN);
          // Rows of one instant stand in the order of the steps.
          for (const row of [...group].sort((a, b) => a.ts.getTime() - b.ts.getTime() || EVENTS.indexOf(a.event) - EVENTS.indexOf(b.event))) {
            const step = STAGES.indexOf(row.event);
            if (step >= 0) advance(entries, step, row.ts.getTime());
          }
          return entries.filter((entry) => !Number.isNaN(entry)).length;
        }, (/** @type {Row} */ row) => row.customer);
        return funnelAnswer(STAGES.map((_, k) => [...depths.values()].filter((depth) => depth > k).length));
      },
      async satisfaction() {
        /** @type {Map<number, Map<string, { n: number, promoters: number, detractors: number }>>} */
        const cells = rollup(rows, (/** @type {readonly Row[]} */ group) => ({
          n: group.length, promoters: group.filter(({ score }) => score >= 9).length, detractors: group.filter(({ score }) => score <= 6).length,
        }), monthOf, (/** @type {Row} */ row) => row.segment);
        return satisfactionAnswer([...cells].flatMap(([month, segments]) => [...segments].map(([segment, cell]) => ({ month, segment, ...cell }))));
      },
    },
  };
}
