import { type EventAmounts, type EventDecimals, isLarger } from '../kernels/event-decimals.js';
import type { EventJournal, EventsByCustomer } from '../kernels/event-journal.js';
import { NO_KEY } from '../kernels/key-index.js';
import { sortPairs } from '../kernels/sort-pairs.js';
import { type Attempt, type AttemptRules, clear, clearAttempt, copyAttempt, createAttempt, type StepPlan } from './funnel-attempt.js';
import { AttemptFinder } from './funnel-attempts.js';
import { sortByConstants } from './held-values.js';

/** How a journal is read as customers. */
export interface WalkPlan {
  readonly steps: StepPlan;
  /** By code in the journal: its code in *steps*, -1 where it has none; null where they are the same. */
  readonly codeOf: Int32Array | null;
  readonly rules: AttemptRules;
  /** The first instant that is not in the data any more. */
  readonly end: number;
  /** Ranks the segment codes by their text, for events of one instant; null without segments. */
  readonly segmentRank: Uint32Array | null;
  readonly attribution: 'first' | 'last' | number;
  /** For each column of constants, ranks its codes by their text. */
  readonly constantRanks: readonly Uint32Array[];
}

/** An attempt of a customer on the way through a funnel. The object and its arrays are reused for the next. */
export interface Visit {
  customer: number;
  /** Whether the customer was visited before, for another attempt. */
  again: boolean;
  /** By code: 1 where the customer ever has the stage. */
  readonly has: Uint8Array;
  /** With depth 0 where the customer makes none. */
  readonly attempt: Attempt;
  /** Places in the journal of the events that fill the steps and have a value: of several at one instant the largest. -1 where none has. */
  readonly valued: Int32Array;
  segment: number;
  /** Whether an exclusion rules the customer out. */
  excluded: boolean;
}

/** Calls *visit* for each attempt of each customer that has one of the steps, in ascending code; once where none is made. */
export function walkCustomers(journal: EventJournal, decimals: EventDecimals, groups: EventsByCustomer, plan: WalkPlan, visit: (customer: Visit) => void): void {
  const { attribution, codeOf, constantRanks, rules, segmentRank, steps } = plan;
  const { offsets, order, customerCount, instants: instantOf, codes } = groups;
  const { codeCount, stepCount } = steps;
  const every = rules.attempt === 'every';
  const finder = new AttemptFinder(steps, rules, plan.end);
  const runs = new Uint32Array(codeCount + 1);
  const next = new Uint32Array(codeCount);
  const events = { instants: new Float64Array(64), runs };
  let positions = new Uint32Array(64);
  const current: Visit = {
    customer: 0, again: false, has: new Uint8Array(codeCount), attempt: createAttempt(stepCount), valued: new Int32Array(stepCount),
    segment: NO_KEY, excluded: false,
  };

  /** Sorts the events at *from* to *to* - 1 of *order* by code and instant; returns how many have a code. */
  const gather = (from: number, to: number): number => {
    // A loop: most customers have a handful of events, and a call costs more than clearing these.
    for (let k = 0; k <= codeCount; k++) runs[k] = 0;
    for (let i = from; i < to; i++) {
      const code = codes[i]!;
      const step = codeOf === null ? code : codeOf[code]!;
      if (step !== -1) runs[step + 1]!++;
    }
    for (let k = 0; k < codeCount; k++) {
      next[k] = runs[k]!;
      if (runs[k + 1]! > 0) current.has[k] = 1;
      runs[k + 1]! += runs[k]!;
    }
    const count = runs[codeCount]!;
    if (count > events.instants.length) {
      events.instants = new Float64Array(count * 2);
      positions = new Uint32Array(count * 2);
    }
    const { instants } = events;
    for (let i = from; i < to; i++) {
      const code = codes[i]!;
      const step = codeOf === null ? code : codeOf[code]!;
      if (step === -1) continue;
      const place = next[step]!++;
      instants[place] = instantOf[i]!;
      positions[place] = order[i]!;
    }
    for (let k = 0; k < codeCount; k++) if (runs[k + 1]! - runs[k]! > 1) sortPairs(instants, positions, runs[k]!, runs[k + 1]!);
    return count;
  };

  const take = (attempt: Attempt): void => {
    const { attempt: kept } = current;
    if (!every && kept.depth > 0 && !isBetter(attempt, kept, rules.attempt)) {
      if (rules.attempt === 'best') kept.open ||= attempt.open;
      return;
    }
    const wasOpen = rules.attempt === 'best' && kept.open;
    copyAttempt(kept, attempt);
    kept.open ||= wasOpen;
    if (journal.values !== null) findValues({ values: journal.values, decimals }, events.instants, runs, positions, current);
    if (typeof attribution === 'number' && segmentRank !== null) {
      current.segment = kept.filled[attribution - 1] === 1
        ? segmentAt(journal, events.instants, runs, positions, attribution - 1, kept.positions[attribution - 1]!, segmentRank)
        : NO_KEY;
    }
    if (!every) return;
    visit(current);
    current.again = true;
  };

  for (let c = 0; c < customerCount; c++) {
    const from = offsets[c]!;
    const to = offsets[c + 1]!;
    if (from === to) continue;
    current.customer = c;
    current.again = false;
    current.excluded = false;
    current.segment = NO_KEY;
    clear(current.has);
    clearAttempt(current.attempt);
    let inSteps = false;
    if (typeof attribution !== 'number' && segmentRank !== null) {
      current.segment = segmentOf(journal, groups, from, to, codeOf, stepCount, segmentRank, attribution === 'last');
    }
    // An attempt is visited when it is found, whatever stages the customer has under other constants.
    if (every && constantRanks.length > 0) findStages(groups, from, to, codeOf, current.has);
    for (let start = from; start < to;) {
      const stop = constantRanks.length === 0 ? to : sortByConstants(journal, groups, start, from, to, constantRanks);
      gather(start, stop);
      start = stop;
      if (runs[stepCount] === 0) continue;
      inSteps = true;
      if (!finder.find(events, take)) current.excluded = true;
    }
    if (!inSteps) continue;
    if (every && current.again) continue;
    if (current.excluded) clearAttempt(current.attempt);
    visit(current);
  }
}

/** Marks the stages of the events at *from* to *to* - 1. */
function findStages({ codes }: EventsByCustomer, from: number, to: number, codeOf: Int32Array | null, has: Uint8Array): void {
  for (let i = from; i < to; i++) {
    const code = codes[i]!;
    const step = codeOf === null ? code : codeOf[code]!;
    if (step !== -1) has[step] = 1;
  }
}

/** Whether *attempt* counts rather than *kept*, an attempt under other constants. */
function isBetter(attempt: Attempt, kept: Attempt, rule: 'first' | 'best' | 'every'): boolean {
  if (rule === 'best') return attempt.depth > kept.depth || (attempt.depth === kept.depth && attempt.entry < kept.entry);
  return attempt.entry < kept.entry || (attempt.entry === kept.entry && attempt.depth > kept.depth);
}

function findValues(amounts: EventAmounts, instants: Float64Array, runs: Uint32Array, events: Uint32Array, visit: Visit): void {
  const { filled, positions } = visit.attempt;
  for (let k = 0; k < filled.length; k++) {
    if (filled[k] === 0) continue;
    const first = positions[k]!;
    let largest = -1;
    for (let i = first; i < runs[k + 1]! && instants[i] === instants[first]; i++) {
      if (isLarger(amounts, events[i]!, largest)) largest = events[i]!;
    }
    visit.valued[k] = largest;
  }
}

/** The segment on the earliest or latest event of a step that has one; of several at one instant the first by text. */
function segmentOf(
  journal: EventJournal, { codes, instants, order }: EventsByCustomer, from: number, to: number, codeOf: Int32Array | null, stepCount: number, rank: Uint32Array,
  last: boolean,
): number {
  let found = Infinity;
  let segment = NO_KEY;
  for (let i = from; i < to; i++) {
    const code = codes[i]!;
    const step = codeOf === null ? code : codeOf[code]!;
    if (step === -1 || step >= stepCount) continue;
    const candidate = journal.segments === null ? NO_KEY : journal.segments[order[i]!]!;
    if (candidate === NO_KEY) continue;
    const instant = last ? -instants[i]! : instants[i]!;
    if (instant < found || (instant === found && rank[candidate]! < rank[segment]!)) {
      found = instant;
      segment = candidate;
    }
  }
  return segment;
}

/** The segment on the event at *position* of *step*; of several at one instant the first by text. */
function segmentAt(
  journal: EventJournal, instants: Float64Array, runs: Uint32Array, events: Uint32Array, step: number, position: number, rank: Uint32Array,
): number {
  let segment = NO_KEY;
  for (let i = position; i < runs[step + 1]! && instants[i] === instants[position]; i++) {
    const candidate = journal.segments === null ? NO_KEY : journal.segments[events[i]!]!;
    if (candidate !== NO_KEY && (segment === NO_KEY || rank[candidate]! < rank[segment]!)) segment = candidate;
  }
  return segment;
}
