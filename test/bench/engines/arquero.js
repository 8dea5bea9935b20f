import { engine } from '../../engines/engines.js';
import { monthFinder } from './flechette.js';
import { cohortAnswer, pyramidAnswer, satisfactionAnswer } from './questions.js';

/** @typedef {import('./fastest-query.js').Asks} Asks */

/**
 * Arquero on a table made from the same bytes. It has nothing like a funnel. Ids in a dictionary are given to it as texts,
 * since it makes groups of entries that no row has.
 * @param {Uint8Array} bytes
 * @returns {Promise<{ asks: Asks, close(): void }>}
 */
export async function openArquero(bytes) {
  const { escape, fromArrow, op } = await engine('arquero');
  const orders = fromArrow(bytes, { useBigInt: true });
  const monthOf = monthFinder();
  const month = escape((/** @type {{ ts: number }} */ row) => monthOf(row.ts));
  return {
    close() {},
    asks: {
      async pyramid() {
        return pyramidAnswer(Float64Array.from(orders.groupby('customer').rollup({ value: op.sum('amount') }).array('value')));
      },
      async cohort() {
        const cells = orders.derive({ month }).groupby('customer', 'month').rollup({ value: op.sum('amount') })
          .groupby('customer').derive({ cohort: op.min('month') })
          .groupby('cohort', 'month').rollup({ active: op.count(), value: op.sum('value') });
        return cohortAnswer(cells.objects());
      },
      async satisfaction() {
        const cells = orders.derive({ month }).groupby('month', 'segment').rollup({
          n: op.count(),
          promoters: '(d) => op.sum(d.score >= 9 ? 1 : 0)',
          detractors: '(d) => op.sum(d.score <= 6 ? 1 : 0)',
        });
        return satisfactionAnswer(cells.objects());
      },
    },
  };
}
