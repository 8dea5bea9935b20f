import type { Bitmap } from './bitmap.js';
import type { RowTimes } from './row-ordinals.js';

/** The rows of a batch, which must stay as they are. */
export interface StepRows {
  readonly count: number;
  /** Customers by code. */
  readonly customers: Uint32Array;
  /** Stages by number; NO_KEY where there is none. */
  readonly stages: Uint8Array | Uint16Array | Uint32Array;
  /** Which rows have a stage, bit by bit; null where numbers say so. */
  readonly staged: Bitmap | null;
  /** By a stage's number its step, or NO_KEY. The same array says the same of each number. */
  readonly stepOf: Uint32Array;
  readonly times: RowTimes;
  /** NaN where one is missing; null where rows have none, as then all rows have none. */
  readonly values: Float64Array | null;
  /** Which rows count; null for all. */
  readonly mask: Bitmap | null;
}

/** What became of rows, and the first and last instant with a customer that counts (first > last: none does). */
export interface StepTally {
  readonly used: number;
  readonly withoutCustomer: number;
  readonly withoutTime: number;
  readonly afterCutOff: number;
  readonly withoutStage: number;
  readonly notAStep: number;
  /** Events without a finite value. */
  readonly withoutValue: number;
  readonly first: number;
  readonly last: number;
}

/** Which chains count. Microseconds. */
export interface ChainRules {
  readonly steps: number;
  /** How long after its beginning a chain ends at the latest; Infinity for no limit. */
  readonly window: number;
  /** Chains begin at this instant or later, */
  readonly entryFrom: number;
  /** and before this one. */
  readonly entryBefore: number;
  /** Those that began at this instant or later may still go on. */
  readonly openFrom: number;
}

/** What came of customers. */
export interface ChainsFound {
  /** By customer: which steps there are (24 bits), how many the chain fills (5 bits from bit 24), whether one may still go on (bit 31). */
  readonly outcomes: Uint32Array;
  /** The instants of the chains in microseconds, one customer after the other, in parts between customers. */
  readonly instants: readonly Float64Array[];
  /** By step the sum of values as an unevaluated pair of doubles: of events of a step at one instant the largest; null where rows have none. */
  readonly sums: Float64Array | null;
}

/**
 * Finds for each customer the longest chain of steps in their order, each at the instant of the one before or later, and of the
 * longest the one that begins first, its steps as early as they come. Rows may come in any order.
 *
 * In WebAssembly 10 bytes an event, 18 with values, and while chains are found a few for each customer; in plain JavaScript 4 a
 * customer, and while chains are found 4 more and 9 an event, 17 with values, as rows are read again then.
 */
export interface StepChains {
  readonly tally: StepTally;
  /** Adds rows whose customers have codes below *customers*. Returns false where times don't suit: of another unit than before, or beyond 285 years. */
  add(rows: StepRows, customers: number): boolean;
  /** Returns the chains in the rows added so far. Pure. */
  find(rules: ChainRules): ChainsFound;
}

/** The most steps that an outcome has bits for. */
export const MOST_STEPS = 24;

/** Instants beyond are no whole microseconds any more, as doubles. */
export const LAST_MICROS: number = 2 ** 53;
