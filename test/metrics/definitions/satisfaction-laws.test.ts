import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { satisfaction } from '../../../packages/metrics/src/definitions/satisfaction.js';
import type { SatisfactionOptions } from '../../../packages/metrics/src/definitions/satisfaction-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import { type FixtureColumns, lengthOf, takeRows, valuesIn } from '../../fixtures/frames.js';

const response = fc.record({
  customer: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'ä'), { freq: 8 }),
  score: fc.option(fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 11 }) }, { weight: 1, arbitrary: fc.constantFrom(-1, 4.5, 99, -0) }), { freq: 8 }),
  day: fc.option(fc.integer({ min: 0, max: 120 }), { freq: 10 }),
  segment: fc.option(fc.constantFrom('web', 'shop', 'app'), { freq: 5 }),
  weight: fc.option(fc.integer({ min: 0, max: 400 }).map((hundredths) => hundredths / 100), { freq: 10 }),
});
const rows: fc.Arbitrary<FixtureColumns> = fc.array(response, { maxLength: 50 }).map((records) => ({
  customer: { kind: 'text', values: records.map((record) => record.customer) },
  score: { kind: 'number', values: records.map((record) => record.score) },
  time: { kind: 'instant', values: records.map(({ day }) => (day === null ? null : Date.UTC(2024, 0, 20) * 1000 + day * 86_400e6)) },
  segment: { kind: 'text', values: records.map((record) => record.segment) },
  weight: { kind: 'number', values: records.map((record) => record.weight) },
}));

describeFold('satisfaction', {
  metric: satisfaction,
  options: [
    { score: 'score', customer: 'customer' },
    { score: 'score', customer: 'customer', segment: 'segment', weight: 'weight', interval: 'wald' },
    { score: 'score', customer: 'customer', time: 'time', period: 'month', asOf: '2024-04-30', timeZone: 'Asia/Shanghai', segment: 'segment', scale: 'csat:1-5:4', weight: 'weight' },
    { score: 'score', customer: 'customer', time: 'time', period: 'month', asOf: '2024-04-30', timeZone: 'America/New_York', segment: 'segment' },
    { score: 'score', customer: 'customer', segment: 'segment', scale: 'nps:-2-5:4:1' },
    { score: 'score', customer: 'customer', time: 'time', period: 'week', weekStart: 7, scale: { type: 'ces', min: 1, max: 7, direction: 'low' } },
  ] as SatisfactionOptions[],
  rows,
  marks: [{ score: 3 }, {}],
  runs: 25,
});

const cut: fc.Arbitrary<SatisfactionOptions> = fc.record({
  scale: fc.constantFrom('nps', 'csat:1-5:4', 'csat:0-10:8', 'ces:1-7:high', 'ces:1-5:low'),
  period: fc.constantFrom(null, 'month' as const, 'quarter' as const),
  segment: fc.constantFrom(null, 'segment'),
  weight: fc.constantFrom(null, 'weight'),
}).map((options) => ({ score: 'score', customer: 'customer', time: 'time', ...options }));

describe('satisfaction', () => {
  it('has parts that add up to the answers', () => {
    fc.assert(fc.property(rows, cut, (data, options) => {
      const { table, tables, diagnostics, scalars } = answer(satisfaction, data, options);
      const cells = rowsOf(table);
      expect(cells.reduce((sum, row) => sum + Number(row['n']), 0)).toBe(diagnostics.rowsUsed);
      expect(scalars['n']).toBe(diagnostics.rowsUsed);
      for (const row of cells) {
        if (options.scale === 'nps' && options.weight === null) expect(Number(row['promoters']) + Number(row['passives']) + Number(row['detractors'])).toBe(row['n']);
        const scores = rowsOf(tables['distribution']!).filter((part) => part['period'] === row['period'] && part['segment'] === row['segment']);
        expect(scores.reduce((sum, part) => sum + Number(part['n']), 0)).toBe(row['n']);
        if (scores.length > 0 && row['n_eff'] !== 0) expect(scores.reduce((sum, part) => sum + Number(part['share']), 0)).toBeCloseTo(1, 9);
      }
    }));
  });

  it('keeps scores within their scale and shares within their intervals', () => {
    fc.assert(fc.property(rows, cut, (data, options) => {
      for (const row of rowsOf(answer(satisfaction, data, options).table)) {
        const { nps, csat, low_effort_share: effort, lower, upper } = row;
        if (typeof nps === 'number') expect(Math.abs(nps)).toBeLessThanOrEqual(100);
        const score = csat ?? effort;
        if (typeof score !== 'number') continue;
        expect(score).toBeGreaterThanOrEqual(Number(lower) - 1e-9);
        expect(score).toBeLessThanOrEqual(Number(upper) + 1e-9);
        expect(score).toBeLessThanOrEqual(typeof csat === 'number' ? 100 : 1);
      }
    }));
  });

  it('counts what is not on the scale and changes nothing else for it', () => {
    fc.assert(fc.property(rows, cut, fc.array(fc.constantFrom(-1, 11, 99, 4.5, null), { minLength: 1, maxLength: 8 }), (data, options, stray) => {
      const length = lengthOf(data);
      fc.pre(length > 0 && options.segment === null && options.period === null);
      const repeated = takeRows(data, [...Array(length).keys(), ...stray.map(() => 0)]);
      const more: FixtureColumns = { ...repeated, score: { kind: 'number', values: [...valuesIn(data, 'score'), ...stray] } };
      const [before, after] = [answer(satisfaction, data, options), answer(satisfaction, more, options)];
      expect(after.diagnostics.rowsUsed).toBe(before.diagnostics.rowsUsed);
      const figures = (rows: ReturnType<typeof rowsOf>): unknown => rows.map(({ excluded: _, missing: __, ...row }) => row);
      expect(figures(rowsOf(after.table))).toEqual(figures(rowsOf(before.table)));
      expect(after.tables['distribution']).toEqual(before.tables['distribution']);
    }));
  });

  it('says the same of equal weights as of none', () => {
    fc.assert(fc.property(rows, cut, fc.constantFrom(1, 2, 0.5), (data, options, weight) => {
      const equal = { ...data, weight: { kind: 'number' as const, values: Array.from({ length: lengthOf(data) }, () => weight) } };
      const plain = rowsOf(answer(satisfaction, equal, { ...options, weight: null }).table);
      const weighted = rowsOf(answer(satisfaction, equal, { ...options, weight: 'weight' }).table);
      plain.forEach((row, i) => {
        for (const column of ['n', 'nps', 'csat', 'low_effort_share', 'lower', 'upper', 'mean', 'sd', 'n_eff', 'change']) {
          const [one, other] = [row[column] ?? null, weighted[i]?.[column] ?? null];
          if (typeof one === 'number') expect(Number(other), column).toBeCloseTo(one, 9);
          else expect(other, column).toBe(one);
        }
      });
    }));
  });

  it('has in its total what a request without periods and segments has', () => {
    fc.assert(fc.property(rows, cut, (data, options) => {
      const { tables } = answer(satisfaction, data, { ...options, asOf: '2099-01-01' });
      const whole = answer(satisfaction, data, { ...options, asOf: '2099-01-01', period: null, segment: null });
      const [total, asked] = [rowsOf(tables['total']!)[0] ?? {}, rowsOf(whole.table)[0] ?? {}];
      // Sums of weights are rounded once by cell, so the last digit may differ.
      for (const [column, cell] of Object.entries(asked)) {
        if (typeof cell === 'number') expect(Number(total[column]), column).toBeCloseTo(cell, 9);
        else expect(total[column], column).toEqual(cell);
      }
    }));
  });

  it('has every customer who answered in exactly the groups of their answers', () => {
    fc.assert(fc.property(rows, (data) => {
      const options: SatisfactionOptions = { score: 'score', customer: 'customer' };
      const groups = ['promoters', 'passives', 'detractors'].map((group) => membersOf(satisfaction, data, options, { group }));
      expect([...new Set(groups.flat())].sort()).toEqual(membersOf(satisfaction, data, options, {}));
      const byScore = Array.from({ length: 11 }, (_, score) => membersOf(satisfaction, data, options, { score }));
      expect([...new Set(byScore.slice(9).flat())].sort()).toEqual(groups[0]);
    }), { numRuns: 40 });
  });
});
