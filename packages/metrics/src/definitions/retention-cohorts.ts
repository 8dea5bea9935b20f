import { formatCivilDate, parseCivilDate } from '../calendar/civil-date.js';
import type { Summary } from '../metric.js';
import type { Row } from '../table.js';
import { type PeriodSpan } from './period-span.js';
import type { OffsetBracket, RetentionOptions } from './retention-options.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

/** A table of this many cells is as much as anyone can look at; a stray date must not ask for more memory than there is. */
const MAX_CELLS = 1_000_000;

/** A cohort as a summary tells it. */
export interface RetentionCohort {
  readonly date: string;
  readonly period: number;
  readonly size: number;
  /** The last local day on which somebody entered, as days since 1970; null where windows follow the calendar. */
  readonly lastEntry: number | null;
  readonly cells: ReadonlyMap<number, Row>;
}

/** How far a cell was watched. */
export interface CellWatch {
  readonly observed: boolean;
  readonly complete: boolean;
  /** Members who were watched to its end, or who are watched in it now. */
  readonly eligible: number;
}

/** Cohorts, and which of their cells anybody could have seen. */
export class RetentionCohorts {
  readonly list: readonly RetentionCohort[];
  readonly span: PeriodSpan;
  /** Offsets as brackets; single ones where there are no brackets. */
  readonly windows: readonly OffsetBracket[];
  /** How many windows there would be without the limit of a table. */
  readonly wanted: number;
  readonly #windowDays: number | null;
  readonly #ends: Map<number, string> = new Map();

  constructor(summary: Summary, span: PeriodSpan, options: RetentionOptions) {
    this.span = span;
    this.#windowDays = options.windows === 'rolling' ? (options.windowDays ?? null) : null;
    this.list = cohortsOf(summary, span);
    const brackets = options.brackets ?? null;
    const reach = this.#reach();
    this.wanted = brackets === null ? reach : brackets.filter(([from]) => from < reach).length;
    const shown = Math.min(this.wanted, Math.max(1, Math.floor(MAX_CELLS / Math.max(1, this.list.length))));
    this.windows = brackets === null ? Array.from({ length: shown }, (_, offset): OffsetBracket => [offset, offset]) : brackets.slice(0, shown);
  }

  /** How many offsets somebody was watched in. */
  #reach(): number {
    const { last } = this.span;
    const first = this.list[0];
    if (last === null || first === undefined) return 0;
    if (this.#windowDays === null) return last - first.period + 1;
    let furthest = -1;
    for (const { cells } of this.list) for (const [offset, row] of cells) if (numberIn(row, 'eligible') > 0) furthest = Math.max(furthest, offset);
    return furthest + 1;
  }

  /** Returns how far the cell of *cohort* from offset *from* to *to* was watched. */
  watch({ period, size, cells }: RetentionCohort, [from, to]: OffsetBracket): CellWatch {
    const { last, lastIsOver } = this.span;
    if (this.#windowDays !== null) {
      const eligible = numberIn(cells.get(from) ?? {}, 'eligible');
      return { observed: eligible > 0, complete: eligible === size, eligible };
    }
    const observed = last !== null && period + from <= last;
    return { observed, complete: last !== null && period + to <= (lastIsOver ? last : last - 1), eligible: observed ? size : 0 };
  }

  /** Returns the last local date on which activity counts for the cell of *cohort* that ends with offset *to*. */
  lastDate({ period, lastEntry }: RetentionCohort, [, to]: OffsetBracket): string {
    const { periods } = this.span;
    if (this.#windowDays !== null && lastEntry !== null) return formatCivilDate(lastEntry + (to + 1) * this.#windowDays - 1);
    let date = this.#ends.get(period + to);
    if (date === undefined) {
      date = formatCivilDate((parseCivilDate(periods.dateOf(period + to + 1)) ?? 0) - 1);
      this.#ends.set(period + to, date);
    }
    return date;
  }
}

function cohortsOf(summary: Summary, { periods }: PeriodSpan): RetentionCohort[] {
  const byDate = new Map<string, RetentionCohort & { readonly cells: Map<number, Row> }>();
  for (const row of summaryRows('retention', summary, 'cohorts')) {
    const date = textIn(row, 'cohort') ?? '';
    const lastEntry = textIn(row, 'last_entry');
    byDate.set(date, {
      date, period: periods.ordinalOfDate(date), size: numberIn(row, 'size'), lastEntry: lastEntry === null ? null : parseCivilDate(lastEntry), cells: new Map<number, Row>(),
    });
  }
  for (const row of summaryRows('retention', summary, 'retention')) byDate.get(textIn(row, 'cohort') ?? '')?.cells.set(numberIn(row, 'offset'), row);
  return [...byDate.values()].sort((a, b) => a.period - b.period);
}
