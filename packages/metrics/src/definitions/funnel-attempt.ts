/** What counts as an attempt to get through the steps. Lengths in microseconds; instants in microseconds since the epoch. */
export interface AttemptRules {
  readonly order: 'ordered' | 'strict' | 'any';
  readonly attempt: 'first' | 'best' | 'every';
  /** Inclusive; Infinity where there is no limit. */
  readonly windowMicros: number;
  readonly windowFrom: 'entry' | 'previous';
  /** How much earlier than the step before a step may be stamped and still count as after it. */
  readonly tieMicros: number;
  /** Whether a step must be later than the one before. */
  readonly apart: boolean;
  /** Whether a step that comes again ends the attempt. */
  readonly repeatsEnd: boolean;
  readonly walls: readonly Wall[];
  /** Entries lie at or after this. */
  readonly entryFrom: number;
  /** Entries lie before this. */
  readonly entryBefore: number;
}

/** Events of code *code* must not lie between two successive filled levels from *from* to *to*. */
export interface Wall {
  readonly code: number;
  readonly from: number;
  readonly to: number;
  /** Whether it rules out the customer instead of ending the attempt. */
  readonly wholeCustomer: boolean;
}

/** Which steps there are, and which an attempt has to fill. */
export interface StepPlan {
  readonly stepCount: number;
  /** Codes below `stepCount` are steps, those above stages that steps have to do with, the last one any other stage (strict order). */
  readonly codeCount: number;
  /** The code of any other stage, -1 where those are not kept. */
  readonly otherCode: number;
  /** The steps that are not optional, ascending: level *l* of an attempt is step `levels[l]`. */
  readonly levels: Uint32Array;
  /** By step: the level that comes next. */
  readonly nextLevel: Uint32Array;
}

/** One customer's events by code: those of code *k* stand at `runs[k]` to `runs[k + 1] - 1` of *instants*, ascending. */
export interface StepRuns {
  readonly instants: Float64Array;
  readonly runs: Uint32Array;
}

/** An attempt of a customer. The object and its arrays are reused for the next. */
export interface Attempt {
  /** How many levels it fills. 0 where the customer never entered. */
  depth: number;
  /** By step: 1 where the attempt fills it. */
  readonly filled: Uint8Array;
  /** By filled step: the instant by which it and the levels before it were filled. */
  readonly reached: Float64Array;
  /** By filled step: where in *instants* its event stands, the first of several at one instant. */
  readonly positions: Uint32Array;
  /** When the attempt began. NaN where depth is 0. */
  entry: number;
  /** Whether it, or another attempt that counts with it, may still go on when the data ends. */
  open: boolean;
}

/** Returns the plan of *stepCount* steps of which *optional* may be left out, with *extraCount* codes of other stages behind them. */
export function planSteps(stepCount: number, optional: readonly number[], extraCount: number, keepOthers: boolean): StepPlan {
  const levels = Uint32Array.from({ length: stepCount }, (_, k) => k).filter((k) => !optional.includes(k));
  const nextLevel = Uint32Array.from({ length: stepCount }, (_, k) => levels.filter((step) => step <= k).length);
  const codeCount = stepCount + extraCount + Number(keepOthers);
  return { stepCount, codeCount, otherCode: keepOthers ? codeCount - 1 : -1, levels, nextLevel };
}

/** Returns an attempt to be filled, customer after customer. */
export function createAttempt(stepCount: number): Attempt {
  return {
    depth: 0, filled: new Uint8Array(stepCount), reached: new Float64Array(stepCount), positions: new Uint32Array(stepCount),
    entry: Number.NaN, open: false,
  };
}

/** Makes *attempt* one that fills nothing. */
export function clearAttempt(attempt: Attempt): void {
  attempt.depth = 0;
  clear(attempt.filled);
  attempt.entry = Number.NaN;
  attempt.open = false;
}

/** Makes *into* the same as *from*. */
export function copyAttempt(into: Attempt, from: Attempt): void {
  into.depth = from.depth;
  for (let k = 0; k < into.filled.length; k++) {
    into.filled[k] = from.filled[k]!;
    into.reached[k] = from.reached[k]!;
    into.positions[k] = from.positions[k]!;
  }
  into.entry = from.entry;
  into.open = from.open;
}

/** Notes that *attempt* fills the first *depth* levels by the events at `positions[level]`. */
export function recordAttempt(attempt: Attempt, { levels }: StepPlan, { instants }: StepRuns, positions: Uint32Array, depth: number, entry: number): void {
  attempt.depth = depth;
  attempt.entry = entry;
  clear(attempt.filled);
  let latest = entry;
  for (let level = 0; level < depth; level++) {
    const step = levels[level]!;
    const position = positions[level]!;
    latest = Math.max(latest, instants[position]!);
    attempt.filled[step] = 1;
    attempt.positions[step] = position;
    attempt.reached[step] = latest;
  }
}

/** Sets a few marks to 0. Calling `fill` costs more than that for an array so short, once a customer. */
export function clear(marks: Uint8Array): void {
  for (let k = 0; k < marks.length; k++) marks[k] = 0;
}

/** Returns whether a customer who filled *step* went on from it; at the last step everyone did. */
export function wentOn({ levels, nextLevel }: StepPlan, attempt: Attempt, step: number): boolean {
  const next = nextLevel[step]!;
  return next === levels.length || attempt.depth > next;
}

/** Returns the first position of *from* to *to* whose instant is at least *instant*; *to* where there is none. */
export function firstFrom(instants: Float64Array, from: number, to: number, instant: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instants[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the first position of *from* to *to* whose instant is after *instant*; *to* where there is none. */
export function firstAfter(instants: Float64Array, from: number, to: number, instant: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instants[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
