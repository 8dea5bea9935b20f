/** How many stayed exactly *time* long: until the event, or until observation ended (censored). */
export interface DurationCount {
  readonly time: number;
  readonly events: number;
  readonly censored: number;
  /** How many came under observation at this time (left truncation): they are at risk after it. None, when absent. */
  readonly entered?: number | undefined;
}

/** Returns how many are at risk from the beginning: all but those who come under observation later. */
export function atRiskFirst(counts: readonly DurationCount[]): number {
  return counts.reduce((sum, { events, censored, entered = 0 }) => sum + events + censored - entered, 0);
}

/**
 * Returns the durations *times* counted, in ascending order; *ended* holds 1 where the event came at that time and 0 where
 * observation ended. NaN is skipped.
 */
export function durationCounts(times: ArrayLike<number>, ended: ArrayLike<number | boolean>): DurationCount[] {
  const byTime = new Map<number, { time: number; events: number; censored: number }>();
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (Number.isNaN(time)) continue;
    let count = byTime.get(time);
    if (count === undefined) byTime.set(time, (count = { time, events: 0, censored: 0 }));
    if (ended[i]) count.events++;
    else count.censored++;
  }
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}
