import type { Estimate } from '../metric.js';
import type { Row } from '../table.js';
import type { Disclosure } from './pyramid-disclosure.js';
import { numberIn } from './summary-cells.js';

/** A point of the concentration: the *k* best customers, who are the share *p*, and the value that they bring. */
export interface ConcentrationPoint {
  readonly p: number;
  readonly k: number;
  readonly share: number | null;
}

/** Returns the single numbers beside a pyramid. What `minCell` withholds is null, and `decile_reason` says `withheld`. */
export function pyramidScalars(totals: Row, concentration: readonly ConcentrationPoint[], disclosure: Disclosure): Estimate['scalars'] {
  const count = numberIn(totals, 'customers');
  const total = numberIn(totals, 'total');
  const positive = numberIn(totals, 'positive_customers');
  const notNegative = positive + numberIn(totals, 'zero_customers');
  const k80 = totals['customers_for_80pct'] ?? null;
  const tenth = numberIn(totals, 'decile_k');
  const bottom = numberIn(totals, 'bottom10_sum');
  const some = count > 0 && !disclosure.tellsNothing;
  // Defined for losses too, as long as they don't cancel out (C10).
  const gini = !some || total === 0 ? null : numberIn(totals, 'gini_sum') / (count * total);
  const at = (p: number): ConcentrationPoint | undefined => concentration.find((point) => point.p === p);
  const told = <T>(ranks: readonly number[], value: T): T | null => (some && ranks.every((rank) => disclosure.tells(rank)) ? value : null);
  const known = <T>(ranks: readonly number[], value: T): T | null => (count === 0 || !disclosure.isOn ? value : told(ranks, value));
  const k80Told = typeof k80 === 'number' && some && (!disclosure.isOn || k80 >= disclosure.minCell) ? k80 : null;
  return {
    customers: disclosure.tellsNothing ? null : count,
    total: some ? total : null,
    ...(some && typeof totals['total_exact'] === 'string' ? { total_exact: totals['total_exact'] } : {}),
    top1_share: at(0.01)?.share ?? null,
    top10_share: at(0.1)?.share ?? null,
    top20_share: at(0.2)?.share ?? null,
    top20_customers: disclosure.tellsNothing ? null : (at(0.2)?.k ?? null),
    customers_for_80pct: k80Told,
    customers_for_80pct_share: k80Told === null ? null : k80Told / count,
    gini,
    gini_corrected: gini === null || count < 2 ? null : (gini * count) / (count - 1),
    gini_positive_only: told([positive], ratio(numberIn(totals, 'positive_gini_sum'), positive * numberIn(totals, 'positive_value'))),
    decile_k: disclosure.tellsNothing ? null : tenth,
    top10_sum: told([tenth], numberIn(totals, 'top10_sum')),
    bottom10_sum: told([count - tenth], bottom),
    decile_ratio: told([tenth, count - tenth], ratio(numberIn(totals, 'top10_sum'), bottom)),
    decile_reason: count === 0 ? 'no_customers' : told([tenth, count - tenth], true) === null ? 'withheld' : bottom > 0 ? null : 'bottom_non_positive',
    decile_low_n: count < 10,
    non_positive_customers: known([positive], count - positive),
    peak_value: told([positive], numberIn(totals, 'positive_value')),
    peak_ratio: told([positive], ratio(numberIn(totals, 'positive_value'), total)),
    peak_customers: known([positive], positive),
    loss_value: told([notNegative], numberIn(totals, 'loss_value')),
    loss_customers: known([notNegative], count - notNegative),
    zero_customers: known([positive, notNegative], notNegative - positive),
    has_negative: count > notNegative,
  };
}

/** Null where the denominator is not above 0. */
function ratio(numerator: number, denominator: number): number | null {
  return denominator > 0 ? numerator / denominator : null;
}
