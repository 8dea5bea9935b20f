import { atRiskFirst, type DurationCount } from './durations.js';

/** Beyond this many periods a table of renewals is no longer read by anyone. */
const MOST = 10_000;

/** By renewal, from the first: who could renew, and who did. */
export interface Renewals {
  readonly atRisk: readonly number[];
  readonly retained: readonly number[];
}

/**
 * Returns counted durations as renewals: the loss at time 1 is at the first renewal, that at time 2 at the second. For
 * `fitShiftedBetaGeometric`. Null where times are not whole, or someone is lost before the first renewal (at time 0).
 */
export function renewalsOf(counts: readonly DurationCount[]): Renewals | null {
  const last = counts.at(-1)?.time ?? 0;
  if (last > MOST || !counts.every(({ time, events }) => Number.isInteger(time) && (time > 0 || (time === 0 && events === 0)))) return null;
  const byTime = new Map(counts.map((count) => [count.time, count]));
  const atRisk: number[] = [];
  const retained: number[] = [];
  let risk = atRiskFirst(counts);
  for (let time = 0; time <= last; time++) {
    const { events = 0, censored = 0, entered = 0 } = byTime.get(time) ?? {};
    if (time > 0) {
      atRisk.push(risk);
      retained.push(risk - events);
    }
    risk += entered - events - censored;
  }
  return { atRisk, retained };
}
