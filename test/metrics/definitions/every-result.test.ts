import { describe, expect, it } from 'vitest';
import { metrics } from '../../../packages/metrics/src/definitions/index.js';
import type { Estimate, Metric } from '../../../packages/metrics/src/metric.js';
import { rowsOf, type Table } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

/** Purchases, stages, answers and durations of sixty customers in four months, of which the last is cut off. */
const rows = Array.from({ length: 240 }, (_, i) => ({
  customer: i === 9 ? null : `c${(i * 7) % 60}`, time: `2024-0${1 + (i % 4)}-${String(1 + ((i * 3) % 25)).padStart(2, '0')}T08:00:00Z`, value: i === 11 ? null : 1 + (i % 9),
  stage: ['visit', 'trial', 'buy'][(i + (i % 5)) % 3]!, segment: ['a', 'b'][i % 2]!, score: (i * 5) % 11, rating: 1 + ((i * 3) % 5), duration: 1 + (i % 7), event: i % 3 === 0 ? 'no' : 'yes',
}));
const columns: FixtureColumns = Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'customer'])]));
const roles = { customer: 'customer', time: 'time', value: 'value' };
const asOf = '2024-04-12';
const answers = { time: 'time', period: 'month', segment: 'segment', customer: 'customer', rolling: 2, asOf };

/** What is asked of each metric, with every table that it has. A metric without a line here fails. */
const asked: Readonly<Record<string, readonly object[]>> = {
  pyramid: [{ ...roles, asOf, compareAsOf: '2024-02-29', currency: 'EUR' }],
  retention: [{ ...roles, asOf, project: true, currency: 'EUR' }, { ...roles, asOf, windows: 'rolling', mode: 'streak', currency: 'EUR' }],
  funnel: [
    { ...roles, stage: 'stage', segment: 'segment', steps: ['visit', 'trial', 'buy'], window: '30d', period: 'month', asOf, currency: 'EUR' },
    { ...roles, stage: 'stage', steps: ['visit', 'trial', 'buy'], mode: 'anyStage', asOf, currency: 'EUR' },
  ],
  lifecycle: [{ ...roles, asOf, currency: 'EUR' }], phases: [{ ...roles, asOf, window: '20d', currency: 'EUR' }], loyalty: [{ ...roles, asOf, currency: 'EUR' }],
  'new-existing': [{ ...roles, asOf, currency: 'EUR' }],
  survival: [{ duration: 'duration', event: 'event', segment: 'segment', project: 2 }, { of: 'purchases', ...roles, asOf }],
  satisfaction: [{ score: 'score', ...answers }, { score: 'rating', scale: 'csat:1-5:4', ...answers }, { score: 'rating', scale: 'ces:1-5:high', ...answers }],
};

/** Columns that estimate what a larger population would show, and those that hold the ends of their intervals. */
const INTERVALS: Readonly<Record<string, readonly [string, string]>> = {
  retention: ['lower', 'upper'], step_conversion: ['lower', 'upper'], overall_conversion: ['overall_lower', 'overall_upper'], conversion: ['lower', 'upper'],
  retention_rate: ['lower', 'upper'], customer_share: ['lower', 'upper'], customer_share_new: ['lower', 'upper'], reached_share: ['reached_lower', 'reached_upper'],
  survival: ['lower', 'upper'], median: ['median_lower', 'median_upper'], nps: ['lower', 'upper'], csat: ['lower', 'upper'], low_effort_share: ['lower', 'upper'],
  change: ['change_lower', 'change_upper'], response_rate: ['response_lower', 'response_upper'], share: ['lower', 'upper'],
};

/** Where such a column has none, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  'pyramid pyramid.customer_share': 'all customers are counted, nothing is sampled', 'pyramid earlier.customer_share': 'all customers are counted, nothing is sampled',
  'pyramid concentration.share': 'of the value of all customers', 'funnel durations.share': 'a part of a distribution', 'satisfaction distribution.share': 'a part of a distribution',
  'retention projection.retention': 'a model, no observation', 'survival projection.survival': 'a model, no observation',
};

/** Columns that say of how many a row is told. */
const SIZES = ['n', 'size', 'customers', 'active', 'entered', 'ordered_count', 'at_risk', 'count', 'k'];
/** Tables of points on a curve over all customers, of models, and of cohorts that stand elsewhere with their cells. */
const CURVES = ['pyramid lorenz', 'pyramid whale', 'retention projection', 'survival projection'];

interface Told { readonly name: string; readonly table: string; readonly result: Estimate; readonly content: Table; readonly options: object }

const results: readonly { name: string; options: object; result: Estimate }[] = Object.entries(metrics).flatMap(([name, metric]) => (
  (asked[name] ?? []).map((options) => ({ name, options, result: answer(metric as Metric<object>, columns, options) }))));
const tables: readonly Told[] = results.flatMap(({ name, options, result }) => (
  [[name, result.table] as const, ...Object.entries(result.tables)].map(([table, content]) => ({ name, table, result, content, options }))));
const has = ({ content }: Told, column: string): boolean => content.fields.some((field) => field.name === column);

describe('every result', () => {
  it('is asked for here', () => {
    expect(Object.keys(asked).sort()).toEqual(Object.keys(metrics).sort());
  });

  it.each(results.map((one) => [one.name, one] as const))('of %s has diagnostics that add up: rows, window, cut-off, zone, currency', (_, { options, result }) => {
    const { rowsIn, rowsUsed, dropped, window, timeZone, currency, notes } = result.diagnostics;
    expect(rowsIn).toBe(rowsUsed + Object.values(dropped).reduce((sum, count) => sum + count, 0));
    expect([rowsIn, rowsUsed > 0, timeZone]).toEqual([240, true, 'UTC']);
    // Durations have no dates.
    if ('duration' in options) expect(window).toEqual({ start: null, end: null, asOf: null, partial: [] });
    else expect(window).toMatchObject({ start: '2024-01-01', end: '2024-04-12', asOf });
    expect(currency).toBe('currency' in options ? options.currency : null);
    for (const note of notes) expect([typeof note.code, note.message.endsWith('.')]).toEqual(['string', true]);
    if ('value' in options && !('of' in options)) expect(notes.map(({ code }) => code)).toContain('value_missing');
  });

  it('says of how many each row of each table is told', () => {
    const silent = tables.filter((one) => !CURVES.includes(`${one.name} ${one.table}`) && !SIZES.some((size) => has(one, size))).map(({ name, table }) => `${name} ${table}`);
    expect(silent).toEqual([]);
  });

  it('has the interval of every rate, or a reason why there is none', () => {
    const bare = tables.flatMap((one) => one.content.fields.map((field) => field.name)
      .filter((column) => INTERVALS[column] !== undefined && WITHOUT[`${one.name} ${one.table}.${column}`] === undefined)
      .filter((column) => !INTERVALS[column]!.every((end) => has(one, end)))
      .map((column) => `${one.name} ${one.table}.${column}`));
    expect(bare).toEqual([]);
    const scalars = results.flatMap(({ name, result }) => Object.keys(result.scalars)
      .filter((scalar) => /^(conversion|repeat_rate(_by_day)?)$/.test(scalar))
      .filter((scalar) => !['lower', 'upper'].every((end) => typeof result.scalars[`${scalar}_${end}`] === typeof result.scalars[scalar]))
      .map((scalar) => `${name} ${scalar}`));
    expect(scalars).toEqual([]);
  });

  it('has an interval around each rate that it tells', () => {
    for (const { content } of tables) {
      for (const [rate, [lower, upper]] of Object.entries(INTERVALS)) {
        for (const row of rowsOf(content)) {
          if (typeof row[rate] !== 'number' || typeof row[lower] !== 'number' || typeof row[upper] !== 'number') continue;
          expect(row[lower]).toBeLessThanOrEqual(row[rate] + 1e-12);
          expect(row[upper]).toBeGreaterThanOrEqual(row[rate] - 1e-12);
        }
      }
    }
  });

  it('flags rates and means that rest on fewer than thirty', () => {
    const rated = tables.filter((one) => Object.entries(INTERVALS).some(([rate, [lower]]) => has(one, rate) && has(one, lower)));
    expect(rated.filter((one) => !has(one, 'low_n')).map(({ name, table }) => `${name} ${table}`)).toEqual([]);
    for (const { content } of rated) expect(rowsOf(content).every((row) => typeof row['low_n'] === 'boolean' || row['suppressed'] === true || row['observed'] === false)).toBe(true);
  });

  it('tells of every period whether it is over at the cut-off', () => {
    const dated = tables.filter((one) => (has(one, 'period') || has(one, 'cohort')) && one.table !== 'distribution' && one.table !== 'projection');
    expect(dated.length).toBeGreaterThan(8);
    for (const one of dated) {
      expect(has(one, 'partial') || has(one, 'complete'), `${one.name} ${one.table}`).toBe(true);
      const last = rowsOf(one.content).filter((row) => row['period'] === '2024-04-01');
      for (const row of last) expect(row['partial'] ?? row['complete'] === false, `${one.name} ${one.table}`).toBe(true);
    }
    for (const { name, result } of results) {
      if (['retention', 'lifecycle', 'phases', 'new-existing', 'satisfaction'].includes(name)) expect(result.diagnostics.window.partial, name).toEqual(['2024-04-01']);
    }
  });
});
