import { hasBit } from './bitmap.js';
import type { KernelMemory } from './kernel-memory.js';
import { NO_KEY } from './key-index.js';
import type { TickColumn } from './row-ordinals.js';
import { type ChainRules, type ChainsFound, LAST_MICROS, MOST_STEPS, type StepChains, type StepRows, type StepTally } from './step-chains.js';

/** Rows that are read at a time: all that is read of them stays in the nearer caches. A multiple of 32. */
const BLOCK = 4096;
const TALLY_BYTES = 48;
/** Customers in a pile. */
const PILE = 2048;
/** Events in a piece of a pile. */
const PIECE = 1024;
const NEVER = 2n ** 63n - 1n;
/** Longer than any two instants that suit lie apart. */
const ENDLESS = 2 ** 60;

/** The chains in WebAssembly: events are kept in piles of customers, which are sorted one by one when chains are found. */
export class WasmStepChains implements StepChains {
  readonly #memory: KernelMemory;
  readonly #block: RowBlock;
  readonly #cutOff: number;
  readonly #tallyAt: number;
  readonly #begunAt: number;
  readonly #sumsAt: number;
  readonly #countsAt: number;
  #micros: TickColumn['microsPerTick'] | null = null;
  #hasValues: boolean = false;
  /** By pile the addresses of its pieces. */
  readonly #pieces: number[][] = [];
  #pilesAt: number;
  #pileRoom: number = 0;
  #eventsAt: number;
  #eventsRoom: number = 0;

  /** Times at *cutOff* (microseconds, Infinity for none) or later don't count. */
  constructor(memory: KernelMemory, cutOff: number) {
    this.#memory = memory;
    this.#cutOff = cutOff;
    this.#block = new RowBlock(memory);
    this.#tallyAt = memory.take(TALLY_BYTES);
    this.#begunAt = memory.take(8 * (MOST_STEPS + 1));
    this.#sumsAt = memory.take(16 * MOST_STEPS);
    this.#countsAt = memory.take(4 * PILE);
    this.#pilesAt = memory.take(0);
    this.#eventsAt = memory.take(0);
    memory.longs[(this.#tallyAt >>> 3) + 4] = NEVER;
    memory.longs[(this.#tallyAt >>> 3) + 5] = -NEVER;
  }

  get tally(): StepTally {
    const { words, longs } = this.#memory;
    const count = (i: number): number => words[(this.#tallyAt >>> 2) + i]! >>> 0;
    const micros = (i: number): number => Number(longs[(this.#tallyAt >>> 3) + i]!) * (this.#micros ?? 1);
    const isNone = longs[(this.#tallyAt >>> 3) + 4]! === NEVER;
    return {
      used: count(0), withoutCustomer: count(1), withoutTime: count(2), afterCutOff: count(3), withoutStage: count(4), notAStep: count(5), withoutValue: count(6),
      first: isNone ? Infinity : micros(4), last: isNone ? -Infinity : micros(5),
    };
  }

  add(rows: StepRows, customers: number): boolean {
    const micros = rows.times instanceof Float64Array ? 1 : rows.times.microsPerTick;
    this.#micros ??= micros;
    if (micros !== this.#micros) return false;
    this.#hasValues = rows.values !== null;
    const { kernels } = this.#memory;
    const block = this.#block;
    this.#reservePiles(Math.ceil(customers / PILE));
    block.learnSteps(rows.stepOf);
    const cutOff = this.#ticks(this.#cutOff);
    for (let from = 0; from < rows.count; from += BLOCK) {
      const count = block.fill(rows, from);
      for (let row = 0; ; ) {
        row = kernels.keepSteps(
          block.customers, block.ticks, block.valid, block.stages, block.values, block.mask, row, count, block.stepOf, this.#pilesAt, cutOff, this.#tallyAt,
        );
        if (row >= count) break;
        this.#enlargePile(Math.floor(rows.customers[from + row]! / PILE));
      }
    }
    const { first, last } = this.tally;
    return first > last || (first > -LAST_MICROS && last < LAST_MICROS);
  }

  find({ steps, window, entryFrom, entryBefore, openFrom }: ChainRules): ChainsFound {
    const memory = this.#memory;
    const { kernels } = memory;
    const micros = this.#micros ?? 1;
    const longest = BigInt(Math.floor(Math.min(window, ENDLESS) / micros));
    const entries = [this.#ticks(entryFrom), this.#ticks(entryBefore), this.#ticks(openFrom)] as const;
    const outcomes = new Uint32Array(this.#pieces.length * PILE);
    const instants: Float64Array[] = [];
    this.#reserveEvents();
    memory.doubles.fill(0, this.#sumsAt >>> 3, (this.#sumsAt >>> 3) + 2 * steps);
    this.#pieces.forEach((pieces, pile) => {
      memory.words.fill(0, this.#countsAt >>> 2, (this.#countsAt >>> 2) + PILE);
      const ends = pieces.map((at, i) => (i < pieces.length - 1 ? at + PIECE * this.#stride : memory.words[(this.#pilesAt >>> 2) + 2 * pile]!));
      pieces.forEach((at, i) => kernels.countEvents(at, ends[i]!, this.#stride, this.#countsAt));
      kernels.startsOf(this.#countsAt, PILE);
      pieces.forEach((at, i) => kernels.placeEvents(at, ends[i]!, this.#stride, this.#countsAt, this.#eventsAt));
      const count = kernels.findChains(this.#countsAt, PILE, this.#eventsAt, this.#hasValues ? 4 : 3, steps, micros, longest, ...entries, this.#begunAt, this.#sumsAt);
      outcomes.set(memory.words.subarray(this.#countsAt >>> 2, (this.#countsAt >>> 2) + PILE), pile * PILE);
      instants.push(memory.doubles.slice(this.#eventsAt >>> 3, (this.#eventsAt >>> 3) + count));
    });
    const sums = this.#hasValues ? memory.doubles.slice(this.#sumsAt >>> 3, (this.#sumsAt >>> 3) + 2 * steps) : null;
    return { outcomes, instants, sums };
  }

  get #stride(): number {
    return this.#hasValues ? 18 : 10;
  }

  /** Returns the first tick at *instant* or later. */
  #ticks(instant: number): bigint {
    if (instant === Infinity) return NEVER;
    return BigInt(Math.ceil(Math.max(Math.min(instant, ENDLESS), -ENDLESS) / (this.#micros ?? 1)));
  }

  #reservePiles(piles: number): void {
    if (piles > this.#pileRoom) {
      const room = Math.max(piles, 2 * this.#pileRoom);
      this.#pilesAt = this.#memory.enlarge(this.#pilesAt, this.#pileRoom * 8, room * 8);
      this.#pileRoom = room;
    }
    while (this.#pieces.length < piles) this.#pieces.push([]);
  }

  #enlargePile(pile: number): void {
    const at = this.#memory.take(PIECE * this.#stride);
    const { words } = this.#memory;
    words[(this.#pilesAt >>> 2) + 2 * pile] = at;
    words[(this.#pilesAt >>> 2) + 2 * pile + 1] = at + PIECE * this.#stride;
    this.#pieces[pile]?.push(at);
  }

  /** Makes room for the events of the largest pile. */
  #reserveEvents(): void {
    const most = PIECE * this.#pieces.reduce((most, { length }) => Math.max(most, length), 0);
    if (most <= this.#eventsRoom) return;
    this.#eventsRoom = Math.max(most, 2 * this.#eventsRoom);
    this.#eventsAt = this.#memory.take(this.#eventsRoom * (this.#hasValues ? 16 : 8));
  }
}

/** Where a block of rows lies in a kernel's memory, by address. */
class RowBlock {
  readonly memory: KernelMemory;
  readonly customers: number;
  readonly ticks: number;
  readonly stages: number;
  /** 0 where rows have no values. */
  values: number = 0;
  /** 0 where all rows have a time. */
  valid: number = 0;
  /** 0 where all rows count. */
  mask: number = 0;
  stepOf: number;
  readonly #valuesAt: number;
  readonly #validAt: number;
  readonly #maskAt: number;
  #stageRoom: number = 0;
  #known: Uint32Array | null = null;

  constructor(memory: KernelMemory) {
    this.memory = memory;
    this.customers = memory.take(4 * BLOCK);
    this.ticks = memory.take(8 * BLOCK);
    this.stages = memory.take(4 * BLOCK);
    this.#valuesAt = memory.take(8 * BLOCK);
    this.#validAt = memory.take(BLOCK / 8);
    this.#maskAt = memory.take(BLOCK / 8);
    this.stepOf = memory.take(0);
  }

  /** Takes over which stages are which steps. */
  learnSteps(stepOf: Uint32Array): void {
    if (stepOf === this.#known) return;
    if (stepOf.length > this.#stageRoom) {
      const room = Math.max(stepOf.length, 2 * this.#stageRoom);
      this.stepOf = this.memory.enlarge(this.stepOf, 4 * this.#stageRoom, 4 * room);
      this.#stageRoom = room;
    }
    this.memory.words.set(stepOf, this.stepOf >>> 2);
    this.#known = stepOf;
  }

  /** Copies the block of *rows* that begins at row *from* and returns how many it has. */
  fill({ customers, mask, staged, stages, times, values, count: rows }: StepRows, from: number): number {
    const { doubles, kernels, words } = this.memory;
    const count = Math.min(BLOCK, rows - from);
    words.set(customers.subarray(from, from + count), this.customers >>> 2);
    words.set(stages.subarray(from, from + count), this.stages >>> 2);
    if (staged !== null) for (let i = 0; i < count; i++) if (!hasBit(staged, from + i)) words[(this.stages >>> 2) + i] = NO_KEY;
    this.values = values === null ? 0 : this.#valuesAt;
    if (values !== null) doubles.set(values.subarray(from, from + count), this.#valuesAt >>> 3);
    this.valid = 0;
    if (times instanceof Float64Array) {
      doubles.set(times.subarray(from, from + count), this.ticks >>> 3);
      kernels.ticksOf(this.ticks, count, this.ticks);
    } else {
      words.set(times.words.subarray(2 * from, 2 * (from + count)), this.ticks >>> 2);
      if (times.valid !== null) this.valid = this.#bits(times.valid, from, count, this.#validAt);
    }
    this.mask = mask === null ? 0 : this.#bits(mask, from, count, this.#maskAt);
    return count;
  }

  #bits(bits: Uint32Array, from: number, count: number, at: number): number {
    this.memory.words.set(bits.subarray(from >>> 5, (from + count + 31) >>> 5), at >>> 2);
    return at;
  }
}
