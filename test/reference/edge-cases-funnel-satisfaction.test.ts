import { describe, expect, it } from 'vitest';
import { funnel } from '../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../packages/metrics/src/definitions/funnel-options.js';
import { satisfaction } from '../../packages/metrics/src/definitions/satisfaction.js';
import type { SatisfactionOptions } from '../../packages/metrics/src/definitions/satisfaction-options.js';
import { type Row, rowsOf } from '../../packages/metrics/src/table.js';
import { answer } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';
import { referenceFile } from './data-folder.js';
import { expectFigure, expectFigures } from './reference-numbers.js';

interface FunnelCase { input: Record<string, string>; expected: { ordered: number[]; open?: number[] } }
type Figures = Record<string, number | null> & { wald95?: [number, number]; adjusted_wald95?: [number, number] };
interface Cases {
  funnel_order: FunnelCase; funnel_window: FunnelCase;
  nps_out_of_range: { input: (number | null)[]; expected: Figures };
  nps_all_promoters: { input: number[]; expected: Figures };
  nps_empty: { input: []; expected: Figures };
  nps_weighted: { input: { scores: number[]; weights: number[] }; expected: Figures };
}
interface Published { nps: { rows: { scores: number[]; nps: number; var: number; se: number }[] } }

const cases = referenceFile<Cases>('edge_cases.json');
const published = referenceFile<Published>('published.json');

describe.skipIf(cases === null)('edge cases of funnels', () => {
  const counts = ({ input }: FunnelCase, options: FunnelOptions): Row[] => {
    const events = Object.entries(input).flatMap(([customer, list]) => list.split(' ').map((event) => ({ customer, stage: event.charAt(0), seconds: Number(event.slice(1)) })));
    const columns: FixtureColumns = {
      customer: events.map((event) => event.customer),
      stage: events.map((event) => event.stage),
      time: { kind: 'instant', values: events.map((event) => event.seconds * 1e6) },
    };
    return rowsOf(answer(funnel, columns, { customer: 'customer', time: 'time', stage: 'stage', ...options }, 2).table);
  };

  it('funnel_order: repeats, wrong order, skipped steps and equal times', () => {
    const rows = counts(cases!.funnel_order, { steps: ['A', 'B', 'C'] });
    expect(rows.map((row) => row['ordered_count'])).toEqual(cases!.funnel_order.expected.ordered);
    expect(rows.map((row) => row['open_count'])).toEqual(cases!.funnel_order.expected.open);
  });

  it('funnel_window: inclusive, and begun anew by a later entry', () => {
    const rows = counts(cases!.funnel_window, { steps: ['A', 'B'], window: '60s' });
    expect(rows.map((row) => row['ordered_count'])).toEqual(cases!.funnel_window.expected.ordered);
  });
});

describe.skipIf(cases === null)('edge cases of NPS', () => {
  const nps = (scores: readonly (number | null)[], weights: readonly number[] | null, options: SatisfactionOptions = {}): Row => {
    const columns: FixtureColumns = { score: { kind: 'number', values: scores }, ...(weights === null ? {} : { weight: { kind: 'number' as const, values: weights } }) };
    return rowsOf(answer(satisfaction, columns, { score: 'score', weight: weights === null ? null : 'weight', ...options }, 2).table)[0] ?? {};
  };

  it.each(['nps_out_of_range', 'nps_all_promoters', 'nps_empty', 'nps_weighted'] as const)('%s', (name) => {
    const { input, expected } = cases![name];
    const [scores, weights] = 'scores' in input ? [input.scores, input.weights] : [input, null];
    const { wald95, adjusted_wald95: adjusted, ...figures } = expected;
    const row = nps(scores, weights);
    for (const [column, figure] of Object.entries(figures)) expectFigure(row[column], figure, column);
    if (adjusted !== undefined) expectFigures([row['lower'], row['upper']], adjusted, 'adjusted Wald');
    const wald = nps(scores, weights, { interval: 'wald' });
    if (wald95 !== undefined) expectFigures([wald['lower'], wald['upper']], wald95, 'Wald');
  });

  it.skipIf(published === null)('published scores and standard errors (R package NPS)', () => {
    for (const { scores, nps: score, var: variance, se } of published!.nps.rows) {
      const row = nps(scores, null);
      expectFigure(row['nps'], 100 * score, `NPS of ${scores.join(' ')}`);
      expectFigure(row['se'], 100 * Math.sqrt(variance / scores.length), `standard error of ${scores.join(' ')}`);
      expect(Math.round(Number(row['se']) * 10) / 1000).toBe(se);
    }
  });
});
