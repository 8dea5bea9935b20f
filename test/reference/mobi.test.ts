import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { satisfaction } from '../../packages/metrics/src/definitions/satisfaction.js';
import { rowsOf } from '../../packages/metrics/src/table.js';
import { answer } from '../fixtures/answers.js';
import { dataFile, referenceFile } from './data-folder.js';
import { expectFigure } from './reference-numbers.js';

interface Reference {
  acsi_equal_weight: number; acsi_items: Record<string, number>;
  recommend_1_10: { n: number; promoters: number; passives: number; detractors: number; nps: number; se: number; adjusted_wald95: [number, number] };
}

const path = dataFile('mobi/mobi.csv');
const reference = referenceFile<Reference>('mobi.json');

/** The ECSI questionnaire of 250 customers of mobile phones (Tenenhaus et al. 2005). */
describe.skipIf(path === null || reference === null)('satisfaction of mobile phone customers', () => {
  const [header = [], ...lines] = path === null ? [] : readFileSync(path, 'utf8').trim().split('\n').map((line) => line.replaceAll('"', '').trim().split(','));
  const expected = reference as Reference;
  const item = (name: string): (number | null)[] => lines.map((cells) => (cells[header.indexOf(name)] === '' ? null : Number(cells[header.indexOf(name)])));

  it('has the ACSI with equal weights as the index of its three questions stacked, and their means (M21)', () => {
    const items = Object.keys(expected.acsi_items);
    const scores = items.flatMap(item);
    const { table, tables } = answer(satisfaction, {
      score: { kind: 'number', values: scores }, item: { kind: 'text', values: items.flatMap((name) => lines.map(() => name)) },
    }, { score: 'score', segment: 'item', scale: 'csat:1-10:9' });
    expectFigure(rowsOf(tables['total']!)[0]?.['index'], expected.acsi_equal_weight, 'ACSI');
    for (const row of rowsOf(table)) expectFigure(row['mean'], expected.acsi_items[String(row['segment'])] ?? null, String(row['segment']));
  });

  it('has the recommendation on 1 to 10 with the cut points of NPS, and says that it is not the standard (M27)', () => {
    const { table, diagnostics } = answer(satisfaction, { score: { kind: 'number', values: item('CUSL3') } }, { score: 'score', scale: 'nps:1-10:9:6' });
    const [row = {}] = rowsOf(table);
    const { n, promoters, passives, detractors, nps, se, adjusted_wald95: [lower, upper] } = expected.recommend_1_10;
    expect(row).toMatchObject({ n, promoters, passives, detractors });
    for (const [name, figure] of Object.entries({ nps, se, lower, upper })) expectFigure(row[name], figure, name);
    expect(diagnostics.notes.map((note) => note.code)).toEqual(['nps_not_standard']);
  });
});
