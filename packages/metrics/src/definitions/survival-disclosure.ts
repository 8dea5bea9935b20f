import type { Estimate } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { coarseDurations } from '../statistics/coarse-durations.js';
import type { DurationCount } from '../statistics/durations.js';
import { type SumLine, withheldCells } from '../statistics/suppression.js';
import { tellsNumber } from './told-marks.js';

/** What may be told of a group. */
export interface ToldGroup {
  readonly n: boolean;
  /** The durations from which its curve is drawn and its median read; null where those are withheld. */
  readonly counts: readonly DurationCount[] | null;
}

/** What may be told of all groups, and of the totals. */
export interface ToldGroups {
  readonly some: boolean;
  readonly groups: readonly ToldGroup[];
  readonly n: boolean;
  readonly events: boolean;
}

/**
 * Returns what *minCell* leaves of groups of counted durations: those of a group are events and censored, and groups add up
 * to totals. A curve is told where both numbers are and the durations can be taken together in groups of *minCell*.
 */
export function toldGroups(groups: readonly (readonly DurationCount[])[], minCell: number): ToldGroups {
  const counts: number[] = [];
  const lines: SumLine[] = [];
  const cell = (count: number): number => counts.push(count) - 1;
  const places = groups.map((durations) => {
    const [events, censored] = [cell(sumOf(durations, 'events')), cell(sumOf(durations, 'censored'))];
    const n = cell(counts[events]! + counts[censored]!);
    lines.push({ parts: [events, censored], total: n });
    return { events, censored, n };
  });
  const total = (name: 'events' | 'censored' | 'n'): number => {
    const parts = places.map((place) => place[name]);
    const place = cell(parts.reduce((sum, part) => sum + counts[part]!, 0));
    lines.push({ parts, total: place });
    return place;
  };
  const [events, censored, n] = [total('events'), total('censored'), total('n')];
  // How many there are in all is told wherever it may be.
  lines.push({ parts: [events, censored], total: counts[n]! < minCell ? n : null });
  const cells = withheldCells(counts, lines, minCell);
  const isTold = (place: number): boolean => cells[place] === 0;
  const told = places.map((place, g): ToldGroup => ({
    n: isTold(place.n), counts: isTold(place.n) && isTold(place.events) && isTold(place.censored) ? coarseDurations(groups[g]!, minCell) : null,
  }));
  return { some: minCell > 1 && (cells.includes(1) || told.some(({ counts }, g) => counts === null || counts.length < groups[g]!.length)), groups: told, n: isTold(n), events: isTold(events) };
}

function sumOf(durations: readonly DurationCount[], name: 'events' | 'censored'): number {
  return durations.reduce((sum, count) => sum + count[name], 0);
}

/** Returns whether the number of customers behind *mark* is told. Of a single time it never is: those of several are told together. */
export function tellsSpells({ segment, time, status }: Mark, { scalars, tables }: Estimate): boolean {
  if ((time ?? null) !== null) return false;
  const column = status === 'ended' ? 'events' : status === 'active' ? 'censored' : 'n';
  if ((segment ?? null) !== null) return tellsNumber(tables['groups'], { segment }, column);
  const isTold = (name: string): boolean => typeof scalars[name] === 'number';
  return isTold('n') && (column === 'n' || isTold('events'));
}
