import type { Frame, Input } from '../arrow/frame.js';
import { OptionError } from '../errors.js';
import { type Bitmap, countBits, hasBit } from '../kernels/bitmap.js';
import { addTo, createSums, mergeSums, reserveSums } from '../kernels/compensated-sums.js';
import { NO_KEY } from '../kernels/key-index.js';
import type { CustomerSet, Fold } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import type { PyramidTiers } from './pyramid-options.js';
import { customersInRanks, decileRanges, type Ranking, type RankRange, rankingOf, tierRanges } from './pyramid-ranking.js';
import type { PyramidPlan, PyramidState } from './pyramid-state.js';
import { pyramidSummary } from './pyramid-summary.js';
import { beginFrame, countRows, createTally, mergeTallies } from './row-tally.js';

/** Returns the fold that adds up values by customer and ranks the sums on the way out. */
export function pyramidFold(plan: PyramidPlan, input: Input): Fold<PyramidState> {
  const index = input.keyIndex(plan.customer);
  // Sorting is the price of reading out: done once for a state that has not moved since.
  const rankings = new WeakMap<PyramidState, { readonly rows: number; readonly ranking: Ranking }>();
  const ranked = (state: PyramidState): Ranking => {
    const known = rankings.get(state);
    if (known !== undefined && known.rows === state.tally.rowsIn) return known.ranking;
    const ranking = rankingOf(state.sums);
    rankings.set(state, { rows: state.tally.rowsIn, ranking });
    return ranking;
  };
  return {
    init: () => ({ tally: createTally(), sums: createSums(), missing: 0, first: Infinity, last: -Infinity }),
    update(state, frame, mask) {
      if (!beginFrame(state.tally, frame.ordinal)) return;
      const customers = frame.keys(plan.customer);
      reserveSums(state.sums, index.size);
      addRows(state, plan, frame, customers, mask);
    },
    merge(into, from) {
      mergeTallies('pyramid', into.tally, from.tally);
      mergeSums(into.sums, from.sums);
      into.missing += from.missing;
      into.first = Math.min(into.first, from.first);
      into.last = Math.max(into.last, from.last);
    },
    finish: (state) => pyramidSummary(state, plan, ranked(state)),
    members(state, mark): CustomerSet {
      const ranking = ranked(state);
      const bits = customersInRanks(state.sums, ranking, rangeOf(mark, plan.tiers, ranking), index);
      return { column: plan.customer, bits, count: countBits(bits) };
    },
  };
}

function addRows(state: PyramidState, plan: PyramidPlan, frame: Frame, customers: Uint32Array, mask: Bitmap | null): void {
  const { sums } = state;
  const { cutOff } = plan;
  const values = frame.numbers(plan.value);
  const times = plan.time === null ? null : frame.instants(plan.time);
  let used = 0;
  let withoutCustomer = 0;
  let withoutTime = 0;
  let after = 0;
  for (let i = 0; i < frame.numRows; i++) {
    if (mask !== null && !hasBit(mask, i)) continue;
    const customer = customers[i]!;
    if (customer === NO_KEY) {
      withoutCustomer++;
      continue;
    }
    if (times !== null) {
      const time = times[i]!;
      if (time >= cutOff) {
        after++;
        continue;
      }
      if (time < state.first) state.first = time;
      if (time > state.last) state.last = time;
      if (cutOff < Infinity && Number.isNaN(time)) {
        withoutTime++;
        continue;
      }
    }
    let value = values[i]!;
    if (!Number.isFinite(value)) {
      state.missing++;
      value = 0;
    }
    addTo(sums, customer, value);
    used++;
  }
  countRows(state.tally, used, { customer_missing: withoutCustomer, time_missing: withoutTime, after_as_of: after });
}

function rangeOf(mark: Mark, tiers: PyramidTiers, ranking: Ranking): RankRange {
  const { tier, decile } = mark;
  const [ranges, name] = tier !== undefined ? [tierRanges(tiers, ranking), String(tier)] : [decileRanges(ranking), String(decile)];
  const range = ranges.find((candidate) => candidate.name === name);
  if (range !== undefined) return range;
  throw new OptionError(
    `pyramid: no such mark, got ${JSON.stringify(mark)}; expected {tier: ${tierRanges(tiers, ranking).map((known) => known.name).join(' | ')}} or {decile: 1 to 10}`,
  );
}
