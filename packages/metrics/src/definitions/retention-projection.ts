import { fitShiftedBetaGeometric, type ShiftedBetaGeometricFit, survivalCurve } from '../statistics/shifted-beta-geometric.js';
import { type Row, type Table, tableOf } from '../table.js';
import type { RetentionCohorts } from './retention-cohorts.js';
import type { RetentionOptions } from './retention-options.js';
import type { PooledSums } from './retention-pooled-sums.js';
import type { RetentionWithheld } from './retention-suppression.js';
import { numberIn } from './summary-cells.js';

/** A model, and what it says of cells that nobody has seen to their end. */
export interface RetentionProjection {
  readonly fit: ShiftedBetaGeometricFit | null;
  readonly table: Table;
}

/**
 * Projects every cohort's share from its last complete cell on by the shifted-beta-geometric model (Fader & Hardie 2007),
 * fitted to the steps of the pooled curve: from one offset to the next over the cohorts complete at both. A pooled step
 * upwards counts as a step without loss. Where customers needn't come every period (`on`) the model begins at offset 1:
 * the first loss is of those who never come back, and is no churn. No model for brackets and `onOrBefore`, which don't fall.
 */
export function projectRetention(cohorts: RetentionCohorts, pooled: readonly PooledSums[], withheld: RetentionWithheld, options: RetentionOptions): RetentionProjection {
  const mode = options.mode ?? 'on';
  const start = mode === 'on' ? 1 : 0;
  const fit = mode === 'bracket' || mode === 'onOrBefore' ? null : fitted(cohorts, pooled, start);
  const rows: Row[] = [];
  const model = fit === null ? [] : survivalCurve(fit, cohorts.windows.length);
  cohorts.list.forEach((cohort, i) => {
    if (fit === null || cohort.size < (options.minN ?? 0) || withheld.sizes[i] === 1) return;
    const last = cohorts.windows.findLastIndex((bracket) => {
      const { observed, complete } = cohorts.watch(cohort, bracket);
      return observed && complete;
    });
    if (last < start || withheld.cell(i, last)) return;
    const rate = numberIn(cohort.cells.get(last) ?? {}, 'active') / cohort.size;
    for (let offset = last + 1; offset < cohorts.windows.length; offset++) {
      const retention = (rate * (model[offset - start] ?? 0)) / (model[last - start] ?? 1);
      rows.push({ cohort: cohort.date, offset, retention, active: retention * cohort.size });
    }
  });
  return { fit, table: tableOf({ cohort: 'date', offset: 'int32', retention: 'float64', active: 'float64' }, rows) };
}

function fitted({ list }: RetentionCohorts, pooled: readonly PooledSums[], start: number): ShiftedBetaGeometricFit | null {
  const atRisk: number[] = [];
  const retained: number[] = [];
  for (let w = start; w + 1 < pooled.length; w++) {
    const both = pooled[w + 1]?.held ?? [];
    const count = (offset: number): number => both.reduce((sum, i) => sum + numberIn(list[i]?.cells.get(offset) ?? {}, 'active'), 0);
    const before = count(w);
    atRisk.push(before);
    retained.push(Math.min(before, count(w + 1)));
  }
  return fitShiftedBetaGeometric(atRisk, retained);
}
