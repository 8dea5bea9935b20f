import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Predicate } from '../../../packages/metrics/src/predicate/predicate.js';
import { differencesOf } from '../../contracts/describe-dialect.js';
import { loadTable, openDuckDb, type SqlEngine } from '../../contracts/sql-engines.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import type { CorpusRequest } from './corpus/requests.js';

/** How many requests are made up a run; 20,000 and more by the environment. */
const REQUESTS = Number(process.env['SQL_REQUESTS'] ?? 2000);
const REQUESTS_A_TABLE = 20;

const customer = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'Ａ', '😀', ''), { freq: 9 });
const instant = fc.option(fc.oneof(
  fc.integer({ min: Date.UTC(2023, 10, 20) / 3600e3, max: Date.UTC(2024, 5, 1) / 3600e3 }).map((hour) => hour * 3600e6),
  fc.integer({ min: Date.UTC(1965, 0, 1) * 1000, max: Date.UTC(2030, 0, 1) * 1000 }),
  fc.constantFrom('2024-03-31T00:30:00Z', '2024-10-27T00:59:59Z', '2024-01-01T00:00:00Z').map((text) => Date.parse(text) * 1000),
), { freq: 12 });
const cents = fc.option(fc.oneof(fc.integer({ min: -500, max: 3000 }).map((n) => n / 100), fc.constantFrom(0, 0.1, 0.2, -0.3, 1e13, 1e-7)), { freq: 8 });
const row = fc.record({
  customer, time: instant, value: cents, finish: instant,
  order_id: fc.option(fc.constantFrom('o1', 'o2', 'o3'), { freq: 2 }),
  stage: fc.option(fc.constantFrom('visit', 'trial', 'buy', 'other', 'gone', 'paused'), { freq: 12 }),
  segment: fc.option(fc.constantFrom('north', 'south', '北'), { freq: 4 }),
  score: fc.option(fc.oneof(fc.integer({ min: -1, max: 11 }), fc.constant(4.5)), { freq: 9 }),
  weight: fc.option(fc.constantFrom(1, 0.1, 0.2, 0.7, 3, -1), { freq: 9 }),
});
const table = fc.array(row, { maxLength: 40 }).map((rows): FixtureColumns => {
  const column = (name: keyof (typeof rows)[number]): (string | number | null)[] => rows.map((one) => one[name]);
  return {
    customer: { kind: 'text', values: column('customer') }, time: { kind: 'instant', values: column('time') }, finish: { kind: 'instant', values: column('finish') }, value: { kind: 'number', values: column('value') },
    order_id: { kind: 'text', values: column('order_id') }, stage: { kind: 'text', values: column('stage') }, segment: { kind: 'text', values: column('segment') },
    score: { kind: 'number', values: column('score') }, weight: { kind: 'number', values: column('weight') },
  };
});

const timeZone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', '-03:30');
const period = fc.constantFrom('day', 'week', 'month', 'quarter', 'year');
const weekStart = fc.integer({ min: 1, max: 7 });
const asOf = fc.option(fc.constantFrom('2024-01-31', '2024-03-31', '2024-03-31T01:00:00+02:00', '1999-12-31'), { freq: 1 });
const value = fc.constantFrom('value', null);
const activity = { timeZone, period, weekStart, asOf, value };
const window = fc.constantFrom(null, '1h', '3d', 30, '400d');

const leaf: fc.Arbitrary<Predicate> = fc.oneof(
  fc.record({ op: fc.constant('eq' as const), column: fc.constantFrom('customer', 'segment', 'stage', 'order_id'), value: fc.constantFrom('a', 'north', 'visit', '', null) }),
  fc.record({ op: fc.constant('in' as const), column: fc.constantFrom('value', 'score', 'weight'), values: fc.array(fc.constantFrom(0.1, 9, 4.5, null), { maxLength: 3 }) }),
  fc.record({ op: fc.constant('between' as const), column: fc.constantFrom('value', 'score'), low: fc.constantFrom(null, 0, 4.5), high: fc.constantFrom(null, 9, 10) }),
  fc.record({ op: fc.constant('between' as const), column: fc.constant('time'), low: fc.constantFrom(null, '2024-01-01', '2024-03-31T00:30:00Z'), high: fc.constantFrom(null, '2024-04-01') }),
  fc.record({ op: fc.constant('eq' as const), column: fc.constant('time'), value: fc.constantFrom('2024-03-31', '2024-01-01T00:00:00Z', null) }),
  fc.record({
    op: fc.constant('customersIn' as const), column: fc.constant('customer'), metric: fc.constant('pyramid'),
    options: fc.constant({ customer: 'customer', value: 'value', tiers: [{ name: 'gold', cumulativeShare: 0.4 }, { name: 'rest', cumulativeShare: 1 }] }),
    marks: fc.constantFrom([{ tier: 'gold' }], [{ tier: 'rest' }], [{ decile: 1 }, { decile: 10 }], []),
  }),
  fc.record({ op: fc.constant('customersWith' as const), column: fc.constant('customer'), where: fc.constant<Predicate>({ op: 'eq', column: 'segment', value: 'north' }) }),
);
const where: fc.Arbitrary<Predicate> = fc.letrec<{ node: Predicate }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), terms: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ op: fc.constant('not' as const), term: tie('node') }),
  ),
})).node;

const asked = (metric: string, options: fc.Arbitrary<Record<string, unknown>>, marks: CorpusRequest['marks'] = []): fc.Arbitrary<CorpusRequest> => (
  fc.record({ options, where: fc.option(where, { freq: 1 }) }).map(({ options: chosen, where: filter }) => ({ metric, options: chosen, marks, ...(filter === null ? {} : { where: filter }) })));
const threeSteps = { steps: fc.constant(['visit', 'trial', 'buy']), timeZone, asOf, window };
/** Options as they may stand together: what one rule forbids another is left out. */
function withoutContradictions(options: Record<string, unknown>): Record<string, unknown> {
  const steps = options['steps'] as readonly string[];
  const apart = (options['exclusions'] ?? []) as readonly { between?: readonly string[]; scope?: string }[];
  const fits = apart.every(({ between, scope }) => (
    (between === undefined || (options['order'] !== 'any' && steps.indexOf(between[0] ?? '') < steps.indexOf(between[1] ?? ''))) && (scope !== 'customer' || options['attempt'] !== 'every')));
  return { ...options, ...(options['order'] === 'strict' ? { tieMs: 0 } : {}), exclusions: fits ? options['exclusions'] : null, ...(steps[0] === 'trial' ? { optional: null } : {}) };
}

/** Funnels under the rules that make one event depend on others than those before and after it. */
const ruled = (rules: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<CorpusRequest> => asked('funnel', fc.record({
  ...threeSteps, steps: fc.constantFrom(['visit', 'trial', 'buy'], ['visit', 'trial', 'buy', 'other'], ['trial', 'visit', 'buy']), attempt: fc.constantFrom('best', 'first', 'every'),
  exclusions: fc.constantFrom(null, [{ stage: 'gone' }], [{ stage: 'gone', scope: 'customer' }], [{ stage: 'gone', between: ['visit', 'buy'] }, { stage: 'paused', between: ['visit', 'buy'], scope: 'customer' }]),
  value, period: fc.constantFrom(null, 'month'), segment: fc.constantFrom(null, 'segment'), attribution: fc.constantFrom('first', 'last', 1, 2), holdConstant: fc.constantFrom(null, ['order_id']),
  entryRange: fc.constantFrom(null, { from: '2024-01-01', to: '2024-03-31' }), ...rules,
}).map((options) => withoutContradictions(options)), [{ stage: 'trial', outcome: 'open' }]);
const request = fc.oneof(
  asked('pyramid', fc.record({ by: fc.constantFrom('share', 'profit'), ties: fc.constantFrom('rank', 'together'), time: fc.constant('time'), asOf, timeZone }), [{ decile: 3 }]),
  asked('pyramid', fc.record({ by: fc.constant('threshold'), tiers: fc.constant([{ name: 'vip', minimum: 10 }, { name: 'some', minimum: 0.3 }, { name: 'rest', minimum: null }]) }), [{ tier: 'some' }]),
  asked('pyramid', fc.record({
    by: fc.constantFrom('share', 'profit'), ties: fc.constantFrom('rank', 'together'), time: fc.constant('time'), compareAsOf: fc.constantFrom('2023-12-31', '2024-01-30'), timeZone,
    asOf: fc.constantFrom('2024-03-31', '2024-02-01'), window: fc.constantFrom(null, '60d'), tiers: fc.constant([{ name: 'gold', cumulativeShare: 0.4 }, { name: 'rest', cumulativeShare: 1 }]),
  }), [{ from: 'gold', to: 'rest' }, { from: '(entered)', to: 'gold' }, { from: 'rest', to: '(left)' }]),
  asked('retention', fc.record({ period: fc.constant('month'), timeZone, mode: fc.constantFrom('on', 'onOrAfter') }), [{ cohort: '2024-01-01', offset: 1 }]),
  asked('retention', fc.record({
    ...activity, weekStart: fc.constant(1), mode: fc.constantFrom('on', 'onOrAfter', 'onOrBefore', 'streak'), entry: fc.constantFrom('first', 'recurring'), order: fc.constantFrom('order_id', null), windows: fc.constantFrom('calendar', 'rolling'),
  }), [{ cohort: '2024-01-01', offset: 1 }]),
  asked('retention', fc.record({
    period: fc.constantFrom('week', 'month'), timeZone, asOf, mode: fc.constant('bracket'), brackets: fc.constantFrom([[0, 0], [1, 3]], [[1, 1], [2, 4], [6, 30]]), entry: fc.constantFrom('first', 'recurring'),
    windows: fc.constant('rolling'), windowDays: fc.constantFrom(5, 30),
  }), [{ cohort: '2024-01-01', offset: 1 }]),
  asked('lifecycle', fc.record(activity)),
  asked('lifecycle', fc.record({ period: fc.constant('month'), timeZone }), [{ period: '2024-02-01', state: 'dormant' }, { period: '2024-03-01', state: 'resurrected' }]),
  asked('lifecycle', fc.record({ period: fc.constant('month'), minCell: fc.constantFrom(2, 3) }), [{ period: '2024-02-01', state: 'new' }]),
  asked('lifecycle', fc.record({ ...activity, newBy: fc.constant('createdAt'), createdAt: fc.constant('finish'), weekStart: fc.constant(1) }), [{ period: '2024-01-01', state: 'new' }, { period: '2024-01-01', state: 'resurrected' }]),
  asked('new-existing', fc.record(activity)),
  asked('new-existing', fc.record({ period: fc.constant('month'), minCell: fc.constantFrom(2, 3) }), [{ period: '2024-02-01', side: 'existing' }]),
  asked('loyalty', fc.record({ timeZone, asOf, value, order: fc.constantFrom('order_id', null), countBy: fc.constantFrom('order', 'day') }), [{ rung: 'repeat' }]),
  asked('survival', fc.record({ of: fc.constant('purchases'), timeZone, period, asOf, value }), [{ time: 1 }]),
  asked('survival', fc.record({
    of: fc.constant('subscriptions'), start: fc.constant('time'), end: fc.constantFrom('finish', null), segment: fc.constantFrom('segment', null), customer: fc.constant('customer'),
    timeZone, period, asOf, observedFrom: fc.constantFrom(null, '2024-01-31', '2024-03-01'),
  }), [{ status: 'active' }, { status: 'ended' }]),
  asked('survival', fc.record({
    of: fc.constant('durations'), duration: fc.constant('value'), event: fc.constant('stage'), eventValue: fc.constantFrom('visit', null), entry: fc.constantFrom('weight', null),
    segment: fc.constantFrom('segment', null), customer: fc.constant('customer'),
  }), [{ status: 'ended' }]),
  asked('phases', fc.record({ timeZone, period: fc.constantFrom('month', 'quarter', 'year'), asOf, value, window: fc.constantFrom('90d', 7, 31), gaps: fc.constantFrom(null, 0.5, 2) }), [
    { phase: 'maintain' }, { period: '2024-01-01', phase: 'establish' }, { source: 'establish', target: 'break_up' },
  ]),
  asked('satisfaction', fc.record({
    score: fc.constant('score'), scale: fc.constantFrom('nps', 'csat:1-5:4', 'ces:1-7:low'), segment: fc.constantFrom('segment', null), weight: fc.constantFrom('weight', null),
    period: fc.constantFrom('week', 'month', null), time: fc.constant('time'), timeZone, weekStart, asOf, customer: fc.constant('customer'),
  }), [{ score: 4 }]),
  asked('funnel', fc.record({ ...threeSteps, order: fc.constant('ordered'), attempt: fc.constantFrom('best', 'first'), tieMs: fc.constantFrom(0, 3600e3), segment: fc.constantFrom('segment', null), attribution: fc.constantFrom('first', 'last', 2) }), [{ stage: 'trial', outcome: 'open' }, { stage: 'trial', seconds: 86400 }]),
  asked('funnel', fc.record({ ...threeSteps, order: fc.constant('any'), attempt: fc.constantFrom('best', 'first'), period: fc.constantFrom('month', null), holdConstant: fc.constantFrom(['order_id'], null) }), [{ stage: 'visit', outcome: 'dropped' }]),
  asked('funnel', fc.record({
    ...threeSteps, mode: fc.constantFrom('allStages', 'anyStage', 'reachedOrLater'), regressions: fc.constantFrom('keepHighest', 'current'), lostStages: fc.constantFrom(['other'], null),
    segment: fc.constantFrom('segment', null), attribution: fc.constantFrom('first', 'last'),
  }), [{ stage: 'trial', outcome: 'back' }, { stage: 'visit', target: 'buy' }]),
  ruled({ order: fc.constantFrom('ordered', 'strict'), repeats: fc.constantFrom('ignore', 'end'), windowFrom: fc.constantFrom('entry', 'previous'), tieMs: fc.constantFrom(0, 3600e3, 86400e3), optional: fc.constantFrom(null, ['trial']) }),
  ruled({ order: fc.constant('any'), optional: fc.constantFrom(null, ['trial']) }),
  asked('funnel', fc.record({ ...threeSteps, equalTimes: fc.constant('apart'), entryRange: fc.constantFrom(null, { from: '2024-01-01', to: '2024-03-31' }) })),
  asked('funnel', fc.record({
    stage: fc.constantFrom('stage', 'segment'), timeZone, asOf, window, order: fc.constantFrom('ordered', 'strict', 'any'), attempt: fc.constantFrom('best', 'first', 'every'), holdConstant: fc.constantFrom(null, ['order_id']),
  }), [{ stage: 'trial' }]),
  asked('funnel', fc.record({
    ...threeSteps, order: fc.constantFrom('ordered', 'any'), attempt: fc.constantFrom('best', 'first', 'every'), segment: fc.constantFrom('segment', null), period: fc.constantFrom(null, 'month'), value,
    entryRange: fc.constantFrom({ from: '2024-02-01', to: '2024-02-29' }, { from: '2024-02-10', to: '2024-03-20' }), compareRange: fc.constantFrom('previous', { from: '2023-12-01', to: '2024-01-05' }),
  })),
);

describe('generated requests', () => {
  let database: SqlEngine;
  beforeAll(async () => {
    database = await openDuckDb();
  }, 120_000);
  afterAll(() => database.close());

  it(`are answered by DuckDB as by the fold, ${REQUESTS} of them`, async () => {
    await fc.assert(fc.asyncProperty(table, fc.array(request, { minLength: REQUESTS_A_TABLE, maxLength: REQUESTS_A_TABLE }), async (columns, requests) => {
      const loaded = await loadTable(database, 'generated', columns);
      for (const one of requests) expect(await differencesOf(database, one, loaded, columns)).toEqual([]);
    }), { numRuns: Math.ceil(REQUESTS / REQUESTS_A_TABLE), seed: 20240229, endOnFailure: true });
  }, 3_600_000);
});
