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

/** Requests over tables of orders. */
export const orderRequests: readonly CorpusRequest[] = [
  { metric: 'pyramid', options: {}, marks: [...tiers, ...deciles] },
  { metric: 'pyramid', options: { time: 'time', asOf: '2024-02-29' }, marks: tiers },
  { metric: 'pyramid', options: { time: 'time', asOf: '2024-01-31T23:00:00Z', timeZone: 'Asia/Tokyo' }, marks: tiers },
  { metric: 'pyramid', options: { ties: 'together', tiers: [{ name: 'A', cumulativeShare: 0.2 }, { name: 'B', cumulativeShare: 0.5 }, { name: 'C', cumulativeShare: 1 }] }, marks: [{ tier: 'A' }, { tier: 'B' }, { tier: 'C' }] },
  { metric: 'pyramid', options: { tiers: [{ name: 'A', cumulativeShare: 0.333333 }, { name: 'B', cumulativeShare: 0.5 }, { name: 'rest', cumulativeShare: 1 }] }, marks: [{ tier: 'A' }, { tier: 'B' }] },
  { metric: 'pyramid', options: { by: 'profit' }, marks: [{ tier: 'high' }, { tier: 'low' }, { tier: 'none' }] },
  { metric: 'pyramid', options: { by: 'profit', ties: 'together' }, marks: [{ tier: 'medium' }, { tier: 'none' }] },
  { metric: 'pyramid', options: { by: 'threshold', tiers: [{ name: 'vip', minimum: 100 }, { name: 'some', minimum: 0.3 }, { name: 'rest', minimum: null }] }, marks: [{ tier: 'vip' }, { tier: 'some' }, { tier: 'rest' }] },
  { metric: 'pyramid', options: {}, where: { op: 'not', term: { op: 'between', column: 'value', low: 0, high: null } }, marks: tiers },
];
