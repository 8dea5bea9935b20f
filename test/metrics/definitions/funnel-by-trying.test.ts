import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { seeded } from '../arrow/seeded.js';
import { answer } from '../../fixtures/answers.js';
import { bestByTrying } from '../../fixtures/attempts-by-trying.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const steps = ['A', 'B', 'C'];
const random = seeded(23);
const customers = Array.from({ length: 160 }, () => Array.from({ length: 3 + Math.floor(random() * 8) }, () => (
  { hour: Math.floor(random() * 12), stage: ['A', 'A', 'B', 'B', 'C', 'C', 'Z'][Math.floor(random() * 7)]! })));
const rows = customers.flatMap((events, i) => events.map((event) => ({ ...event, customer: `c${i}` })));
const data: FixtureColumns = {
  customer: rows.map(({ customer }) => customer), stage: rows.map(({ stage }) => stage),
  time: { kind: 'instant', values: rows.map(({ hour }) => Date.UTC(2024, 2, 30) * 1000 + hour * 3_600e6) },
};

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? null : sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const exclusions = [{ stage: 'Z' }];
const ways: readonly FunnelOptions[] = [
  {}, { attempt: 'first' }, { windowFrom: 'previous' }, { windowFrom: 'previous', attempt: 'first' }, { tieMs: 3_600_000 }, { tieMs: 3_600_000, windowFrom: 'previous' }, { equalTimes: 'apart' },
  { equalTimes: 'apart', attempt: 'first', windowFrom: 'previous' }, { repeats: 'end' }, { repeats: 'end', attempt: 'first' }, { repeats: 'end', equalTimes: 'apart' }, { repeats: 'end', tieMs: 3_600_000 },
  { exclusions }, { exclusions, attempt: 'first' }, { exclusions, windowFrom: 'previous' }, { exclusions, repeats: 'end' }, { exclusions, tieMs: 3_600_000 }, { exclusions, equalTimes: 'apart' },
  { order: 'strict' }, { order: 'strict', attempt: 'first' }, { order: 'strict', windowFrom: 'previous' }, { order: 'strict', exclusions }, { order: 'strict', equalTimes: 'apart' }, { order: 'strict', repeats: 'end' },
];

describe('the attempts of many customers', () => {
  it.each(ways)('are those found by trying every choice of events: %o', (way) => {
    for (const hours of [2, 5, null]) {
      const options: FunnelOptions = { customer: 'customer', time: 'time', stage: 'stage', steps, window: hours === null ? null : `${hours}h`, ...way };
      const best = customers.map((events) => bestByTrying(events, options, hours ?? Infinity));
      const found = rowsOf(answer(funnel, data, options).table);
      expect(found.map((row) => row['ordered_count'])).toEqual(steps.map((_, k) => best.filter(({ length }) => length > k).length));
      // A step that is stamped before the one it follows, as ties forgive, takes no time.
      const latest = best.map((chain) => chain.map((_, k) => Math.max(...chain.slice(0, k + 1))));
      const lengths = steps.map((_, k) => latest.filter((chain) => chain.length > k).map((chain) => (chain[k]! - (chain[k - 1] ?? 0)) * 3600));
      expect(found.map((row) => row['median_seconds'])).toEqual(lengths.map((list, k) => (k === 0 ? null : median(list))));
      expect(found.map((row) => row['converted'])).toEqual([1, 2, 2].map((k) => best.filter(({ length }) => length > k).length));
    }
  });

  it.each<FunnelOptions>([{}, { attempt: 'first' }, { equalTimes: 'apart' }, { order: 'any' }])('rule a customer out where an excluded stage comes between their events, or while they may go on: %o', (way) => {
    for (const hours of [2, 5, null]) {
      for (const [from, to] of [[0, 2], [0, 1], [1, 2]] as const) {
        if (way.order === 'any' && (from !== 0 || to !== 2)) continue;
        const options: FunnelOptions = { customer: 'customer', time: 'time', stage: 'stage', steps, window: hours === null ? null : `${hours}h`, ...way };
        const stays = customers.map((events) => {
          const chain = bestByTrying(events, options, hours ?? Infinity);
          const within = chain.slice(from, to + 1).sort((a, b) => a - b);
          const ends = within.length > 0 && chain.length <= to ? [...within, Math.min(...chain) + (hours ?? Infinity)] : within;
          const meets = events.some(({ hour, stage }) => stage === 'Z' && ends.some((end, i) => i > 0 && hour > ends[i - 1]! && hour < end));
          return { chain, meets };
        });
        const scope = 'customer' as const;
        const rule = from === 0 && to === 2 ? { stage: 'Z', scope } : { stage: 'Z', scope, between: [steps[from]!, steps[to]!] as const };
        const { table, scalars } = answer(funnel, data, { ...options, exclusions: [rule, { stage: 'never', scope }] });
        expect(scalars['excluded']).toBe(stays.filter(({ meets }) => meets).length);
        expect(rowsOf(table).map((row) => row['ordered_count'])).toEqual(steps.map((_, k) => stays.filter(({ chain, meets }) => !meets && chain.length > k).length));
      }
    }
  });

  it.each<FunnelOptions>([{}, { attempt: 'first' }, { windowFrom: 'previous' }, { tieMs: 3_600_000 }, { order: 'any' }])('fill an optional step by the earliest of its events within the attempt: %o', (way) => {
    for (const hours of [2, 5, null]) {
      const options: FunnelOptions = { customer: 'customer', time: 'time', stage: 'stage', steps, optional: ['B'], window: hours === null ? null : `${hours}h`, ...way };
      const window = hours ?? Infinity;
      const tie = way.tieMs === undefined ? 0 : 1;
      const filled = customers.map((events) => {
        // The required steps alone, as the first two of three.
        const chain = bestByTrying(events.filter(({ stage }) => stage !== 'B').map(({ hour, stage }) => ({ hour, stage: stage === 'C' ? 'B' : stage })), options, window);
        const [entry = Number.NaN, last] = way.order === 'any' ? [Math.min(...chain)] : chain;
        const end = Math.min(entry + window, last === undefined ? Infinity : last + tie);
        const hour = events.filter(({ stage }) => stage === 'B').map(({ hour: at }) => at).sort((a, b) => a - b).find((at) => at >= entry - tie && at <= end);
        return { chain, hour: chain.length === 0 ? undefined : hour, entry };
      });
      const found = rowsOf(answer(funnel, data, options).table);
      expect(found.map((row) => row['ordered_count'])).toEqual([
        filled.filter(({ chain }) => chain.length > 0).length, filled.filter(({ hour }) => hour !== undefined).length, filled.filter(({ chain }) => chain.length > 1).length,
      ]);
      const taken = filled.flatMap(({ chain, entry, hour }) => (hour === undefined ? [] : [Math.max(0, hour - (way.order === 'any' ? chain[0]! : entry)) * 3600]));
      expect(found[1]?.['median_seconds']).toBe(median(taken));
    }
  });
});
