import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../packages/metrics/src/definitions/lifecycle.js';
import { loyalty } from '../../packages/metrics/src/definitions/loyalty.js';
import { newExisting } from '../../packages/metrics/src/definitions/new-existing.js';
import { phases } from '../../packages/metrics/src/definitions/phases.js';
import { pyramid } from '../../packages/metrics/src/definitions/pyramid.js';
import { retention } from '../../packages/metrics/src/definitions/retention.js';
import { survival } from '../../packages/metrics/src/definitions/survival.js';
import type { Estimate } from '../../packages/metrics/src/metric.js';
import { rowsOf } from '../../packages/metrics/src/table.js';
import { answer, membersOf } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';
import { dataFile } from './data-folder.js';
import { expectFigure, expectFigures, monthDate } from './reference-numbers.js';

interface Tier { tier: string; customers: number; customer_share: number; value: number; value_share: number; mean?: number; min?: number; max?: number }
interface Report {
  rows: number; customers: number; orders: number; customer_days: number; aov: number; orders_per_customer: { mean: number }; revenue_total: number; first_date: string; last_date: string; buyers: number;
  pyramid_1_4_15_80: { n: number; total: number; tiers: Tier[] };
  profit_tiers_high_medium_low_none: Tier[];
  top20_share: { k: number; share: number }; top10_share: { k: number; share: number }; top1_share: { k: number; share: number };
  customers_for_80pct: { k: number; share: number };
  top10_bottom10: { k: number; top_sum: number; bottom_sum: number; ratio: number | null; reason: string | null };
  gini: number; gini_corrected: number; gini_positive_only: number; lorenz_20: [number, number][]; non_positive_customers: number;
  top5: [string, number][]; bottom5: [string, number][];
  whale_curve: { total: number; peak_value: number; peak_ratio: number; peak_customers: number; loss_value: number; loss_customers: number; zero_customers: number };
  cohort_monthly: {
    cohorts: string[]; sizes: number[]; offsets: number[]; pooled_retention: number[];
    active: (number | null)[][]; retention: (number | null)[][]; orders: (number | null)[][]; value: (number | null)[][];
  };
  growth_accounting: {
    month: string; active: number; new: number; retained: number; reactivated: number; churned: number;
    retention_rate: number | null; churn_rate: number | null; quick_ratio: number | null;
  }[];
  rolling: { period_days: number; rows: { cohort: string; size: number; cells: ({ observable: number; active: number } | null)[] }[] };
  repeat_rate: { by_order: number; repeaters_by_order: number; by_day: number; repeaters_by_day: number; wilson95_by_order: [number, number] };
  loyalty_ladder: {
    rungs: { rung: string; orders_from: number; orders_to: number | null; customers: number; customer_share: number; value: number; value_share: number }[];
    reached_at_least_2: number; reached_at_least_5: number;
    repeat_order_revenue: number; repeat_order_revenue_share: number; revenue_of_repeat_customers_share: number;
  };
  time_to_second_purchase: { n: number; events: number; median_days: number | null; share_by: Record<string, number>; std_err_by: Record<string, number> };
  relationship_phases: {
    D: number; as_of: string; counts: Record<string, number>; previous_as_of: string; previous_counts: Record<string, number>;
    transitions: { source: string; target: string; count: number }[];
  };
  revenue_new_vs_existing: { month: string; revenue_new: number; revenue_existing: number }[];
}

const SETS = [
  { name: 'master', data: 'cdnow/CDNOW_master.txt', reference: 'reference/cdnow_master.json', header: 1, columns: [0, 1, 3], report: (json: unknown) => json as Report },
  { name: 'sample', data: 'cdnow/CDNOW_sample.txt', reference: 'reference/cdnow_sample.json', header: 0, columns: [1, 2, 4], report: (json: unknown) => (json as { report: Report }).report },
] as const;

for (const set of SETS) {
  const data = dataFile(set.data);
  const reference = dataFile(set.reference);
  describe.skipIf(data === null || reference === null)(`CDNOW ${set.name}${data === null ? ` (skipped: no ${set.data} in CLIENTELE_DATA)` : ''}`, () => {
    const lines = data === null ? [] : readFileSync(data, 'utf8').split('\n').map((line) => line.trim().split(/\s+/)).filter((cells) => cells.length > 2).slice(set.header);
    const [c, d, v] = set.columns;
    const columns: FixtureColumns = {
      customer: { kind: 'text', values: lines.map((cells) => cells[c] ?? null) },
      time: { kind: 'date', values: lines.map((cells) => (cells[d] ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')) },
      value: { kind: 'number', values: lines.map((cells) => Number(cells[v])) },
      // The reference's cohorts count every line as an order of its own, its other blocks count customer-days (C7).
      line: { kind: 'text', values: lines.map((_, i) => `line ${i}`) },
    };
    const report = reference === null ? (null as never) : set.report(JSON.parse(readFileSync(reference, 'utf8')));
    const roles = { customer: 'customer', time: 'time', value: 'value' };
    const ask = { customer: 'customer', value: 'value' };

    if (set.name === 'master') it('has the flows between two half-years that a separate script in plain Python counts', () => {
      const { tables, scalars } = answer(pyramid, columns, { ...roles, asOf: '1998-06-30', window: '180d', compareAsOf: '1997-12-31' }, 4096);
      const flow = new Map(rowsOf(tables['migration']!).map((row) => [`${String(row['from'])} ${String(row['to'])}`, row]));
      const counts = ['top', 'big', 'medium', 'small', '(entered)'].map((from) => ['top', 'big', 'medium', 'small', '(left)'].map((to) => flow.get(`${from} ${to}`)?.['customers']));
      expect(counts).toEqual([
        [26, 17, 12, 2, 6], [17, 61, 85, 54, 37], [7, 68, 239, 362, 276], [1, 40, 315, 2111, 2607], [3, 28, 153, 1759, undefined],
      ]);
      expect([scalars['customers_before'], scalars['customers']]).toEqual([6343, 5360]);
      expectFigure(flow.get('small top')?.['value_after'], 910.73, 'small to top');
      expectFigure(flow.get('top top')?.['value_before'], 40166.44, 'top before');
      expectFigure(flow.get('top top')?.['value_after'], 39371.68, 'top after');
    });

    it('has the pyramid 1/4/15/80 of the reference (M01)', () => {
      const result = answer(pyramid, columns, ask, 4096);
      expect(result.diagnostics.rowsUsed).toBe(report.rows);
      expectTiers(result, report.pyramid_1_4_15_80.tiers);
      expect(result.scalars['customers']).toBe(report.pyramid_1_4_15_80.n);
      expectFigure(result.scalars['total'], report.pyramid_1_4_15_80.total, 'total');
    });

    it('has the concentration, Gini, deciles and whale curve of the reference (M03-M06)', () => {
      const { scalars, tables } = answer(pyramid, columns, ask);
      expectFigure(scalars['top1_share'], report.top1_share.share, 'top1');
      expectFigure(scalars['top10_share'], report.top10_share.share, 'top10');
      expectFigure(scalars['top20_share'], report.top20_share.share, 'top20');
      expectFigure(scalars['lorenz_top20_share'], 1 - Number(report.lorenz_20.find(([p]) => p === 0.8)?.[1]), '1 - L(0.8)');
      expect(scalars['top20_customers']).toBe(report.top20_share.k);
      expect(rowsOf(tables['concentration']!).filter((row) => [0.01, 0.1, 0.2].includes(Number(row['p']))).map((row) => row['k']))
        .toEqual([report.top1_share.k, report.top10_share.k, report.top20_share.k]);
      expect(scalars['customers_for_80pct']).toBe(report.customers_for_80pct.k);
      expectFigure(scalars['customers_for_80pct_share'], report.customers_for_80pct.share, 'k80 share');
      expectFigure(scalars['gini'], report.gini, 'gini');
      expectFigure(scalars['gini_corrected'], report.gini_corrected, 'gini corrected');
      expectFigure(scalars['gini_positive_only'], report.gini_positive_only, 'gini positive only');
      expect(scalars['non_positive_customers']).toBe(report.non_positive_customers);
      expect(scalars['decile_k']).toBe(report.top10_bottom10.k);
      expectFigure(scalars['top10_sum'], report.top10_bottom10.top_sum, 'top 10 %');
      expectFigure(scalars['bottom10_sum'], report.top10_bottom10.bottom_sum, 'bottom 10 %');
      expectFigure(scalars['decile_ratio'], report.top10_bottom10.ratio, 'decile ratio');
      expect(scalars['decile_reason']).toBe(report.top10_bottom10.reason);
      expectFigure(scalars['peak_value'], report.whale_curve.peak_value, 'peak');
      expectFigure(scalars['peak_ratio'], report.whale_curve.peak_ratio, 'peak ratio');
      expectFigure(scalars['loss_value'], report.whale_curve.loss_value, 'loss');
      expect([scalars['peak_customers'], scalars['loss_customers'], scalars['zero_customers']])
        .toEqual([report.whale_curve.peak_customers, report.whale_curve.loss_customers, report.whale_curve.zero_customers]);
      const lorenz = rowsOf(tables['lorenz']!).filter((_, i) => i % 5 === 0);
      expectFigures(lorenz.map((row) => row['p']), report.lorenz_20.map(([p]) => p), 'lorenz p');
      expectFigures(lorenz.map((row) => row['cum_share']), report.lorenz_20.map(([, share]) => share), 'lorenz');
      expectFigures(rowsOf(tables['whale']!).map((row) => Number(row['cum_profit_share']) + Number(tables['lorenz']!.columns['cum_share']![100 - Math.round(Number(row['rank_share']) * 100)])),
        Array.from({ length: 101 }, () => 1), 'whale and Lorenz are mirror images');
    });

    it('has the profit tiers of the reference (M02, C12)', () => {
      expectTiers(answer(pyramid, columns, { ...ask, by: 'profit' }), report.profit_tiers_high_medium_low_none);
    });

    it('finds the five best and the five last customers by name (C4)', () => {
      const tiers = [{ name: 'five', cumulativeShare: 5 / report.customers }, { name: 'middle', cumulativeShare: (report.customers - 5) / report.customers }, { name: 'last', cumulativeShare: 1 }];
      expect(membersOf(pyramid, columns, { ...ask, tiers }, { tier: 'five' })).toEqual(report.top5.map(([id]) => id).sort());
      expect(membersOf(pyramid, columns, { ...ask, tiers }, { tier: 'last' })).toEqual(report.bottom5.map(([id]) => id).sort());
    });

    it('has the monthly cohorts of the reference (M16)', () => {
      const result = answer(retention, columns, { ...roles, order: 'line' }, 5000);
      const { cohorts, sizes, offsets, ...cells } = report.cohort_monthly;
      const table = rowsOf(result.table);
      expect(rowsOf(result.tables['cohorts']!).map((row) => [row['cohort'], row['size'], row['partial']])).toEqual(cohorts.map((month, i) => [monthDate(month), sizes[i], false]));
      cohorts.forEach((month, i) => {
        const rows = table.filter((row) => row['cohort'] === monthDate(month));
        expect(rows.map((row) => row['offset'])).toEqual(offsets);
        for (const name of ['active', 'retention', 'orders', 'value'] as const) expectFigures(rows.map((row) => row[name]), cells[name][i] ?? [], `${name} of ${month}`);
        expect(rows.map((row) => row['observed'])).toEqual((cells.active[i] ?? []).map((active) => active !== null));
      });
      expectFigures(rowsOf(result.tables['pooled']!).map((row) => row['retention']), report.cohort_monthly.pooled_retention, 'pooled');
      expect(result.scalars['customers']).toBe(report.buyers);
      expect(result.diagnostics.window).toEqual({ start: report.first_date, end: report.last_date, asOf: '1998-06-30', partial: [] });
    });

    it('has the rolling windows of the reference (M16)', () => {
      const { period_days: windowDays, rows } = report.rolling;
      const table = rowsOf(answer(retention, columns, { customer: 'customer', time: 'time', windows: 'rolling', windowDays }, 7000).table);
      for (const { cohort, size, cells } of rows) {
        const found = table.filter((row) => row['cohort'] === monthDate(cohort) && row['observed'] === true);
        expect(found[0]?.['size']).toBe(size);
        expect(found.map((row) => [row['eligible'], row['active']])).toEqual(cells.flatMap((cell) => (cell === null ? [] : [[cell.observable, cell.active]])));
      }
    });

    it('counts customer-days as orders where rows have no order id (C7)', () => {
      const { table } = answer(retention, columns, roles);
      expect(rowsOf(table).reduce((sum, row) => sum + Number(row['orders']), 0)).toBe(report.orders);
    });

    it('has as many customers behind a cell as the reference counts', () => {
      const { cohorts, active } = report.cohort_monthly;
      cohorts.forEach((month, i) => {
        expect(membersOf(retention, columns, roles, { cohort: monthDate(month), offset: 3 })).toHaveLength(active[i]?.[3] ?? 0);
      });
    });

    it('has the repeat rate and the loyalty ladder of the reference (M15)', () => {
      const { table, scalars } = answer(loyalty, columns, roles, 3333);
      const { rungs, ...ladder } = report.loyalty_ladder;
      const found = rowsOf(table);
      expect(found.map((row) => [row['rung'], row['orders_from'], row['orders_to'], row['customers']])).toEqual(rungs.map((rung) => [rung.rung, rung.orders_from, rung.orders_to, rung.customers]));
      for (const name of ['customer_share', 'value', 'value_share'] as const) expectFigures(found.map((row) => row[name]), rungs.map((rung) => rung[name]), name);
      expect(found.map((row) => row['reached'])).toEqual([report.buyers, ladder.reached_at_least_2, ladder.reached_at_least_5]);
      expect([scalars['customers'], scalars['orders'], scalars['repeat_customers'], scalars['repeat_customers_by_day']])
        .toEqual([report.buyers, report.orders, report.repeat_rate.repeaters_by_order, report.repeat_rate.repeaters_by_day]);
      expectFigure(scalars['repeat_rate'], report.repeat_rate.by_order, 'repeat rate');
      expectFigures([scalars['repeat_rate_lower'], scalars['repeat_rate_upper']], report.repeat_rate.wilson95_by_order, 'its interval');
      expectFigure(scalars['repeat_order_value'], ladder.repeat_order_revenue, 'repeat orders');
      expectFigure(scalars['repeat_order_value_share'], ladder.repeat_order_revenue_share, 'their share');
      expectFigure(scalars['repeat_customers_value_share'], ladder.revenue_of_repeat_customers_share, 'repeat customers');
      expectFigure(scalars['value'], report.revenue_total, 'revenue');
      expectFigure(Number(scalars['value']) / Number(scalars['orders']), report.aov, 'value of an order');
      expectFigure(Number(scalars['orders']) / Number(scalars['customers']), report.orders_per_customer.mean, 'orders of a customer');
      expect(report.customer_days).toBe(scalars['orders']);
      for (const rung of rungs) expect(membersOf(loyalty, columns, roles, { rung: rung.rung })).toHaveLength(rung.customers);
    });

    it('has the time to the second purchase of the reference, from both metrics (M15, M17)', () => {
      const expected = report.time_to_second_purchase;
      const ladder = answer(loyalty, columns, { ...roles, asOf: report.last_date });
      const spells = answer(survival, columns, { of: 'purchases', ...roles, asOf: report.last_date });
      for (const points of [rowsOf(ladder.tables['second_purchase']!), rowsOf(spells.table)]) {
        expect(points[0]?.['at_risk']).toBe(expected.n);
        expect(points.reduce((sum, row) => sum + Number(row['events']), 0)).toBe(expected.events);
        for (const [days, share] of Object.entries(expected.share_by)) {
          const point = points.findLast((row) => Number(row['time']) <= Number(days));
          expectFigure(1 - Number(point?.['survival']), share, `within ${days} days`);
          expectFigure(point?.['std_err'] ?? null, expected.std_err_by[days] ?? Number.NaN, `standard error at ${days} days`);
        }
      }
      expect(ladder.scalars['second_purchase_median_days']).toBe(expected.median_days);
      expect(spells.scalars['median']).toBe(expected.median_days);
    });

    it('has the revenue of new and existing customers of the reference (M20)', () => {
      const found = rowsOf(answer(newExisting, columns, roles, 999).table);
      expect(found.map((row) => row['period'])).toEqual(report.revenue_new_vs_existing.map(({ month }) => monthDate(month)));
      expectFigures(found.map((row) => row['value_new']), report.revenue_new_vs_existing.map((row) => row.revenue_new), 'new');
      expectFigures(found.map((row) => row['value_existing']), report.revenue_new_vs_existing.map((row) => row.revenue_existing), 'existing');
    });

    it('has the relationship phases of the reference, and the ways between them (M19)', () => {
      const { counts, previous_as_of: before, previous_counts: earlier, transitions } = report.relationship_phases;
      const phasesAt = (asOf: string | null): Record<string, number> => {
        const rows = rowsOf(answer(phases, columns, { ...roles, asOf, period: 'year' }, 991).table).slice(-4);
        return Object.fromEntries(rows.filter((row) => row['customers'] !== 0).map((row) => [row['phase'], row['customers']]));
      };
      const latest = answer(phases, columns, roles, 991);
      const rows = rowsOf(latest.table).slice(-4);
      expect(Object.fromEntries(rows.filter((row) => row['customers'] !== 0).map((row) => [row['phase'], row['customers']]))).toEqual(counts);
      expect(latest.scalars).toMatchObject({ customers: report.customers, as_of: '1998-06-30', before: '1998-04-01', window_days: 90 });
      // The reference counts what came before its date; here the day before it is the last one counted.
      expect(before).toBe('1998-04-02');
      expect(phasesAt('1998-04-01')).toEqual(earlier);
      expect(rowsOf(latest.tables['transitions']!).filter((row) => row['customers'] !== 0).map(({ source, target, customers }) => ({ source, target, count: customers }))
        .sort((a, b) => String(a.source).localeCompare(String(b.source)) || String(a.target).localeCompare(String(b.target)))).toEqual(transitions);
    });

    it('has the growth accounting and the new and existing revenue of the reference (M17, M20)', () => {
      const rows = rowsOf(answer(lifecycle, columns, roles, 777).table);
      expect(rows.map((row) => row['period'])).toEqual(report.growth_accounting.map(({ month }) => monthDate(month)));
      report.growth_accounting.forEach((month, i) => {
        const row = rows[i] ?? {};
        expect([row['active'], row['new'], row['returning'], row['resurrected'], row['dormant']], month.month)
          .toEqual([month.active, month.new, month.retained, month.reactivated, month.churned]);
        for (const name of ['retention_rate', 'churn_rate', 'quick_ratio'] as const) expectFigure(row[name], month[name], `${name} of ${month.month}`);
      });
      report.revenue_new_vs_existing.forEach((month, i) => {
        expectFigure(rows[i]?.['value_new'], month.revenue_new, `new in ${month.month}`);
        expectFigure(rows[i]?.['value_existing'], month.revenue_existing, `existing in ${month.month}`);
      });
    });
  });
}

function expectTiers(result: Estimate, tiers: readonly Tier[]): void {
  const rows = rowsOf(result.table);
  expect(rows.map((row) => row['tier'])).toEqual(tiers.map(({ tier }) => tier));
  tiers.forEach((tier, i) => {
    for (const [name, figure] of Object.entries(tier)) {
      if (name !== 'tier' && !name.startsWith('rank_')) expectFigure(rows[i]?.[name], figure as number, `${name} of ${tier.tier}`);
    }
  });
}
