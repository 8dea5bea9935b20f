import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyOf, redone, stepped, undone } from '../../packages/dashboard/src/selection/history.js';
import {
  type Choice, cutOff, EMPTY_VIEW, predicateOf, type Resolution, SELECTION_MODES, type Target, type View, withChoice, withFilter, withoutFilter,
} from '../../packages/dashboard/src/selection/selection.js';

const gold: Choice = { chart: 'pyramid', source: 'orders', metric: 'pyramid', options: { customer: 'customer_id', value: 'amount' }, marks: [{ tier: 'top' }], label: 'Top' };
const march: Choice = { chart: 'retention', source: 'orders', metric: 'retention', options: { customer: 'customer_id', time: 'ts' }, marks: [{ cohort: '2024-03-01' }], label: 'March' };
const b2b = { id: 'segment', source: 'customers', where: { op: 'eq', column: 'segment', value: 'B2B' }, label: 'B2B' } as const;

const roles = { orders: { customer: 'customer_id', time: 'ts' }, customers: { customer: 'id', time: null }, surveys: { customer: 'customer_id', time: 'answered' }, notes: { customer: null, time: null } };
const resolution = (more: Partial<Resolution> = {}): Resolution => ({ mode: 'crossfilter', pageFilters: [], roles: (name) => roles[name as keyof typeof roles], ...more });
const target = (source: keyof typeof roles, chart: string | null = null): Target => ({ source, chart, ...roles[source] });

const clause = (choice: Choice, more = {}): object => ({ op: 'customersIn', column: 'customer_id', metric: choice.metric, options: choice.options, marks: choice.marks, ...more });
const both = withChoice(withChoice(EMPTY_VIEW, gold), march);

describe('a view', () => {
  it('that chooses nothing filters nothing', () => {
    expect(predicateOf(EMPTY_VIEW, target('orders'), resolution())).toBe(null);
    expect(predicateOf(EMPTY_VIEW, target('notes'), resolution())).toBe(null);
  });

  it('spares a chart its own choice under crossfilter, and nobody otherwise', () => {
    expect(predicateOf(both, target('orders', 'pyramid'), resolution())).toEqual(clause(march));
    expect(predicateOf(both, target('orders', 'funnel'), resolution())).toEqual({ op: 'and', terms: [clause(gold), clause(march)] });
    expect(predicateOf(both, target('orders', 'pyramid'), resolution({ mode: 'intersect' }))).toEqual({ op: 'and', terms: [clause(gold), clause(march)] });
    expect(predicateOf(both, target('orders', 'pyramid'), resolution({ mode: 'union' }))).toEqual({ op: 'or', terms: [clause(gold), clause(march)] });
    expect(predicateOf(both, target('orders', 'pyramid'), resolution({ mode: 'single' }))).toEqual(clause(march));
  });

  it('has one choice a chart, the newest last', () => {
    const again = withChoice(both, { ...gold, marks: [{ tier: 'big' }] });
    expect(again.choices.map(({ chart, marks }) => [chart, marks])).toEqual([['retention', march.marks], ['pyramid', [{ tier: 'big' }]]]);
    expect(withChoice(again, { ...gold, marks: [] }).choices).toEqual([march]);
  });

  it('names the source of a choice to other sources, and narrows it to dates and filters, not to other choices', () => {
    const view: View = { ...withFilter(both, b2b), dates: { from: '2024-01-01', to: '2024-01-31' } };
    const rows = { op: 'between', column: 'ts', low: '2024-01-01', high: '2024-02-01' };
    const segment = { op: 'customersWith', column: 'customer_id', source: 'customers', customer: 'id', where: b2b.where };
    expect(predicateOf(view, target('surveys'), resolution())).toEqual({ op: 'and', terms: [
      { ...rows, column: 'answered' }, segment,
      clause(gold, { source: 'orders', where: { op: 'and', terms: [rows, segment] } }), clause(march, { source: 'orders', where: { op: 'and', terms: [rows, segment] } }),
    ] });
  });

  it('asks the source of a filter itself by the same rule: all rows of who has one', () => {
    expect(predicateOf(withFilter(EMPTY_VIEW, b2b), target('customers'), resolution())).toEqual({ op: 'customersWith', column: 'id', where: b2b.where });
  });

  it('narrows only its own source by a filter on rows, and the customers that are chosen over it', () => {
    const view = withFilter(withChoice(EMPTY_VIEW, gold), { ...b2b, source: 'orders', keeps: 'rows' });
    expect(predicateOf(view, target('surveys'), resolution())).toEqual(clause(gold, { source: 'orders', where: b2b.where }));
    expect(predicateOf(view, target('orders', 'pyramid'), resolution())).toEqual(b2b.where);
  });

  it('applies filters of the page that no reader can remove', () => {
    const locked = resolution({ pageFilters: [{ ...b2b, id: 'tenant', hidden: true, locked: true }] });
    expect(predicateOf(withoutFilter(EMPTY_VIEW, 'tenant'), target('customers'), locked)).toEqual({ op: 'customersWith', column: 'id', where: b2b.where });
  });

  it('cuts every choice off where the view says so', () => {
    expect(predicateOf({ ...both, asOf: '2024-06-30' }, target('orders', 'pyramid'), resolution())).toEqual(clause({ ...march, options: { ...march.options, asOf: '2024-06-30' } }));
  });

  it('refuses a source that does not know its customers, whose numbers would be everybody’s', () => {
    expect(() => predicateOf(both, target('notes'), resolution())).toThrow(/source "notes" has no column with the customer/);
  });
});

describe('dates', () => {
  const dated: View = { ...EMPTY_VIEW, dates: { from: '2024-03-10', to: '2024-04-20' } };

  it('narrow a chart to their rows, and end a course that begins where its data do', () => {
    expect(predicateOf(dated, target('orders'), resolution())).toMatchObject({ op: 'between', low: '2024-03-10', high: '2024-04-21' });
    expect(predicateOf(dated, { ...target('orders'), course: true }, resolution())).toMatchObject({ op: 'between', low: null, high: '2024-04-21' });
  });

  it('cut a course off where they end, so that the month they end in is not taken for whole', () => {
    expect(cutOff(dated, '2026-09-20', true)).toBe('2024-04-20');
    expect(cutOff(dated, null, true)).toBe('2024-04-20');
    expect(cutOff(dated, '2024-04-01T12:00:00Z', true)).toBe('2024-04-01T12:00:00Z');
    expect(cutOff({ ...dated, asOf: '2024-04-02' }, '2026-09-20', true)).toBe('2024-04-02');
    expect(cutOff(dated, '2026-09-20', false)).toBe('2026-09-20');
    expect(cutOff({ ...dated, dates: { from: '2024-03-10', to: null } }, null, true)).toBe(null);
  });
});

const marks = fc.array(fc.record({ tier: fc.constantFrom('top', 'big', 'medium', 'small') }), { maxLength: 2 });
const action: fc.Arbitrary<(view: View) => View> = fc.oneof(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), marks).map(([chart, some]) => (view: View) => withChoice(view, { ...gold, chart, marks: some })),
  fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('B2B', 'B2C')).map(([id, value]) => (view: View) => withFilter(view, { ...b2b, id, where: { op: 'eq', column: 'segment', value } })),
  fc.constantFrom('x', 'y').map((id) => (view: View) => withoutFilter(view, id)),
  fc.constantFrom(null, '2024-01-31', '2024-02-29').map((asOf) => (view: View) => ({ ...view, asOf })),
);

describe('history', () => {
  it('undone after any actions is what was before them, and made again what was after (property)', () => {
    fc.assert(fc.property(fc.array(action, { maxLength: 60 }), fc.constantFrom(...SELECTION_MODES), (actions, mode) => {
      let history = historyOf(EMPTY_VIEW);
      const seen = [history.present];
      for (const act of actions) {
        const next = stepped(history, act(history.present));
        if (next !== history) seen.push(next.present);
        history = next;
      }
      const after = history.present;
      for (const view of [...seen].reverse()) {
        expect(history.present).toEqual(view);
        history = undone(history);
      }
      expect(history.present).toEqual(EMPTY_VIEW);
      expect(undone(history)).toEqual(history);
      for (let i = 0; i < seen.length; i++) history = redone(history);
      expect(history.present).toEqual(after);
      // Order apart, what is filtered depends on what is chosen and not on how it came about.
      expect(JSON.stringify(predicateOf(after, target('orders'), resolution({ mode })))).toBe(JSON.stringify(predicateOf(structuredClone(after), target('orders'), resolution({ mode }))));
    }), { numRuns: 200 });
  });

  it('forgets what was undone with the next step', () => {
    const one = stepped(historyOf(1), 2);
    expect(redone(stepped(undone(one), 3))).toEqual({ past: [1], present: 3, future: [] });
  });
});
