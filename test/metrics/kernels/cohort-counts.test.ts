import { describe, expect, it } from 'vitest';
import { PeriodTable } from '../../../packages/metrics/src/calendar/period-table.js';
import { bitmap, hasBit, setBit } from '../../../packages/metrics/src/kernels/bitmap.js';
import type { CohortPeriods } from '../../../packages/metrics/src/kernels/cohort-calendar.js';
import type { CohortCell, CohortCounts, CohortRows } from '../../../packages/metrics/src/kernels/cohort-counts.js';
import { PlainCohortCounts } from '../../../packages/metrics/src/kernels/cohort-counts-plain.js';
import { WasmCohortCounts } from '../../../packages/metrics/src/kernels/cohort-counts-wasm.js';
import { DaySort } from '../../../packages/metrics/src/kernels/day-sort-wasm.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';
import { ticksOf } from '../../fixtures/ticks.js';
import { seeded } from '../arrow/seeded.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const newMemory = (): KernelMemory => new KernelMemory(kernels());

const DAY = 86_400e6;
const ZONE = { timeZone: 'Asia/Shanghai', weekStart: 1 } as const;
type Grain = 'week' | 'month' | 'year';

interface Calendar { readonly periods: PeriodTable; readonly days: PeriodTable }
const calendarOf = (grain: Grain): Calendar => ({ periods: new PeriodTable(grain, ZONE), days: new PeriodTable('day', ZONE) });
const lookup = ({ periods, days }: Calendar): CohortPeriods => ({
  periodOf: (day) => periods.ordinalOf(days.startOf(day)), firstDayOf: (period) => days.ordinalOf(periods.startOf(period)),
});

const hosts: readonly { readonly host: string; make(grain: Grain, cutOff?: number): CohortCounts }[] = [
  {
    host: 'plain JavaScript',
    make(grain, cutOff = Infinity) {
      const calendar = calendarOf(grain);
      return new PlainCohortCounts(lookup(calendar), (instants) => calendar.days.ordinalsOf(instants), cutOff);
    },
  },
  {
    host: 'WebAssembly',
    make(grain, cutOff = Infinity) {
      const calendar = calendarOf(grain);
      return new WasmCohortCounts(newMemory(), lookup(calendar), calendar.days, cutOff);
    },
  },
];

interface Row {
  readonly customer: number;
  /** Days since 1970, NaN for a missing time. */
  readonly day: number;
  readonly value?: number;
  readonly order?: number;
  readonly isMasked?: boolean;
}

const instantOf = ({ day }: Row): number => day * DAY + 3_600e6;

function batchOf(rows: readonly Row[], { asTicks = true, hasValues = true } = {}): CohortRows {
  const instants = Float64Array.from(rows, instantOf);
  const mask = bitmap(rows.length);
  rows.forEach(({ isMasked = false }, i) => {
    if (!isMasked) setBit(mask, i);
  });
  return {
    count: rows.length, customers: Uint32Array.from(rows, ({ customer }) => customer), ticks: asTicks ? ticksOf(instants) : null, instants: () => instants,
    values: hasValues ? Float64Array.from(rows, ({ value = 1 }) => value) : null,
    orders: rows.some(({ order }) => order !== undefined) ? Uint32Array.from(rows, ({ order = NO_KEY }) => order) : null,
    mask: rows.some(({ isMasked }) => isMasked === true) ? mask : null,
  };
}

/** The same from the definition, customer by customer. */
function byHand(rows: readonly Row[], grain: Grain, cutOff: number): { cells: CohortCell[]; outside: unknown; tally: unknown } {
  const { periods, days } = calendarOf(grain);
  const seen = rows.filter(({ isMasked = false }) => !isMasked);
  const known = seen.filter(({ customer }) => customer !== NO_KEY);
  const used = known.filter((row) => instantOf(row) < cutOff && row.day < 1e8);
  const cells = new Map<string, { cohort: number; period: number; active: Set<number>; orders: Set<string>; value: number }>();
  let beforeEntry = 0;
  let withoutActivity = 0;
  const periodOfDay = new Map([...new Set(used.map(({ day }) => day))].map((day) => [day, periods.ordinalOf(day * DAY)]));
  const periodOf = ({ day }: Row): number => periodOfDay.get(day)!;
  const isActive = ({ value = 1 }: Row): boolean => !Number.isFinite(value) || value >= 0;
  const byCustomer = new Map<number, Row[]>();
  for (const row of used) byCustomer.set(row.customer, [...(byCustomer.get(row.customer) ?? []), row]);
  for (const [customer, own] of byCustomer) {
    const cohort = Math.min(...own.filter(isActive).map(periodOf));
    if (cohort === Infinity) withoutActivity++;
    else beforeEntry += new Set(own.map(periodOf).filter((period) => period < cohort)).size;
    for (const row of own) {
      const period = periodOf(row);
      if (period < cohort) continue;
      const cell = cells.get(`${cohort} ${period}`) ?? { cohort, period, active: new Set(), orders: new Set(), value: 0 };
      cells.set(`${cohort} ${period}`, cell);
      if (isActive(row)) cell.active.add(customer);
      if (isActive(row)) cell.orders.add(row.order === undefined ? `${customer} ${row.day}` : `${row.order}`);
      if (Number.isFinite(row.value ?? 1)) cell.value += row.value ?? 1;
    }
  }
  const found = used.map(({ day }) => days.ordinalOf(0) + day);
  return {
    cells: [...cells.values()].map(({ active, orders, ...cell }) => ({ ...cell, active: active.size, orders: orders.size }))
      .filter(({ active, orders, value }) => active > 0 || orders > 0 || value !== 0).sort((a, b) => a.cohort - b.cohort || a.period - b.period),
    outside: { beforeEntry, withoutActivity },
    tally: {
      used: used.length, withoutCustomer: seen.length - known.length, withoutTime: known.filter(({ day }) => Number.isNaN(day)).length,
      afterCutOff: known.filter((row) => instantOf(row) >= cutOff && row.day < 1e8).length, outOfRange: known.filter(({ day }) => day >= 1e8).length,
      withoutValue: used.filter(({ value = 1 }) => !Number.isFinite(value)).length, firstDay: Math.min(...found), lastDay: Math.max(...found),
    },
  };
}

/** Rows of *count* purchases and refunds, day by day from *from* on. */
function someRows(count: number, { from, span, customers, seed, orders = false }: { from: number; span: number; customers: number; seed: number; orders?: boolean }): Row[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, i): Row => {
    const value = [-2, -0.5, -0, 0, NaN, Infinity, 1, 1.5, 2, 3][Math.floor(random() * 10)]!;
    const day = random() < 0.02 ? NaN : from + Math.floor((i / count) * span);
    const row = { customer: random() < 0.02 ? NO_KEY : Math.floor(random() * customers), day, value, isMasked: random() < 0.1 };
    return orders ? { ...row, order: (seed - 1) * 300 + i } : row;
  });
}

describe.each(hosts)('cohort counts in $host', ({ make }) => {
  it.each([
    { asTicks: true, orders: false }, { asTicks: false, orders: false }, { asTicks: true, orders: true }, { asTicks: false, orders: true },
  ])('are those by hand over more rows than a block, of months that come later and earlier: %o', ({ asTicks, orders }) => {
    const cutOff = 21_300 * DAY;
    const batches = [
      someRows(300, { from: 19_000, span: 400, customers: 40, seed: 1, orders }),
      // Further customers, and those of before.
      someRows(300, { from: 19_400, span: 1_100, customers: 200, seed: 2, orders }),
      // Others, from before all that.
      someRows(200, { from: 18_500, span: 300, customers: 60, seed: 3, orders }).map((row) => (row.customer === NO_KEY ? row : { ...row, customer: row.customer + 200 })),
      someRows(4_300, { from: 21_200, span: 200, customers: 260, seed: 4, orders }), [{ customer: 1, day: 1e8 }].map((row) => (orders ? { ...row, order: 0 } : row)),
    ];
    const counts = make('month', cutOff);
    const customers = [40, 200, 260, 260, 260];
    batches.forEach((rows, i) => {
      expect(counts.add(batchOf(rows, { asTicks }), customers[i]!, orders ? [300, 600, 900, 5_200, 5_200][i]! : 0)).toBe(true);
      const { cells, outside, tally } = byHand(batches.slice(0, i + 1).flat(), 'month', cutOff);
      expect(counts.cells()).toEqual(cells);
      expect(counts.outside()).toEqual(outside);
      expect(counts.tally).toEqual(tally);
    });
  });

  it('count an order on several days once, and two of one day twice', () => {
    const rows = [[0, 19_000, 0], [0, 19_000, 1], [0, 19_002, 0], [1, 19_003, 2], [1, 19_003, 2], [0, 19_040, 3]].map(([customer = 0, day = 0, order = 0]) => ({ customer, day, order }));
    const counts = make('month');
    // Periods that come later make the table larger, and what it holds goes with it.
    expect(counts.add(batchOf(rows), 2, 4)).toBe(true);
    expect(counts.add(batchOf([{ customer: 2, day: 18_500, order: 4 }, { customer: 2, day: 20_000, order: 5 }]), 3, 6)).toBe(true);
    expect(counts.add(batchOf([{ customer: 0, day: 19_041, order: 3 }, { customer: 0, day: 19_043, order: 6 }]), 3, 7)).toBe(true);
    expect(counts.cells().map(({ orders }) => orders)).toEqual([1, 1, 3, 2]);
  });

  it('count days where there are no ids and activity where there are no values', () => {
    const rows = [[0, 19_000], [0, 19_000], [1, 19_000], [0, 19_001]].map(([customer = 0, day = 0]) => ({ customer, day }));
    const counts = make('month');
    expect(counts.add(batchOf(rows, { hasValues: false }), 2, 0)).toBe(true);
    expect(counts.cells()).toMatchObject([{ active: 2, orders: 3, value: 0 }]);
    expect(Object.is(counts.cells()[0]?.value, 0)).toBe(true);
  });

  it('lose nothing of small values beside a great one, refunds before the first activity among them', () => {
    const values = [1e16, ...Array.from({ length: 100 }, () => 1), -1e16];
    const day = 19_000;
    const counts = make('month');
    expect(counts.add(batchOf(values.map((value) => ({ customer: 0, day, value }))), 1, 0)).toBe(true);
    expect(counts.cells()[0]?.value).toBe(100);
    const early = make('month');
    const refunds = values.map((value) => ({ customer: 0, day, value: value === -1e16 ? 1e16 : -value }));
    expect(early.add(batchOf(refunds), 1, 0)).toBe(true);
    expect(early.cells()[0]?.value).toBe(-100);
  });

  it('leave out refunds of who is never active, in the first months that are counted as well', () => {
    const counts = make('month');
    const rows = [{ customer: 0, day: 5 }, { customer: 1, day: 40, value: -7 }, { customer: 0, day: 41, value: -2 }, { customer: 2, day: -20 }];
    expect(counts.add(batchOf(rows), 3, 0)).toBe(true);
    expect(counts.cells().map(({ cohort, period, active, value }) => [cohort, period, active, value])).toEqual([[-1, -1, 1, 1], [0, 0, 1, 1], [0, 1, 0, -2]]);
    expect(counts.outside()).toEqual({ beforeEntry: 0, withoutActivity: 1 });
  });

  it('are none of no rows, and of rows without days', () => {
    const counts = make('month');
    expect(counts.add(batchOf([]), 0, 0)).toBe(true);
    expect(counts.add(batchOf([{ customer: 0, day: NaN }]), 1, 0)).toBe(true);
    expect([counts.cells(), counts.outside()]).toEqual([[], { beforeEntry: 0, withoutActivity: 0 }]);
    expect(counts.tally).toEqual({
      used: 0, withoutCustomer: 0, withoutTime: 1, outOfRange: 0, afterCutOff: 0, withoutValue: 0, firstDay: 2 ** 31 - 1, lastDay: -(2 ** 31),
    });
  });

  it.each<[string, readonly (readonly Row[])[]]>([
    ['a customer who goes back by a day', [[{ customer: 0, day: 19_001 }, { customer: 0, day: 19_000 }]]],
    ['a customer who goes back by a day in another batch', [[{ customer: 0, day: 19_001 }], [{ customer: 1, day: 18_000 }], [{ customer: 0, day: 19_000 }]]],
    ['activity without an order', [[{ customer: 0, day: 19_000, order: 0 }, { customer: 0, day: 19_000 }]]],
    ['an order of two customers', [[{ customer: 0, day: 19_000, order: 0 }, { customer: 1, day: 19_000, order: 0 }]]],
    ['an order of two months', [[{ customer: 0, day: 19_000, order: 0 }, { customer: 0, day: 19_040, order: 0 }]]],
    ['an order of two months with others between', [[{ customer: 0, day: 19_000, order: 0 }], [{ customer: 1, day: 18_000, order: 1 }], [{ customer: 0, day: 19_040, order: 0 }]]],
    ['a day more than 4,096 before the first', [[{ customer: 0, day: 19_000 }], [{ customer: 1, day: 19_000 - 4_097 }]]],
  ])('give up at %s', (_name, batches) => {
    const counts = make('month');
    expect(batches.map((rows) => counts.add(batchOf(rows), 2, 2))).toEqual(batches.map((_, i) => i < batches.length - 1));
  });

  it('take refunds of any day, 4,096 days before the first, and 512 periods, but no more', () => {
    const refund = make('month');
    expect(refund.add(batchOf([{ customer: 0, day: 19_040 }, { customer: 0, day: 19_000, value: -1 }]), 1, 0)).toBe(true);
    expect(refund.outside()).toEqual({ beforeEntry: 1, withoutActivity: 0 });
    const early = make('month');
    expect([19_000, 19_000 - 4_096].map((day, customer) => early.add(batchOf([{ customer, day }]), 2, 0))).toEqual([true, true]);
    expect(early.cells().map(({ active }) => active)).toEqual([1, 1]);
    for (const [weeks, isTaken] of [[511, true], [512, false]] as const) {
      expect(make('week').add(batchOf([{ customer: 0, day: 10_000 }, { customer: 0, day: 10_000 + weeks * 7 }]), 1, 0)).toBe(isTaken);
    }
  });

  it('reach over 65,000 days, and to the first and the last year that there is', () => {
    const last = 19_000 - 4_096 + 64_999;
    for (const [day, isTaken] of [[last, true], [last + 1, false]] as const) {
      const counts = make('year');
      expect(counts.add(batchOf([{ customer: 0, day: 19_000 }, { customer: 0, day }]), 1, 0)).toBe(isTaken);
      if (isTaken) expect(counts.cells()).toMatchObject([{ active: 1 }, { active: 1 }]);
    }
    for (const day of [-719_161, 2_932_500]) {
      const counts = make('month');
      expect(counts.add(batchOf([{ customer: 0, day }, { customer: 1, day: day + 40 }]), 2, 0)).toBe(true);
      expect(counts.cells().map(({ active }) => active)).toEqual([1, 1]);
    }
  });
});

describe('rows in any order, put in that of their days', () => {
  it.each([true, false])('come day by day, as they came within one, and are counted like rows in order (by ticks: %s)', (asTicks) => {
    const rows = [...someRows(4_200, { from: 18_000, span: 700, customers: 90, seed: 5 }), ...someRows(400, { from: 17_000, span: 3_000, customers: 90, seed: 6 })];
    const mixed = rows.map((row, i) => ({ row, place: (i * 7_919) % rows.length })).sort((a, b) => a.place - b.place).map(({ row }) => row);
    const cutOff = 19_500 * DAY;
    const batches = [mixed.slice(0, 4_200), mixed.slice(4_200)].map((part) => batchOf(part, { asTicks }));
    const { days, periods } = calendarOf('month');
    const sort = new DaySort(newMemory(), days, cutOff);
    for (const batch of batches) expect(sort.count(batch)).toBe(true);
    for (const batch of batches) sort.place(batch);
    const { withoutCustomer, withoutTime, outOfRange, afterCutOff } = byHand(rows, 'month', cutOff).tally as CohortCounts['tally'];
    expect(sort.leftOut).toEqual({ withoutCustomer, withoutTime, outOfRange, afterCutOff });
    const counts = new WasmCohortCounts(newMemory(), lookup({ days, periods }), days, Infinity);
    const found: Row[] = [];
    for (const { day, customers, values, orders } of sort.byDay()) {
      expect(orders).toBeNull();
      found.push(...Array.from(customers, (customer, i) => ({ customer, day, value: values?.[i] ?? 0 })));
      expect(counts.addDay(day, { customers, values, orders }, 90, 0)).toBe(true);
    }
    const kept = mixed.filter((row) => row.customer !== NO_KEY && row.isMasked !== true && instantOf(row) < cutOff);
    expect(found).toEqual(kept.toSorted((a, b) => a.day - b.day).map(({ customer, day, value = 1 }) => ({ customer, day: days.ordinalOf(day * DAY), value })));
    const expected = byHand(rows, 'month', cutOff);
    expect(counts.cells()).toEqual(expected.cells);
    expect(counts.outside()).toEqual(expected.outside);
  });

  it('are left out without a day that there is, even a whole batch of them', () => {
    const { days, periods } = calendarOf('month');
    const sort = new DaySort(newMemory(), days, Infinity);
    const batches = [[{ customer: 0, day: NaN }, { customer: 0, day: 1e8 }], [{ customer: 1, day: 19_000 }], [{ customer: 2, day: 1e8 }]].map((rows) => batchOf(rows));
    for (const batch of batches) expect(sort.count(batch)).toBe(true);
    for (const batch of batches) sort.place(batch);
    expect(sort.leftOut).toEqual({ withoutCustomer: 0, withoutTime: 1, outOfRange: 2, afterCutOff: 0 });
    expect([...sort.byDay()].map(({ customers }) => [...customers])).toEqual([[1]]);
    expect(periods.ordinalOf(0)).toBe(0);
  });

  it('are refused where a day lies too far from the first, or an order is of two customers', () => {
    const calendar = calendarOf('year');
    const counts = new WasmCohortCounts(newMemory(), lookup(calendar), calendar.days, Infinity);
    const add = (day: number, customers: readonly number[], orders: readonly number[] | null = null): boolean => (
      counts.addDay(day, { customers: Uint32Array.from(customers), values: null, orders: orders === null ? null : Uint32Array.from(orders) }, 3, 3));
    expect([add(19_000, [0]), add(19_000 - 4_097, [1]), add(19_000 + 61_000, [1])]).toEqual([true, false, false]);
    expect([add(19_001, [0, 1], [0, 1]), add(19_002, [1], [1]), add(19_003, [0, 2], [2, 2])]).toEqual([true, true, false]);
  });

  it('bring their orders along, and need no values', () => {
    const rows = [[3, 19_010, 0], [1, 19_000, 1], [2, 19_010, 2], [1, 18_999, 3]].map(([customer = 0, day = 0, order = 0]) => ({ customer, day, order }));
    const { days } = calendarOf('month');
    const sort = new DaySort(newMemory(), days, Infinity);
    sort.count(batchOf(rows, { hasValues: false }));
    sort.place(batchOf(rows, { hasValues: false }));
    const found = [...sort.byDay()].map(({ day, customers, values, orders }) => [day, [...customers], values, [...(orders ?? [])]]);
    const start = days.ordinalOf(0);
    expect(found).toEqual([[start + 18_999, [1], null, [3]], [start + 19_000, [1], null, [1]], [start + 19_010, [3, 2], null, [0, 2]]]);
  });

  it('reach over 65,536 days and no more, in whatever order they come', () => {
    for (const [first, second, isTaken] of [[0, 65_023, true], [0, 65_536, false], [65_023, 0, true], [65_536, 0, false]] as const) {
      const sort = new DaySort(newMemory(), calendarOf('month').days, Infinity);
      expect(sort.count(batchOf([{ customer: 0, day: first }]))).toBe(true);
      expect(sort.count(batchOf([{ customer: 1, day: second }]))).toBe(isTaken);
      if (!isTaken) continue;
      for (const [customer, day] of [[0, first], [1, second]] as const) sort.place(batchOf([{ customer, day }]));
      expect([...sort.byDay()].map(({ customers }) => [...customers])).toEqual(first === 0 ? [[0], [1]] : [[1], [0]]);
    }
  });
});

describe('the bits of a mask', () => {
  it('leave out rows beyond a block as well', () => {
    const rows = Array.from({ length: 4_200 }, (_, i): Row => ({ customer: 0, day: 19_000, isMasked: i % 3 === 0 || i === 4_198 }));
    const batch = batchOf(rows);
    expect(hasBit(batch.mask!, 4_198)).toBe(false);
    for (const { make } of hosts) {
      const counts = make('month');
      counts.add(batch, 1, 0);
      expect(counts.tally.used).toBe(rows.filter(({ isMasked }) => isMasked !== true).length);
    }
  });
});
