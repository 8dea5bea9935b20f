import type { FixtureColumns } from '../../../fixtures/frames.js';
import { seeded } from '../../arrow/seeded.js';
import type { CorpusRequest } from './requests.js';

/** Orders and events with amounts of up to *digits* digits, *scale* of them after the point, of both signs; doubles hold 15 of them. */
function table(digits: number, scale: number, rows: number): FixtureColumns {
  const random = seeded(digits);
  const amount = (i: number): string | null => {
    if (i % 13 === 5) return null;
    const all = Array.from({ length: digits - 2 }, (_, place) => (place === 0 ? 1 + Math.floor(random() * 9) : Math.floor(random() * 10))).join('').padStart(scale + 1, '0');
    return `${i % 7 === 3 ? '-' : ''}${all.slice(0, -scale)}.${all.slice(-scale)}`;
  };
  const each = <T>(make: (i: number) => T): T[] => Array.from({ length: rows }, (_, i) => make(i));
  return {
    customer: { kind: 'text', values: each((i) => `c${(i * 7) % 11}`) },
    time: { kind: 'instant', values: each((i) => new Date(Date.UTC(2024, (i * 5) % 4, 1 + ((i * 11) % 27), i % 24)).toISOString()) },
    value: { kind: 'number', values: each(amount), digits, scale },
    order_id: { kind: 'text', values: each((i) => `o${Math.floor(i / 2)}`) },
    stage: { kind: 'text', values: each((i) => ['visit', 'trial', 'buy'][(i * 3 + Math.floor(i / 11)) % 3] ?? 'visit') },
  };
}

/** Twice the same instant, and amounts that are one double and differ in their last digit. */
const ties: FixtureColumns = {
  customer: { kind: 'text', values: ['a', 'a', 'b', 'b'] },
  time: { kind: 'instant', values: ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z', '2024-02-02T00:00:00Z'] },
  value: { kind: 'number', values: ['100000000000000000000000000000.01', '100000000000000000000000000000.02', '-0.01', '0.00'], digits: 38, scale: 2 },
  order_id: { kind: 'text', values: ['o1', 'o2', 'o3', 'o4'] },
  stage: { kind: 'text', values: ['visit', 'visit', 'visit', 'trial'] },
};

/** Tables of decimals of 32, 64 and 128 bits, by name. */
export const decimals: Readonly<Record<string, FixtureColumns>> = {
  'nine digits': table(9, 2, 40), 'eighteen digits': table(18, 4, 40), 'thirty-eight digits': table(38, 6, 40), 'whole numbers of thirty digits': table(30, 1, 40), ties,
};

/** Tables of decimals of 256 bits, for engines that have them. */
export const longDecimals: Readonly<Record<string, FixtureColumns>> = { 'seventy digits': table(70, 10, 40) };

/** What is asked of them: every metric that adds values up. */
export const decimalRequests: readonly CorpusRequest[] = [
  { metric: 'pyramid', options: {}, marks: [{ decile: 1 }, { decile: 10 }] },
  { metric: 'pyramid', options: { by: 'threshold', tiers: [{ name: 'vip', minimum: 1e6 }, { name: 'rest', minimum: null }] } },
  { metric: 'retention', options: { order: 'order_id' } },
  { metric: 'retention', options: { mode: 'onOrAfter', period: 'quarter', timeZone: 'Asia/Tokyo' } },
  { metric: 'retention', options: { windows: 'rolling', entry: 'recurring', mode: 'streak' } },
  { metric: 'loyalty', options: { order: 'order_id' }, marks: [{ rung: 'repeat' }] },
  { metric: 'phases', options: { window: 20 } },
  { metric: 'lifecycle', options: {} },
  { metric: 'lifecycle', options: { value: 'value' }, where: { op: 'eq', column: 'customer', value: 'nobody' } },
  { metric: 'new-existing', options: { order: 'order_id' } },
  { metric: 'new-existing', options: { period: 'week' }, where: { op: 'in', column: 'customer', values: ['c1', 'c2', 'a'] } },
  { metric: 'funnel', options: { steps: ['visit', 'trial', 'buy'], customer: 'customer', time: 'time', stage: 'stage', value: 'value', window: '60d' } },
  { metric: 'funnel', options: { steps: ['visit', 'buy'], customer: 'customer', time: 'time', stage: 'stage', value: 'value', order: 'any', window: '90d' } },
  { metric: 'funnel', options: { steps: ['visit', 'buy'], customer: 'customer', time: 'time', stage: 'stage', value: 'value', mode: 'anyStage', lostStages: ['trial'] } },
  { metric: 'pyramid', options: { time: 'time', compareAsOf: '2024-02-15' } },
];
