import type { AnswerCounts, AnswerRows, AnswerTotals, ScoreLevels } from './answer-counts.js';
import { type AnswerExtent, AnswerGroups, AnswerSums, ASK, byteLevels, cellWords, extentWith } from './answer-table.js';
import type { KernelMemory } from './kernel-memory.js';
import type { Boundaries, TickColumn } from './row-ordinals.js';
import { OrdinalTable } from './row-ordinals-wasm.js';
import type { PositionColumn, TextList } from './stored-columns.js';

/** Rows that are counted at a time: all that is read of them stays in the nearer caches. A multiple of 32. */
const BLOCK = 4096;
/** How often rows of a block may stop the plain way before the rest goes the other. */
const MOST_STOPS = 64;
const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

/** The counts in WebAssembly, in a memory of their own. */
export class WasmAnswerCounts implements AnswerCounts {
  readonly #memory: KernelMemory;
  readonly #periods: Boundaries;
  readonly #cutOff: number;
  readonly #scale: ScoreLevels;
  readonly #words: number;
  readonly #groups: AnswerGroups = new AnswerGroups();
  readonly #sums: AnswerSums;
  readonly #ordinalTables: Map<number, OrdinalTable> = new Map();
  readonly #ticksAt: number;
  readonly #ordinalsAt: number;
  readonly #numbersAt: number;
  readonly #scoresAt: number;
  readonly #positionsAt: number;
  readonly #timedAt: number;
  readonly #scoredAt: number;
  readonly #groupedAt: number;
  readonly #maskAt: number;
  readonly #nobodyAt: number;
  readonly #levelsAt: number;
  readonly #tallyAt: number;
  /** By group of the list in use: where its counts begin within a period. */
  #offsetsAt: number;
  #offsetCount: number = 0;
  #offsetRoom: number = 0;
  #texts: TextList | null = null;
  #tableAt: number = 0;
  #extent: AnswerExtent | null = null;
  #first: number = Infinity;
  #last: number = -Infinity;

  /** Times at *cutOff* (microseconds, Infinity for none) or later don't count. */
  constructor(memory: KernelMemory, periods: Boundaries, cutOff: number, scale: ScoreLevels) {
    this.#memory = memory;
    this.#periods = periods;
    this.#cutOff = cutOff;
    this.#scale = scale;
    this.#words = cellWords(scale);
    this.#sums = new AnswerSums(this.#words);
    this.#ticksAt = memory.take(8 * BLOCK);
    this.#ordinalsAt = memory.take(4 * BLOCK);
    this.#numbersAt = memory.take(8 * BLOCK);
    this.#scoresAt = memory.take(BLOCK);
    this.#positionsAt = memory.take(4 * BLOCK);
    this.#timedAt = memory.take(BLOCK / 8);
    this.#scoredAt = memory.take(BLOCK / 8);
    this.#groupedAt = memory.take(BLOCK / 8);
    this.#maskAt = memory.take(BLOCK / 8);
    this.#nobodyAt = memory.take(BLOCK / 8);
    this.#tallyAt = memory.take(32);
    // The levels of signed bytes, of unsigned ones, and of levels.
    this.#levelsAt = memory.take(3 * 256);
    memory.bytes.set(byteLevels(scale, true), this.#levelsAt);
    memory.bytes.set(byteLevels(scale, false), this.#levelsAt + 256);
    for (let level = 0; level < 256; level++) memory.bytes[this.#levelsAt + 512 + level] = level;
    this.#offsetsAt = memory.take(0);
  }

  add(rows: AnswerRows): boolean {
    const { times, count } = rows;
    const micros = times?.ticks?.microsPerTick ?? 1;
    const instants = times === null || times.ticks !== null ? null : times.instants();
    const { longs } = this.#memory;
    longs[(this.#tallyAt >>> 3) + 2] = GREATEST;
    longs[(this.#tallyAt >>> 3) + 3] = LEAST;
    this.#lookAt(rows.groups?.texts ?? null);
    for (let from = 0; from < count; from += BLOCK) {
      if (!this.#addBlock(rows, instants, from, Math.min(BLOCK, count - from))) return false;
    }
    return this.#noteSpan(times !== null, micros);
  }

  totals(): AnswerTotals {
    this.#empty();
    const { words } = this.#memory;
    const tally = this.#tallyAt >>> 2;
    return {
      cells: this.#sums.cells(this.#groups), withoutTime: words[tally + 1]! >>> 0, afterCutOff: words[tally + 2]! >>> 0,
      first: this.#first, last: this.#last,
    };
  }

  #addBlock({ times, scores, groups, mask }: AnswerRows, instants: Float64Array | null, from: number, count: number): boolean {
    const memory = this.#memory;
    const { levelsAt, scoredAt } = this.#copyScores(scores, from, count);
    const groupedAt = groups === null ? this.#nobodyAt : this.#bits(groups.valid, from, count, this.#groupedAt);
    const width = groups === null ? 0 : this.#copyPositions(groups, from, count);
    const maskAt = this.#bits(mask, from, count, this.#maskAt);
    const timedAt = times === null ? 0 : this.#copyTimes(times.ticks, instants, from, count);
    const ordinals = times === null ? null : this.#ordinalTable(times.ticks?.microsPerTick ?? 1);
    let isPlain = ordinals !== null && timedAt + scoredAt + groupedAt + width + maskAt === 0;
    for (let row = 0, stops = 0; row < count;) {
      if (isPlain && ordinals !== null) row = this.#addPlain(ordinals, levelsAt, row, count);
      if (row === count) break;
      // Most rows that stop there are the first of a day: what comes behind is plain again.
      isPlain &&= ++stops <= MOST_STOPS;
      const end = isPlain ? row + 1 : count;
      ordinals?.fill(this.#ticksAt, timedAt, row, end, this.#ordinalsAt);
      while (row < end) {
        row = memory.kernels.answerRows(
          times === null ? 0 : this.#ticksAt, this.#ordinalsAt, this.#scoresAt, scoredAt, this.#positionsAt, width, groupedAt, maskAt, row, end,
          levelsAt, this.#scale.levels, this.#offsetsAt, this.#offsetCount, this.#tableAt, this.#extent?.base ?? 0, this.#extent?.periods ?? 0,
          this.#periodBytes(), this.#tallyAt,
        );
        if (row < end && !this.#makeRoom(row, width, groupedAt)) return false;
      }
    }
    return true;
  }

  /** Counts rows that all count, and returns the first that is not told so. */
  #addPlain(ordinals: OrdinalTable, levelsAt: number, from: number, count: number): number {
    const { at, first, buckets, shift, cutOff } = ordinals.place;
    const periodBytes = this.#periodBytes();
    return this.#memory.kernels.plainAnswerRows(
      this.#ticksAt, this.#scoresAt, this.#positionsAt, from, count, at, first, buckets, shift, cutOff, levelsAt, this.#offsetsAt, this.#tableAt,
      this.#extent?.base ?? 0, BigInt((this.#extent?.periods ?? 0) * periodBytes), BigInt(periodBytes), this.#tallyAt,
    );
  }

  /** Copies times as ticks, and returns where the bits of those that are there lie, 0 for all. */
  #copyTimes(ticks: TickColumn | null, instants: Float64Array | null, from: number, count: number): number {
    const { words, doubles, kernels } = this.#memory;
    if (ticks !== null) {
      words.set(ticks.words.subarray(2 * from, 2 * (from + count)), this.#ticksAt >>> 2);
      return this.#bits(ticks.valid, from, count, this.#timedAt);
    }
    if (instants !== null) doubles.set(instants.subarray(from, from + count), this.#ticksAt >>> 3);
    kernels.ticksOf(this.#ticksAt, count, this.#ticksAt);
    return 0;
  }

  /** Copies scores as bytes, and returns where the levels of those lie, and the bits of those that are there, 0 for all. */
  #copyScores(scores: AnswerRows['scores'], from: number, count: number): { levelsAt: number; scoredAt: number } {
    const { bytes, doubles, kernels } = this.#memory;
    if (scores instanceof Float64Array) {
      doubles.set(scores.subarray(from, from + count), this.#numbersAt >>> 3);
      kernels.scoreLevels(this.#numbersAt, count, this.#scale.lowest, this.#scale.levels, this.#scoresAt);
      return { levelsAt: this.#levelsAt + 512, scoredAt: 0 };
    }
    bytes.set(scores.values.subarray(from, from + count), this.#scoresAt);
    return { levelsAt: this.#levelsAt + (scores.values instanceof Int8Array ? 0 : 256), scoredAt: this.#bits(scores.valid, from, count, this.#scoredAt) };
  }

  #periodBytes(): number {
    return (this.#extent?.groups ?? 0) * this.#words * 4;
  }

  /** Makes the table know the period and the group of a row of the block; false where there is no room for it, or no such group. */
  #makeRoom(row: number, width: number, groupedAt: number): boolean {
    const { words } = this.#memory;
    const period = words[(this.#ordinalsAt >>> 2) + row]!;
    const isMissing = groupedAt !== 0 && ((words[(groupedAt >>> 2) + (row >>> 5)]! >>> (row & 31)) & 1) === 0;
    // The greatest number that there is means missing too.
    const entry = isMissing ? 0 : (this.#positionAt(row, width) + 1) >>> 0;
    const group = this.#groups.numberOf(this.#texts, entry === 0 ? null : entry - 1);
    if (group === null) return false;
    const extent = extentWith(this.#extent, period, this.#groups.texts.length, this.#words);
    if (extent === null) return false;
    const before = this.#extent;
    if (before === null || extent.base !== before.base || extent.periods !== before.periods || extent.groups !== before.groups) {
      this.#empty();
      this.#tableAt = this.#memory.take(extent.periods * extent.groups * this.#words * 4);
      this.#extent = extent;
    }
    this.#memory.words[(this.#offsetsAt >>> 2) + entry] = group * this.#words * 4;
    return true;
  }

  /** Makes room for a number for each of *texts*, and forgets those of another list. */
  #lookAt(texts: TextList | null): void {
    const count = (texts?.size ?? 0) + 1;
    const known = texts === this.#texts ? this.#offsetCount : 0;
    if (count === known) return;
    if (count > this.#offsetRoom) {
      this.#offsetRoom = Math.max(count, 2 * this.#offsetRoom, 257);
      this.#offsetsAt = this.#memory.enlarge(this.#offsetsAt, known * 4, this.#offsetRoom * 4);
    }
    this.#memory.words.fill(ASK, (this.#offsetsAt >>> 2) + known, (this.#offsetsAt >>> 2) + this.#offsetRoom);
    this.#texts = texts;
    this.#offsetCount = count;
  }

  #copyPositions({ values }: PositionColumn, from: number, count: number): number {
    const { bytes } = this.#memory;
    const size = values.BYTES_PER_ELEMENT;
    bytes.set(new Uint8Array(values.buffer, values.byteOffset + from * size, count * size), this.#positionsAt);
    return size >>> 1;
  }

  #positionAt(row: number, width: number): number {
    const { bytes, words } = this.#memory;
    if (width === 2) return words[(this.#positionsAt >>> 2) + row]! >>> 0;
    const at = this.#positionsAt + (row << width);
    return width === 0 ? bytes[at]! : bytes[at]! | (bytes[at + 1]! << 8);
  }

  #bits(bits: Uint32Array | null, from: number, count: number, at: number): number {
    if (bits === null) return 0;
    this.#memory.words.set(bits.subarray(from >>> 5, (from + count + 31) >>> 5), at >>> 2);
    return at;
  }

  /** Takes note of the first and last tick of rows; false where one lay in no period. */
  #noteSpan(hasTimes: boolean, micros: number): boolean {
    const { words, longs } = this.#memory;
    const [first = GREATEST, last = LEAST] = longs.subarray((this.#tallyAt >>> 3) + 2, (this.#tallyAt >>> 3) + 4);
    if (hasTimes && first <= last) {
      this.#first = Math.min(this.#first, Number(first) * micros);
      this.#last = Math.max(this.#last, Number(last) * micros);
    }
    return words[this.#tallyAt >>> 2] === 0;
  }

  #empty(): void {
    if (this.#extent !== null) this.#sums.take(new Uint32Array(this.#memory.bytes.buffer), this.#tableAt >>> 2, this.#extent);
  }

  #ordinalTable(micros: TickColumn['microsPerTick']): OrdinalTable {
    const known = this.#ordinalTables.get(micros);
    if (known !== undefined) return known;
    const table = new OrdinalTable(this.#memory, this.#periods, micros, this.#cutOff);
    this.#ordinalTables.set(micros, table);
    return table;
  }
}
