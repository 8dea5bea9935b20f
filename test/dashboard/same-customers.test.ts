import type { Result } from '@clientele/metrics';
import { evaluateOnce, Dataset, rowsOf } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';
import { pageEngine } from 'clientele';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toArrow } from '../../demo/company/arrow.js';
import { smallCompany } from '../../demo/company/small.js';
import type { TableName } from '../../demo/company/tables.js';
import { DashboardCoordinator } from '../../packages/dashboard/src/coordinator/coordinator.js';
import { EMPTY_VIEW, type Filter, type View, withChoice, withFilter } from '../../packages/dashboard/src/selection/selection.js';
import { companyArrow } from '../fixtures/company-arrow.js';
import { everybody, settled, TestChart } from './steered-chart.js';

const AS_OF = '2026-09-20';
const REQUESTS = {
  pyramid: ['orders', { metric: 'pyramid', options: { customer: 'customer_id', value: 'amount', asOf: AS_OF } }],
  retention: ['orders', { metric: 'retention', options: { customer: 'customer_id', time: 'ts', period: 'quarter', asOf: AS_OF } }],
  funnel: ['events', { metric: 'funnel', options: { customer: 'customer_id', time: 'ts', stage: 'stage', steps: ['visit', 'signup', 'basket', 'purchase'], asOf: AS_OF } }],
  satisfaction: ['surveys', { metric: 'satisfaction', options: { customer: 'customer_id', score: 'nps', scale: 'nps', time: 'ts', period: 'quarter', asOf: AS_OF } }],
} as const;
type Name = keyof typeof REQUESTS;
const NAMES = Object.keys(REQUESTS) as Name[];
const SOURCES = ['orders', 'events', 'surveys', 'customers'] as const;

/** The demo company's customers on a dashboard of four charts, each on its own source where it has one. */
function dashboard(): { coordinator: DashboardCoordinator; charts: TestChart[] } {
  const coordinator = new DashboardCoordinator({ viewChanged: () => undefined, counted: () => undefined }, everybody);
  const handles = Object.fromEntries(SOURCES.map((name) => [name, pageEngine.open(companyArrow(name))]));
  for (const name of SOURCES) coordinator.sources.add(name, { handle: handles[name]!, customer: 'customer_id' });
  const charts = NAMES.map((name) => new TestChart(name, coordinator, handles[REQUESTS[name][0]]!, REQUESTS[name][1]));
  return { coordinator, charts };
}

const company = smallCompany();

/** The rows of *table* whose customer is one of *ids*, as a file of their own. */
function rowsOfCustomers(table: TableName, ids: ReadonlySet<unknown>): Uint8Array {
  const columns = company[table] as unknown as Record<string, readonly unknown[]>;
  const kept = (columns['customer_id'] ?? []).flatMap((id, i) => (ids.has(id) ? [i] : []));
  const filtered = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, kept.map((i) => cells[i])]));
  return toArrow({ ...company, [table]: filtered }, table);
}

const customersWith = (table: TableName, holds: (row: (column: string) => unknown) => boolean): Set<unknown> => {
  const columns = company[table] as unknown as Record<string, readonly unknown[]>;
  return new Set((columns['customer_id'] ?? []).filter((_, i) => holds((column) => columns[column]?.[i])));
};

const numbersOf = (result: Result): object => ({ table: rowsOf(result.table), scalars: result.scalars });
const same = (a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): Set<unknown> => new Set([...a].filter((id) => b.has(id)));

const choices = [
  { chart: 'pyramid', marks: ['top', 'big', 'medium', 'small'].map((tier) => ({ tier })) },
  { chart: 'funnel', marks: ['signup', 'basket', 'purchase'].map((stage) => ({ stage, outcome: 'reached' })) },
  { chart: 'satisfaction', marks: [{ group: 'promoters' }, { group: 'detractors' }] },
] as const;
const segmentFilter = (value: string): Filter => ({ id: 'segment', source: 'customers', where: { op: 'eq', column: 'segment', value }, label: value });
const channelFilter = (value: string): Filter => ({ id: 'channel', source: 'orders', where: { op: 'eq', column: 'channel', value }, label: value });

describe('the charts of a dashboard', () => {
  it('show what each metric says over the rows of exactly the chosen customers (property)', async () => {
    const segments = [...new Set(company.customers.segment)];
    const channels = [...new Set(company.orders.channel)];
    const picked = fc.record({
      chosen: fc.uniqueArray(fc.tuple(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 3 })), { maxLength: 2, selector: ([chart]) => chart }),
      segment: fc.option(fc.constantFrom(...segments)),
      channel: fc.option(fc.constantFrom(...channels)),
    });
    await fc.assert(fc.asyncProperty(picked, async ({ chosen, segment, channel }) => {
      const { coordinator, charts } = dashboard();
      let view: View = EMPTY_VIEW;
      let everyone = customersWith('customers', () => true);
      for (const table of ['events', 'orders'] as const) everyone = new Set([...everyone, ...customersWith(table, () => true)]);
      let filtered: Set<unknown> = everyone;
      if (segment !== null) {
        view = withFilter(view, segmentFilter(segment));
        filtered = same(filtered, customersWith('customers', (row) => row('segment') === segment));
      }
      if (channel !== null) {
        view = withFilter(view, channelFilter(channel));
        filtered = same(filtered, customersWith('orders', (row) => row('channel') === channel));
      }
      const members = new Map<string, ReadonlySet<unknown>>();
      for (const [index, at] of chosen) {
        const { chart, marks } = choices[index];
        const [source, request] = REQUESTS[chart];
        const mark = marks[at % marks.length]!;
        view = withChoice(view, { chart, source, metric: request.metric, options: request.options, marks: [mark], label: chart });
        // Who is behind the mark, over the rows of the filtered customers alone.
        const alone = pageEngine.open(rowsOfCustomers(source, filtered));
        const { ids } = await alone.customers({ op: 'customersIn', column: 'customer_id', metric: request.metric, options: request.options, marks: [mark] }, { column: 'customer_id', ids: true });
        members.set(chart, new Set(ids));
      }
      coordinator.begin(view);
      await settled(charts);
      for (const chart of charts) {
        const name = chart.id as Name;
        const [source, request] = REQUESTS[name];
        let ids: Set<unknown> = filtered;
        for (const [by, set] of members) if (by !== name) ids = same(ids, set);
        if (chosen.length > 0 && (segment !== null || channel !== null || [...members.keys()].some((by) => by !== name))) {
          const direct = await evaluateOnce(new Dataset(sourceOf(rowsOfCustomers(source, ids))), request);
          expect(numbersOf(chart.shown!), name).toEqual(numbersOf(direct));
        }
      }
    }), { numRuns: 25 });
  }, 120_000);

  it('show the numbers of a saved view again, and those of before after undo', async () => {
    const { coordinator, charts } = dashboard();
    const shown = async (): Promise<object[]> => {
      await settled(charts);
      return charts.map(({ shown }) => numbersOf(shown!));
    };
    const before = await shown();
    charts[0]!.choose([{ tier: 'big' }]);
    coordinator.step(withFilter(coordinator.view, segmentFilter('Collector')));
    const chosen = await shown();
    expect(chosen).not.toEqual(before);
    const saved = JSON.parse(JSON.stringify(coordinator.view)) as View;
    coordinator.undo();
    coordinator.undo();
    expect(await shown()).toEqual(before);
    coordinator.begin(saved);
    expect(await shown()).toEqual(chosen);
    const other = dashboard();
    other.coordinator.begin(saved);
    await settled(other.charts);
    expect(other.charts.map(({ shown }) => numbersOf(shown!))).toEqual(chosen);
  });

  it('count appended rows with the next question', async () => {
    const { coordinator, charts } = dashboard();
    await settled(charts);
    const pyramid = charts[0]!;
    const total = Number(pyramid.shown!.scalars['total']);
    const orders = coordinator.sources.handle('orders')!;
    await orders.append(companyArrow('orders'));
    coordinator.refresh();
    await settled(charts);
    expect(pyramid.shown!.scalars['total']).toBeCloseTo(2 * total, 6);
  });
});
