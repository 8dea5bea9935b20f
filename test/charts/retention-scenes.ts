import type { Result } from '@clientele/metrics';
import { Format } from '../../packages/charts/src/locales/format.js';
import { retentionScene, type RetentionScene, type RetentionSceneOptions } from '../../packages/charts/src/retention-cohort/retention-cohort.scene.js';
import type { Words } from '../../packages/charts/src/scene.js';
import { retention } from '../../packages/metrics/src/definitions/retention.js';
import { answer } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';

export const english: Words = { locale: 'en', format: new Format('en', 'EUR'), rtl: false };
export const chinese: Words = { locale: 'zh-CN', format: new Format('zh-CN', 'CNY'), rtl: false };
export const mirrored: Words = { ...english, rtl: true };

export type Purchase = readonly [customer: string, date: string, value: number];
export type Options = Partial<RetentionSceneOptions> & { readonly width?: number; readonly words?: Words };

export function resultOf(purchases: readonly Purchase[], options: Readonly<Record<string, unknown>> = {}): Result {
  const data: FixtureColumns = {
    customer: { kind: 'text', values: purchases.map(([customer]) => customer) },
    day: { kind: 'date', values: purchases.map(([, date]) => date) },
    amount: { kind: 'number', values: purchases.map(([, , value]) => value) },
  };
  const all = { customer: 'customer', time: 'day', value: 'amount', ...options };
  return { metric: 'retention', ...answer(retention, data, all), options: retention.resolve(all) as Record<string, unknown> };
}

export function sceneOf(result: Result, { width = 800, words = english, view = 'grid', measure = 'customers', unit = 'percent', scale = 'grid', offset = 1 }: Options = {}): RetentionScene {
  return retentionScene(result, { width, fontSize: 14 }, words, { view, measure, unit, scale, offset });
}

/** January: 40 customers, 10 of whom come back in February and 4 in March. February: 50, 10 come back in March. March: 5. */
export const quarter: Purchase[] = [
  ...people('j', 40, '2024-01-05', 10), ...people('j', 10, '2024-02-10', 5), ...people('j', 4, '2024-03-10', 5),
  ...people('f', 50, '2024-02-05', 10), ...people('f', 10, '2024-03-05', 20), ...people('m', 5, '2024-03-15', 10),
];

export function people(prefix: string, count: number, date: string, value: number): Purchase[] {
  return Array.from({ length: count }, (_, i) => [`${prefix}${i}`, date, value]);
}

/** As many weekly cohorts, of which the nth customer comes back every n weeks. */
export function weeks(count: number): Purchase[] {
  const all: Purchase[] = [];
  for (let week = 0; week < count; week++) {
    for (let customer = 1; customer <= 8; customer++) {
      for (let at = week; at < count; at += customer) all.push([`${week}/${customer}`, new Date(Date.UTC(2024, 0, 1 + 7 * at)).toISOString().slice(0, 10), 1 + customer]);
    }
  }
  return all;
}

export const whole = resultOf(quarter);
export const early = resultOf(quarter, { asOf: '2024-03-20' });
export const withheld = resultOf(quarter, { minN: 45 });
export const weekly = resultOf(weeks(104), { period: 'week' });
export const cases: Readonly<Record<string, Result>> = {
  whole, early, withheld, weekly,
  twelve: resultOf(weeks(12), { period: 'week' }),
  days: resultOf(quarter, { period: 'day' }),
  one: resultOf(people('a', 3, '2024-01-05', 10)),
  alone: resultOf([['a', '2024-01-05', 10], ['a', '2024-03-05', 10]]),
};

/** Of 60 who come in each of four months 30, 20 and 15 come later, as steps of a model. */
export const slowing = [0, 1, 2, 3].flatMap((from) => [60, 30, 20, 15].slice(0, 4 - from)
  .flatMap((count, offset) => people(`${from}-`, count, `2024-0${from + offset + 1}-05`, 10)));
