import { readActivity, readTelling } from './activity-options.js';
import type { ActivityOptions } from './activity-plan.js';
import { OptionCheck } from './option-check.js';

/** What a lifecycle is asked for. */
export interface LifecycleOptions extends Omit<ActivityOptions, 'order'> {
  /** What makes a customer new: the first row that is activity (`firstEvent`, default), or the date in `createdAt`. */
  readonly newBy?: 'firstEvent' | 'createdAt' | undefined;
  /** With `newBy: createdAt`: the column of dates on which customers came to be. */
  readonly createdAt?: string | null | undefined;
  /** Of the Wilson intervals. */
  readonly confidence?: number | undefined;
  /** Rates of fewer customers are not told. */
  readonly minN?: number | undefined;
  /** Groups of fewer customers are withheld, and with them what would tell them; 0: none. */
  readonly minCell?: number | undefined;
  readonly currency?: string | null | undefined;
}

const NAMES: readonly (keyof LifecycleOptions)[] = [
  'customer', 'time', 'value', 'period', 'timeZone', 'weekStart', 'asOf', 'newBy', 'createdAt', 'confidence', 'minN', 'minCell', 'currency',
];

/** Returns *options* with defaults filled in. Throws OptionError on an unknown name or a bad value. */
export function resolveLifecycle(options: LifecycleOptions): LifecycleOptions {
  const check = new OptionCheck('lifecycle', options, NAMES);
  const newBy = check.oneOf('newBy', ['firstEvent', 'createdAt'] as const, 'firstEvent');
  const createdAt = check.text('createdAt', null);
  if (newBy === 'createdAt' && createdAt === null) check.refuse('createdAt', createdAt, 'the column of dates on which customers came to be, with newBy createdAt');
  if (newBy === 'firstEvent' && createdAt !== null) check.refuse('createdAt', createdAt, 'it only with newBy createdAt');
  return { ...readActivity(check), newBy, createdAt, ...readTelling(check) };
}
