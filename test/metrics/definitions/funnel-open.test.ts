import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { seeded } from '../arrow/seeded.js';

const HOUR = 3_600e6;
const MICROSECOND = 1 / HOUR;
const steps = ['A', 'B', 'C'];
/** The first hour of which nothing is known. */
const NOW = 9;

type Event = readonly [hour: number, stage: string];

const random = seeded(31);
const people: readonly (readonly Event[])[] = Array.from({ length: 90 }, () => Array.from({ length: 1 + Math.floor(random() * 5) }, (): Event => (
  [Math.floor(random() * NOW), 'AAABBCZ'[Math.floor(random() * 7)]!])));

function columnsOf(all: readonly (readonly Event[])[]): FixtureColumns {
  const rows = all.flatMap((events, who) => events.map(([hour, stage]) => ({ who, hour, stage })));
  return {
    customer: rows.map(({ who }) => `${who}`), stage: rows.map(({ stage }) => stage),
    time: { kind: 'instant', values: rows.map(({ hour }) => Date.UTC(2024, 2, 30) * 1000 + Math.round(hour * HOUR)) },
  };
}

/** How many steps each person has come. */
function depthsOf(all: readonly (readonly Event[])[], options: FunnelOptions): number[] {
  const reached = steps.map((stage) => new Set(membersOf(funnel, columnsOf(all), options, { stage })));
  return all.map((_, who) => reached.filter((customers) => customers.has(`${who}`)).length);
}

/** The steps that may come yet, in an order that leads on, in one instant or one a microsecond. */
function futures({ order }: FunnelOptions): Event[][] {
  const stages = order === 'any' ? [['B', 'C'], ['A', 'C'], ['A', 'B'], ['A'], ['B'], ['C']] : [['B', 'C'], ['C']];
  return stages.flatMap((list) => [0, MICROSECOND].map((pause) => list.map((stage, i): Event => [NOW + i * pause, stage])));
}

const exclusions = [{ stage: 'Z' }];
const ways: readonly FunnelOptions[] = [
  {}, { attempt: 'first' }, { windowFrom: 'previous' }, { windowFrom: 'previous', attempt: 'first' }, { equalTimes: 'apart' }, { exclusions }, { exclusions, attempt: 'first' },
  { exclusions, windowFrom: 'previous' }, { exclusions, windowFrom: 'previous', attempt: 'first' }, { repeats: 'end' }, { repeats: 'end', attempt: 'first' }, { order: 'strict' },
  { order: 'strict', attempt: 'first' }, { order: 'strict', exclusions, windowFrom: 'previous' }, { order: 'any' }, { order: 'any', attempt: 'first' }, { order: 'any', exclusions },
];

describe('an attempt that is still open', () => {
  it.each(ways)('is one that events from now on could take further, and no other: %o', (way) => {
    for (const hours of [1, 3, 6]) {
      // Where equal times are apart, two more steps don't fit into the last instant of a window.
      const window = `${hours * 3600 + (way.equalTimes === 'apart' ? 1 : 0)}s`;
      const options: FunnelOptions = { customer: 'customer', time: 'time', stage: 'stage', steps, window, ...way };
      const depths = depthsOf(people, options);
      const goOn = people.map(() => false);
      for (const future of futures(options)) {
        const [alone = 0] = depthsOf([future], options);
        depthsOf(people.map((events) => [...events, ...future]), options).forEach((depth, who) => {
          goOn[who] ||= depths[who]! > 0 && depth > Math.max(depths[who]!, alone);
        });
      }
      const open = steps.flatMap((stage) => membersOf(funnel, columnsOf(people), { ...options, asOf: '2024-03-30T08:59:59.999999Z' }, { stage, outcome: 'open' }));
      expect(open.map(Number).sort((a, b) => a - b)).toEqual(people.flatMap((_, who) => (goOn[who] === true ? [who] : [])));
    }
  });
});
