import type { EventJournal, EventsByCustomer } from '../kernels/event-journal.js';
import { NO_KEY } from '../kernels/key-index.js';
import { sortPairs } from '../kernels/sort-pairs.js';
import { type Attempt, type AttemptRules, createAttempt, findAttempt } from './funnel-attempt.js';

/** How a journal is read as customers. */
export interface WalkPlan {
  readonly stepCount: number;
  /** The step of each code in the journal, -1 where it is none; null where the codes are the steps. */
  readonly stepOf: Int32Array | null;
  readonly rules: AttemptRules;
  /** Ranks the segment codes by their text, for events of one instant; null without segments. */
  readonly segmentRank: Uint32Array | null;
}

/** One customer on the way through a funnel. The object and its arrays are reused for the next. */
export interface Visit {
  customer: number;
  /** Bounds of the customer's events by step: `runs[k + 1] > runs[k]` where the customer ever has step *k*. */
  readonly runs: Uint32Array;
  readonly attempt: Attempt;
  /** The values of the events that fill the steps; of several at one instant the largest. NaN where missing. */
  readonly values: Float64Array;
  /** The segment on the earliest event that has one (of several at one instant the first by text), or NO_KEY. */
  segment: number;
}

/** Calls *visit* for each customer that has one of the steps, in ascending code. */
export function walkCustomers(journal: EventJournal, groups: EventsByCustomer, plan: WalkPlan, visit: (customer: Visit) => void): void {
  const { stepCount, stepOf, rules } = plan;
  const { offsets, order, customerCount } = groups;
  const runs = new Uint32Array(stepCount + 1);
  const next = new Uint32Array(stepCount);
  const cursors = new Uint32Array(stepCount);
  let instants = new Float64Array(64);
  let events = new Uint32Array(64);
  const current: Visit = { customer: 0, runs, attempt: createAttempt(stepCount), values: new Float64Array(stepCount), segment: NO_KEY };
  for (let c = 0; c < customerCount; c++) {
    const from = offsets[c]!;
    const to = offsets[c + 1]!;
    runs.fill(0);
    for (let i = from; i < to; i++) {
      const code = journal.codes[order[i]!]!;
      const step = stepOf === null ? code : stepOf[code]!;
      if (step !== -1) runs[step + 1]!++;
    }
    for (let k = 0; k < stepCount; k++) {
      next[k] = runs[k]!;
      runs[k + 1]! += runs[k]!;
    }
    const count = runs[stepCount]!;
    if (count === 0) continue;
    if (count > instants.length) {
      instants = new Float64Array(count * 2);
      events = new Uint32Array(count * 2);
    }
    for (let i = from; i < to; i++) {
      const event = order[i]!;
      const code = journal.codes[event]!;
      const step = stepOf === null ? code : stepOf[code]!;
      if (step === -1) continue;
      const place = next[step]!++;
      instants[place] = journal.instants[event]!;
      events[place] = event;
    }
    for (let k = 0; k < stepCount; k++) sortPairs(instants, events, runs[k]!, runs[k + 1]!);
    findAttempt({ stepCount, instants, runs }, rules, current.attempt, cursors);
    if (journal.values !== null) readValues(journal.values, instants, events, current);
    current.segment = plan.segmentRank === null ? NO_KEY : firstSegment(journal, events, count, plan.segmentRank);
    current.customer = c;
    visit(current);
  }
}

function readValues(values: Float64Array, instants: Float64Array, events: Uint32Array, visit: Visit): void {
  const { attempt, runs } = visit;
  for (let k = 0; k < attempt.depth; k++) {
    const first = attempt.positions[k]!;
    let largest = Number.NaN;
    for (let i = first; i < runs[k + 1]! && instants[i] === instants[first]; i++) {
      const value = values[events[i]!]!;
      if (!(value <= largest) && value === value) largest = value;
    }
    visit.values[k] = largest;
  }
}

function firstSegment(journal: EventJournal, events: Uint32Array, count: number, rank: Uint32Array): number {
  let first = Infinity;
  let segment = NO_KEY;
  for (let i = 0; i < count; i++) {
    const event = events[i]!;
    const candidate = journal.segments === null ? NO_KEY : journal.segments[event]!;
    if (candidate === NO_KEY) continue;
    const instant = journal.instants[event]!;
    if (instant < first || (instant === first && rank[candidate]! < rank[segment]!)) {
      first = instant;
      segment = candidate;
    }
  }
  return segment;
}
