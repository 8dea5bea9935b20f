import { describe, expect, it } from 'vitest';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import type { RetentionOptions } from '../../../packages/metrics/src/definitions/retention-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

/** Cohorts by month: *active[k]* of its customers, always the first ones, come *k* months later. */
function cohorts(...months: readonly (readonly number[])[]): FixtureColumns {
  const rows = months.flatMap((active, month) => active.flatMap((count, offset) => (
    Array.from({ length: count }, (_, i) => ({ customer: `${month}/${i}`, time: `2024-${String(month + offset + 1).padStart(2, '0')}-03` })))));
  return { customer: rows.map((row) => row.customer), time: rows.map((row) => row.time) };
}

const asked: RetentionOptions = { customer: 'customer', time: 'time', project: true };
// Those of the shifted-beta-geometric model with alpha 1 and beta 3, from offset 1 on: 3/4 stay, then 4/5, then 5/6.
const regular = cohorts([480, 240, 180, 144, 120], [480, 240, 180, 144], [480, 240, 180], [480, 240], [480]);

function projection(data: FixtureColumns, options: RetentionOptions = {}): unknown[][] {
  return rowsOf(answer(retention, data, { ...asked, ...options }).tables['projection']!).map((row) => [String(row['cohort']).slice(5, 7), row['offset'], Number(Number(row['retention']).toFixed(6)), Math.round(Number(row['active']))]);
}

describe('the projection of retention', () => {
  it('begins after the entry where customers needn\'t come every period, and goes on from the last complete cell', () => {
    const { scalars, diagnostics } = answer(retention, regular, asked);
    expect(scalars['projection_alpha']).toBeCloseTo(1, 5);
    expect(scalars['projection_beta']).toBeCloseTo(3, 5);
    expect(diagnostics.notes).toEqual([]);
    // May entered and nothing else of it was seen.
    expect(projection(regular)).toEqual([
      ['02', 4, 0.25, 120], ['03', 3, 0.3, 144], ['03', 4, 0.25, 120], ['04', 2, 0.375, 180], ['04', 3, 0.3, 144], ['04', 4, 0.25, 120],
    ]);
  });

  it('begins with the entry where a customer who stays comes every period', () => {
    expect(projection(cohorts([480, 360, 288], [480, 360], [480]), { mode: 'onOrAfter' })).toEqual([['02', 2, 0.6, 288], ['03', 1, 0.75, 360], ['03', 2, 0.6, 288]]);
  });

  it('takes a cell that is not over as unseen', () => {
    const running = projection(regular, { asOf: '2024-05-10' });
    expect(running.slice(0, 3)).toEqual([['01', 4, 0.25, 120], ['02', 3, 0.3, 144], ['02', 4, 0.25, 120]]);
  });

  it('counts a step upwards as one without loss', () => {
    // 10 of 20 stay, then 20 of 10 cannot: 10 of 10.
    const { scalars } = answer(retention, cohorts([40, 20, 10, 20, 9], [40, 20, 10, 20], [40, 20, 10], [40, 20], [40]), asked);
    const [alpha, beta] = [Number(scalars['projection_alpha']), Number(scalars['projection_beta'])];
    expect(alpha / (alpha + beta)).toBeGreaterThan(0.3);
    expect(alpha / (alpha + beta)).toBeLessThan(0.55);
  });

  it('is left out where nobody asked, and where the shares of a mode don\'t fall', () => {
    const without = answer(retention, regular, { ...asked, project: false });
    expect(Object.keys(without.tables)).toEqual(['pooled', 'cohorts']);
    expect([without.scalars['projection_alpha'], without.diagnostics.notes]).toEqual([null, []]);
    for (const options of [{ mode: 'onOrBefore' }, { mode: 'bracket', brackets: [[0, 0], [1, 1], [2, 2], [3, 3]] }] satisfies RetentionOptions[]) {
      const none = answer(retention, regular, { ...asked, ...options });
      expect([none.tables['projection']?.numRows, none.scalars['projection_alpha'], none.diagnostics.notes.map(({ code }) => code)]).toEqual([0, null, ['no_projection']]);
    }
    const flat = answer(retention, cohorts([40, 20, 20, 20], [40, 20, 20], [40, 20]), asked);
    expect([flat.tables['projection']?.numRows, flat.diagnostics.notes.map(({ code }) => code)]).toEqual([0, ['no_projection']]);
  });

  it('tells nothing of a cohort below minN, or whose size or last cell is withheld', () => {
    const data = cohorts([480, 240, 180, 144], [480, 240, 180], [48, 24], [480]);
    expect(projection(data, { minN: 48 }).map(([cohort]) => cohort)).toEqual(['02', '03', '03']);
    expect(projection(data, { minN: 49 }).map(([cohort]) => cohort)).toEqual(['02']);
    // The 3 of March are too few to tell, and so is a last cell of 4.
    expect(projection(cohorts([480, 240, 180, 144], [480, 240, 180], [3, 3], [480])).map(([cohort]) => cohort)).toEqual(['02', '03', '03']);
    const few = projection(cohorts([480, 240, 180, 144], [480, 240, 180], [3, 3], [480]), { minCell: 5 });
    expect(few.map(([cohort]) => cohort)).not.toContain('03');
    const last = projection(cohorts([480, 240, 180, 144], [480, 240, 4], [480, 240], [480]), { minCell: 5 });
    expect(last.map(([cohort]) => cohort)).not.toContain('02');
  });
});
