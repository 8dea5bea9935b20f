import { type Grain, GRAINS } from '../calendar/grain.js';
import { readAsOf } from './cut-off.js';
import { readMinCell } from './min-cell.js';
import type { OptionCheck } from './option-check.js';

/** Options by which activity is read, with every default filled in. */
export interface ReadActivity {
  readonly customer: string | null;
  readonly time: string | null;
  readonly value: string | null;
  readonly period: Grain;
  readonly timeZone: string;
  readonly weekStart: number;
  readonly asOf: string | null;
}

/** Returns the options by which activity is read; a period is a month where none is given. Throws OptionError on a bad value. */
export function readActivity(check: OptionCheck): ReadActivity {
  return {
    customer: check.text('customer', null), time: check.text('time', null), value: check.text('value', null),
    period: check.oneOf('period', GRAINS, 'month'), timeZone: check.timeZone(),
    weekStart: check.number('weekStart', { min: 1, max: 7, integer: true }, 1), asOf: readAsOf(check),
  };
}

/** Options of how a result is told: intervals, what is withheld, and in which currency. */
export interface ReadTelling {
  readonly confidence: number;
  readonly minN: number;
  readonly minCell: number;
  readonly currency: string | null;
}

/** Returns the options of how a result is told. Throws OptionError on a bad value. */
export function readTelling(check: OptionCheck): ReadTelling {
  return {
    confidence: check.number('confidence', { min: 0.5, max: 0.9999 }, 0.95), minN: check.number('minN', { min: 0, integer: true }, 0),
    minCell: readMinCell(check), currency: check.text('currency', null),
  };
}
