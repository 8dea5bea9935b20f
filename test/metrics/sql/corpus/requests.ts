import type { Predicate } from '../../../../packages/metrics/src/predicate/predicate.js';

/** A request that every executor answers, and the marks for which it names customers. */
export interface CorpusRequest {
  readonly metric: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly where?: Predicate;
  readonly marks?: readonly Readonly<Record<string, string | number>>[];
}

const tiers = ['top', 'big', 'medium', 'small'].map((tier) => ({ tier }));
const deciles = [1, 2, 5, 9, 10].map((decile) => ({ decile }));

const months = ['2024-01-01', '2024-02-01', '2024-03-01'];
const cohorts = months.flatMap((cohort) => [{ cohort }, { cohort, offset: 0 }, { cohort, offset: 1 }, { cohort, offset: 2 }]);
const states = months.flatMap((period) => ['active', 'new', 'returning', 'resurrected', 'dormant'].map((state) => ({ period, state })));
const sides = months.flatMap((period) => [{ period, side: 'new' }, { period, side: 'existing' }]);
const phases = ['establish', 'develop', 'maintain', 'break_up'].flatMap((phase) => [{ phase }, { period: '2024-03-01', phase }]);
const flows = ['(not yet)', 'establish', 'maintain', 'break_up'].map((source, i) => ({ source, target: ['establish', 'develop', 'break_up', 'maintain'][i] ?? '' }));
const rungs = ['first_time', 'repeat', 'loyal'].map((rung) => ({ rung }));
const gold = [{ name: 'gold', cumulativeShare: 0.3 }, { name: 'rest', cumulativeShare: 1 }];
const pairs = [{ from: 'gold', to: 'gold' }, { from: 'rest', to: 'gold' }, { from: '(entered)', to: 'rest' }, { from: 'gold', to: '(left)' }];
const zones = ['Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia', 'Asia/Kathmandu', '+05:30'];

/** Requests over tables of orders. */
export const orderRequests: readonly CorpusRequest[] = [
  { metric: 'pyramid', options: {}, marks: [...tiers, ...deciles] },
  { metric: 'pyramid', options: { time: 'time', asOf: '2024-02-29' }, marks: tiers },
  { metric: 'pyramid', options: { time: 'time', asOf: '2024-01-31T23:00:00Z', timeZone: 'Asia/Tokyo' }, marks: tiers },
  { metric: 'pyramid', options: { time: 'time', asOf: '2024-03-01', window: '45d' }, marks: tiers.slice(2) },
  { metric: 'pyramid', options: { time: 'time', by: 'profit', asOf: '2024-02-29T23:59:59.999999Z', window: 1 } },
  { metric: 'pyramid', options: { ties: 'together', tiers: [{ name: 'A', cumulativeShare: 0.2 }, { name: 'B', cumulativeShare: 0.5 }, { name: 'C', cumulativeShare: 1 }] }, marks: [{ tier: 'A' }, { tier: 'B' }, { tier: 'C' }] },
  { metric: 'pyramid', options: { tiers: [{ name: 'A', cumulativeShare: 0.333333 }, { name: 'B', cumulativeShare: 0.5 }, { name: 'rest', cumulativeShare: 1 }] }, marks: [{ tier: 'A' }, { tier: 'B' }] },
  { metric: 'pyramid', options: { by: 'profit' }, marks: [{ tier: 'high' }, { tier: 'low' }, { tier: 'none' }] },
  { metric: 'pyramid', options: { by: 'profit', ties: 'together' }, marks: [{ tier: 'medium' }, { tier: 'none' }] },
  { metric: 'pyramid', options: { by: 'threshold', tiers: [{ name: 'vip', minimum: 100 }, { name: 'some', minimum: 0.3 }, { name: 'rest', minimum: null }] }, marks: [{ tier: 'vip' }, { tier: 'some' }, { tier: 'rest' }] },
  { metric: 'pyramid', options: { time: 'time', compareAsOf: '2024-02-15', tiers: gold }, marks: [...pairs, { tier: 'gold' }] },
  { metric: 'pyramid', options: { time: 'time', compareAsOf: '2024-01-31', asOf: '2024-03-15', window: '40d', by: 'profit', ties: 'together' }, marks: [{ from: 'high', to: 'none' }, { from: '(entered)', to: 'high' }, { from: 'none', to: '(left)' }] },
  { metric: 'pyramid', options: { time: 'time', compareAsOf: '2024-02-01T00:00:00Z', by: 'threshold', tiers: [{ name: 'vip', minimum: 100 }, { name: 'some', minimum: 6 }] }, marks: [{ from: '(below)', to: 'vip' }, { from: '(entered)', to: '(below)' }, { from: 'some', to: 'some' }] },
  { metric: 'pyramid', options: {}, where: { op: 'not', term: { op: 'between', column: 'value', low: 0, high: null } }, marks: tiers },
  { metric: 'pyramid', options: { minCell: 5 }, where: { op: 'or', terms: [{ op: 'eq', column: 'customer', value: 'a' }, { op: 'eq', column: 'value', value: 10 }, { op: 'eq', column: 'order_id', value: null }] } },
  { metric: 'retention', options: {}, marks: cohorts },
  { metric: 'retention', options: { mode: 'onOrAfter', order: 'order_id' }, marks: cohorts },
  { metric: 'retention', options: { value: null, order: 'order_id', asOf: '2024-03-31' }, marks: cohorts.slice(0, 4) },
  { metric: 'retention', options: { period: 'day' } },
  { metric: 'retention', options: { period: 'week', weekStart: 7, mode: 'onOrAfter' }, marks: [{ cohort: '2023-12-31' }, { cohort: '2023-12-31', offset: 4 }] },
  { metric: 'retention', options: { period: 'quarter' }, marks: [{ cohort: '2024-01-01', offset: 1 }] },
  { metric: 'retention', options: { period: 'year', mode: 'onOrAfter' }, marks: [{ cohort: '2024-01-01' }] },
  ...zones.map((timeZone) => ({ metric: 'retention', options: { timeZone, period: 'month' }, marks: cohorts.slice(4, 8) })),
  ...zones.map((timeZone, i) => ({ metric: 'retention', options: { timeZone, period: 'week', weekStart: i + 2, asOf: '2024-10-26' } })),
  { metric: 'retention', options: { mode: 'onOrBefore' }, marks: cohorts.slice(0, 4) },
  { metric: 'retention', options: { mode: 'streak', order: 'order_id', asOf: '2024-04-15' }, marks: cohorts.slice(0, 4) },
  { metric: 'retention', options: { mode: 'bracket', brackets: [[0, 0], [1, 2], [4, 9]], order: 'order_id' }, marks: [{ cohort: '2024-01-01', offset: 1 }, { cohort: '2024-01-01', offset: 4 }] },
  { metric: 'retention', options: { entry: 'recurring', timeZone: 'America/New_York' }, marks: cohorts.slice(4, 8) },
  { metric: 'retention', options: { entry: 'recurring', mode: 'onOrAfter', period: 'quarter', measure: 'cumulativeValue', asOf: '2024-06-15' }, marks: [{ cohort: '2024-01-01', offset: 1 }] },
  { metric: 'retention', options: { windows: 'rolling', project: true }, marks: cohorts.slice(0, 4) },
  { metric: 'retention', options: { windows: 'rolling', windowDays: 10, period: 'week', mode: 'streak', asOf: '2024-03-31T12:00:00Z', timeZone: 'Asia/Tokyo' }, marks: [{ cohort: '2024-01-01', offset: 1 }] },
  { metric: 'retention', options: { windows: 'rolling', entry: 'recurring', mode: 'bracket', brackets: [[0, 1], [3, 5]], windowDays: 14, measure: 'value' }, marks: [{ cohort: '2024-01-01' }, { cohort: '2024-02-01', offset: 3 }] },
  { metric: 'retention', options: { windows: 'rolling', mode: 'onOrBefore', period: 'year', windowDays: 45, measure: 'orders' }, marks: [{ cohort: '2024-01-01', offset: 0 }, { cohort: '2024-01-01', offset: 2 }] },
  { metric: 'retention', options: { windows: 'rolling', entry: 'recurring', mode: 'onOrAfter', period: 'quarter', value: null, asOf: '2024-08-01' }, marks: [{ cohort: '2024-01-01', offset: 1 }] },
  { metric: 'retention', options: {}, where: { op: 'between', column: 'time', low: '2024-02-01', high: '2024-04-01' } },
  { metric: 'retention', options: { timeZone: 'Asia/Tokyo' }, where: { op: 'not', term: { op: 'between', column: 'time', low: '2024-01-31', high: '2024-02-01' } } },
  { metric: 'retention', options: {}, where: { op: 'customersIn', column: 'customer', metric: 'pyramid', options: { customer: 'customer', value: 'value', tiers: gold }, marks: [{ tier: 'gold' }] }, marks: cohorts.slice(0, 3) },
  { metric: 'retention', options: { mode: 'onOrAfter' }, where: { op: 'not', term: { op: 'customersIn', column: 'customer', metric: 'retention', options: {}, marks: [{ cohort: '2024-01-01' }, { cohort: '2024-02-01', offset: 1 }] } } },
  { metric: 'pyramid', options: {}, where: { op: 'customersIn', column: 'customer', metric: 'lifecycle', options: {}, marks: [{ period: '2024-02-01', state: 'returning' }] } },
  { metric: 'lifecycle', options: { timeZone: 'Europe/Berlin' }, where: { op: 'customersWith', column: 'customer', where: { op: 'between', column: 'time', low: '2024-02-01', high: null } } },
  { metric: 'lifecycle', options: {}, where: { op: 'and', terms: [{ op: 'customersIn', column: 'customer', metric: 'pyramid', options: { by: 'profit' }, where: { op: 'between', column: 'time', low: null, high: '2024-02-01' }, marks: [{ tier: 'high' }, { tier: 'none' }] }, { op: 'eq', column: 'value', value: 10 }] } },
  ...(['day', 'week', 'month', 'quarter', 'year'] as const).map((period, i) => ({ metric: 'lifecycle', options: { period, timeZone: zones[i] ?? 'UTC', asOf: '2024-10-27' } })),
  ...(['week', 'quarter', 'year'] as const).map((period, i) => ({ metric: 'new-existing', options: { period, timeZone: zones[i] ?? 'UTC', order: 'order_id', weekStart: 6 } })),
  { metric: 'pyramid', options: { tiers: gold, minN: 3, currency: 'EUR' }, where: { op: 'in', column: 'value', values: [10, 0.1, 300, null] } },
  { metric: 'lifecycle', options: {}, marks: states },
  { metric: 'lifecycle', options: { value: null, period: 'week' } },
  { metric: 'lifecycle', options: { period: 'quarter', asOf: '2024-03-31T12:00:00Z' }, marks: [{ period: '2024-01-01', state: 'new' }] },
  { metric: 'lifecycle', options: { period: 'day', timeZone: 'America/New_York' }, marks: [{ period: '2024-01-01', state: 'active' }] },
  { metric: 'lifecycle', options: { period: 'year', timeZone: 'Pacific/Auckland' } },
  { metric: 'lifecycle', options: {}, where: { op: 'not', term: { op: 'in', column: 'customer', values: ['a', null, 'b'] } }, marks: states.slice(0, 5) },
  { metric: 'new-existing', options: {}, marks: sides },
  { metric: 'new-existing', options: { order: 'order_id', period: 'week', weekStart: 3 } },
  { metric: 'new-existing', options: { period: 'day', timeZone: 'Asia/Shanghai', value: null } },
  { metric: 'loyalty', options: {}, marks: rungs },
  { metric: 'loyalty', options: { order: 'order_id' }, marks: rungs },
  { metric: 'loyalty', options: { order: 'order_id', countBy: 'day', timeZone: 'America/Los_Angeles', minN: 3 }, marks: rungs },
  { metric: 'loyalty', options: { value: null, order: 'order_id', asOf: '2024-02-29', rungs: [{ name: 'once', orders: 1 }, { name: 'thrice', orders: 3 }] }, marks: [{ rung: 'once' }] },
  { metric: 'loyalty', options: { asOf: '2024-03-31T12:00:00Z', timeZone: 'Pacific/Auckland' }, where: { op: 'not', term: { op: 'eq', column: 'customer', value: 'a' } } },
  { metric: 'phases', options: {}, marks: [...phases, ...flows] },
  { metric: 'phases', options: { window: '20d', period: 'week', weekStart: 7, timeZone: 'Asia/Kathmandu', asOf: '2024-03-05' }, marks: [...phases, ...flows].slice(2, 7) },
  { metric: 'phases', options: { gaps: 1.5, period: 'quarter', timeZone: 'Europe/Berlin' }, marks: flows },
  { metric: 'phases', options: { value: null, window: 31, period: 'year', asOf: '2024-05-15T12:00:00Z' }, marks: [{ period: '2024-01-01', phase: 'develop' }, { period: '2024-01-02', phase: 'develop' }, ...flows.slice(0, 2)] },
  { metric: 'phases', options: { period: 'day', window: 30, gaps: 0.1 }, where: { op: 'between', column: 'time', low: '2024-02-20', high: '2024-03-01' } },
  { metric: 'survival', options: { of: 'purchases' }, marks: [{ status: 'ended' }, { status: 'active' }, { time: 31 }] },
  { metric: 'survival', options: { of: 'purchases', period: 'month', asOf: '2024-06-30', timeZone: 'America/New_York' }, marks: [{ time: 1 }, {}] },
];

const answerMarks = [{ score: 9 }, { group: 'promoters' }, { group: 'detractors' }];

/** Requests over tables of answers. */
export const answerRequests: readonly CorpusRequest[] = [
  { metric: 'satisfaction', options: { score: 'score' } },
  { metric: 'satisfaction', options: { score: 'score', customer: 'customer' }, marks: answerMarks },
  { metric: 'satisfaction', options: { score: 'score', weight: 'weight', customer: 'customer' }, marks: answerMarks },
  { metric: 'satisfaction', options: { score: 'score', segment: 'segment', customer: 'customer' }, marks: [{ segment: 'north' }, { segment: '(missing)' }, { segment: 'north', group: 'passives' }] },
  { metric: 'satisfaction', options: { score: 'score', segment: 'segment', weight: 'weight', period: 'month', time: 'time' } },
  { metric: 'satisfaction', options: { score: 'score', period: 'month', time: 'time', customer: 'customer' }, marks: [{ period: '2024-01-01' }, { period: '2024-01-02' }, { period: '2024-02-01', score: 10 }] },
  { metric: 'satisfaction', options: { score: 'score', period: 'week', weekStart: 6, time: 'time', timeZone: 'Australia/Lord_Howe' } },
  { metric: 'satisfaction', options: { score: 'score', period: 'day', time: 'time', asOf: '2024-02-15' } },
  { metric: 'satisfaction', options: { score: 'score', time: 'time', asOf: '2024-01-31T23:30:00+01:00', segment: 'segment' } },
  { metric: 'satisfaction', options: { score: 'score', scale: 'csat:1-5' } },
  { metric: 'satisfaction', options: { score: 'score', scale: 'csat:1-5:4', segment: 'segment', customer: 'customer' }, marks: [{ group: 'satisfied' }, { group: 'others', segment: 'north' }, { score: 1 }] },
  { metric: 'satisfaction', options: { score: 'score', scale: 'ces:1-7:low', weight: 'weight', period: 'quarter', time: 'time' } },
  { metric: 'satisfaction', options: { score: 'score', scale: 'csat:-2-2:1' } },
  { metric: 'satisfaction', options: { score: 'score', segment: 'segment' }, where: { op: 'eq', column: 'segment', value: null } },
  { metric: 'satisfaction', options: { score: 'score' }, where: { op: 'between', column: 'score', low: 3, high: 9 } },
  { metric: 'satisfaction', options: { score: 'score' }, where: { op: 'not', term: { op: 'eq', column: 'score', value: null } } },
  { metric: 'satisfaction', options: { score: 'score', period: 'month', time: 'time' }, where: { op: 'eq', column: 'time', value: null } },
  { metric: 'satisfaction', options: { score: 'score' }, where: { op: 'in', column: 'time', values: ['2024-01-15', '2024-02-01T10:00:00Z'] } },
];

const path = { steps: ['visit', 'trial', 'buy'] };
const funnelMarks = path.steps.flatMap((stage) => [{ stage }, { stage, outcome: 'converted' }, { stage, outcome: 'dropped' }, { stage, outcome: 'open' }]);

const places = { steps: ['visit', 'trial', 'buy'], lostStages: ['other', 'browse'] };
const placeMarks = [...['reached', 'converted', 'dropped', 'open', 'back'].map((outcome) => ({ stage: 'trial', outcome })), { stage: 'visit', target: 'trial' }, { stage: 'trial', target: '(lost)' }];

const browsing = [{ stage: 'other' }, { stage: 'browse', between: ['visit', 'trial'] }];
const leaving = [{ stage: 'other', scope: 'customer' }];
const longer = { steps: ['visit', 'browse', 'trial', 'other', 'buy'] };
const compared = { entryRange: { from: '2024-02-01', to: '2024-02-29' }, compareRange: 'previous' };

/** Requests over tables of events whose attempts further rules decide, comparisons, and steps that are found in the data. */
export const ruledRequests: readonly CorpusRequest[] = [
  { metric: 'funnel', options: { ...path, order: 'strict' }, marks: funnelMarks.slice(4, 8) },
  { metric: 'funnel', options: { ...path, order: 'strict', window: '3d', equalTimes: 'apart', value: null }, marks: funnelMarks.slice(0, 2) },
  { metric: 'funnel', options: { ...path, order: 'strict', attempt: 'first', repeats: 'end', segment: 'segment', attribution: 2 }, marks: [{ stage: 'trial', segment: 'x' }] },
  { metric: 'funnel', options: { ...path, windowFrom: 'previous', window: '4d' }, marks: funnelMarks.slice(4, 8) },
  { metric: 'funnel', options: { ...path, windowFrom: 'previous', window: '36h', period: 'month', exclusions: browsing }, marks: [{ stage: 'visit', period: '2024-01-01', outcome: 'open' }] },
  { metric: 'funnel', options: { ...path, repeats: 'end' }, marks: funnelMarks.slice(4, 6) },
  { metric: 'funnel', options: { ...path, repeats: 'end', window: '10d', tieMs: 2000, attempt: 'first', holdConstant: ['session'] }, marks: funnelMarks.slice(2, 4) },
  { metric: 'funnel', options: { ...path, repeats: 'end', attempt: 'every', equalTimes: 'apart', window: '5d' }, marks: [{ stage: 'buy', seconds: 86400 }, { stage: 'trial', seconds: 0 }] },
  { metric: 'funnel', options: { ...path, exclusions: browsing, window: '40d' }, marks: funnelMarks.slice(4, 8) },
  { metric: 'funnel', options: { ...path, exclusions: browsing, tieMs: 86400000 }, marks: funnelMarks.slice(0, 4) },
  { metric: 'funnel', options: { ...path, exclusions: leaving, window: '20d', segment: 'segment', attribution: 1 }, marks: [{ stage: 'visit', segment: 'z' }, { stage: 'visit' }] },
  { metric: 'funnel', options: { ...path, exclusions: leaving, order: 'any', holdConstant: ['session'], segment: 'segment', attribution: 3, period: 'month' }, marks: funnelMarks.slice(0, 3) },
  { metric: 'funnel', options: { ...path, exclusions: [{ stage: 'other' }], order: 'any', attempt: 'first', window: '6d' }, marks: funnelMarks.slice(0, 3) },
  { metric: 'funnel', options: { ...path, optional: ['trial'], window: '10d' }, marks: funnelMarks.slice(0, 8) },
  { metric: 'funnel', options: { ...path, optional: ['trial'], order: 'any', tieMs: 1000 }, marks: funnelMarks.slice(4, 7) },
  { metric: 'funnel', options: { ...longer, optional: ['browse', 'other'], windowFrom: 'previous', window: '5d', segment: 'segment', attribution: 2 }, marks: [{ stage: 'browse' }, { stage: 'other', outcome: 'dropped' }] },
  { metric: 'funnel', options: { ...longer, optional: ['browse', 'trial', 'other'], attempt: 'every', period: 'week', tieMs: 2000 }, marks: [{ stage: 'trial', outcome: 'converted' }] },
  { metric: 'funnel', options: { ...longer, optional: ['browse'], order: 'strict', attempt: 'first', entryRange: { from: '2024-01-02' }, minN: 2 }, marks: [{ stage: 'browse', outcome: 'open' }] },
  { metric: 'funnel', options: { ...path, attempt: 'every', window: '2d' }, marks: funnelMarks.slice(0, 4) },
  { metric: 'funnel', options: { ...path, attempt: 'every', order: 'any', exclusions: browsing.slice(0, 1), window: '8d', holdConstant: ['session'] }, marks: funnelMarks.slice(0, 4) },
  { metric: 'funnel', options: { ...path, attempt: 'every', segment: 'segment', attribution: 2, asOf: '2024-02-10', period: 'month', holdConstant: ['session'] }, marks: [{ stage: 'trial', segment: 'x' }] },
  { metric: 'funnel', options: { steps: ['visit'], attempt: 'every', windowFrom: 'previous', window: '1d' }, marks: [{ stage: 'visit', outcome: 'open' }] },
  { metric: 'funnel', options: { ...path, ...compared, window: '7d' }, marks: funnelMarks.slice(4, 6) },
  { metric: 'funnel', options: { ...path, ...compared, order: 'any', segment: 'segment', period: 'month', asOf: '2024-02-20', value: null } },
  { metric: 'funnel', options: { ...path, ...compared, attempt: 'every', optional: ['trial'], exclusions: browsing, timeZone: 'America/New_York' } },
  { metric: 'funnel', options: { ...path, entryRange: { from: '2024-01-04T00:00:00Z' }, compareRange: { from: '2024-01-01', to: '2024-01-02' }, exclusions: leaving, tieMs: 3000000000 } },
  { metric: 'funnel', options: {}, marks: [{ stage: 'trial' }, { stage: 'nowhere' }, { stage: 'visit', outcome: 'dropped' }] },
  { metric: 'funnel', options: { window: '7d', segment: 'segment', attribution: 5, holdConstant: ['session'], asOf: '2024-02-10' }, marks: [{ stage: 'visit', outcome: 'open' }] },
  { metric: 'funnel', options: { stage: 'segment', order: 'strict', attempt: 'first', window: '30d', value: 'value' }, marks: [{ stage: 'north' }] },
  { metric: 'funnel', options: { mode: 'anyStage', regressions: 'current', window: '20d', segment: 'segment' }, marks: [{ stage: 'visit', target: 'trial' }] },
  { metric: 'funnel', options: { order: 'any', period: 'month', ...compared }, where: { op: 'not', term: { op: 'eq', column: 'stage', value: 'buy' } }, marks: [{ stage: 'trial' }] },
];

/** Requests over tables of events. */
export const eventRequests: readonly CorpusRequest[] = [
  { metric: 'funnel', options: path, marks: funnelMarks },
  { metric: 'funnel', options: { ...path, window: '7d', value: null }, marks: funnelMarks },
  { metric: 'funnel', options: { ...path, window: '7d', asOf: '2024-01-09' }, marks: funnelMarks },
  { metric: 'funnel', options: { ...path, window: 40, segment: 'segment' }, marks: [{ stage: 'visit', segment: 'north' }, { stage: 'trial', segment: '(missing)' }] },
  { metric: 'funnel', options: { ...path, tieMs: 2000, window: '1h' }, marks: funnelMarks.slice(0, 4) },
  { metric: 'funnel', options: { ...path, tieMs: 1800000 } },
  { metric: 'funnel', options: { ...path, equalTimes: 'apart', window: '30d' }, marks: funnelMarks.slice(4, 8) },
  { metric: 'funnel', options: { ...path, order: 'any', window: '2d' }, marks: funnelMarks },
  { metric: 'funnel', options: { ...path, order: 'any', segment: 'segment', attribution: 'last' } },
  { metric: 'funnel', options: { ...path, segment: 'segment', attribution: 2, window: '36h' }, marks: [{ stage: 'trial', segment: 'north' }] },
  { metric: 'funnel', options: { ...path, holdConstant: ['session'], window: '10d' }, marks: funnelMarks.slice(0, 8) },
  { metric: 'funnel', options: { ...path, holdConstant: ['session'], order: 'any', segment: 'segment', attribution: 3 } },
  { metric: 'funnel', options: { ...path, entryRange: { from: '2024-01-02', to: '2024-02-09' }, window: '14d', timeZone: 'Asia/Tokyo' }, marks: funnelMarks.slice(0, 4) },
  { metric: 'funnel', options: { ...path, entryRange: { from: '2024-01-02T08:00:00Z' }, order: 'any' } },
  { metric: 'funnel', options: { ...path, period: 'month', window: '7d' }, marks: [{ stage: 'visit', period: '2024-01-01' }, { stage: 'trial', period: '2024-02-01' }] },
  { metric: 'funnel', options: { ...path, period: 'week', weekStart: 3, timeZone: 'America/Los_Angeles', segment: 'segment' } },
  { metric: 'funnel', options: { steps: ['visit'], window: '1d' }, marks: [{ stage: 'visit' }, { stage: 'visit', outcome: 'open' }] },
  { metric: 'funnel', options: { steps: ['buy', 'nowhere', "it's"] } },
  { metric: 'funnel', options: { steps: ['visit', 'trial', 'buy', 'other', 'browse'], order: 'any', window: '60d' } },
  { metric: 'funnel', options: path, where: { op: 'not', term: { op: 'eq', column: 'segment', value: 'north' } } },
  { metric: 'funnel', options: { ...path, tieMs: 1000, equalTimes: 'ordered', attribution: 'last', segment: 'segment', holdConstant: ['segment'] } },
  { metric: 'funnel', options: { steps: ['trial', 'visit'], window: '3d', asOf: '2024-02-10T12:00:00Z', value: null, minCell: 2 } },
  { metric: 'funnel', options: { steps: ['buy', 'trial', 'visit'], window: 90, minN: 2 }, where: { op: 'customersWith', column: 'customer', where: { op: 'eq', column: 'stage', value: 'buy' } } },
  { metric: 'funnel', options: { ...path, attempt: 'first', window: '7d' }, marks: funnelMarks.slice(4, 8) },
  { metric: 'funnel', options: { ...path, attempt: 'first', order: 'any', window: '10d', holdConstant: ['session'], segment: 'segment', attribution: 2 }, marks: funnelMarks.slice(0, 3) },
  { metric: 'funnel', options: { ...path, window: '40d' }, marks: [{ stage: 'trial', seconds: 0 }, { stage: 'buy', seconds: 172800 }, { stage: 'visit', seconds: 0 }] },
  { metric: 'funnel', options: { ...places, mode: 'allStages' }, marks: placeMarks },
  { metric: 'funnel', options: { ...places, mode: 'anyStage', regressions: 'current', window: '20d', segment: 'segment' }, marks: [...placeMarks, { stage: 'visit', segment: 'north' }] },
  { metric: 'funnel', options: { steps: ['trial', 'visit', 'buy'], mode: 'reachedOrLater', asOf: '2024-02-10', window: 3, segment: 'segment', attribution: 'last' }, marks: placeMarks.slice(0, 3) },
  { metric: 'funnel', options: { ...places, mode: 'allStages', regressions: 'current', value: null }, where: { op: 'not', term: { op: 'eq', column: 'segment', value: 'north' } } },
];

const created = { newBy: 'createdAt', createdAt: 'start', time: 'end' };
const lived = { of: 'subscriptions' };
const lasted = { of: 'durations', customer: 'customer' };
const ends = [{ status: 'ended' }, { status: 'active' }, { time: 1 }, {}];

/** Requests over tables of spells. */
export const spellRequests: readonly CorpusRequest[] = [
  { metric: 'lifecycle', options: { ...created, value: 'duration' }, marks: states.slice(5, 15) },
  { metric: 'lifecycle', options: { ...created, period: 'quarter', timeZone: 'Asia/Tokyo', asOf: '2024-04-30' }, marks: states.slice(0, 5) },
  { metric: 'survival', options: { ...lived, customer: 'customer' }, marks: ends },
  { metric: 'survival', options: { ...lived, segment: 'segment', period: 'day', customer: 'customer', asOf: '2024-04-30' }, marks: [{ segment: 'basic' }, { segment: '(missing)', status: 'active' }, { time: 0 }] },
  { metric: 'survival', options: { ...lived, period: 'week', observedFrom: '2024-01-01', customer: 'customer' }, marks: ends },
  { metric: 'survival', options: { ...lived, period: 'quarter', observedFrom: '2023-11-30', timeZone: 'Europe/Berlin', segment: 'segment', project: 3 } },
  { metric: 'survival', options: { ...lived, period: 'year', timeZone: 'Pacific/Apia', asOf: '2024-02-29T12:00:00Z', customer: 'customer' }, marks: ends },
  { metric: 'survival', options: { ...lived, end: null, customer: 'customer', asOf: '2024-03-31', observedFrom: '2024-03-01' }, marks: [{ status: 'active' }] },
  { metric: 'survival', options: { ...lived, timeZone: 'Asia/Tokyo' }, where: { op: 'between', column: 'start', low: '2023-01-01', high: '2024-04-01' } },
  { metric: 'survival', options: lasted, marks: ends },
  { metric: 'survival', options: { ...lasted, entry: 'entry', segment: 'segment' }, marks: [{ segment: "it's" }, { segment: 'basic', time: 3 }, { time: 0.1 }] },
  { metric: 'survival', options: { ...lasted, eventValue: 'yes', entry: null, minN: 2 }, marks: ends },
  { metric: 'survival', options: { of: 'durations', eventValue: "it's\\", entry: 'entry' } },
];