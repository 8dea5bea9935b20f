import type { AttemptRules, StepPlan, StepRuns } from './funnel-attempt.js';

/**
 * Finds the best ordered attempt of one customer where nothing but a window from the entry limits it: writes the events
 * that fill its levels to *positions* and returns how many there are. *cursors* is scratch space, one a level.
 *
 * For a given entry the earliest possible event of each step leaves the most room for the next, and a later entry never
 * has an earlier continuation: so every cursor only moves forward, and the cost is that of reading each event once.
 */
export function findOrdered({ instants, runs }: StepRuns, { levels }: StepPlan, rules: AttemptRules, positions: Uint32Array, cursors: Uint32Array): number {
  const { entryBefore, entryFrom, tieMicros, windowMicros } = rules;
  const levelCount = levels.length;
  let best = 0;
  for (let level = 0; level < levelCount; level++) cursors[level] = runs[levels[level]!]!;
  const entriesEnd = runs[levels[0]! + 1]!;
  for (let e = cursors[0]!; e < entriesEnd; e++) {
    const entry = instants[e]!;
    if (entry < entryFrom) continue;
    if (entry >= entryBefore) break;
    const limit = entry + windowMicros;
    let previous = entry;
    let depth = 1;
    cursors[0] = e;
    for (; depth < levelCount; depth++) {
      const end = runs[levels[depth]! + 1]!;
      let cursor = cursors[depth]!;
      while (cursor < end && instants[cursor]! < previous - tieMicros) cursor++;
      cursors[depth] = cursor;
      if (cursor === end || instants[cursor]! > limit) break;
      previous = instants[cursor]!;
    }
    if (depth > best) {
      best = depth;
      for (let level = 0; level < depth; level++) positions[level] = cursors[level]!;
    }
    if (best === levelCount || windowMicros === Infinity) break;
  }
  return best;
}
