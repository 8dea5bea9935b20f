import type { AnswerCounts, AnswerRows, AnswerTotals, ScoreLevels } from './answer-counts.js';
import { type AnswerExtent, AnswerGroups, AnswerSums, ASK, byteLevels, cellWords, extentWith } from './answer-table.js';
import type { Bitmap } from './bitmap.js';
import { instantsAt, OUT_OF_RANGE } from './row-ordinals.js';
import type { PositionColumn, TextList } from './stored-columns.js';

/** Rows that are counted at a time: their times and periods stay in the nearer caches. */
const BLOCK = 4096;

/** Writes the ordinal of each instant to *out*, OUT_OF_RANGE where it has none. */
export type FillOrdinals = (instants: Float64Array, out: Int32Array) => void;

/** The counts in plain JavaScript. Twin of wasm/answers.ts. */
export class PlainAnswerCounts implements AnswerCounts {
  readonly #fillOrdinals: FillOrdinals;
  readonly #cutOff: number;
  readonly #scale: ScoreLevels;
  readonly #words: number;
  readonly #signedLevels: Uint8Array;
  readonly #unsignedLevels: Uint8Array;
  readonly #groups: AnswerGroups = new AnswerGroups();
  readonly #sums: AnswerSums;
  readonly #instants: Float64Array = new Float64Array(BLOCK);
  readonly #ordinals: Int32Array = new Int32Array(BLOCK);
  readonly #levels: Uint8Array = new Uint8Array(BLOCK);
  /** By group of the list in use, the missing one first: where its counts begin within a period. */
  #offsets: Uint32Array = new Uint32Array(0);
  #texts: TextList | null = null;
  #table: Uint32Array = new Uint32Array(0);
  #extent: AnswerExtent | null = null;
  #withoutTime: number = 0;
  #afterCutOff: number = 0;
  #first: number = Infinity;
  #last: number = -Infinity;

  /** Times at *cutOff* (microseconds, Infinity for none) or later don't count. */
  constructor(fillOrdinals: FillOrdinals, cutOff: number, scale: ScoreLevels) {
    this.#fillOrdinals = fillOrdinals;
    this.#cutOff = cutOff;
    this.#scale = scale;
    this.#words = cellWords(scale);
    this.#signedLevels = byteLevels(scale, true);
    this.#unsignedLevels = byteLevels(scale, false);
    this.#sums = new AnswerSums(this.#words);
  }

  add(rows: AnswerRows): boolean {
    this.#lookAt(rows.groups?.texts ?? null);
    const { times, count } = rows;
    for (let from = 0; from < count; from += BLOCK) {
      const rest = Math.min(BLOCK, count - from);
      if (times !== null) {
        const block = this.#instants.subarray(0, rest);
        if (times.ticks !== null) instantsAt(times.ticks, from, block);
        else block.set(times.instants().subarray(from, from + rest));
        this.#fillOrdinals(block, this.#ordinals);
      }
      this.#fillLevels(rows.scores, from, rest);
      for (let row = 0; row < rest;) {
        row = this.#count(rows, from, row, rest);
        if (row < rest && !this.#makeRoom(this.#ordinals[row]!, entryOf(rows.groups, from + row))) return false;
      }
    }
    return true;
  }

  totals(): AnswerTotals {
    this.#empty();
    return { cells: this.#sums.cells(this.#groups), withoutTime: this.#withoutTime, afterCutOff: this.#afterCutOff, first: this.#first, last: this.#last };
  }

  #fillLevels(scores: AnswerRows['scores'], from: number, count: number): void {
    const { lowest, levels } = this.#scale;
    const out = this.#levels;
    if (scores instanceof Float64Array) {
      for (let i = 0; i < count; i++) {
        const score = scores[from + i]!;
        const level = score - lowest;
        out[i] = (level | 0) === level && level >= 0 && level < levels ? level : score === score ? levels + 1 : levels;
      }
      return;
    }
    const { values, valid } = scores;
    const known = values instanceof Int8Array ? this.#signedLevels : this.#unsignedLevels;
    for (let i = 0; i < count; i++) out[i] = isMissing(valid, from + i) ? levels : known[values[from + i]! & 255]!;
  }

  /** Counts rows from *row* on, and returns the first whose period or group the table doesn't know, or *count*. */
  #count({ times, groups, mask }: AnswerRows, from: number, row: number, count: number): number {
    const { base, periods, groups: room } = this.#extent ?? { base: 0, periods: 0, groups: 0 };
    const instants = this.#instants;
    const ordinals = this.#ordinals;
    const levels = this.#levels;
    const offsets = this.#offsets;
    const table = this.#table;
    const length = room * this.#words;
    const cutOff = this.#cutOff;
    const hasTimes = times !== null;
    let first = this.#first;
    let last = this.#last;
    let i = row;
    for (; i < count; i++) {
      if (isMissing(mask, from + i)) continue;
      const instant = instants[i]!;
      if (hasTimes && !(instant < cutOff)) {
        if (instant === instant) this.#afterCutOff++;
        else this.#withoutTime++;
        continue;
      }
      const period = ordinals[i]! - base;
      if (!(period >= 0 && period < periods)) break;
      const offset = offsets[entryOf(groups, from + i)];
      if (offset === undefined || offset === ASK) break;
      table[period * length + offset + levels[i]!]!++;
      if (!hasTimes) continue;
      if (instant < first) first = instant;
      if (instant > last) last = instant;
    }
    this.#first = first;
    this.#last = last;
    return i;
  }

  /** Makes the table know a period and the group with number *entry* - 1 of the list (0: the missing one). */
  #makeRoom(period: number, entry: number): boolean {
    const group = period === OUT_OF_RANGE ? null : this.#groups.numberOf(this.#texts, entry === 0 ? null : entry - 1);
    if (group === null) return false;
    const extent = extentWith(this.#extent, period, this.#groups.texts.length, this.#words);
    if (extent === null) return false;
    const before = this.#extent;
    if (before === null || extent.base !== before.base || extent.periods !== before.periods || extent.groups !== before.groups) {
      this.#empty();
      this.#table = new Uint32Array(extent.periods * extent.groups * this.#words);
      this.#extent = extent;
    }
    this.#offsets[entry] = group * this.#words;
    return true;
  }

  /** Makes room for a number for each of *texts*, and forgets those of another list. */
  #lookAt(texts: TextList | null): void {
    const count = (texts?.size ?? 0) + 1;
    const known = texts === this.#texts ? this.#offsets.length : 0;
    if (count === known) return;
    const offsets = new Uint32Array(count).fill(ASK);
    offsets.set(this.#offsets.subarray(0, known));
    this.#offsets = offsets;
    this.#texts = texts;
  }

  #empty(): void {
    if (this.#extent !== null) this.#sums.take(this.#table, 0, this.#extent);
  }
}

function entryOf(groups: PositionColumn | null, row: number): number {
  return groups === null || isMissing(groups.valid, row) ? 0 : (groups.values[row]! + 1) >>> 0;
}

function isMissing(bits: Bitmap | null, row: number): boolean {
  return bits !== null && ((bits[row >>> 5]! >>> (row & 31)) & 1) === 0;
}
