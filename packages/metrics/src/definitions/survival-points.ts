import type { DurationCount } from '../statistics/durations.js';
import type { SurvivalCurve } from '../statistics/kaplan-meier.js';
import type { CellType, Row } from '../table.js';
import { numberIn } from './summary-cells.js';

/** The columns of a survival curve, a row for each observed time. */
export const SURVIVAL_POINT: Readonly<Record<string, CellType>> = {
  time: 'float64', at_risk: 'int32', events: 'int32', censored: 'int32', survival: 'float64', std_err: 'float64', lower: 'float64', upper: 'float64',
};

/** Returns the points of *curve* as rows. */
export function survivalPoints(curve: SurvivalCurve): Row[] {
  return curve.points.map(({ time, atRisk, events, censored, survival, standardError, interval }) => ({
    time, at_risk: atRisk, events, censored, survival, std_err: standardError, lower: interval?.lower ?? null, upper: interval?.upper ?? null,
  }));
}

/** Returns *rows* of a summary, with `time`, `events`, `censored` and maybe `entered`, as counted durations in their order. */
export function durationsOf(rows: readonly Row[]): DurationCount[] {
  return rows.map((row) => ({
    time: numberIn(row, 'time'), events: numberIn(row, 'events'), censored: numberIn(row, 'censored'), entered: numberIn(row, 'entered'),
  }));
}
