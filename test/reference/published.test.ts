import { describe, expect, it } from 'vitest';
import { pyramid } from '../../packages/metrics/src/definitions/pyramid.js';
import { satisfaction } from '../../packages/metrics/src/definitions/satisfaction.js';
import { rowsOf } from '../../packages/metrics/src/table.js';
import { answer } from '../fixtures/answers.js';
import { referenceFile } from './data-folder.js';
import { expectFigure } from './reference-numbers.js';

interface Published {
  readonly gini: { readonly rows: readonly { readonly x: readonly number[]; readonly gini: number; readonly corrected: number }[] };
  readonly nps: { readonly rows: readonly { readonly scores: readonly number[]; readonly nps: number; readonly se: number }[] };
}
const published = referenceFile<Published>('published.json');

describe.skipIf(published === null)('published figures', () => {
  it('of concentration (R ineq), to the digits printed', () => {
    for (const { x, gini, corrected } of published!.gini.rows) {
      const { scalars } = answer(pyramid, { customer: { kind: 'text', values: x.map((_, i) => `c${i}`) }, value: [...x] }, { customer: 'customer', value: 'value' });
      expect([Number(scalars['gini']).toFixed(7), Number(scalars['gini_corrected']).toFixed(7)]).toEqual([gini.toFixed(7), corrected.toFixed(7)]);
    }
  });

  it('of Net Promoter Scores (R NPS), to the digits printed', () => {
    for (const { scores, nps, se } of published!.nps.rows) {
      const [row] = rowsOf(answer(satisfaction, { score: [...scores] }, { score: 'score' }).table);
      expectFigure(Number(row?.['nps']) / 100, nps, `NPS of ${scores.join()}`);
      expect((Number(row?.['se']) / 100).toFixed(3)).toBe(se.toFixed(3));
    }
  });
});
