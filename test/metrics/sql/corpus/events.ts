import type { FixtureColumns } from '../../../fixtures/frames.js';

/** Tables of events on the way through stages, by what is odd about them. */
export const events: Readonly<Record<string, FixtureColumns>> = {
  visits: table([
    ['a', '2024-01-01T08:00:00Z', 'visit', 0, 'north', 's1'], ['a', '2024-01-01T08:10:00Z', 'trial', 5, 'north', 's1'], ['a', '2024-01-03T08:10:00Z', 'buy', 100, 'south', 's1'],
    ['b', '2024-01-02T08:00:00Z', 'visit', 0, null, 's2'], ['b', '2024-02-09T08:00:00Z', 'trial', 7, 'south', 's3'], ['b', '2024-02-10T08:00:00Z', 'visit', 1, 'east', 's3'],
    ['b', '2024-02-11T08:00:00Z', 'trial', 8, 'east', 's3'], ['c', '2024-02-01T00:00:00Z', 'trial', 1, 'north', 's4'], ['c', '2024-02-01T00:00:01Z', 'buy', 2, 'north', 's4'],
    ['d', '2024-02-20T00:00:00Z', 'visit', 3, 'west', 's5'], ['d', '2024-02-20T00:00:00Z', 'trial', 3, 'west', 's5'], ['d', '2024-02-20T00:00:00Z', 'buy', 3, 'west', 's6'],
    ['e', '2024-03-01T00:00:00Z', 'visit', null, 'west', null], ['f', '2024-03-01T00:00:00Z', 'browse', null, 'west', 's7'],
  ]),
  nothing: {
    customer: { kind: 'text', values: [] }, time: { kind: 'instant', values: [] }, stage: { kind: 'text', values: [] }, value: { kind: 'number', values: [] },
    segment: { kind: 'text', values: [] }, session: { kind: 'text', values: [] },
  },
  missing: table([
    [null, '2024-01-01T08:00:00Z', 'visit', 0, 'north', 's1'], ['a', null, 'trial', 5, 'north', 's1'], ['a', '2024-01-03T08:10:00Z', null, 100, 'south', 's1'],
    ['a', '2024-01-02T08:00:00Z', 'visit', Number.NaN, null, null], ['a', '2024-01-02T09:00:00Z', 'trial', Infinity, null, 's1'], ['b', '2024-01-02T09:00:00Z', 'visit', 4, '', ''],
    ['b', '2024-01-02T10:00:00Z', 'trial', null, null, ''], ['b', '2024-04-02T10:00:00Z', 'other', 1, 'late', ''],
  ]),
  ties: table([
    ['a', '2024-01-01T00:00:00Z', 'trial', 1, 'z', 's1'], ['a', '2024-01-01T00:00:00Z', 'visit', 2, 'y', 's1'], ['a', '2024-01-01T00:00:00Z', 'visit', 9, 'x', 's1'],
    ['a', '2024-01-01T00:00:00Z', 'trial', 3, 'w', 's1'], ['a', '2024-01-01T00:00:00Z', 'buy', 4, 'v', 's1'], ['b', '2024-01-01T00:00:02Z', 'visit', 1, 'v', 's1'],
    ['b', '2024-01-01T00:00:01Z', 'trial', 1, 'v', 's1'], ['b', '2024-01-01T00:00:00Z', 'buy', 1, 'v', 's1'], ['c', '2024-01-01T00:00:00Z', 'visit', 1, '😀', 's1'],
    ['c', '2024-01-01T00:00:00Z', 'visit', 1, 'Ａ', 's2'], ['c', '2024-01-01T00:00:00.000001Z', 'trial', 1, 'Ａ', 's2'],
  ]),
  windows: table(Array.from({ length: 40 }, (_, i) => [
    `k${i % 7}`, new Date(Date.UTC(2024, 0, 1 + ((i * 17) % 60), (i * 5) % 24)).toISOString(), ['visit', 'trial', 'buy', 'visit', 'other'][(i * 3) % 5] ?? 'visit',
    ((i * 37) % 100) / 10, ['north', 'south', null][i % 3] ?? null, `s${(i * 11) % 4}`,
  ])),
  repeats: table(Array.from({ length: 12 }, (_, i) => ['a', `2024-01-0${1 + Math.floor(i / 4)}T0${i % 4}:00:00Z`, i % 2 === 0 ? 'visit' : 'trial', 1, 'x', 's1'])),
  detours: table([
    ['a', '2024-01-01T00:00:00Z', 'visit', 1, 'x', 's1'], ['a', '2024-01-02T00:00:00Z', 'other', 1, 'x', 's1'], ['a', '2024-01-03T00:00:00Z', 'trial', 2, 'x', 's1'],
    ['a', '2024-01-04T00:00:00Z', 'visit', 3, 'y', 's1'], ['a', '2024-01-05T00:00:00Z', 'trial', 4, 'y', 's1'], ['a', '2024-01-06T00:00:00Z', 'buy', 5, 'y', 's1'],
    ['b', '2024-01-01T00:00:00Z', 'visit', 1, 'x', 's1'], ['b', '2024-01-01T00:00:00Z', 'browse', 1, 'x', 's1'], ['b', '2024-01-02T00:00:00Z', 'trial', 1, 'x', 's1'],
    ['b', '2024-01-02T00:00:00Z', 'other', 1, 'x', 's1'], ['b', '2024-01-02T00:00:00Z', 'buy', 1, 'x', 's2'], ['b', '2024-01-09T00:00:00Z', 'buy', 8, 'x', 's1'],
    ['c', '2024-01-01T00:00:00Z', 'visit', 1, 'z', 's1'], ['c', '2024-01-02T00:00:00Z', 'trial', 1, 'z', 's1'], ['c', '2024-01-03T00:00:00Z', 'trial', 1, 'z', 's1'],
    ['c', '2024-01-04T00:00:00Z', 'other', 1, 'z', 's1'], ['c', '2024-01-05T00:00:00Z', 'visit', 1, 'z', 's2'], ['c', '2024-01-05T12:00:00Z', 'browse', 1, 'z', 's2'],
    ['c', '2024-01-06T00:00:00Z', 'buy', 1, 'z', 's2'], ['d', '2024-01-01T00:00:01Z', 'visit', 1, null, 's1'], ['d', '2024-01-01T00:00:00Z', 'trial', 1, null, 's1'],
    ['d', '2024-01-01T00:00:00.500000Z', 'other', 1, null, 's1'], ['d', '2024-01-01T00:00:02Z', 'buy', 1, 'w', 's1'], ['e', '2024-01-08T00:00:00Z', 'other', 1, 'x', 's1'],
    ['f', '2024-01-07T00:00:00Z', 'visit', 1, 'x', 's1'], ['f', '2024-01-08T00:00:00Z', 'buy', 1, 'x', 's1'], ['f', '2024-01-09T00:00:00Z', 'visit', 1, 'x', 's3'],
    ['f', '2024-01-09T00:00:00Z', 'trial', 1, 'x', 's3'], ['f', '2024-01-09T00:00:00Z', 'visit', 7, 'v', 's3'],
  ]),
  lives: table([
    ['a', '2024-01-01T00:00:00Z', 'acquire', 1, 'x', 's1'], ['a', '2024-01-02T00:00:00Z', 'understand', 1, 'x', 's1'], ['a', '2024-02-02T00:00:00Z', 'retain', 1, 'x', 's1'],
    ['b', '2024-01-01T00:00:00Z', 'understand', 1, 'x', 's1'], ['b', '2024-01-02T00:00:00Z', 'acquire', 1, 'x', 's1'], ['c', '2024-01-02T00:00:00Z', 'visit', 1, null, 's1'],
  ]),
  backwards: table([
    ['a', '2024-01-03T00:00:00Z', 'visit', 1, 'x', 's1'], ['a', '2024-01-02T00:00:00Z', 'trial', 1, 'x', 's1'], ['a', '2024-01-01T00:00:00Z', 'buy', 1, 'x', 's1'],
    ['b', '2024-01-01T00:00:00Z', 'trial', 1, "it's", 's1'], ['b', '2024-01-02T00:00:00Z', 'visit', 1, 'back\\slash', 's1'], ['b', '2024-01-03T00:00:00Z', 'buy', 1, '', 's1'],
    ['b', '2024-01-30T00:00:00Z', 'trial', 1, '', 's1'], ['b', '2024-01-31T00:00:00Z', 'buy', 1.5, '', 's1'],
  ]),
};

function table(rows: readonly (readonly (string | number | null)[])[]): FixtureColumns {
  const column = (i: number): (string | number | null)[] => rows.map((row) => row[i] ?? null);
  return {
    customer: { kind: 'text', values: column(0) }, time: { kind: 'instant', values: column(1) }, stage: { kind: 'text', values: column(2) },
    value: { kind: 'number', values: column(3) }, segment: { kind: 'text', values: column(4) }, session: { kind: 'text', values: column(5) },
  };
}
