import { describe, expect, it } from 'vitest';
import { OptionError } from '../../../packages/metrics/src/errors.js';
import { metricNamed, metrics } from '../../../packages/metrics/src/definitions/index.js';

const confidence = { taken: [0.5, 0.95, 0.9999], refused: [0.49, 1, 95, '0.95', Number.NaN] };
const minN = { taken: [0, 1, 30], refused: [-1, 2.5, Number.POSITIVE_INFINITY, '5'] };
const minCell = { taken: [0, 5, 11], refused: [-1, 5.5, true] };
const weekStart = { taken: [1, 7], refused: [0, 8, 1.5, 'monday'] };
const timeZone = { taken: ['UTC', 'Asia/Shanghai'], refused: ['Mars/Olympus', 8, ' '] };
const asOf = { taken: ['2024-04-30', '2024-04-30T12:00:00Z'], refused: ['30.04.2024', 20240430] };
const period = { taken: ['day', 'week', 'month', 'quarter', 'year'], refused: ['fortnight', 7] };
const column = { taken: ['spalte'], refused: ['', '  ', 3] };
const common = { customer: column, time: column, timeZone, minN };

/** What every metric takes of an option, by its name, and what it refuses: the ends of a range are taken, what lies beyond is not. */
const ranges: Readonly<Record<string, Readonly<Record<string, { readonly taken: readonly unknown[]; readonly refused: readonly unknown[] }>>>> = {
  funnel: { ...common, value: column, segment: column, stage: column, weekStart, period, confidence, tieMs: { taken: [0, 0.5, 60_000], refused: [-1, Number.NaN] }, currency: column },
  lifecycle: { ...common, value: column, weekStart, period, confidence, minCell, asOf, currency: column },
  loyalty: { ...common, value: column, order: column, confidence, minCell, asOf, currency: column, countBy: { taken: ['order', 'day'], refused: ['week'] } },
  'new-existing': { ...common, value: column, order: column, weekStart, period, confidence, minCell, asOf, currency: column },
  phases: { ...common, value: column, weekStart, period, confidence, minCell, asOf, gaps: { taken: [0.1, 2, 100], refused: [0.09, 101] }, window: { taken: ['1d', 90, '12w'], refused: ['0d', '12h', 0.5, 'soon'] } },
  pyramid: { customer: column, value: column, minN, minCell, currency: column, ties: { taken: ['rank', 'together'], refused: ['apart'] } },
  retention: {
    ...common, value: column, order: column, weekStart, period, confidence, minCell, asOf, project: { taken: [true, false], refused: [1, 'yes'] },
    entry: { taken: ['first', 'recurring'], refused: ['last'] }, measure: { taken: ['customers', 'orders', 'value', 'cumulativeValue'], refused: ['profit'] },
  },
  satisfaction: { ...common, score: column, segment: column, weight: column, weekStart, period, confidence, minCell, asOf, interval: { taken: ['adjusted-wald', 'wald'], refused: ['wilson'] }, unanswered: { taken: [true, false], refused: ['no'] } },
  survival: {
    ...common, duration: column, event: column, entry: column, start: column, end: column, segment: column, value: column, eventValue: column, period, confidence, minCell, asOf,
    project: { taken: [0, 1000], refused: [-1, 1001, 1.5] }, observedFrom: { taken: ['2024-01-01'], refused: ['01.01.2024', 2024] },
  },
};

describe('the options of every metric', () => {
  it('are all here', () => {
    expect(Object.keys(ranges)).toEqual(Object.keys(metrics).sort());
  });

  for (const [metric, options] of Object.entries(ranges)) {
    const { resolve } = metricNamed(metric);
    it.each(Object.entries(options))(`of ${metric}: %s has its range, and says which option is wrong`, (name, { taken, refused }) => {
      for (const value of taken) expect(resolve({ [name]: value })).toMatchObject({ [name]: value });
      for (const value of refused) {
        expect(() => resolve({ [name]: value })).toThrow(OptionError);
        expect(() => resolve({ [name]: value })).toThrow(new RegExp(`^${metric}: .*${name}`));
      }
      expect(resolve({ [name]: null })).toEqual(resolve({}));
    });
  }

  it('of satisfaction: several periods together are 2 to 1,000 whole ones', () => {
    const { resolve } = metricNamed('satisfaction');
    for (const rolling of [2, 1000]) expect(resolve({ period: 'month', rolling })).toMatchObject({ rolling });
    for (const rolling of [1, 1001, 2.5]) expect(() => resolve({ period: 'month', rolling })).toThrow(/satisfaction: rolling is not valid/);
    expect(() => resolve({ rolling: 3 })).toThrow(/a period with it/);
  });

  it('of retention: rolling windows are 1 to 3,660 days long', () => {
    const { resolve } = metricNamed('retention');
    for (const windowDays of [1, 3660]) expect(resolve({ windows: 'rolling', windowDays })).toMatchObject({ windowDays });
    for (const windowDays of [0, 3661, 1.5]) expect(() => resolve({ windows: 'rolling', windowDays })).toThrow(/retention: windowDays is not valid/);
    expect(() => resolve({ windowDays: 30 })).toThrow(/windows "rolling"/);
  });
});
