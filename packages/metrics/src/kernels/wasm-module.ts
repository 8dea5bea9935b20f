import { kernelBytes } from './kernel-bytes.js';
import { isWebAssemblyAllowed } from './wasm-allowed.js';

/** What the kernels of wasm/index.ts export. Addresses are byte offsets into the memory. */
export interface WasmKernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /** Returns the first address that no static data takes. */
  readonly firstFree: () => number;
  /** Decodes an LZ4 block from *at* to *end* and returns where the output ended, or a fault's number, negative. */
  readonly lz4Block: (at: number, end: number, to: number, limit: number, floor: number) => number;
  /** Takes 128 random bits for the hashes of this instance. */
  readonly drawFactors: (one: number, two: number, three: number, four: number) => void;
  /** Writes codes of integers and returns how many keys there are; wasm/key-slots.ts says it all. */
  readonly integerCodes: (
    at: number, count: number, valid: number, out: number, keys: number, table: number, bits: number, size: number, adds: boolean,
  ) => number;
  /** Writes codes of texts and returns how many keys there are. */
  readonly textCodes: (
    bytes: number, offsets: number, count: number, valid: number, out: number, prints: number, keys: number, table: number, bits: number, size: number, adds: boolean,
    row: number,
  ) => number;
  /** Fills a table of free slots with keys that all differ. */
  readonly fillSlots: (keys: number, stride: number, size: number, table: number, bits: number) => void;
  /** Turns instants as doubles into ticks. */
  readonly ticksOf: (instants: number, count: number, out: number) => void;
  /** Writes the ordinals of times and returns the first row that the table can't say; wasm/ordinals.ts says it all. */
  readonly ordinals: (
    ticks: number, valid: number, from: number, count: number, out: number, table: number, first: bigint, buckets: bigint, shift: bigint, cutOff: bigint,
  ) => number;
  /** Writes the least and the greatest ordinal of rows to *out*. */
  readonly ordinalRange: (ordinals: number, count: number, out: number) => void;
  /** Counts rows by cohort and period and returns the first that goes back in time; wasm/cohorts.ts says it all. */
  readonly cohortRows: (
    customers: number, days: number, values: number, orders: number, mask: number, count: number,
    owners: number, histories: number, calendar: number, base: number, cells: number, stride: number, refunds: number, tally: number,
  ) => number;
  /** Counts rows by day; wasm/day-sort.ts says it all. */
  readonly countDays: (customers: number, days: number, mask: number, count: number, counts: number, base: number, tally: number) => void;
  /** Writes rows to the next place of their day. */
  readonly placeByDay: (
    customers: number, days: number, values: number, orders: number, mask: number, count: number, places: number, base: number,
    customersOut: number, valuesOut: number, ordersOut: number,
  ) => void;
  /** Writes which rows may share their instant with another; wasm/repeats.ts says it all. */
  readonly companyOf: (ticks: number, valid: number, micros: bigint, count: number, state: number, out: number) => number;
  /** Mixes keys into the hashes of their rows. */
  readonly mixKeys: (hashes: number, keys: number, count: number) => void;
  /** Mixes doubles into them. */
  readonly mixNumbers: (hashes: number, numbers: number, count: number) => void;
  /** Turns ticks into instants as doubles. */
  readonly instantsOf: (ticks: number, valid: number, count: number, micros: number, out: number) => void;
  /** Notes the cells of hashes. */
  readonly noteCells: (hashes: number, count: number, met: number, again: number, mask: number) => void;
  /** Writes which rows fall on a cell that was met more than once. */
  readonly suspectRows: (hashes: number, count: number, again: number, mask: number, from: number, out: number) => number;
  /** Writes the levels of scores that are doubles to *out*. */
  readonly scoreLevels: (scores: number, count: number, lowest: number, levels: number, out: number) => void;
  /** Counts answers by period, group and score and returns the first row that its table doesn't know; wasm/answers.ts says it all. */
  readonly answerRows: (
    ticks: number, ordinals: number, scores: number, scored: number, positions: number, width: number, grouped: number, mask: number, from: number, count: number,
    levels: number, missing: number, groups: number, groupCount: number, table: number, base: number, periods: number, periodBytes: number, tally: number,
  ) => number;
  /** Does the same with rows that all count, and returns the first that isn't one or that its tables don't know. */
  readonly plainAnswerRows: (
    ticks: number, scores: number, positions: number, from: number, count: number, buckets: number, firstBucket: bigint, bucketCount: bigint, shift: bigint, cutOff: bigint,
    levels: number, groups: number, table: number, base: number, tableBytes: bigint, periodBytes: bigint, tally: number,
  ) => number;
  /** Makes sums those of nobody. */
  readonly clearSums: (from: number, to: number) => void;
  /** Adds values to the sums of their customers; wasm/values.ts says it all. */
  readonly addValues: (
    customers: number, values: number, ticks: number, timed: number, mask: number, count: number, start: bigint, end: bigint, timeNeeded: boolean, sums: number, tally: number,
  ) => void;
  /** Writes all sums to *out*, the greatest first, and returns how many there are. */
  readonly rankSums: (sums: number, customers: number, out: number, other: number, counts: number) => number;
  /** Keeps a funnel's events in piles of customers, and returns the first row whose pile is full; wasm/steps.ts says it all. */
  readonly keepSteps: (
    customers: number, ticks: number, valid: number, stages: number, values: number, mask: number, from: number, count: number, stepOf: number, piles: number,
    cutOff: bigint, tally: number,
  ) => number;
  /** Counts a piece of a pile by customer. */
  readonly countEvents: (at: number, end: number, stride: number, counts: number) => void;
  /** Turns counts into where each begins. */
  readonly startsOf: (counts: number, customers: number) => void;
  /** Lays a piece of a pile down by customer. */
  readonly placeEvents: (at: number, end: number, stride: number, places: number, events: number) => void;
  /** Writes what came of each customer and returns how many instants that has. */
  readonly findChains: (
    ends: number, customers: number, events: number, shift: number, steps: number, microsPerTick: number, window: bigint, entryFrom: bigint, entryBefore: bigint,
    openFrom: bigint, begun: number, sums: number,
  ) => number;
}

/** A compiled module; opaque. */
interface WasmModule { readonly __module: never }

// This package is compiled without the DOM, which would declare these.
declare const WebAssembly: undefined | {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  Instance: new (module: WasmModule) => { readonly exports: unknown };
};
declare const atob: (text: string) => string;

let compiled: Promise<WasmModule | null> | null = null;

/**
 * Returns a function that makes instances of the compiled kernels, each with a memory of its own that is freed with it, or
 * null where WebAssembly is not to be had: not allowed, not there, or without vectors. Never throws. Compiles once.
 */
export async function wasmKernels(): Promise<(() => WasmKernels) | null> {
  if (!isWebAssemblyAllowed()) return null;
  compiled ??= compile();
  const module = await compiled;
  if (module === null || typeof WebAssembly === 'undefined') return null;
  const { Instance } = WebAssembly;
  return () => new Instance(module).exports as WasmKernels;
}

async function compile(): Promise<WasmModule | null> {
  try {
    if (typeof WebAssembly === 'undefined') return null;
    return await WebAssembly.compile(Uint8Array.from(atob(kernelBytes), (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}
