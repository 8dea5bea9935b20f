import { GRAINS } from '../calendar/grain.js';
import type { ActivityOptions } from './activity-plan.js';
import { readAsOf } from './cut-off.js';
import { readMinCell } from './min-cell.js';
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
  return {
    customer: check.text('customer', null), time: check.text('time', null), value: check.text('value', null), order: check.text('order', null),
    period: check.oneOf('period', GRAINS, 'month'), timeZone: check.timeZone(),
    weekStart: check.number('weekStart', { min: 1, max: 7, integer: true }, 1), asOf: readAsOf(check),
    confidence: check.number('confidence', { min: 0.5, max: 0.9999 }, 0.95),
    minN: check.number('minN', { min: 0, integer: true }, 0), minCell: readMinCell(check), currency: check.text('currency', null),
  };
}
