import { type AttemptRules, firstAfter, type StepPlan, type StepRuns } from './funnel-attempt.js';

/** An attempt in any order: it begins with the earliest of the events that fill its levels. */
export interface AnyOrderChain {
  /** The events that fill levels 0 to `depth` - 1, by level. */
  readonly positions: Uint32Array;
  depth: number;
  entry: number;
  /** The last instant at which it may go on; of a complete one, when it was completed. */
  over: number;
}

/**
 * Finds an attempt in any order that begins after *after*: the best of them, or the first where *best* is false.
 * It fills levels 0 to *k* by events within the window from the first of them, with no wall in between. Each event is read once.
 */
export function findInAnyOrder(
  events: StepRuns, { levels }: StepPlan, rules: AttemptRules, after: number, best: boolean, cursors: Uint32Array, chain: AnyOrderChain,
): void {
  const { instants, runs } = events;
  const levelCount = levels.length;
  chain.depth = 0;
  chain.entry = Number.NaN;
  chain.over = Infinity;
  for (let level = 0; level < levelCount; level++) cursors[level] = runs[levels[level]!]!;
  for (;;) {
    let first = -1;
    let entry = Infinity;
    for (let level = 0; level < levelCount; level++) {
      const cursor = cursors[level]!;
      if (cursor < runs[levels[level]! + 1]! && instants[cursor]! < entry) {
        first = level;
        entry = instants[cursor]!;
      }
    }
    if (first === -1 || entry >= rules.entryBefore) return;
    if (entry >= rules.entryFrom && entry > after) {
      const limit = limitFrom(events, rules, entry);
      let depth = 0;
      while (depth < levelCount && cursors[depth]! < runs[levels[depth]! + 1]! && instants[cursors[depth]!]! <= limit) depth++;
      // An attempt begins with one of the steps that it fills, not with a later step that happened to come before.
      if (first < depth && depth > chain.depth) {
        chain.depth = depth;
        chain.entry = entry;
        chain.over = limit;
        for (let level = 0; level < depth; level++) chain.positions[level] = cursors[level]!;
        if (depth === levelCount) chain.over = latestOf(instants, chain);
        if (!best || depth === levelCount || (rules.windowMicros === Infinity && rules.walls.length === 0)) return;
      }
    }
    cursors[first]!++;
  }
}

/** Returns the last instant at which an attempt that begins at *entry* may go on. */
export function limitFrom({ instants, runs }: StepRuns, { walls, windowMicros }: AttemptRules, entry: number): number {
  let limit = entry + windowMicros;
  for (const { code, wholeCustomer } of walls) {
    if (wholeCustomer) continue;
    const wall = firstAfter(instants, runs[code]!, runs[code + 1]!, entry);
    if (wall < runs[code + 1]!) limit = Math.min(limit, instants[wall]!);
  }
  return limit;
}

function latestOf(instants: Float64Array, { depth, positions }: AnyOrderChain): number {
  let latest = -Infinity;
  for (let level = 0; level < depth; level++) latest = Math.max(latest, instants[positions[level]!]!);
  return latest;
}
