import { windowMicros } from '../calendar/window-length.js';
import { cutOffOf, readAsOf } from './cut-off.js';
import { readMinCell } from './min-cell.js';
import { OptionCheck } from './option-check.js';
import { BELOW, ENTERED, LEFT } from './pyramid-places.js';

/** A tier that reaches down to a cumulative share of the customers, counted from the best: 0.05 with 0.01 before it holds 4 %. */
export interface TierShare {
  readonly name: string;
  readonly cumulativeShare: number;
}

/** A tier of the customers worth at least *minimum* that no higher tier holds; null takes all the rest. */
export interface TierMinimum {
  readonly name: string;
  readonly minimum: number | null;
}

/** How customers are put into tiers. */
export interface PyramidTiers {
  /** `share` of customers by rank, `threshold` of value, or `profit`: shares of the customers above 0, and the rest as `none`. */
  readonly by: 'share' | 'threshold' | 'profit';
  /** From the top. */
  readonly tiers: readonly (TierShare | TierMinimum)[];
  /** `rank` cuts through equal values by the customer's text (C4); `together` lifts them all into the higher tier. */
  readonly ties: 'rank' | 'together';
}

/** What a pyramid is asked for. */
export interface PyramidOptions {
  /** The columns by role. */
  readonly customer?: string | null | undefined;
  readonly value?: string | null | undefined;
  readonly time?: string | null | undefined;
  readonly by?: PyramidTiers['by'] | undefined;
  readonly tiers?: readonly (TierShare | TierMinimum)[] | null | undefined;
  readonly ties?: PyramidTiers['ties'] | undefined;
  /** ISO 8601 date or instant: rows after it are left out. Needs `time`. */
  readonly asOf?: string | null | undefined;
  readonly timeZone?: string | undefined;
  readonly currency?: string | null | undefined;
  /**
   * Only what came within this long before the cut-off counts: `365d`, `12w`, or a number of days. Needs `time` and `asOf`.
   * Null, the default, counts everything up to the cut-off.
   */
  readonly window?: string | number | null | undefined;
  /** An earlier cut-off to compare with: who was in which tier then, by the same tiers and window. Needs `time`. */
  readonly compareAsOf?: string | null | undefined;
  /** Tiers of fewer customers tell their number and nothing else. */
  readonly minN?: number | undefined;
  /** Groups of fewer customers, and what would tell them, are withheld altogether; 0 for none (see `readMinCell`). */
  readonly minCell?: number | undefined;
}

const NAMES: readonly (keyof PyramidOptions)[] = [
  'customer', 'value', 'time', 'by', 'tiers', 'ties', 'asOf', 'window', 'compareAsOf', 'timeZone', 'currency', 'minN', 'minCell',
];

/** Top 1 %, big 4 %, medium 15 %, small 80 % (Curry & Curry 2000). */
const SHARE_TIERS: readonly TierShare[] = [
  { name: 'top', cumulativeShare: 0.01 },
  { name: 'big', cumulativeShare: 0.05 },
  { name: 'medium', cumulativeShare: 0.2 },
  { name: 'small', cumulativeShare: 1 },
];

/** Of the customers above 0 (C12). */
const PROFIT_TIERS: readonly TierShare[] = [
  { name: 'high', cumulativeShare: 0.2 },
  { name: 'medium', cumulativeShare: 0.5 },
  { name: 'low', cumulativeShare: 1 },
];

/** Returns *options* with defaults filled in. Throws OptionError on an unknown name or a bad value. */
export function resolvePyramid(options: PyramidOptions): PyramidOptions {
  const check = new OptionCheck('pyramid', options, NAMES);
  const time = check.text('time', null);
  const asOf = readAsOf(check);
  const timeZone = check.timeZone();
  const compareAsOf = readAsOf(check, 'compareAsOf');
  if (asOf !== null && compareAsOf !== null && !(cutOffOf('pyramid', compareAsOf, timeZone) < cutOffOf('pyramid', asOf, timeZone))) {
    check.refuse('compareAsOf', compareAsOf, `a date before asOf, ${asOf}`);
  }
  const { by, tiers, ties } = readTiers(check);
  return {
    customer: check.text('customer', null), value: check.text('value', null), time,
    by, tiers, ties, asOf, window: readWindow(check, asOf), compareAsOf, timeZone,
    currency: check.text('currency', null), minN: check.number('minN', { min: 0, integer: true }, 0), minCell: readMinCell(check),
  };
}

function readWindow(check: OptionCheck, asOf: string | null): string | number | null {
  const window = check.raw('window');
  if (window === null) return null;
  if ((typeof window !== 'string' && typeof window !== 'number') || !((windowMicros(window) ?? 0) > 0)) check.refuse('window', window, 'a length such as 365d or 12w');
  if (asOf === null) check.refuse('window', window, 'asOf with it: the date that it ends at');
  return window;
}

/** Returns how *options* put customers into tiers, defaults filled in. */
export function tiersOf(options: PyramidOptions): PyramidTiers {
  return readTiers(new OptionCheck('pyramid', options, NAMES));
}

function readTiers(check: OptionCheck): PyramidTiers {
  const by = check.oneOf('by', ['share', 'threshold', 'profit'] as const, 'share');
  const ties = check.oneOf('ties', ['rank', 'together'] as const, 'rank');
  const given = check.raw('tiers');
  if (given === null) {
    if (by === 'threshold') check.refuse('tiers', given, 'a list of {name, minimum} with by "threshold"');
    return { by, ties, tiers: by === 'profit' ? PROFIT_TIERS : SHARE_TIERS };
  }
  if (!Array.isArray(given) || given.length === 0) check.refuse('tiers', given, 'a list of tiers from the top');
  const list: readonly unknown[] = given;
  const tiers = by === 'threshold' ? readMinimums(check, list) : readShares(check, list);
  const names = new Set(tiers.map((tier) => tier.name));
  if (names.size !== tiers.length) check.refuse('tiers', given, 'names that differ');
  if ([ENTERED, LEFT, BELOW].some((name) => names.has(name))) check.refuse('tiers', given, `no tier called "${ENTERED}", "${LEFT}" or "${BELOW}"`);
  if (by === 'profit' && names.has('none')) check.refuse('tiers', given, 'no tier called "none": that is who brings no profit');
  return { by, ties, tiers };
}

function readShares(check: OptionCheck, list: readonly unknown[]): TierShare[] {
  const tiers = list.map((item): TierShare => {
    const { name, cumulativeShare } = fieldsOf(item);
    if (typeof name !== 'string' || name === '' || typeof cumulativeShare !== 'number' || !(cumulativeShare > 0 && cumulativeShare <= 1)) {
      return check.refuse('tiers', item, '{name, cumulativeShare} with a share above 0 and up to 1');
    }
    return { name, cumulativeShare };
  });
  tiers.forEach((tier, i) => {
    if (i > 0 && tier.cumulativeShare <= (tiers[i - 1]?.cumulativeShare ?? 0)) check.refuse('tiers', list, 'cumulative shares that increase');
  });
  if (tiers.at(-1)?.cumulativeShare !== 1) check.refuse('tiers', list, 'a last cumulativeShare of 1');
  return tiers;
}

function readMinimums(check: OptionCheck, list: readonly unknown[]): TierMinimum[] {
  const tiers = list.map((item): TierMinimum => {
    const { name, minimum = null } = fieldsOf(item);
    if (typeof name !== 'string' || name === '' || !(minimum === null || (typeof minimum === 'number' && Number.isFinite(minimum)))) {
      return check.refuse('tiers', item, '{name, minimum} with a number, or null for all the rest');
    }
    return { name, minimum };
  });
  const bound = (tier: TierMinimum): number => tier.minimum ?? -Infinity;
  tiers.sort((a, b) => (bound(a) < bound(b) ? 1 : -1));
  tiers.forEach((tier, i) => {
    if (i > 0 && bound(tier) === bound(tiers[i - 1] ?? tier)) check.refuse('tiers', list, 'minimums that differ');
  });
  return tiers;
}

function fieldsOf(item: unknown): Readonly<Record<string, unknown>> {
  return typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {};
}
