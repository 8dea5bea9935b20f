import type { DataHandle } from '@clientele/charts';
import type { MetricRequest, Result } from '@clientele/metrics';
import { describe, expect, it } from 'vitest';
import { DashboardCoordinator } from '../../packages/dashboard/src/coordinator/coordinator.js';
import { withFilter, withoutFilter } from '../../packages/dashboard/src/selection/selection.js';
import { Random } from '../../demo/company/random.js';
import { everybody, TestChart } from './steered-chart.js';

const STEPS = 2_000;

/** Data whose answers say what they answer, and come when they are let go, in any order. */
class SlowData {
  version = 0;
  readonly progress = { rows: 0, totalRows: null, bytes: 0, totalBytes: null };
  readonly waiting: (() => void)[] = [];
  asked = 0;

  schema(): Promise<object> {
    return Promise.resolve({ fields: [{ name: 'customer_id', kind: 'text', type: 'Utf8', key: true, nullable: true, metadata: {} }], metadata: {} });
  }

  async *evaluate(request: MetricRequest, { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<object> {
    this.asked += 1;
    const version = this.version;
    for (const complete of [false, true]) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      // An engine may be too late to stop: half of them go on after they were aborted.
      if (signal?.aborted === true && this.asked % 2 === 0) throw signal.reason;
      const result = { metric: request.metric, options: { ...request.options, customer: 'customer_id' }, answers: JSON.stringify(request), version };
      yield { result, progress: this.progress, complete };
    }
  }

  async customers(): Promise<object> {
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    return { column: 'customer_id', count: 1, total: 1 };
  }
}

describe('a dashboard under a hasty reader', () => {
  it(`shows no answer to an earlier question as if it were the present one, in ${STEPS} random steps with shuffled answers`, async () => {
    const random = new Random(20_261_126, 1, 2, 3);
    const data = new SlowData();
    const handle = data as unknown as DataHandle;
    let counts = 0;
    const coordinator = new DashboardCoordinator({ viewChanged: () => undefined, counted: (count) => (counts += count === null ? 0 : 1) }, everybody);
    coordinator.sources.add('orders', { handle });
    const names = ['pyramid', 'retention', 'funnel', 'satisfaction'];
    const charts = names.map((name) => new TestChart(name, coordinator, handle, { metric: name, options: { customer: 'customer_id' } }));
    const expected = (chart: TestChart): string => JSON.stringify(coordinator.steer(chart.element, { handle, request: { metric: chart.id, options: { customer: 'customer_id' } } })?.request);

    let shown = 0;
    const check = (step: number): void => {
      for (const chart of charts) {
        const result = chart.shown as (Result & { answers: string; version: number }) | null;
        if (result === null) continue;
        shown += 1;
        if (result.answers !== expected(chart)) expect.fail(`step ${step}: ${chart.id} shows the answer to ${result.answers}; expected ${expected(chart)}`);
        expect(result.version).toBe(data.version);
      }
    };
    const release = async (count: number): Promise<void> => {
      for (let i = 0; i < count && data.waiting.length > 0; i++) {
        const [free] = data.waiting.splice(Math.floor(random.uniform() * data.waiting.length), 1);
        free?.();
        for (let turn = 0; turn < 12; turn++) await Promise.resolve();
      }
    };
    const one = <T>(items: readonly T[]): T => items[Math.floor(random.uniform() * items.length)]!;
    const segment = { id: 'segment', source: 'orders', label: 's' } as const;
    const acts: readonly (() => void)[] = [
      () => one(charts).choose([{ tier: one(['top', 'big', 'medium']) }]),
      () => one(charts).choose([{ tier: 'top' }, { tier: 'small' }]),
      () => one(charts).choose([]),
      () => coordinator.undo(),
      () => coordinator.redo(),
      () => coordinator.step(withFilter(coordinator.view, { ...segment, where: { op: 'eq', column: 'customer_id', value: one(['a', 'b']) } })),
      () => coordinator.step(withoutFilter(coordinator.view, 'segment')),
      () => coordinator.reset(),
      () => {
        data.version += 1;
        coordinator.refresh();
      },
      () => {
        coordinator.mode = one(['crossfilter', 'intersect', 'union', 'single']);
        coordinator.refresh();
      },
    ];
    for (let step = 0; step < STEPS; step++) {
      one(acts)();
      for (let turn = 0; turn < 12; turn++) await Promise.resolve();
      check(step);
      await release(Math.floor(random.uniform() * 24));
      check(step);
    }
    while (data.waiting.length > 0) await release(50);
    check(STEPS);
    expect(charts.map((chart) => [chart.id, (chart.shown as unknown as { answers: string }).answers])).toEqual(charts.map((chart) => [chart.id, expected(chart)]));
    // The model is worth something: answers were seen, dropped and remembered.
    expect(shown).toBeGreaterThan(STEPS);
    expect(counts).toBeGreaterThan(0);
    expect(data.asked).toBeGreaterThan(STEPS / 2);
  });
});
