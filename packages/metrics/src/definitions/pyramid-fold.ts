import type { Frame, Input } from '../arrow/frame.js';
import { type Bitmap, bitNumbers, countBits } from '../kernels/bitmap.js';
import { addDecimalTo, addTo, addToPairs, type CompensatedSums, createSums, keepsExactSums, mergeSums, reserveSums } from '../kernels/compensated-sums.js';
import { NO_KEY } from '../kernels/key-index.js';
import { timeAt } from '../kernels/row-ordinals.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import { checkPyramidMark, markedCustomers } from './pyramid-mark.js';
import { type DatedPyramid, migrationTable } from './pyramid-migration.js';
import { descendingOf, rankingOf, tierRanges } from './pyramid-ranking.js';
import type { PyramidPlan, PyramidState } from './pyramid-state.js';
import { pyramidSummary } from './pyramid-summary.js';
import { beginFrame, countRows, createTally, mergeTallies } from './row-tally.js';

/** Returns the fold that adds up values by customer and ranks the sums on the way out. */
export function pyramidFold(plan: PyramidPlan, input: Input): Fold<PyramidState> {
  const index = input.keyIndex(plan.customer);
  // Sorting is the price of reading out: done once for sums that have not moved since.
  const known = new WeakMap<CompensatedSums, { readonly rows: number; readonly pyramid: DatedPyramid }>();
  const ranked = (sums: CompensatedSums, rows: number): DatedPyramid => {
    const before = known.get(sums);
    if (before !== undefined && before.rows === rows) return before.pyramid;
    const ranking = rankingOf(descendingOf(sums));
    const pyramid = { sums, ranking, tiers: tierRanges(plan.tiers, ranking) };
    known.set(sums, { rows, pyramid });
    return pyramid;
  };
  const later = (state: PyramidState): DatedPyramid => ranked(state.sums, state.tally.rowsIn);
  const earlier = (state: PyramidState): DatedPyramid | null => (state.earlier === null ? null : ranked(state.earlier, state.tally.rowsIn));
  const finish = (state: PyramidState): Summary => {
    const [after, before] = [later(state), earlier(state)];
    return pyramidSummary({ ...state, exact: state.sums.exact ?? null }, plan, after, before === null ? null : { ...before, migration: migrationTable(before, after, index) });
  };
  return {
    init: () => ({
      tally: createTally(), sums: createSums(), earlier: plan.compareCutOff === null ? null : createSums(),
      missing: 0, first: Infinity, last: -Infinity,
    }),
    update(state, frame, mask) {
      if (!beginFrame(state.tally, frame.ordinal)) return;
      const customers = frame.keys(plan.customer);
      reserveSums(state.sums, index.size);
      if (state.earlier !== null) reserveSums(state.earlier, index.size);
      addRows(state, plan, frame, customers, mask);
    },
    merge(into, from) {
      mergeTallies('pyramid', into.tally, from.tally);
      mergeSums(into.sums, from.sums);
      if (into.earlier !== null && from.earlier !== null) mergeSums(into.earlier, from.earlier);
      into.missing += from.missing;
      into.first = Math.min(into.first, from.first);
      into.last = Math.max(into.last, from.last);
    },
    finish,
    members(state, mark): CustomerSet {
      const pyramids = { later: later(state), earlier: earlier(state) };
      checkPyramidMark(mark, pyramids);
      const bits = markedCustomers(mark, pyramids, index);
      return { column: plan.customer, bits, count: countBits(bits) };
    },
  };
}

function addRows(state: PyramidState, plan: PyramidPlan, frame: Frame, customers: Uint32Array, mask: Bitmap | null): void {
  const { sums, earlier } = state;
  const { pairs } = sums;
  const { cutOff, window } = plan;
  const compareCutOff = plan.compareCutOff ?? -Infinity;
  const timeNeeded = cutOff < Infinity || earlier !== null;
  const from = cutOff - window;
  const compareFrom = compareCutOff - window;
  const values = frame.numbers(plan.value);
  const decimals = frame.decimals(plan.value);
  const exact = keepsExactSums(sums, decimals) ? decimals : null;
  const exactEarlier = earlier !== null && keepsExactSums(earlier, decimals) ? decimals : null;
  const times = plan.time === null ? null : (frame.ticks(plan.time) ?? frame.instants(plan.time));
  let { first, last, missing } = state;
  let used = 0;
  let withoutCustomer = 0;
  let withoutTime = 0;
  let after = 0;
  let old = 0;
  const rows = mask === null ? null : bitNumbers(mask);
  const count = rows === null ? frame.numRows : rows.length;
  for (let n = 0; n < count; n++) {
    const i = rows === null ? n : rows[n]!;
    const customer = customers[i]!;
    if (customer === NO_KEY) {
      withoutCustomer++;
      continue;
    }
    let isNow = true;
    let wasThen = false;
    if (times !== null) {
      const time = timeAt(times, i);
      if (time >= cutOff) {
        after++;
        continue;
      }
      if (timeNeeded && Number.isNaN(time)) {
        withoutTime++;
        continue;
      }
      isNow = !(time < from);
      wasThen = time < compareCutOff && time >= compareFrom;
      if (!isNow && !wasThen) {
        old++;
        continue;
      }
      if (time < first) first = time;
      if (time > last) last = time;
    }
    let value = values[i]!;
    if (!Number.isFinite(value)) {
      missing++;
      value = 0;
    } else {
      if (exact !== null && isNow) addDecimalTo(sums, customer, exact, i);
      if (exactEarlier !== null && wasThen) addDecimalTo(earlier!, customer, exactEarlier, i);
    }
    if (isNow) addToPairs(pairs, customer, value);
    if (wasThen) addTo(earlier!, customer, value);
    used++;
  }
  state.first = first;
  state.last = last;
  state.missing = missing;
  countRows(state.tally, used, { customer_missing: withoutCustomer, time_missing: withoutTime, after_as_of: after, before_window: old });
}
