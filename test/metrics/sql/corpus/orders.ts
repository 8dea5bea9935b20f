import type { FixtureColumns } from '../../../fixtures/frames.js';

/** Tables of orders, each small enough to be counted by hand, by what is odd about them. */
export const orders: Readonly<Record<string, FixtureColumns>> = {
  plain: table([
    ['a', '2024-01-05T10:00:00Z', 120, 'o1'], ['a', '2024-02-07T10:00:00Z', 80, 'o2'], ['a', '2024-04-02T10:00:00Z', 60.5, 'o3'],
    ['b', '2024-01-20T10:00:00Z', 40, 'o4'], ['b', '2024-03-20T10:00:00Z', 35.25, 'o5'],
    ['c', '2024-02-01T00:00:00Z', 12, 'o6'], ['d', '2024-02-29T23:59:59Z', 300, 'o7'], ['d', '2024-03-01T00:00:00Z', 300, 'o8'],
    ['e', '2024-04-30T12:00:00Z', 5, 'o9'], ['e', '2024-05-01T12:00:00Z', 5, 'o10'], ['f', '2024-05-15T12:00:00Z', 1000, 'o11'],
  ]),
  empty: {
    customer: { kind: 'text', values: [] }, time: { kind: 'instant', values: [] }, value: { kind: 'number', values: [] }, order_id: { kind: 'text', values: [] },
  },
  single: table([['only', '2024-06-30T23:59:59.999999Z', 9.99, 'o1']]),
  missing: table([
    [null, '2024-01-01T00:00:00Z', 10, 'o1'], ['a', null, 20, 'o2'], ['b', '2024-01-02T00:00:00Z', null, 'o3'], ['b', '2024-02-02T00:00:00Z', 30, null],
    ['c', '2024-02-03T00:00:00Z', null, null], [null, null, null, null], ['a', '2024-03-01T00:00:00Z', 0, 'o4'], ['', '2024-03-02T00:00:00Z', 7, ''],
  ]),
  notNumbers: table([
    ['a', '2024-01-01T00:00:00Z', Number.NaN, 'o1'], ['a', '2024-01-02T00:00:00Z', 5, 'o2'], ['b', '2024-01-03T00:00:00Z', Infinity, 'o3'],
    ['c', '2024-02-03T00:00:00Z', -Infinity, 'o4'], ['c', '2024-02-04T00:00:00Z', 8, 'o5'], ['d', '2024-03-04T00:00:00Z', Number.NaN, 'o6'],
  ]),
  refunds: table([
    ['a', '2024-01-10T00:00:00Z', 100, 'o1'], ['a', '2024-02-10T00:00:00Z', -100, 'r1'], ['b', '2024-01-11T00:00:00Z', -20, 'r2'],
    ['b', '2024-02-11T00:00:00Z', 50, 'o2'], ['c', '2024-01-12T00:00:00Z', -5, 'r3'], ['d', '2024-01-13T00:00:00Z', 0.1, 'o3'],
    ['d', '2024-01-14T00:00:00Z', 0.2, 'o4'], ['d', '2024-02-14T00:00:00Z', -0.3, 'r4'], ['e', '2024-01-15T00:00:00Z', 30, 'o5'],
    ['e', '2024-01-16T00:00:00Z', -40, 'r5'], ['f', '2024-03-01T00:00:00Z', 0, 'o6'],
  ]),
  ties: table(['b', 'a', 'd', 'c', 'f', 'e', 'h', 'g', 'j', 'i'].flatMap((customer, i) => [
    [customer, `2024-0${1 + (i % 3)}-01T00:00:00Z`, i < 4 ? 0.1 : 10, `o${i}`], [customer, `2024-0${2 + (i % 3)}-01T00:00:00Z`, i < 4 ? 0.2 : 10, `p${i}`],
  ])),
  cents: table(Array.from({ length: 60 }, (_, i) => [
    `k${(i * 7) % 23}`, new Date(Date.UTC(2024, (i * 5) % 9, 1 + ((i * 11) % 28), (i * 13) % 24)).toISOString(), ((i * 7919) % 20000) / 100 - (i % 11 === 0 ? 150 : 0), `o${i % 50}`,
  ])),
  sizes: table([
    ['huge', '2024-01-01T00:00:00Z', 9e12, 'o1'], ['huge', '2024-01-02T00:00:00Z', 1e-3, 'o2'], ['tiny', '2024-01-03T00:00:00Z', 1e-6, 'o3'],
    ['tiny', '2024-02-03T00:00:00Z', 3e-6, 'o4'], ['large', '2024-02-04T00:00:00Z', 5e12, 'o5'], ['less', '2024-03-04T00:00:00Z', -1e10, 'o6'],
  ]),
  unicode: table(['Ａ', '😀', 'é', 'e\u0301', '客户', 'ß', 'A', 'a', '\uE000', '\u{10FFFF}', "O'Brien", 'back\\slash', '"quoted"', '`tick`', 'a\nb', '%_', '  '].flatMap((customer, i) => [
    [customer, '2024-01-01T00:00:00Z', 5, `o${i}`], [customer, '2024-03-01T00:00:00Z', i % 2, `p${i}`],
  ])),
  repeated: table([
    ...Array.from({ length: 4 }, () => ['a', '2024-01-01T08:00:00Z', 10, 'o1']), ['b', '2024-01-01T08:00:00Z', 10, 'o1'], ['b', '2024-02-01T08:00:00Z', 10, 'o2'],
  ]),
  days: table([
    ['a', '2024-01-01T23:00:00Z', 1, null], ['a', '2024-01-02T01:00:00Z', 1, null], ['a', '2024-01-31T22:30:00Z', 1, null], ['a', '2024-01-31T23:30:00Z', 1, null],
    ['b', '2024-03-31T00:30:00Z', 2, null], ['b', '2024-03-31T22:30:00Z', 2, null], ['b', '2024-10-26T22:30:00Z', 2, null], ['b', '2024-10-27T22:59:59Z', 2, null],
    ['b', '2024-10-27T23:00:00Z', 2, 'x'], ['c', '2023-12-31T10:00:00Z', 3, null], ['c', '2024-12-31T23:30:00Z', 3, null], ['d', '2011-12-29T12:00:00Z', 4, null],
    ['d', '2011-12-31T12:00:00Z', 4, null], ['e', '1969-12-31T23:59:59.999999Z', 5, null], ['e', '1970-01-01T00:00:00Z', 5, null], ['f', '1965-06-07T00:00:00Z', 6, null],
    ['g', '2024-11-03T05:30:00Z', 7, null], ['g', '2024-11-03T06:30:00Z', 7, null], ['g', '2018-11-04T02:30:00Z', 7, null], ['h', '2020-12-28T00:00:00Z', 8, null],
  ]),
  dates: {
    customer: ['a', 'a', 'b', 'b', 'c', null, 'd'],
    time: { kind: 'date', values: ['2024-01-31', '2024-02-01', '2023-12-31', '2024-12-30', null, '2024-01-01', '2024-02-29'] },
    value: [1, 2, 3, 4, 5, 6, 7],
    order_id: { kind: 'text', values: ['o1', 'o2', null, null, 'o5', 'o6', 'o7'] },
  },
};

function table(rows: readonly (readonly (string | number | null)[])[]): FixtureColumns {
  const column = (i: number): (string | number | null)[] => rows.map((row) => row[i] ?? null);
  return {
    customer: { kind: 'text', values: column(0) }, time: { kind: 'instant', values: column(1) }, value: { kind: 'number', values: column(2) },
    order_id: { kind: 'text', values: column(3) },
  };
}
