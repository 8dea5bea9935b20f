import { readTelling } from './activity-options.js';
import { readAsOf } from './cut-off.js';
import { OptionCheck } from './option-check.js';

/** A rung of the loyalty ladder: customers with at least *orders* orders that no higher rung holds. */
export interface LoyaltyRung {
  readonly name: string;
  readonly orders: number;
}

/** What the loyalty ladder is asked for. */
export interface LoyaltyOptions {
  /** The columns by role. */
  readonly customer?: string | null | undefined;
  readonly time?: string | null | undefined;
  readonly value?: string | null | undefined;
  readonly order?: string | null | undefined;
  /** What an order is: a distinct order id (a customer's day where a row has none), or always a customer's day. */
  readonly countBy?: 'order' | 'day' | undefined;
  /** From the lowest; the first begins at 1 order. */
  readonly rungs?: readonly LoyaltyRung[] | null | undefined;
  readonly timeZone?: string | undefined;
  /** ISO 8601 date or instant up to which the data is complete; later rows are left out. Default: the last day that holds data. */
  readonly asOf?: string | null | undefined;
  /** Of the intervals. */
  readonly confidence?: number | undefined;
  /** Rungs of fewer customers tell their number and nothing else. */
  readonly minN?: number | undefined;
  /** Groups of fewer customers are withheld, and with them what would tell them; 0: none. */
  readonly minCell?: number | undefined;
  readonly currency?: string | null | undefined;
}

const NAMES: readonly (keyof LoyaltyOptions)[] = [
  'customer', 'time', 'value', 'order', 'countBy', 'rungs', 'timeZone', 'asOf', 'confidence', 'minN', 'minCell', 'currency',
];

/** Who bought once, who came back, who stays (Christopher, Payne & Ballantyne 1991). */
export const LOYALTY_RUNGS: readonly LoyaltyRung[] = [
  { name: 'first_time', orders: 1 }, { name: 'repeat', orders: 2 }, { name: 'loyal', orders: 5 },
];

/** Returns *options* with defaults filled in. Throws OptionError on an unknown name or a bad value. */
export function resolveLoyalty(options: LoyaltyOptions): LoyaltyOptions {
  const check = new OptionCheck('loyalty', options, NAMES);
  return {
    customer: check.text('customer', null), time: check.text('time', null), value: check.text('value', null), order: check.text('order', null),
    countBy: check.oneOf('countBy', ['order', 'day'] as const, 'order'), rungs: readRungs(check),
    timeZone: check.timeZone(), asOf: readAsOf(check),
    ...readTelling(check),
  };
}

/** Returns *options* without the column of orders where days count as orders. */
export function countedBy(options: LoyaltyOptions): LoyaltyOptions {
  return options.countBy === 'day' ? { ...options, order: null } : options;
}

function readRungs(check: OptionCheck): readonly LoyaltyRung[] {
  const given = check.raw('rungs');
  if (given === null) return LOYALTY_RUNGS;
  const expected = 'a list of {name, orders} from the lowest, of which the first begins at 1 order';
  if (!Array.isArray(given) || given.length === 0) check.refuse('rungs', given, expected);
  const rungs = (given as readonly unknown[]).map((item): LoyaltyRung => {
    const { name, orders } = (typeof item === 'object' && item !== null ? item : {}) as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string' || name === '' || typeof orders !== 'number' || !Number.isInteger(orders) || orders < 1) {
      return check.refuse('rungs', item, '{name, orders} with a whole number of at least 1');
    }
    return { name, orders };
  });
  const rising = rungs.every((rung, i) => (i === 0 ? rung.orders === 1 : rung.orders > (rungs[i - 1]?.orders ?? 0)));
  if (!rising) check.refuse('rungs', given, expected);
  if (new Set(rungs.map((rung) => rung.name)).size !== rungs.length) check.refuse('rungs', given, 'names that differ');
  return rungs;
}
