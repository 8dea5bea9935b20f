import { atRiskFirst, type DurationCount } from './durations.js';

/**
 * Returns *counts* with neighbouring times taken together, so that between one time and the next either none or *minCell* and
 * more ended, and so with those who were censored and those who came under observation: whatever is worked out of the
 * answer, a curve or a test, tells of no smaller group. Null where no grouping does that. Times are rounded up to the
 * last of a group, those of late entries down to the one before, so that nobody is at risk for less time than they were. Counts are
 * ascending by time; with *minCell* under 2 they are returned as they are.
 */
export function coarseDurations(counts: readonly DurationCount[], minCell: number): readonly DurationCount[] | null {
  if (minCell < 2) return counts;
  const isTold = (...numbers: readonly number[]): boolean => numbers.every((count) => count === 0 || count >= minCell);
  const rest = { events: 0, censored: 0, entered: 0 };
  for (const { events, censored, entered = 0 } of counts) {
    rest.events += events;
    rest.censored += censored;
    rest.entered += entered;
  }
  const coarse: { time: number; events: number; censored: number; entered: number }[] = [];
  let group = { events: 0, censored: 0, entered: atRiskFirst(counts) };
  for (const { time, events, censored, entered = 0 } of counts) {
    group.events += events;
    group.censored += censored;
    rest.events -= events;
    rest.censored -= censored;
    const isGroup = group.events + group.censored > 0 && isTold(group.events, group.censored, group.entered, rest.events, rest.censored, rest.entered);
    if (isGroup) {
      const before = coarse.at(-1);
      // Those of the first group are at risk from the beginning.
      if (before !== undefined) before.entered = group.entered;
      coarse.push({ time, events: group.events, censored: group.censored, entered: 0 });
      group = { events: 0, censored: 0, entered: 0 };
    }
    group.entered += entered;
    rest.entered -= entered;
  }
  return group.events + group.censored + group.entered === 0 ? coarse : null;
}
