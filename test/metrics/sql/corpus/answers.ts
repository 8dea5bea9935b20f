import type { FixtureColumns } from '../../../fixtures/frames.js';

/** Tables of answers to one question, by what is odd about them. */
export const answers: Readonly<Record<string, FixtureColumns>> = {
  survey: table([
    ['a', '2024-01-15T09:00:00Z', 10, 'north', 1], ['b', '2024-01-16T09:00:00Z', 9, 'south', 2], ['c', '2024-01-31T23:30:00Z', 7, 'north', 0.5],
    ['d', '2024-02-01T10:00:00Z', 6, 'south', 1.25], ['e', '2024-02-02T10:00:00Z', 0, 'north', 3], ['a', '2024-02-20T10:00:00Z', 8, 'north', 1],
    ['f', '2024-03-01T00:00:00Z', 3, 'east', 1], ['g', '2024-03-02T00:00:00Z', 5, 'east', 1], ['a', '2024-03-03T00:00:00Z', 10, 'east', 0],
  ]),
  nobody: {
    customer: { kind: 'text', values: [] }, time: { kind: 'instant', values: [] }, score: { kind: 'number', values: [] }, segment: { kind: 'text', values: [] },
    weight: { kind: 'number', values: [] },
  },
  silent: table([['a', '2024-01-15T09:00:00Z', null, 'north', 1], ['b', null, null, null, null]]),
  outside: table([
    ['a', '2024-01-15T09:00:00Z', 11, 'north', 1], ['b', '2024-01-15T09:00:00Z', -1, 'north', 1], ['c', '2024-01-15T09:00:00Z', 7.5, 'south', 1],
    ['d', '2024-01-15T09:00:00Z', 1e300, 'south', 1], ['e', '2024-01-15T09:00:00Z', Infinity, 'south', 1], ['f', '2024-01-15T09:00:00Z', Number.NaN, 'south', 1],
    ['g', '2024-01-15T09:00:00Z', 4, 'south', 1], ['h', '2024-01-15T09:00:00Z', -2, 'south', 1], ['i', '2024-01-15T09:00:00Z', 1, 'south', 1],
  ]),
  missing: table([
    [null, '2024-01-15T09:00:00Z', 9, 'north', 1], ['a', null, 9, 'north', 1], ['b', '2024-02-15T09:00:00Z', 9, null, 1], ['c', '2024-02-15T09:00:00Z', null, null, 1],
    ['d', '2024-02-15T09:00:00Z', 9, 'north', null], ['e', '2024-02-15T09:00:00Z', 2, '', 1], [null, null, 3, null, 2],
  ]),
  weights: table([
    ['a', '2024-01-15T09:00:00Z', 9, 'north', 0.1], ['b', '2024-01-15T09:00:00Z', 9, 'north', 0.2], ['c', '2024-01-15T09:00:00Z', 9, 'north', -1],
    ['d', '2024-01-15T09:00:00Z', 2, 'north', Number.NaN], ['e', '2024-01-15T09:00:00Z', 2, 'north', Infinity], ['f', '2024-02-15T09:00:00Z', 2, 'north', 1e6], ['g', '2024-02-15T09:00:00Z', 4, 'south', 1 / 3],
  ]),
  names: table(['😀', 'Ａ', 'z', 'Z', 'é', "it's", '(missing)', 'back\\slash', '北'].map((segment, i) => [`c${i}`, '2024-01-15T09:00:00Z', i, segment, 1])),
  edges: table([
    ['a', '2024-03-31T00:59:59Z', 9, 'north', 1], ['a', '2024-03-31T01:00:00Z', 9, 'north', 1], ['b', '2024-04-06T14:59:59.999999Z', 3, 'north', 1],
    ['b', '2024-04-06T15:00:00Z', 3, 'south', 1], ['c', '2023-12-31T12:59:59Z', 10, 'south', 1], ['c', '2023-12-31T13:00:00Z', 1, 'south', 1],
    ['d', '1969-12-31T23:59:59Z', 2, 'south', 1], ['e', '2024-02-29T23:59:59Z', 2, 'south', 1],
  ]),
};

function table(rows: readonly (readonly (string | number | null)[])[]): FixtureColumns {
  const column = (i: number): (string | number | null)[] => rows.map((row) => row[i] ?? null);
  return {
    customer: { kind: 'text', values: column(0) }, time: { kind: 'instant', values: column(1) }, score: { kind: 'number', values: column(2) },
    segment: { kind: 'text', values: column(3) }, weight: { kind: 'number', values: column(4) },
  };
}
