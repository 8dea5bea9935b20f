import type { Estimate } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type SumLine, withheldCells } from '../statistics/suppression.js';
import { type Row, rowsOf } from '../table.js';
import type { FunnelOutcome } from './funnel-mark.js';
import type { FunnelOptions } from './funnel-options.js';
import { groupBy, numberIn, textIn } from './summary-cells.js';
import { tellsNumber } from './told-marks.js';

/** The rows of a funnel's summary; a count that is withheld is null. */
export interface FunnelRows {
  readonly steps: readonly Row[];
  readonly segments: readonly Row[];
  readonly trend: readonly Row[];
  readonly durations: readonly Row[];
  readonly moves: readonly Row[];
}

const STEP_COUNTS = ['ordered_count', 'converted', 'lost', 'still_open', 'moved_back', 'open_count', 'skipped'] as const;
type StepCount = (typeof STEP_COUNTS)[number];

/**
 * Returns *rows* with what `minCell` withholds as null: groups of 1 to `minCell` - 1, and what would tell them, as those at
 * a step are those who went on, were lost, may still come and moved back, and segments, periods and bins add up to all.
 */
export function withheldRows(rows: FunnelRows, options: FunnelOptions): FunnelRows {
  const minCell = options.minCell ?? 0;
  if (minCell < 2) return rows;
  const cells = new Cells();
  const totals = rows.steps.map((row, k) => stepCells(cells, rows.steps, row, k, options));
  balance(cells, totals);
  const perSegment = groupBy(rows.segments, 'segment').map(([, steps]) => steps.map((row, k) => stepCells(cells, steps, row, k, options)));
  for (const segment of perSegment) balance(cells, segment);
  totals.forEach((total, k) => {
    for (const name of STEP_COUNTS) {
      const parts = perSegment.flatMap((segment) => segment[k]?.[name] ?? []);
      if (parts.length > 0) cells.line(parts, total[name]);
    }
    // A trend tells who entered in a period and who came to a step, a distribution how many took how long.
    const periods = rows.trend.filter((row) => numberIn(row, 'order') === k + 1).map((row) => cells.of(row, 'ordered_count'));
    if (periods.length > 0) cells.line(periods, total.ordered_count);
    const bins = rows.durations.filter((row) => numberIn(row, 'order') === k + 1).map((row) => cells.of(row, 'count'));
    if (bins.length > 0) cells.line(bins, total.ordered_count);
  });
  for (const row of rows.moves) cells.of(row, 'customers');
  return cells.told(rows, minCell);
}

/** The cells of a step: who went on from it are those at the next one, unless stages are places where more may come by. */
function stepCells(cells: Cells, steps: readonly Row[], row: Row, k: number, options: FunnelOptions): Record<StepCount, number> {
  const optional = (step: Row): boolean => options.optional?.includes(textIn(step, 'stage') ?? '') === true;
  const next = options.mode != null || optional(row) ? undefined : steps.slice(k + 1).find((step) => !optional(step));
  const isLast = options.mode == null && k === steps.length - 1;
  if (isLast) cells.same(row, 'converted', row, 'ordered_count');
  else if (next !== undefined) cells.same(row, 'converted', next, 'ordered_count');
  return Object.fromEntries(STEP_COUNTS.map((name) => [name, cells.of(row, name)])) as Record<StepCount, number>;
}

function balance(cells: Cells, steps: readonly Record<StepCount, number>[]): void {
  for (const { converted, lost, moved_back: back, ordered_count: reached, still_open: open } of steps) {
    if (converted !== reached) cells.line([converted, lost, open, back], reached);
  }
}

/** Counts of rows, numbered as they come, and the sums that they make. */
class Cells {
  readonly #places = new Map<Row, Map<string, number>>();
  readonly #counts: number[] = [];
  readonly #lines: SumLine[] = [];

  /** Returns the number of a count. */
  of(row: Row, name: string): number {
    const places = this.#placesOf(row);
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, this.#counts.length);
    return this.#counts.push(numberIn(row, name)) - 1;
  }

  /** Notes that a count is the same as another. */
  same(row: Row, name: string, other: Row, otherName: string): void {
    this.#placesOf(row).set(name, this.of(other, otherName));
  }

  line(parts: readonly number[], total: number): void {
    this.#lines.push({ parts, total });
  }

  /** Returns *rows* with what is withheld as null. */
  told(rows: FunnelRows, minCell: number): FunnelRows {
    const withheld = withheldCells(this.#counts, this.#lines, minCell);
    const tell = (row: Row): Row => {
      const hidden = [...(this.#places.get(row) ?? [])].filter(([, cell]) => withheld[cell] === 1).map(([name]) => name);
      return hidden.length === 0 ? row : { ...row, ...Object.fromEntries(hidden.map((name) => [name, null])) };
    };
    return {
      steps: rows.steps.map(tell), segments: rows.segments.map(tell), trend: rows.trend.map(tell), durations: rows.durations.map(tell), moves: rows.moves.map(tell),
    };
  }

  #placesOf(row: Row): Map<string, number> {
    let places = this.#places.get(row);
    if (places === undefined) this.#places.set(row, (places = new Map<string, number>()));
    return places;
  }
}

const OUTCOME_COUNTS: Readonly<Record<FunnelOutcome, string>> = { reached: 'ordered_count', converted: 'converted', dropped: 'lost', open: 'still_open', back: 'moved_back' };

/** Returns whether the number of customers behind *mark* is told. What no table tells, as who dropped out of those of a period, isn't. */
export function tellsFunnelMark({ stage, outcome = 'reached', ...parts }: Mark, { table, tables }: Estimate): boolean {
  const names = Object.keys(parts);
  const column = OUTCOME_COUNTS[outcome as FunnelOutcome];
  if (names.length === 0) return tellsNumber(table, { stage }, column);
  if (names.length > 1) return false;
  if (parts['segment'] !== undefined) return tellsNumber(tables['segments'], { stage, ...parts }, column);
  if (outcome !== 'reached') return false;
  if (parts['target'] !== undefined) return tellsNumber(tables['moves'], { source: stage, ...parts }, 'customers');
  const order = rowsOf(table).findIndex((row) => row['stage'] === stage) + 1;
  return parts['period'] !== undefined ? tellsNumber(tables['trend'], { order, ...parts }, 'reached') : tellsNumber(tables['durations'], { order, from_seconds: parts['seconds'] }, 'count');
}
