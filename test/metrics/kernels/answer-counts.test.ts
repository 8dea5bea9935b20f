import { describe, expect, it } from 'vitest';
import { PeriodTable } from '../../../packages/metrics/src/calendar/period-table.js';
import type { AnswerCounts, AnswerRows, ScoreLevels } from '../../../packages/metrics/src/kernels/answer-counts.js';
import { PlainAnswerCounts } from '../../../packages/metrics/src/kernels/answer-counts-plain.js';
import { WasmAnswerCounts } from '../../../packages/metrics/src/kernels/answer-counts-wasm.js';
import { bitmap, setBit } from '../../../packages/metrics/src/kernels/bitmap.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import type { PositionColumn, TextList } from '../../../packages/metrics/src/kernels/stored-columns.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const newMemory = (): KernelMemory => new KernelMemory(kernels());

const SCALE = { lowest: 0, levels: 11 };
const DAY = 86_400e6;
const START = 1_640_995_200e6;
const weeks = (): PeriodTable => new PeriodTable('week', { timeZone: 'Europe/Berlin', weekStart: 1 });

const hosts: readonly { readonly host: string; make(cutOff: number, scale?: ScoreLevels): AnswerCounts }[] = [
  {
    host: 'plain JavaScript',
    make(cutOff, scale = SCALE) {
      const periods = weeks();
      return new PlainAnswerCounts((instants, out) => periods.fill(instants, out), cutOff, scale);
    },
  },
  { host: 'WebAssembly', make: (cutOff, scale = SCALE) => new WasmAnswerCounts(newMemory(), weeks(), cutOff, scale) },
];

interface Row {
  readonly time: number | null;
  readonly score: number | null;
  readonly group: string | null;
}

function textList(texts: readonly (string | null)[]): TextList {
  return { size: texts.length, text: (position) => texts[position] ?? null };
}

function rowsOf(rows: readonly Row[], texts: readonly (string | null)[], { asTicks = true, asBytes = true, width = 1 } = {}): AnswerRows {
  const missing = (isThere: (row: Row) => boolean): Uint32Array | null => {
    const bits = bitmap(rows.length);
    rows.forEach((row, i) => {
      if (isThere(row)) setBit(bits, i);
    });
    return rows.every(isThere) ? null : bits;
  };
  const ticks = new Int32Array(BigInt64Array.from(rows, ({ time }) => BigInt(Math.floor((time ?? 0) / 1000))).buffer);
  const positions = rows.map(({ group }) => (group === null ? 0 : texts.indexOf(group)));
  const values = width === 1 ? Uint8Array.from(positions) : width === 2 ? Uint16Array.from(positions) : Uint32Array.from(positions);
  const groups: PositionColumn = { values, valid: missing(({ group }) => group !== null), texts: textList(texts) };
  return {
    count: rows.length, mask: null, groups,
    times: {
      ticks: asTicks ? { words: ticks, microsPerTick: 1e3, valid: missing(({ time }) => time !== null) } : null,
      instants: () => Float64Array.from(rows, ({ time }) => time ?? NaN),
    },
    scores: asBytes ? { values: Int8Array.from(rows, ({ score }) => score ?? 3), valid: missing(({ score }) => score !== null) } : Float64Array.from(rows, ({ score }) => score ?? NaN),
  };
}

/** The same by hand. */
function counted(rows: readonly Row[], cutOff: number): Map<string, number[]> {
  const periods = weeks();
  const cells = new Map<string, number[]>();
  for (const { time, score, group } of rows) {
    if (time === null || time >= cutOff) continue;
    const key = `${periods.ordinalOf(time)} ${String(group)}`;
    const cell = cells.get(key) ?? Array.from({ length: 13 }, () => 0);
    cells.set(key, cell);
    cell[score === null ? 11 : score >= 0 && score <= 10 ? score : 12]! += 1;
  }
  return cells;
}

function told(counts: AnswerCounts): Map<string, number[]> {
  return new Map(counts.totals().cells.map(({ period, group, counts: by }) => [`${period} ${String(group)}`, [...by]]));
}

/** Rows of *count* days backwards and forwards, with every kind of score. */
function someRows(count: number, texts: readonly string[], complete: boolean): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    time: !complete && i % 53 === 0 ? null : START + ((i * 7919) % 400) * DAY + i * 1000,
    score: !complete && i % 31 === 0 ? null : ((i * 13) % 14) - 1,
    group: !complete && i % 17 === 0 ? null : texts[(i * i) % texts.length]!,
  }));
}

describe.each(hosts)('answer counts in $host', ({ make }) => {
  it.each([
    { complete: true, asTicks: true, asBytes: true, width: 1 }, { complete: true, asTicks: true, asBytes: true, width: 2 }, { complete: true, asTicks: false, asBytes: false, width: 1 },
    { complete: false, asTicks: true, asBytes: true, width: 1 }, { complete: false, asTicks: true, asBytes: false, width: 4 }, { complete: false, asTicks: false, asBytes: true, width: 2 },
  ])('are those by hand over more rows than a block: %o', ({ complete, ...how }) => {
    const texts = ['a', 'b', 'c', 'd', 'e'];
    for (const cutOff of [Infinity, START + 300 * DAY]) {
      const rows = someRows(10_000, texts, complete);
      const counts = make(cutOff);
      expect(counts.add(rowsOf(rows, texts, how))).toBe(true);
      expect(told(counts)).toEqual(counted(rows, cutOff));
      const { first, last, withoutTime, afterCutOff } = counts.totals();
      const times = rows.flatMap(({ time }) => (time === null || time >= cutOff ? [] : [time]));
      expect([first, last]).toEqual([Math.min(...times), Math.max(...times)].map((time) => (how.asTicks ? Math.floor(time / 1000) * 1000 : time)));
      expect(withoutTime).toBe(rows.filter(({ time }) => time === null).length);
      expect(afterCutOff).toBe(rows.filter(({ time }) => time !== null && time >= cutOff).length);
    }
  });

  it.each([1, 8, 9, 15, 64, 4096, 5000])('are those by hand where rows come in order of time but for every one in %i, with groups that come late', (stray) => {
    const texts = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const cutOff of [Infinity, START + 60 * DAY + 1e6]) {
      const rows = Array.from({ length: 9000 }, (_, i): Row => ({
        time: START + i * 800e6 - (i % stray === 0 ? (i % 3) * 20 * DAY : 0), score: ((i * 13) % 14) - 1, group: texts[(i * i) % Math.min(6, 1 + (i >>> 9))]!,
      }));
      const counts = make(cutOff);
      expect(counts.add(rowsOf(rows, texts))).toBe(true);
      expect(told(counts)).toEqual(counted(rows, cutOff));
      const times = rows.flatMap(({ time }) => (time! >= cutOff ? [] : [time!]));
      expect(counts.totals()).toMatchObject({ first: Math.min(...times), last: Math.max(...times), afterCutOff: rows.length - times.length });
    }
  });

  it('know the first and the last time where neighbours go back by a second', () => {
    for (let early = 0; early < 63; early += 3) {
      const rows = Array.from({ length: 64 }, (_, i): Row => ({ time: START + 100e6 + i * 1e6 + (i === early ? -90e6 : i === early + 1 ? 80e6 : 0), score: i % 11, group: 'a' }));
      const counts = make(Infinity);
      // So many rows that the day is known before those come.
      expect(counts.add(rowsOf([...rows.map((row) => ({ ...row, time: START + 100e6 })), ...rows], ['a']))).toBe(true);
      expect(counts.totals()).toMatchObject({ first: START + (10 + early) * 1e6, last: START + (181 + early) * 1e6 });
    }
  });

  it('begin a period with its first instant, wherever among the rows that is', () => {
    const monday = START + 47 * 3600e6;
    for (let before = 64; before < 72; before++) {
      const rows = Array.from({ length: 128 }, (_, i): Row => ({ time: monday + (i - before) * 1000, score: i % 11, group: 'a' }));
      const counts = make(Infinity);
      expect(counts.add(rowsOf(rows, ['a']))).toBe(true);
      expect(told(counts)).toEqual(counted(rows, Infinity));
      expect(counts.totals().cells.map(({ counts: by }) => by.reduce((a, b) => a + b))).toEqual([before, 128 - before]);
    }
  });

  it('go on when there are more groups, earlier periods, and another list of the same groups', () => {
    const counts = make(Infinity);
    const all: Row[] = [];
    for (const texts of [['a', 'b'], ['b', 'x', 'a'], Array.from({ length: 40 }, (_, i) => `g${i}`), ['a', 'b']]) {
      const rows = someRows(900, texts, false).map((row) => ({ ...row, time: row.time === null ? null : row.time - all.length * 0.5 * DAY }));
      all.push(...rows);
      expect(counts.add(rowsOf(rows, texts))).toBe(true);
      expect(told(counts)).toEqual(counted(all, Infinity));
    }
  });

  it('take the greatest of 32 bits for a missing group', () => {
    const rows = rowsOf([{ time: START, score: 9, group: 'a' }, { time: START, score: 10, group: 'a' }], ['a'], { width: 4 });
    const counts = make(Infinity);
    expect(counts.add({ ...rows, groups: { ...rows.groups!, values: Uint32Array.of(0xffffffff, 0) } })).toBe(true);
    expect(counts.totals().cells.map(({ group }) => group)).toEqual([null, 'a']);
  });

  it.each([1, 2, 4])('refuse a group outside of its list of %i bytes, but not in a row without a group', (width) => {
    const rows = rowsOf([{ time: START, score: 9, group: 'a' }, { time: START, score: 10, group: 'a' }], ['a'], { width });
    const values = width === 1 ? Uint8Array.of(0, 200) : width === 2 ? Uint16Array.of(0, 200) : Uint32Array.of(0, 200);
    expect(make(Infinity).add({ ...rows, groups: { ...rows.groups!, values } })).toBe(false);
    expect(make(Infinity).add({ ...rows, groups: { ...rows.groups!, values, valid: Uint32Array.of(1) } })).toBe(true);
  });

  it('refuse times in no period, more periods than a table holds, and groups that a missing one could be taken for', () => {
    const add = (rows: readonly Row[]): boolean => make(Infinity).add(rowsOf(rows, ['a', '(missing)']));
    expect(add([{ time: 1e18, score: 1, group: 'a' }])).toBe(false);
    expect(add([{ time: START, score: 1, group: 'a' }, { time: START - 700_000 * DAY, score: 1, group: 'a' }])).toBe(false);
    expect(add([{ time: START, score: 1, group: '(missing)' }])).toBe(false);
    expect(add([{ time: START, score: 1, group: 'a' }])).toBe(true);
  });

  it('count rows without time or group in one cell', () => {
    const counts = make(Infinity);
    const rows = rowsOf([{ time: null, score: 4, group: null }, { time: null, score: 4, group: null }], []);
    expect(counts.add({ ...rows, times: null, groups: null })).toBe(true);
    expect(counts.totals()).toEqual({
      cells: [{ period: 0, group: null, counts: Float64Array.of(0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0) }], withoutTime: 0, afterCutOff: 0, first: Infinity, last: -Infinity,
    });
  });

  it('tell cells by period, then by group as it came first, of as many groups as two bytes number', () => {
    const texts = Array.from({ length: 300 }, (_, i) => `g${i}`);
    const rows = Array.from({ length: 600 }, (_, i): Row => ({ time: START + (i % 2) * 100 * DAY, score: i % 11, group: texts[299 - (i >> 1)]! }));
    const counts = make(Infinity);
    expect(counts.add(rowsOf(rows, texts, { width: 2 }))).toBe(true);
    const { cells } = counts.totals();
    expect(cells.map(({ group }) => group)).toEqual([...texts.toReversed(), ...texts.toReversed()]);
    expect(told(counts)).toEqual(counted(rows, Infinity));
    cells[0]!.counts[0] = 99;
    expect(told(counts)).toEqual(counted(rows, Infinity));
  });

  it('read bytes with a sign and without, beyond the scale too', () => {
    const values = [0, 10, 11, 127, 128, 200, 255];
    const at = (scores: Int8Array | Uint8Array): number[] => {
      const counts = make(Infinity);
      const rows = rowsOf(values.map(() => ({ time: START, score: 0, group: 'a' })), ['a']);
      expect(counts.add({ ...rows, scores: { values: scores, valid: null } })).toBe(true);
      return [...counts.totals().cells[0]!.counts];
    };
    for (const scores of [Int8Array.from(values), Uint8Array.from(values)]) expect(at(scores)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 5]);
  });

  it('read scales that begin below 0 or above, and no score between two levels', () => {
    const at = (lowest: number, scores: Int8Array | Float64Array): number[] => {
      const counts = make(Infinity, { lowest, levels: 3 });
      const rows = rowsOf([...scores].map(() => ({ time: START, score: 0, group: 'a' })), ['a']);
      expect(counts.add({ ...rows, scores: scores instanceof Float64Array ? scores : { values: scores, valid: null } })).toBe(true);
      return [...counts.totals().cells[0]!.counts];
    };
    const scores = [-3, -2, -1, -1, 0, 0, 0, 1, 2, 3, 3, 4];
    for (const values of [Int8Array.from(scores), Float64Array.from(scores)]) {
      expect(at(-2, values)).toEqual([1, 2, 3, 0, 6]);
      expect(at(1, values)).toEqual([1, 1, 2, 0, 8]);
    }
    expect(at(1, Float64Array.of(1, 1.5, 2, 2.999, 3, NaN, Infinity, -Infinity))).toEqual([1, 1, 1, 1, 4]);
  });

  it('take as many groups as their table has room for', () => {
    const texts = Array.from({ length: 319 }, (_, i) => `g${i}`);
    const rows = (count: number): AnswerRows => rowsOf(texts.slice(0, count).map((group) => ({ time: START, score: 1, group })), texts, { width: 2 });
    expect([make(Infinity).add(rows(318)), make(Infinity).add(rows(319))]).toEqual([true, false]);
  });

  it('refuse a group just beyond the end of its list, and any where there is no list', () => {
    const rows = rowsOf([{ time: START, score: 9, group: 'a' }], ['a', 'b']);
    expect(make(Infinity).add({ ...rows, groups: { ...rows.groups!, values: Uint8Array.of(2) } })).toBe(false);
    expect(make(Infinity).add({ ...rows, groups: { ...rows.groups!, values: Uint8Array.of(1) } })).toBe(true);
  });

  it('leave out rows that a mask leaves out, in every block', () => {
    const texts = ['a', 'b'];
    const rows = someRows(9_000, texts, true);
    const mask = bitmap(rows.length);
    rows.forEach((_, i) => {
      if (i % 3 !== 0) setBit(mask, i);
    });
    const counts = make(Infinity);
    expect(counts.add({ ...rowsOf(rows, texts), mask })).toBe(true);
    expect(told(counts)).toEqual(counted(rows.filter((_, i) => i % 3 !== 0), Infinity));
  });
});
