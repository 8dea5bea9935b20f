/** What counts as one attempt to get through the steps. Lengths in microseconds; instants in microseconds since the epoch. */
export interface AttemptRules {
  /** `ordered`: each step at or after the one before. `any`: steps 1 to *k* in whatever order. */
  readonly order: 'ordered' | 'any';
  /** From the entry to the last step, inclusive; Infinity where there is no limit. */
  readonly windowMicros: number;
  /** How much earlier than the step before a step may be stamped and still count as after it. */
  readonly tieMicros: number;
  /** Entries lie at or after this. */
  readonly entryFrom: number;
  /** Entries lie before this. */
  readonly entryBefore: number;
}

/** One customer's events by step: those of step *k* (from 0) stand at `runs[k]` to `runs[k + 1] - 1` of *instants*, ascending. */
export interface StepRuns {
  readonly stepCount: number;
  readonly instants: Float64Array;
  readonly runs: Uint32Array;
}

/** A customer's best attempt: the one that fills the most steps, and of those the earliest. */
export interface Attempt {
  /** How many steps it fills: steps 1 to *depth*. 0 where the customer never entered. */
  depth: number;
  /** The instant by which steps 1 to *k + 1* were filled, for each *k* below *depth*. */
  readonly reached: Float64Array;
  /** Where in *instants* the event stands that fills step *k + 1*: the first of several at one instant. */
  readonly positions: Uint32Array;
  /** When the attempt began. NaN where depth is 0. */
  entry: number;
  /** When the customer's last attempt began, best or not: -Infinity where depth is 0. */
  latestEntry: number;
}

/** Returns an attempt to be filled by `findAttempt`, customer after customer. */
export function createAttempt(stepCount: number): Attempt {
  return { depth: 0, reached: new Float64Array(stepCount), positions: new Uint32Array(stepCount), entry: Number.NaN, latestEntry: -Infinity };
}

/**
 * Writes the best attempt (longest, then earliest) of one customer into *attempt*. No event fills two steps, equal
 * instants count as ordered. *cursors* is scratch space of at least `stepCount`.
 *
 * For a given entry the earliest possible event of each step leaves the most room for the next, and a later entry never
 * has an earlier continuation: so every cursor only moves forward, and the cost is that of reading each event once.
 */
export function findAttempt(events: StepRuns, rules: AttemptRules, attempt: Attempt, cursors: Uint32Array): void {
  attempt.depth = 0;
  attempt.entry = Number.NaN;
  attempt.latestEntry = -Infinity;
  for (let k = 0; k < events.stepCount; k++) cursors[k] = events.runs[k]!;
  if (rules.order === 'ordered') findOrdered(events, rules, attempt, cursors);
  else findInAnyOrder(events, rules, attempt, cursors);
}

function findOrdered(events: StepRuns, rules: AttemptRules, attempt: Attempt, cursors: Uint32Array): void {
  const { instants, runs, stepCount } = events;
  const entriesEnd = runs[1]!;
  attempt.latestEntry = latestInRange(events, 0, rules);
  for (let e = runs[0]!; e < entriesEnd; e++) {
    const entry = instants[e]!;
    if (entry < rules.entryFrom) continue;
    if (entry >= rules.entryBefore) return;
    const limit = entry + rules.windowMicros;
    let latest = entry;
    let depth = 1;
    for (; depth < stepCount; depth++) {
      const end = runs[depth + 1]!;
      let cursor = cursors[depth]!;
      while (cursor < end && instants[cursor]! < latest - rules.tieMicros) cursor++;
      cursors[depth] = cursor;
      if (cursor === end || instants[cursor]! > limit) break;
      latest = Math.max(latest, instants[cursor]!);
    }
    if (depth > attempt.depth) {
      cursors[0] = e;
      record(events, attempt, cursors, depth, entry);
    }
    if (attempt.depth === stepCount || rules.windowMicros === Infinity) return;
  }
}

function findInAnyOrder(events: StepRuns, rules: AttemptRules, attempt: Attempt, cursors: Uint32Array): void {
  const { instants, runs, stepCount } = events;
  for (;;) {
    let first = -1;
    let entry = Infinity;
    for (let k = 0; k < stepCount; k++) {
      const cursor = cursors[k]!;
      if (cursor < runs[k + 1]! && instants[cursor]! < entry) {
        first = k;
        entry = instants[cursor]!;
      }
    }
    if (first === -1 || entry >= rules.entryBefore) break;
    if (entry >= rules.entryFrom) {
      const limit = entry + rules.windowMicros;
      let depth = 0;
      while (depth < stepCount && cursors[depth]! < runs[depth + 1]! && instants[cursors[depth]!]! <= limit) depth++;
      // An attempt begins with one of the steps that it fills, not with a later step that happened to come before.
      if (first < depth && depth > attempt.depth) {
        record(events, attempt, cursors, depth, entry);
        if (depth === stepCount || rules.windowMicros === Infinity) break;
      }
    }
    cursors[first]!++;
  }
  if (attempt.depth === 0) return;
  for (let k = 0; k < stepCount; k++) attempt.latestEntry = Math.max(attempt.latestEntry, latestInRange(events, k, rules));
}

function record(events: StepRuns, attempt: Attempt, cursors: Uint32Array, depth: number, entry: number): void {
  attempt.depth = depth;
  attempt.entry = entry;
  let latest = entry;
  for (let k = 0; k < depth; k++) {
    latest = Math.max(latest, events.instants[cursors[k]!]!);
    attempt.positions[k] = cursors[k]!;
    attempt.reached[k] = latest;
  }
}

/** The last instant of a step at which an attempt may begin, or -Infinity. */
function latestInRange(events: StepRuns, step: number, rules: AttemptRules): number {
  for (let i = events.runs[step + 1]! - 1; i >= events.runs[step]!; i--) {
    const instant = events.instants[i]!;
    if (instant < rules.entryBefore) return instant >= rules.entryFrom ? instant : -Infinity;
  }
  return -Infinity;
}
