import type { FixtureColumns } from '../../../fixtures/frames.js';

/** Tables of spells, by dates and by lengths, by what is odd about them. */
export const spells: Readonly<Record<string, FixtureColumns>> = {
  members: table([
    ['a', '2024-01-31T10:00:00Z', '2024-02-29T10:00:00Z', 3, 'yes', 0, 'basic'], ['b', '2024-01-31T10:00:00Z', '2024-03-30T10:00:00Z', 5, 'no', 2, 'basic'],
    ['c', '2023-02-28T00:00:00Z', '2024-02-28T00:00:00Z', 5, 'Yes ', null, 'plus'], ['c', '2024-03-01T00:00:00Z', null, 1, ' NO', 0.5, 'plus'],
    ['d', '2022-12-31T23:59:59Z', '2023-02-27T00:00:00Z', 2, 'churned', 2, null], ['e', '2024-02-29T00:00:00Z', '2025-02-28T00:00:00Z', 8, 'active', 7.5, 'plus'],
    ['f', '2024-01-15T00:00:00Z', '2024-01-15T08:00:00Z', 0, 'ended', 0, 'basic'], ['g', '2024-05-10T00:00:00Z', null, 12, 'retained', 3, '(other)'],
  ]),
  nobody: table([]),
  missing: table([
    [null, '2024-01-01T00:00:00Z', null, 1, 'yes', 0, 'x'], ['a', null, '2024-02-01T00:00:00Z', null, 'yes', 0, 'x'], ['b', '2024-03-01T00:00:00Z', '2024-02-01T00:00:00Z', -1, 'no', 0, 'x'],
    ['c', '2024-03-01T00:00:00Z', null, 4, null, 0, null], ['d', '2024-03-01T00:00:00Z', '2024-03-01T00:00:00Z', 4, 'perhaps', 0, null], ['e', '2023-11-30T00:00:00Z', '2024-04-01T00:00:00Z', 4, '1', 4, ''],
    ['f', '2024-03-31T00:00:00Z', '2024-04-30T00:00:00Z', Number.NaN, '0', 1, ''], ['g', '2024-03-31T00:00:00Z', '2024-05-01T00:00:00Z', Infinity, '0', 1, 'x'], ['h', '2024-04-01T00:00:00Z', null, 6, 'true', Infinity, 'x'],
  ]),
  lengths: table([
    ['a', '2024-01-01T00:00:00Z', null, 0.1, 'y', 0, 'Ａ'], ['b', '2024-01-01T00:00:00Z', null, 0.1, 'n', -1, 'Ａ'], ['c', '2024-01-01T00:00:00Z', null, -0, 't', 0, '😀'],
    ['d', '2024-01-01T00:00:00Z', null, 0, 'f', -Infinity, '😀'], ['e', '2024-01-01T00:00:00Z', null, 2.5, '\u00A0已流失\u3000', 0.1, "it's"], ['f', '2024-01-01T00:00:00Z', null, 2.5, '是', 2.4, "it's"],
    ['g', '2024-01-01T00:00:00Z', null, 1e9, '\t未流失\n', Number.NaN, "it's"], ['h', '2024-01-01T00:00:00Z', null, 1, 'CANCELLED', 1e-9, null], ['i', '2024-01-01T00:00:00Z', null, 1, 'ACTİVE', 0, null],
    ['j', '2024-01-01T00:00:00Z', null, 1, 'a ctive', 0, null], ['k', '2024-01-01T00:00:00Z', null, 3, '', 0, null], ['l', '2024-01-01T00:00:00Z', null, 3, 'Dead', 3, null],
  ]),
  edges: table([
    ['a', '2024-03-31T22:30:00Z', '2024-04-30T21:59:59Z', 1, '1', 0, 'x'], ['b', '2024-03-31T10:00:00Z', '2024-04-30T15:00:00Z', 1, '1', 0, 'x'],
    ['c', '2024-10-26T23:30:00Z', '2024-10-27T00:30:00Z', 1, '1', 0, 'x'], ['d', '1969-12-31T23:59:59Z', '1970-01-01T00:00:00Z', 1, '1', 0, 'x'],
    ['e', '2011-12-29T12:00:00Z', '2011-12-31T12:00:00Z', 1, '1', 0, 'x'], ['f', '2020-02-29T12:00:00Z', '2024-02-28T12:00:00Z', 1, '1', 0, 'y'],
    ['g', '2023-08-31T12:00:00Z', '2023-11-30T12:00:00Z', 1, '1', 0, 'y'], ['h', '2023-08-30T12:00:00Z', '2024-02-29T12:00:00Z', 1, '1', 0, 'y'], ['i', '2023-12-31T12:00:00Z', null, 1, '1', 0, 'y'],
  ]),
};

function table(rows: readonly (readonly (string | number | null)[])[]): FixtureColumns {
  const column = (i: number): (string | number | null)[] => rows.map((row) => row[i] ?? null);
  return {
    customer: { kind: 'text', values: column(0) }, start: { kind: 'instant', values: column(1) }, end: { kind: 'instant', values: column(2) },
    duration: { kind: 'number', values: column(3) }, event: { kind: 'text', values: column(4) }, entry: { kind: 'number', values: column(5) },
    segment: { kind: 'text', values: column(6) },
  };
}
