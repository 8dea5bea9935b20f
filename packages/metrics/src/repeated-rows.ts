import type { Frame } from './arrow/frame.js';
import type { ReadingOptions } from './paced.js';
import { bitmap, hasBit } from './kernels/bitmap.js';
import { type Company, InstantCompany } from './kernels/instant-company.js';
import { WasmCompany, WasmSieve } from './kernels/repeats-wasm.js';
import { KernelLease } from './kernels/kernel-lease.js';
import { RowIndex } from './kernels/row-index.js';
import { NO_KEY } from './kernels/key-index.js';
import { timeAt } from './kernels/row-ordinals.js';
import { RowSieve, type Sieve, type SievedColumn } from './kernels/row-sieve.js';
import type { PositionColumn } from './kernels/stored-columns.js';
import { TextNumbers } from './kernels/text-numbers.js';
import type { WasmKernels } from './kernels/wasm-module.js';
import { type FieldKind, fieldNamed, type Schema } from './schema.js';

const PASSES = 4;
/** The large sieve leaves fewer than every eighth row that repeats nobody. */
const LEFT = 8;

/** A column over which rows are compared, and whether it is read as keys. */
export interface ComparedColumn {
  readonly name: string;
  readonly isKey: boolean;
}

/**
 * The exact duplicates among the rows of one scan over some columns (C19), counted once when all rows are there, whoever
 * asks and whatever the filter, in four passes. Where rows came in order of time, those that are alone at their instant
 * repeat nobody; most others are told apart by a large sieve of a part of their hashes, nearly all that it leaves by a small one of all
 * of these; those left are compared.
 */
export class RepeatedRows {
  private readonly schema: Schema;
  private readonly columns: readonly ComparedColumn[];
  private readonly time: string | null;
  private frames = 0;
  private at = 0;
  private company: Company | null = null;
  private sieve: Sieve | null = null;
  private lease: KernelLease | null = null;
  private index: RowIndex = new RowIndex();
  private found = 0;
  /** By frame, from the second pass on. */
  private hashes: (Int32Array | undefined)[] = [];
  private fineSieve: RowSieve | null = null;
  /** Which rows of each frame the sieve left, from the third pass on. */
  private left: (Uint32Array | undefined)[] = [];
  /** Columns of keys that are compared by text, so that rows which can't repeat get no codes; null for those that can't be. */
  private readonly texts: Map<string, TextNumbers | null> = new Map();

  constructor(schema: Schema, columns: readonly ComparedColumn[]) {
    this.schema = schema;
    this.columns = columns;
    this.time = columns.find(({ name, isKey }) => !isKey && isTime(fieldNamed(schema, name)?.kind))?.name ?? null;
  }

  /**
   * Returns how many rows of *frames* repeat an earlier one; null where too many are alike to be compared (more than four
   * million different suspects). Several callers at a time share the work; one that is aborted throws its signal's reason.
   * Counts with instances that *kernels* makes, where there are any.
   */
  async count(frames: readonly Frame[], kernels: (() => WasmKernels) | null, { signal, breathe }: ReadingOptions): Promise<number | null> {
    if (this.frames !== frames.length) this.begin(frames, kernels);
    while (this.at < PASSES * this.frames && !this.index.overflowed) {
      // A frame whose columns are damaged throws, and does so again when somebody asks again.
      if (this.step(frames)) this.at += 1;
      else this.begin(frames, kernels);
      await breathe?.();
      signal?.throwIfAborted();
    }
    const { overflowed } = this.index;
    // What was needed on the way is given back; the count stays.
    this.sieve = this.fineSieve = this.company = null;
    this.lease?.giveBack();
    if (!overflowed) this.index = new RowIndex();
    return overflowed ? null : this.found;
  }

  private begin(frames: readonly Frame[], kernels: (() => WasmKernels) | null): void {
    this.lease?.giveBack();
    this.lease = kernels === null ? null : new KernelLease(kernels);
    this.frames = frames.length;
    this.at = 0;
    this.found = 0;
    this.index = new RowIndex();
    this.company = this.lease === null ? new InstantCompany() : new WasmCompany(this.lease.lend());
    this.sieve = this.fineSieve = null;
    this.hashes = [];
    this.left = [];
  }

  /** One frame of the first pass, then of the others. Returns false where rows have to be compared in another way from the first on. */
  private step(frames: readonly Frame[]): boolean {
    const place = this.at % this.frames;
    const frame = frames[place];
    const pass = Math.floor(this.at / this.frames);
    if (frame === undefined || this.company === null) return true;
    if (pass === 0) {
      this.company.add(this.time === null ? null : (frame.ticks(this.time) ?? frame.instants(this.time)), frame.numRows);
      return true;
    }
    this.sieve ??= this.newSieve(this.company.size);
    const among = this.company.rowsOf(place);
    if (among?.length === 0) return true;
    if (pass === 1) {
      const columns = this.columns.map((column) => this.read(frame, column, among));
      if (columns.includes(null)) return false;
      this.hashes[place] = this.sieve.note(columns as SievedColumn[], among?.length ?? frame.numRows);
      return true;
    }
    const hashes = this.hashes[place]!;
    if (pass === 2) {
      this.fineSieve ??= new RowSieve(Math.ceil(this.company.size / LEFT));
      const left = this.sieve.suspects(hashes);
      this.left[place] = among === null ? left : left.map((row) => among[row]!);
      this.hashes[place] = this.fineSieve.note([left.map((row) => hashes[row]!)], left.length);
      return true;
    }
    const left = this.left[place]!;
    const rows = this.fineSieve!.suspects(hashes).map((i) => left[i]!);
    this.hashes[place] = this.left[place] = undefined;
    if (rows.length > 0) {
      const columns = this.columns.map((column) => this.read(frame, column, rows));
      this.found += this.index.add(columns as (Uint32Array | Float64Array)[], rows.length, bitmap(rows.length));
    }
    return true;
  }

  /** Company that is known needs its memory no more. */
  private newSieve(rows: number): Sieve {
    this.lease?.giveBack();
    try {
      return this.lease === null ? new RowSieve(rows) : new WasmSieve(this.lease.lend(), rows);
    } catch {
      // No room for its memory.
      return new RowSieve(rows);
    }
  }

  /** Returns the values of *rows*, of all where that is null; null where the column is compared by text and can't be here. */
  private read(frame: Frame, { name, isKey }: ComparedColumn, rows: Uint32Array | null): SievedColumn | null {
    const kind = fieldNamed(this.schema, name)?.kind;
    if (!isKey && kind === 'number') return picked(frame.numbers(name), rows);
    if (!isKey && isTime(kind)) return picked(frame.ticks(name) ?? frame.instants(name), rows);
    let texts = this.texts.get(name);
    const positions = texts === null ? null : frame.positions(name);
    if (texts === undefined) {
      // What can't be compared by text in the first frame isn't in any.
      texts = new TextNumbers([], 'next');
      if (positions === null || texts.of(positions.texts) === null) texts = null;
      this.texts.set(name, texts);
    }
    if (texts === null) return picked(frame.keys(name), rows);
    const numbers = positions === null ? null : numbersOf(positions, texts.of(positions.texts), rows);
    if (numbers === null) this.texts.set(name, null);
    return numbers;
  }
}

function isTime(kind: FieldKind | undefined): boolean {
  return kind === 'instant' || kind === 'date';
}

/** Returns the numbers of the texts of *rows*, of all where that is null; null where one is of no text that has a number. */
function numbersOf({ valid, values }: PositionColumn, byPosition: Uint32Array | null, rows: Uint32Array | null): Uint32Array | null {
  if (byPosition === null) return null;
  const numbers = new Uint32Array(rows?.length ?? values.length);
  for (let i = 0; i < numbers.length; i++) {
    const row = rows === null ? i : rows[i]!;
    const number = valid !== null && !hasBit(valid, row) ? NO_KEY : byPosition[values[row]!];
    if (number === undefined) return null;
    numbers[i] = number;
  }
  return numbers;
}

/** Returns the values of *rows*, of all rows where that is null. */
function picked(column: SievedColumn, rows: Uint32Array | null): SievedColumn {
  return rows === null ? column : pickedNumbers(column, rows);
}

function pickedNumbers(column: SievedColumn, rows: Uint32Array): Uint32Array | Float64Array {
  const values = column instanceof Uint32Array ? new Uint32Array(rows.length) : new Float64Array(rows.length);
  if (column instanceof Uint32Array || column instanceof Float64Array) for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]!]!;
  else for (let i = 0; i < rows.length; i++) values[i] = timeAt(column, rows[i]!);
  return values;
}
