import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, createCellIndex } from '../../../packages/metrics/src/kernels/cell-index.js';
import { appendJournal, createJournal, type EventJournal, groupByCustomer, reserveEvents } from '../../../packages/metrics/src/kernels/event-journal.js';
import { addFrame, createFrameSet, joinFrames } from '../../../packages/metrics/src/kernels/frame-set.js';
import { sortPairs } from '../../../packages/metrics/src/kernels/sort-pairs.js';

function journalOf(customers: readonly number[]): EventJournal {
  const journal = createJournal({ values: true, segments: false });
  reserveEvents(journal, customers.length);
  customers.forEach((customer, i) => {
    journal.customers[i] = customer;
    journal.instants[i] = i;
    journal.codes[i] = i;
    journal.values?.set([i / 2], i);
  });
  journal.length = customers.length;
  return journal;
}

describe('event journal', () => {
  it('groups events by customer in the order in which they came', () => {
    fc.assert(fc.property(fc.array(fc.nat(9), { maxLength: 200 }), (customers) => {
      const { offsets, order, customerCount } = groupByCustomer(journalOf(customers));
      for (let c = 0; c < customerCount; c++) {
        const expected = customers.flatMap((customer, i) => (customer === c ? [i] : []));
        expect([...order.subarray(offsets[c], offsets[c + 1])]).toEqual(expected);
      }
      expect(customerCount).toBe(Math.max(-1, ...customers) + 1);
    }));
  });

  it('appends without touching what is appended', () => {
    const into = journalOf([1, 2]);
    const from = journalOf([3]);
    const copy = structuredClone(from);
    appendJournal(into, from);
    appendJournal(into, from);
    expect([...into.customers.subarray(0, into.length)]).toEqual([1, 2, 3, 3]);
    expect([...(into.values?.subarray(0, into.length) ?? [])]).toEqual([0, 0.5, 0, 0]);
    expect(from).toEqual(copy);
  });

  it('keeps the columns that are asked for, and no others, while it grows and is appended to', () => {
    const write = (journal: EventJournal, count: number): void => {
      reserveEvents(journal, count);
      for (let i = journal.length; i < journal.length + count; i++) {
        for (const column of [journal.customers, journal.instants, journal.codes, journal.values, journal.segments, ...journal.constants]) column?.set([i], i);
      }
      journal.length += count;
    };
    const all = createJournal({ values: true, segments: true, constants: 2 });
    for (const count of [1, 62, 2, 100]) write(all, count);
    const numbers = Array.from({ length: 165 }, (_, i) => i);
    const { values, segments, constants } = all;
    for (const column of [all.customers, all.instants, all.codes, values, segments, ...constants]) expect([...column!.subarray(0, 165)]).toEqual(numbers);
    expect(constants).toHaveLength(2);
    const into = structuredClone(all);
    appendJournal(into, all);
    for (const column of [into.values, into.segments, ...into.constants]) expect([...column!.subarray(0, 330)]).toEqual([...numbers, ...numbers]);
    const few = createJournal({ values: false, segments: false });
    write(few, 70);
    appendJournal(few, structuredClone(few));
    expect([few.length, few.values, few.segments, few.constants]).toEqual([140, null, null, []]);
  });

  it('makes room for events to come, twice as much each time', () => {
    const journal = createJournal({ values: false, segments: false });
    const rooms = [1, 64, 65, 128, 1_000].map((more) => {
      reserveEvents(journal, more);
      return journal.customers.length;
    });
    expect(rooms).toEqual([64, 64, 128, 128, 1_000]);
  });

  it('is empty of customers when it is empty', () => {
    expect(groupByCustomer(createJournal({ values: false, segments: false }))).toMatchObject({ customerCount: 0 });
  });
});

describe('cell index', () => {
  it('numbers pairs in order of appearance, the same pair always alike, through growth and cloning', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.oneof(fc.nat(30), fc.constant(0xffffffff))), { maxLength: 500 }), (pairs) => {
      let index = createCellIndex();
      const known = new Map<string, number>();
      pairs.forEach(([first, second], i) => {
        if (i % 50 === 0) index = structuredClone(index);
        const key = `${first},${second}`;
        const cell = cellOf(index, first, second);
        expect(cell).toBe(known.get(key) ?? known.size);
        known.set(key, cell);
      });
      expect(index.size).toBe(known.size);
      for (const [key, cell] of known) expect(`${index.firsts[cell]},${index.seconds[cell]}`).toBe(key);
    }));
  });
});

describe('cell index of many pairs', () => {
  it('numbers each once and finds each again, in at most 32 bytes a pair', () => {
    const index = createCellIndex();
    const pairs = Array.from({ length: 3_000 }, (_, i) => [(i % 60) - 30, Math.floor(i / 60)] as const);
    expect(pairs.map(([first, second]) => cellOf(index, first, second))).toEqual([...pairs.keys()]);
    expect(pairs.map(([first, second]) => cellOf(index, first, second))).toEqual([...pairs.keys()]);
    expect(index.size).toBe(3_000);
    expect(index.firsts.byteLength + index.seconds.byteLength + index.slots.byteLength).toBeLessThanOrEqual(32 * 3_000);
  });
});

describe('frame set', () => {
  it('knows what it has seen, and joins only sets without a frame in common', () => {
    const set = createFrameSet();
    expect([3, 40, 3, 1000, 40].map((ordinal) => addFrame(set, ordinal))).toEqual([true, true, false, true, false]);
    const other = createFrameSet();
    addFrame(other, 41);
    expect(joinFrames(other, set)).toBe(true);
    expect([3, 40, 41, 1000].map((ordinal) => addFrame(other, ordinal))).toEqual([false, false, false, false]);
    const copy = structuredClone(set);
    expect(joinFrames(set, other)).toBe(false);
    expect(set).toEqual(copy);
    const few = createFrameSet();
    addFrame(few, 2);
    expect(joinFrames(few, createFrameSet())).toBe(true);
    const many = createFrameSet();
    addFrame(many, 5_000);
    expect(joinFrames(many, few)).toBe(true);
    expect([2, 5_000, 3].map((ordinal) => addFrame(many, ordinal))).toEqual([false, false, true]);
    expect(addFrame(few, 5_000)).toBe(true);
  });
});

describe('sortPairs of many', () => {
  it.each([2, 5, 32, 33, 200])('sorts %i pairs with ties, whatever lies beside them', (count) => {
    const keys = Float64Array.from({ length: count + 2 }, (_, i) => (i * 7_919) % 11);
    keys[0] = 99;
    keys[count + 1] = -99;
    const given = [...keys];
    const payload = Uint32Array.from(keys, (_, i) => i);
    sortPairs(keys, payload, 1, count + 1);
    const middle = [...given.keys()].slice(1, -1).sort((a, b) => given[a]! - given[b]! || a - b);
    expect([...payload]).toEqual([0, ...middle, count + 1]);
    expect([...keys]).toEqual([...payload].map((i) => given[i]));
    const sorted = keys.slice();
    sortPairs(keys, payload, 1, count + 1);
    expect([keys, [...payload]]).toEqual([sorted, [0, ...middle, count + 1]]);
  });
});

describe('sortPairs', () => {
  it('sorts a range by key, stably, and leaves the rest alone', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 120 }), fc.nat(), fc.nat(), (numbers, a, b) => {
      const [from = 0, to = 0] = [a % (numbers.length + 1), b % (numbers.length + 1)].sort((x, y) => x - y);
      const keys = Float64Array.from(numbers);
      const payload = Uint32Array.from(numbers, (_, i) => i);
      sortPairs(keys, payload, from, to);
      const middle = numbers.map((key, i) => ({ key, i })).slice(from, to).sort((x, y) => x.key - y.key || x.i - y.i);
      expect([...payload]).toEqual([...numbers.keys()].map((i) => (i >= from && i < to ? middle[i - from]?.i : i)));
      expect([...keys]).toEqual([...payload].map((i) => numbers[i]));
    }));
  });
});
