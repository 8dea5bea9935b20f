import { readActivity, readTelling } from './activity-options.js';
import type { ActivityOptions } from './activity-plan.js';
import { OptionCheck } from './option-check.js';

/** What new against existing business is asked for. */
export interface NewExistingOptions extends ActivityOptions {
  /** Of the Wilson intervals. */
  readonly confidence?: number | undefined;
  /** Periods and sides of fewer customers tell their number and nothing else. */
  readonly minN?: number | undefined;
  /** Groups of fewer customers are withheld, and with them what would tell them; 0: none. */
  readonly minCell?: number | undefined;
  readonly currency?: string | null | undefined;
}

const NAMES: readonly (keyof NewExistingOptions)[] = [
  'customer', 'time', 'value', 'order', 'period', 'timeZone', 'weekStart', 'asOf', 'confidence', 'minN', 'minCell', 'currency',
];

/** Returns *options* with defaults filled in. Throws OptionError on an unknown name or a bad value. */
export function resolveNewExisting(options: NewExistingOptions): NewExistingOptions {
  const check = new OptionCheck('new-existing', options, NAMES);
  return { ...readActivity(check), order: check.text('order', null), ...readTelling(check) };
}
