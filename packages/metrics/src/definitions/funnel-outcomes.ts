import type { ChainsFound } from '../kernels/step-chains.js';
import { createFunnelTally, type FunnelTally } from './funnel-tally.js';

/** Half of the steps that an outcome may have: customers are counted by which of these they have, instead of step by step. */
const HALF = 12;
const LATER = 1 << HALF;

/** Returns what *found* says of *stepCount* steps, counted. */
export function tallyOutcomes({ instants, outcomes, sums }: ChainsFound, stepCount: number): FunnelTally {
  const tally = createFunnelTally(stepCount, { values: null, decimals: {} });
  const { reached, converted, stillOpen } = tally;
  const low = new Uint32Array(2 * LATER);
  const high = new Uint32Array(LATER);
  const depths = new Uint32Array(64);
  for (let customer = 0; customer < outcomes.length; customer++) {
    const outcome = outcomes[customer]!;
    const later = (outcome >>> HALF) & (LATER - 1);
    low[(outcome & (LATER - 1)) | (later === 0 ? 0 : LATER)]!++;
    high[later]!++;
    depths[outcome >>> 24 & 31 | outcome >>> 31 << 5]!++;
  }
  countSets(tally, low, 0);
  countSets(tally, high, HALF);
  for (let depth = stepCount, deeper = 0; depth > 0; depth--) {
    const open = depths[32 + depth]!;
    converted[depth - 1] = depth === stepCount ? depths[depth]! + open : deeper;
    deeper += depths[depth]! + open;
    reached[depth - 1] = deeper;
    if (depth < stepCount) stillOpen[depth - 1] = open;
  }
  return { ...tally, ...timesOf(outcomes, instants, reached), values: sums === null ? null : { pairs: sums } };
}

/** Counts customers by which of the steps from *first* on they have: *sets* is indexed by these, a bit each; one more bit stands for any later. */
function countSets({ ever, skipped, stepCount }: FunnelTally, sets: Uint32Array, first: number): void {
  for (let set = 1; set < sets.length; set++) {
    const customers = sets[set]!;
    if (customers === 0) continue;
    for (let k = 0; k < HALF && first + k < stepCount; k++) {
      if ((set >>> k & 1) === 1) ever[first + k]! += customers;
      else if (set >>> k !== 0) skipped[first + k]! += customers;
    }
  }
}

function timesOf(outcomes: Uint32Array, instants: readonly Float64Array[], reached: Float64Array): Pick<FunnelTally, 'delays' | 'elapsed'> {
  const delays = Array.from(reached, (count, k) => new Float64Array(k === 0 ? 0 : count));
  const elapsed = delays.map((times) => new Float64Array(times.length));
  const counts = new Uint32Array(reached.length);
  let customer = 0;
  for (const part of instants) {
    for (let at = 0; at < part.length; customer++) {
      const depth = outcomes[customer]! >>> 24 & 31;
      for (let k = 1; k < depth; k++) {
        const place = counts[k]!++;
        delays[k]![place] = part[at + k]! - part[at + k - 1]!;
        elapsed[k]![place] = part[at + k]! - part[at]!;
      }
      at += depth;
    }
  }
  return { delays, elapsed };
}
