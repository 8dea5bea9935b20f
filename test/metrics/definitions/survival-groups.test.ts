import { describe, expect, it } from 'vitest';
import { survival } from '../../../packages/metrics/src/definitions/survival.js';
import type { SurvivalOptions } from '../../../packages/metrics/src/definitions/survival-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const roles: SurvivalOptions = { duration: 'duration', event: 'event', segment: 'segment', customer: 'customer' };

/** Spells of groups: `[count, duration, ended]` each. */
function spells(groups: Readonly<Record<string, readonly (readonly [count: number, duration: number, ended: boolean])[]>>): FixtureColumns {
  const rows = Object.entries(groups).flatMap(([segment, list]) => list.flatMap(([count, duration, ended]) => Array.from({ length: count }, () => ({ segment, duration, ended }))));
  return {
    segment: rows.map((row) => row.segment), duration: rows.map((row) => row.duration), event: rows.map((row) => (row.ended ? 'yes' : 'no')), customer: rows.map((_, i) => `c${String(i).padStart(3, '0')}`),
  };
}
const none: FixtureColumns = { duration: { kind: 'number', values: [] }, event: { kind: 'text', values: [] } };
const groupsOf = (data: FixtureColumns, options: SurvivalOptions = {}): Row[] => rowsOf(answer(survival, data, { ...roles, ...options }).tables['groups']!);

describe('groups of survival', () => {
  it('are compared by the events expected of each, were they alike', () => {
    const data = spells({ x: [[2, 1, true]], y: [[1, 2, true], [1, 3, true]] });
    const { scalars } = answer(survival, data, roles);
    // At 1 two of four ended, one of them expected of x, with variance 1/3; later x is nobody.
    expect(scalars['log_rank_chi_square']).toBeCloseTo(3, 12);
    expect(groupsOf(data).map((row) => [row['n'], row['events'], row['censored'], row['expected']])).toEqual([[2, 2, 0, 1], [2, 2, 0, 3]]);
    expect(groupsOf(spells({ x: [[3, 1, true], [2, 4, false]] })).map((row) => [row['n'], row['events'], row['censored']])).toEqual([[5, 3, 2]]);
  });

  it('have a median each; the answer has one where they are one', () => {
    const one = spells({ x: [[2, 1, true], [1, 2, true], [1, 3, true]] });
    const two = spells({ x: [[2, 1, true], [2, 2, true]], y: [[2, 4, true], [2, 5, true]] });
    expect([answer(survival, one, roles).scalars['median'], answer(survival, two, roles).scalars['median']]).toEqual([1, null]);
    expect(groupsOf(two).map((row) => row['median'])).toEqual([1, 4]);
    expect(answer(survival, one, { ...roles, minN: 5 }).scalars['median']).toBeNull();
    expect(answer(survival, none, { duration: 'duration', event: 'event' }).scalars).toMatchObject({ n: 0, events: 0, groups: 0, median: null, log_rank_chi_square: null });
  });

  it('flag fewer than thirty, of a group and at a time', () => {
    const sizes = (n: number): FixtureColumns => spells({ x: [[1, 1, true], [n - 1, 2, true]] });
    for (const n of [29, 30, 31]) {
      expect(groupsOf(sizes(n))[0]?.['low_n'], String(n)).toBe(n < 30);
      expect(rowsOf(answer(survival, sizes(n), roles).table).map((row) => row['low_n']), String(n)).toEqual([n < 30, n - 1 < 30]);
    }
    expect(groupsOf(sizes(29), { minN: 40 })[0]).toMatchObject({ n: 29, low_n: true, suppressed: true });
    expect(groupsOf(sizes(30), { minN: 40 })[0]).toMatchObject({ n: 30, low_n: false, suppressed: true });
  });

  it('tell everything from minN on, and fewer their number alone', () => {
    const data = spells({ x: [[5, 1, true], [1, 2, false]], y: [[3, 1, true], [2, 2, true]] });
    expect(groupsOf(data, { minN: 6 }).map((row) => [row['segment'], row['n'], row['events'], row['median'], row['suppressed']])).toEqual([['x', 6, 5, 1, false], ['y', 5, null, null, true]]);
    expect(groupsOf(data, { minN: 5 }).map((row) => row['suppressed'])).toEqual([false, false]);
    // Of all together events are told from minN on.
    expect([11, 12].map((minN) => answer(survival, data, { ...roles, minN }).scalars['events'])).toEqual([10, null]);
    expect(answer(survival, none, { duration: 'duration', event: 'event', minN: 3 }).scalars['events']).toBe(0);
  });

  it('have wider intervals for more confidence', () => {
    const data = spells({ x: [[5, 1, true], [5, 2, true], [5, 3, true], [5, 4, true], [4, 5, false]] });
    const width = (confidence: number | undefined): number[] => {
      const { table, tables } = answer(survival, data, { ...roles, confidence });
      const [first] = rowsOf(table);
      const [group] = rowsOf(tables['groups']!);
      return [Number(first?.['upper']) - Number(first?.['lower']), Number(group?.['median_upper']) - Number(group?.['median_lower'])];
    };
    expect(width(undefined)).toEqual(width(0.95));
    expect(width(0.99)[0]).toBeGreaterThan(width(0.95)[0]!);
    expect(width(0.5)[1]).toBeLessThan(width(0.99)[1]!);
  });

  it('are projected each where the model holds, and the answer says of how many it doesn\'t', () => {
    const slowing = [[369, 1, true], [163, 2, true], [86, 3, true], [241, 3, false]] as const;
    const data = spells({ falling: slowing, none: [[5, 1, false], [5, 2, false]] });
    const { tables, diagnostics } = answer(survival, data, { ...roles, project: 2 });
    expect(rowsOf(tables['projection']!).map((row) => [row['segment'], row['time']])).toEqual([['falling', 3], ['falling', 4], ['falling', 5]]);
    expect(diagnostics.notes).toEqual([expect.objectContaining({ code: 'no_projection', message: expect.stringMatching(/^1 groups/), params: { groups: 1 } })]);
    expect(answer(survival, spells({ falling: slowing }), { ...roles, project: 2 }).diagnostics.notes).toEqual([]);
    const unasked = answer(survival, data, roles);
    expect([unasked.tables['projection']?.numRows, unasked.diagnostics.notes]).toEqual([0, []]);
    expect(rowsOf(answer(survival, data, { ...roles, project: 2, minN: 900 }).tables['projection']!)).toEqual([]);
    expect(Number(groupsOf(data)[0]?.['log_likelihood'])).toBeLessThan(0);
    expect(groupsOf(data)[1]).toMatchObject({ alpha: null, beta: null, log_likelihood: null });
  });

  it('say who may not be told: nobody at a time, and nobody whose number is withheld', () => {
    const data = spells({ a: [[20, 3, true], [8, 5, false]], b: [[2, 3, true]], c: [[9, 4, true]] });
    const asked = { ...roles, minCell: 5 };
    const ask = (mark: Readonly<Record<string, string | number>>) => () => membersOf(survival, data, asked, mark).length;
    expect(ask({})()).toBe(39);
    expect([ask({ segment: 'a' })(), ask({ segment: 'a', status: 'ended' })(), ask({ segment: 'a', status: 'active' })(), ask({ status: 'ended' })(), ask({ status: 'active' })()]).toEqual([28, 20, 8, 31, 8]);
    for (const mark of [{ time: 3 }, { segment: 'a', time: 3 }, { segment: 'b' }, { segment: 'b', status: 'ended' }, { segment: 'c' }]) expect(ask(mark), JSON.stringify(mark)).toThrow(/withheld/);
    const few = spells({ a: [[3, 2, true], [30, 9, false]] });
    for (const status of ['ended', 'active']) expect(() => membersOf(survival, few, { ...asked, segment: null }, { status })).toThrow(/withheld/);
    expect(membersOf(survival, few, { ...asked, segment: null }, {})).toHaveLength(33);
  });

  it('say that something is withheld where a group is, or times are taken together, and only there', () => {
    const notes = (data: FixtureColumns, minCell: number): unknown => answer(survival, data, { ...roles, minCell }).diagnostics.notes;
    const said = (minCell: number): unknown => [{ code: 'cells_withheld', message: 'Small groups are withheld, and what would tell them.', params: { minCell } }];
    expect(notes(spells({ a: [[2, 1, true], [4, 2, true], [6, 3, true]] }), 5)).toEqual(said(5));
    expect(notes(spells({ a: [[6, 1, true], [6, 3, true]], b: [[2, 1, true]] }), 5)).toEqual(said(5));
    expect(notes(spells({ a: [[6, 1, true], [6, 3, true]], b: [[5, 1, true]] }), 5)).toEqual([]);
    for (const minCell of [0, 1]) expect(notes(spells({ a: [[1, 1, true], [1, 3, true]], b: [[1, 1, true]] }), minCell)).toEqual([]);
    // Three in all are too few to tell.
    expect(answer(survival, spells({ a: [[2, 1, true]], b: [[1, 2, false]] }), { ...roles, minCell: 5 }).scalars).toMatchObject({ n: null, events: null });
    expect(answer(survival, spells({ a: [[3, 1, true]], b: [[3, 2, true]] }), { ...roles, minCell: 5 }).scalars).toMatchObject({ n: 6, events: 6 });
    expect(answer(survival, spells({ a: [[5, 1, true]] }), { ...roles, minCell: 5 }).scalars).toMatchObject({ n: 5, events: 5 });
  });
});
