import { describe, expect, it } from 'vitest';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import type { RetentionOptions } from '../../../packages/metrics/src/definitions/retention-options.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';
import type { QuickFold, RowOrder, Summary } from '../../../packages/metrics/src/metric.js';
import { type FixtureColumns, framesOf } from '../../fixtures/frames.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const newMemory = (): KernelMemory => new KernelMemory(kernels());
const DAY = 86_400e6;
const columns = { customer: 'customer', time: 'time', value: 'value' };

/** Rows of *customers* at *days* since 1970, each worth 10 and its number. */
function rowsOf(customers: readonly string[], days: readonly number[]): FixtureColumns {
  return {
    customer: { kind: 'text', values: customers }, time: { kind: 'instant', values: days.map((day) => day * DAY + 3_600e6) },
    value: { kind: 'number', values: customers.map((_, i) => 10 + i) },
  };
}

describe.each([['plain JavaScript', null], ['WebAssembly', newMemory]] as const)('the quick way to retention in %s', (_, instantiate) => {
  const quickOf = (rows: FixtureColumns, asked: RetentionOptions, order: RowOrder = 'time'): { quick: QuickFold | null; taken: boolean; expected: Summary } => {
    const source = framesOf(rows, 4);
    const options = retention.resolve(asked);
    const fold = retention.fold(options, source.input);
    const state = fold.init();
    for (const frame of source.frames) fold.update(state, frame, null);
    const quick = retention.quick?.(options, source.input, instantiate, order) ?? null;
    return { quick, taken: quick !== null && source.frames.every((frame) => quick.add(frame, null)), expected: fold.finish(state) };
  };

  it.each([
    ['days that come one after the other', ['a', 'b', 'a', 'c', 'b', 'a', 'a'], [19_700, 19_700, 19_701, 19_733, 19_800, 19_800, 20_700]],
    ['customers one after the other, each from the start', ['a', 'a', 'a', 'b', 'b', 'c', 'd', 'd'], [19_700, 19_750, 20_100, 19_600, 19_900, 18_000, 18_100, 20_000]],
    ['the first year that there is', ['a', 'a', 'b', 'a'], [-719_162, -719_100, -719_000, -718_900]],
    ['the last year that there is', ['a', 'a', 'b', 'a'], [2_932_500, 2_932_600, 2_932_700, 2_932_896]],
  ])('takes %s', (_name, customers, days) => {
    for (const period of ['day', 'week', 'month', 'quarter', 'year'] as const) {
      for (const timeZone of ['UTC', 'Asia/Shanghai']) {
        const { quick, taken, expected } = quickOf(rowsOf(customers, days), { ...columns, period, timeZone });
        // A table of thousands of days is none.
        if (period !== 'day') expect([period, taken]).toEqual([period, true]);
        if (taken) expect(quick?.finish()).toEqual(expected);
      }
    }
  });

  it('takes a zone that skips a day', () => {
    const days = [15_300, 15_330, 15_337, 15_338, 15_339, 15_400];
    const { quick, taken, expected } = quickOf(rowsOf(['a', 'b', 'a', 'b', 'a', 'a'], days), { ...columns, period: 'day', timeZone: 'Pacific/Apia' });
    expect(taken).toBe(true);
    expect(quick?.finish()).toEqual(expected);
  });

  it.each([
    ['a customer who goes back by a day', ['a', 'a'], [19_700, 19_699]],
    ['more periods than a table has room for', ['a', 'b'], [2_000, 19_700]],
    ['a day long before the first', ['a', 'b'], [19_700, 10_000]],
  ])('gives up at %s', (_name, customers, days) => {
    expect(quickOf(rowsOf(customers, days), { ...columns, period: 'week' }).taken).toBe(false);
  });

  it.each<RetentionOptions>([
    { ...columns, mode: 'onOrAfter' }, { ...columns, entry: 'recurring' }, { ...columns, windows: 'rolling' },
    { ...columns, mode: 'bracket', brackets: [[0, 2]] },
  ])('leaves %o to the fold', (options) => {
    expect(quickOf(rowsOf(['a'], [19_700]), options).quick).toBeNull();
  });

  it('counts orders by their ids, whatever their days', () => {
    const rows: FixtureColumns = {
      ...rowsOf(['a', 'a', 'a', 'b', 'a'], [19_700, 19_700, 19_702, 19_702, 19_740]), order: { kind: 'text', values: ['1', '2', '1', '3', '4'] },
    };
    const { quick, taken, expected } = quickOf(rows, { ...columns, order: 'order' });
    expect(taken).toBe(true);
    expect(quick?.finish()).toEqual(expected);
    expect(expected.tables['retention']?.columns['orders']).toEqual([3, 1]);
  });

  it.each([
    ['an order without an id', ['1', null, '2']],
    ['an order of two customers', ['1', '2', '1']],
    ['an order of two periods', ['1', '1', '2']],
  ])('gives up at %s where orders have ids', (_name, order) => {
    const rows: FixtureColumns = { ...rowsOf(['a', 'a', 'b'], [19_700, 19_740, 19_741]), order: { kind: 'text', values: order } };
    expect(quickOf(rows, { ...columns, order: 'order' }).taken).toBe(false);
  });

  it('leaves decimals to the fold, which adds them without rounding', () => {
    const rows: FixtureColumns = { ...rowsOf(['a', 'b'], [19_700, 19_701]), value: { kind: 'number', values: ['1.10', '2.20'], digits: 10, scale: 2 } };
    expect(quickOf(rows, columns).taken).toBe(false);
  });

  it('puts rows in order first where they may come in any, with kernels', async () => {
    const { quick, taken, expected } = quickOf(rowsOf(['a', 'b', 'a', 'c', 'a', 'b'], [19_900, 19_700, 19_600, 18_000, 19_601, 19_699]), columns, 'any');
    if (instantiate === null) {
      expect(quick).toBeNull();
      return;
    }
    expect(taken).toBe(true);
    expect(await quick?.settle?.(() => Promise.resolve())).toBe(true);
    expect(quick?.finish()).toEqual(expected);
  });
});
