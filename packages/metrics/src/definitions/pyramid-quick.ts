import type { Input } from '../arrow/frame.js';
import { WasmValueSums } from '../kernels/value-sums-wasm.js';
import type { Kernels, QuickFold } from '../metric.js';
import { rankingOf, tierRanges } from './pyramid-ranking.js';
import type { PyramidPlan } from './pyramid-state.js';
import { pyramidSummary } from './pyramid-summary.js';
import { countRows, createTally } from './row-tally.js';

/** Returns the quick way to sums by customer, or null where there are no *kernels*, which JavaScript would do the same way, and where two dates are compared. */
export function quickPyramid(plan: PyramidPlan, input: Input, kernels: Kernels | null): QuickFold | null {
  if (kernels === null || plan.compareCutOff !== null) return null;
  const { customer, value, time } = plan;
  const index = input.keyIndex(customer);
  const sums = new WasmValueSums(kernels(), { start: plan.window === Infinity ? -Infinity : plan.cutOff - plan.window, end: plan.cutOff });
  return {
    add(frame, mask) {
      if (frame.decimals(value) !== null) return false;
      const customers = frame.keys(customer);
      sums.add({
        count: frame.numRows, customers, values: frame.numbers(value), mask,
        times: time === null ? null : { ticks: frame.ticks(time), instants: () => frame.instants(time) },
      }, index.size);
      return true;
    },
    finish() {
      const { used, withoutCustomer, withoutTime, after, before, withoutValue, first, last } = sums.tally;
      const tally = createTally();
      countRows(tally, used, { customer_missing: withoutCustomer, time_missing: withoutTime, after_as_of: after, before_window: before });
      const ranking = rankingOf(sums.descending());
      return pyramidSummary({ tally, exact: null, missing: withoutValue, first, last }, plan, { ranking, tiers: tierRanges(plan.tiers, ranking) }, null);
    },
  };
}
