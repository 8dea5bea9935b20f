import { describe, expect, it } from 'vitest';
import { PeriodTable } from '../../../packages/metrics/src/calendar/period-table.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { AFTER_CUT_OFF, type Boundaries, instantsAt, ordinalsBefore, OUT_OF_RANGE, type TickColumn, timeAt, timesIn, WITHOUT_TIME } from '../../../packages/metrics/src/kernels/row-ordinals.js';
import { OrdinalTable } from '../../../packages/metrics/src/kernels/row-ordinals-wasm.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';
import { ticksOf } from '../../fixtures/ticks.js';
import { seeded } from '../arrow/seeded.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const instantiate = kernels;

const HOUR = 3_600e6;
const DAY = 24 * HOUR;

describe('times of rows', () => {
  it('are read all at once, some of them, or one by one, in microseconds, NaN where one is missing', () => {
    for (const microsPerTick of [1, 1e3, 1e6] as const) {
      const ticks = Array.from({ length: 100 }, (_, i) => (i % 7 === 3 ? NaN : (i - 50) * 5_123_456_789));
      const expected = ticks.map((tick) => tick * microsPerTick);
      const column: TickColumn = { ...ticksOf(ticks), microsPerTick };
      expect([...timesIn(column, 100, new Float64Array(100))]).toEqual(expected);
      expect(expected.map((_, row) => timeAt(column, row))).toEqual(expected);
      const some = new Float64Array(40);
      instantsAt(column, 35, some);
      expect([...some]).toEqual(expected.slice(35, 75));
      const complete = { ...column, valid: null };
      expect([timeAt(complete, 3), timesIn(complete, 4, new Float64Array(4))[3]]).toEqual([77 * microsPerTick, 77 * microsPerTick]);
      instantsAt(complete, 3, some);
      expect(some[0]).toBe(77 * microsPerTick);
    }
    const instants = Float64Array.of(1, NaN, 3);
    expect(timesIn(instants, 3, new Float64Array(0))).toBe(instants);
    expect([0, 1, 2].map((row) => timeAt(instants, row))).toEqual([1, NaN, 3]);
  });

  it('at the cut-off and later have no period, as those that are missing', () => {
    const known = Int32Array.of(4, 5, 6, OUT_OF_RANGE, OUT_OF_RANGE, 7);
    const instants = Float64Array.of(8, 9, 10, 1e30, NaN, 11);
    expect([...ordinalsBefore(instants, known, 10)]).toEqual([4, 5, AFTER_CUT_OFF, OUT_OF_RANGE, WITHOUT_TIME, AFTER_CUT_OFF]);
    expect([...known]).toEqual([4, 5, 6, OUT_OF_RANGE, OUT_OF_RANGE, 7]);
    expect([...ordinalsBefore(instants, known, Infinity)]).toEqual([4, 5, 6, OUT_OF_RANGE, WITHOUT_TIME, 7]);
  });
});

/** Periods of *length* from 1970 on, in the years that there are, and how often a period was asked for. */
function periodsOf(length: number, from = -1e9 * DAY, to = 1e9 * DAY): Boundaries & { asked: number } {
  return {
    asked: 0,
    ordinalOf(instant) {
      this.asked++;
      return instant >= from && instant < to ? Math.floor(instant / length) : OUT_OF_RANGE;
    },
    endOf: (ordinal) => Math.min((ordinal + 1) * length, to),
  };
}

/** What a table says of *ticks*, asked batch by batch. */
function ordinalsOf(boundaries: Boundaries, batches: readonly TickColumn[], cutOff: number): number[][] {
  const memory = new KernelMemory(instantiate());
  const table = new OrdinalTable(memory, boundaries, batches[0]!.microsPerTick, cutOff);
  return batches.map(({ words, valid }) => {
    const count = words.length / 2;
    const ticksAt = memory.take(8 * count);
    memory.words.set(words, ticksAt >>> 2);
    const validAt = valid === null ? 0 : memory.take(4 * valid.length);
    if (valid !== null) memory.words.set(valid, validAt >>> 2);
    const out = memory.take(4 * count);
    table.fill(ticksAt, validAt, 0, count, out);
    return [...memory.words.subarray(out >>> 2, (out >>> 2) + count)];
  });
}

describe('the ordinals of times in WebAssembly', () => {
  const random = seeded(7);
  /** Ticks of a few years, then of many more before and after, then of some far away. */
  const batches = (microsPerTick: TickColumn['microsPerTick']): TickColumn[] => [900, 20_000, 150_000].map((days) => {
    const ticks = Array.from({ length: 200 }, (_, i) => (i % 31 === 5 ? NaN : Math.floor(((random() - 0.5) * days * DAY) / microsPerTick)));
    return { ...ticksOf(ticks), microsPerTick };
  });

  it.each([
    ['days of a zone', 1, () => new PeriodTable('day', { timeZone: 'America/Los_Angeles', weekStart: 1 })],
    ['months', 1e3, () => new PeriodTable('month', { timeZone: 'UTC', weekStart: 1 })],
    ['weeks', 1e6, () => new PeriodTable('week', { timeZone: 'Asia/Shanghai', weekStart: 7 })],
    ['days and a bit', 1e3, () => periodsOf(DAY + 1e3)],
    ['hours, of which a bucket holds many', 1, () => periodsOf(5 * HOUR)],
    ['days in years that end soon', 1e3, () => periodsOf(DAY, -300 * DAY, 301 * DAY)],
  ] as const)('are those that boundaries say: %s', (_name, micros, make) => {
    const columns = batches(micros);
    const boundaries = make();
    const known = columns.map((column) => {
      const instants = timesIn(column, 200, new Float64Array(200));
      return { instants, ordinals: Int32Array.from(instants, (instant) => boundaries.ordinalOf(instant)) };
    });
    for (const cutOff of [Infinity, 100 * DAY, 100 * DAY + 1]) {
      expect(ordinalsOf(boundaries, columns, cutOff)).toEqual(known.map(({ instants, ordinals }) => [...ordinalsBefore(instants, ordinals, cutOff)]));
    }
  });

  it('are right at every boundary, and just before it', () => {
    const ticks = Array.from({ length: 600 }, (_, i) => (Math.floor(i / 2) - 150) * DAY - (i % 2));
    const expected = ticks.map((tick) => Math.floor(tick / DAY));
    expect(ordinalsOf(periodsOf(DAY), [{ ...ticksOf(ticks), valid: null }], Infinity)).toEqual([expected]);
  });

  it('are asked for once a bucket of 19 hours, not once a row, however far they reach', () => {
    const near = Array.from({ length: 2_000 }, (_, i) => ((i * 7_919) % 900) * DAY + i);
    const far = Array.from({ length: 200 }, (_, i) => (((i * 7_919) % 20_000) - 10_000) * DAY + i);
    const [once, again, first] = [periodsOf(DAY), periodsOf(DAY), periodsOf(DAY)];
    ordinalsOf(once, [near, far].map(ticksOf), Infinity);
    ordinalsOf(again, [near, far, near, far, near].map(ticksOf), Infinity);
    expect(again.asked).toBe(once.asked);
    ordinalsOf(first, [ticksOf(near.toSorted((a, b) => a - b))], Infinity);
    // Each bucket that rows in order come to is asked for two ordinals.
    expect(first.asked).toBeLessThan(2.6 * 900);
  });
});
