import type { Summary } from '../metric.js';
import { type AnswerRow, integer, type Part, type PartCell, partOf, renamedSteps, type SqlRow, sum, text } from '../sql/answer.js';
import type { Dialect } from '../sql/dialect.js';
import { decimalSumOf, numberOfSum, sumOf } from '../sql/exact-sum.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { type Row, type Table, tableOf } from '../table.js';
import type { PeriodTable } from '../calendar/period-table.js';
import type { LocalCalendar } from '../sql/local-day.js';
import { dateLabel } from './date-label.js';
import { exactTotalOf } from './exact-total.js';
import type { StepPlan } from './funnel-attempt.js';
import { LOST } from './funnel-mark.js';
import type { FunnelOptions } from './funnel-options.js';
import type { ChosenSteps } from './funnel-steps.js';
import { COUNTS, EXACT, instantText, TIMES } from './funnel-summary.js';
import { expectKnownDays, rowCountsOf } from './rows-query.js';
import { compareSegments, MISSING_SEGMENT } from './segment-label.js';
import { BIN_WIDTHS, binWidth, LONGEST_BIN, MAX_BINS } from './time-bins.js';

/** The steps of a funnel by name, and where they come from. */
export type ChosenNames = Omit<ChosenSteps, 'codes'>;

/** What a funnel's queries are made of. */
export interface FunnelBinding {
  readonly options: FunnelOptions;
  /** The steps that are asked for: at least one. */
  readonly names: readonly string[];
  readonly chosen: ChosenNames;
  readonly timeZone: string;
  readonly cutOff: number;
  /** Where values are decimals, how many digits they have after the point. */
  readonly scale: number | null;
  readonly periods: PeriodTable | null;
  readonly calendar: LocalCalendar | null;
  /** Lead from rows to `people`: one row for each customer that has a step. */
  readonly steps: Readonly<Record<string, Sql>>;
  /** What the columns of `people` say of the step *k*. */
  readonly outcomes: FunnelOutcomes;
  /** Lead from `judged` to the `people` of the entries to compare with; null where there are none. */
  readonly earlier: Readonly<Record<string, Sql>> | null;
  /** Whether an exclusion may rule customers out: then `people` says whom. */
  readonly excludes: boolean;
}

/** Conditions and times of `people`, by step. */
export interface FunnelOutcomes {
  readonly reached: (k: number) => Sql;
  readonly open: (k: number) => Sql;
  /** Of those who reached it; null where they are those who reached the next. */
  readonly converted: ((k: number) => Sql) | null;
  readonly back: ((k: number) => Sql) | null;
  /** Microseconds since the step before and since the entry; null where the customer has none. */
  readonly previous: (k: number) => Sql;
  readonly elapsed: (k: number) => Sql;
}

/** Returns what `chainSteps` and `ruledSteps` say of attempts: an optional step is filled or not, whatever else is. */
export function outcomesOf({ levels, nextLevel, stepCount }: StepPlan): FunnelOutcomes {
  const at = (k: number): Sql => verbatim(`reached_${k}`);
  const filled = (k: number): Sql => (levels.includes(k) ? sql`depth > ${levels.indexOf(k)}` : sql`${at(k)} is not null`);
  const wentOn = (k: number): Sql => (nextLevel[k] === levels.length ? sql`1 = 1` : sql`depth > ${nextLevel[k]!}`);
  const lastRequired = (k: number): number => levels[nextLevel[k]! - 1]!;
  return {
    reached: filled,
    open: (k) => sql`${filled(k)} and not (${wentOn(k)}) and open = 1`,
    converted: levels.length === stepCount ? null : (k) => sql`${filled(k)} and ${wentOn(k)}`,
    back: null,
    previous: (k) => sql`${at(k)} - ${at(lastRequired(k - 1))}`,
    elapsed: (k) => sql`${at(k)} - entry`,
  };
}

/** What `placeSteps` says of places. */
export const PLACES: FunnelOutcomes = {
  reached: (k) => sql`${verbatim(`entered_${k}`)} = 1`,
  open: (k) => sql`${verbatim(`entered_${k}`)} = 1 and place = ${k} and lost = 0`,
  converted: (k) => sql`${verbatim(`entered_${k}`)} = 1 and place > ${k}`,
  back: (k) => sql`${verbatim(`entered_${k}`)} = 1 and place < ${k}`,
  previous: (k) => verbatim(`previous_${k}`),
  elapsed: (k) => verbatim(`elapsed_${k}`),
};

const TIMELY = sql`(reason is null or reason in ('stage_missing', 'stage_not_a_step', 'constant_missing'))`;

/** Behind the names of steps that are about earlier entries. */
const THEN = '_then';

/** Returns the steps and parts that count `people` by step, for everybody, by segment and by period, and their times. */
export function funnelParts(binding: FunnelBinding, dialect: Dialect): { steps: Readonly<Record<string, Sql>>; parts: readonly Part[] } {
  const { names, options, calendar, outcomes, scale, excludes, earlier } = binding;
  const counts = countCells(names.length, options.value != null, { outcomes, scale }, dialect);
  const scopes = ['all', ...(options.segment == null ? [] : ['segment']), ...(calendar === null ? [] : ['period'])];
  const hasTimes = names.length > 1;
  return {
    steps: {
      ...(hasTimes ? timeSteps(binding, scopes, dialect) : {}),
      ...(hasTimes ? {
        spread: sql`select k, elapsed, ${dialect.integer(sql`max(elapsed) over ()`)} as longest from passed where elapsed is not null`,
        binned: sql`select k, longest, ${dialect.divide(sql`elapsed`, widthOf(dialect))} as bin from spread`,
      } : {}),
      ...(earlier === null ? {} : renamedSteps({ ...earlier, ...(hasTimes ? timeSteps(binding, ['all'], dialect) : {}) }, THEN)),
    },
    parts: [
      { name: 'all', cells: excludes ? { ...counts, excluded: integer(sql`sum(excluded)`) } : counts, from: sql`from people` },
      ...(options.segment == null ? [] : [{ name: 'segment', cells: { segment: text(sql`segment`), ...counts }, from: sql`from people group by segment` }]),
      ...(calendar === null ? [] : [{ name: 'period', cells: { period: integer(sql`period`), ...counts }, from: sql`from people where period is not null group by period` }]),
      ...(hasTimes ? scopes.map((scope) => timePart(scope, dialect)) : []),
      ...(hasTimes ? [{ name: 'bin', cells: { k: integer(sql`k`), longest: integer(sql`longest`), bin: integer(sql`bin`), n: integer(sql`count(*)`) }, from: sql`from binned group by k, longest, bin` }] : []),
      ...(earlier === null ? [] : [
        { name: 'earlier', cells: Object.fromEntries(Object.entries(counts).filter(([name]) => !/^(ever|skipped)_/.test(name))), from: sql`from ${verbatim(`people${THEN}`)}` },
        ...(hasTimes ? [{ ...timePart('all', dialect, `timed${THEN}`), name: 'time_earlier' }] : []),
      ]),
      {
        name: 'seen',
        cells: {
          first: integer(sql`min(instant)`), last: integer(sql`max(instant)`),
          missing: integer(sql`count(*) filter (where reason is null and step < ${names.length} and ${scale === null ? sql`(amount is null or not ${dialect.isFinite(sql`amount`)})` : sql`amount is null`})`),
        },
        from: sql`from judged where ${TIMELY}`,
      },
      ...(options.mode == null ? [] : [{
        name: 'move', cells: { source: integer(sql`before`), target: integer(sql`code`), n: integer(sql`count(*)`) },
        from: sql`from (select distinct customer, before, code from walked where before <> code) as w group by before, code`,
      }]),
      ...(calendar === null || calendar.unknownFrom === calendar.end ? [] : [{
        name: 'unknown', cells: { n: integer(sql`count(*)`) }, from: sql`from people where entry >= ${calendar.unknownFrom} and entry < ${calendar.end}`,
      }]),
    ],
  };
}

/** By step and scope the times of `people`, ranked. */
function timeSteps({ names, calendar, outcomes }: FunnelBinding, scopes: readonly string[], dialect: Dialect): Record<string, Sql> {
  const later = names.slice(1).map((_, i) => i + 1);
  const byStep = (value: (k: number) => Sql): Sql => sql`case k ${joined(later.map((k) => sql`when ${k} then ${value(k)}`), ' ')} end`;
  const own = calendar === null ? sql`segment` : sql`segment, period`;
  const scoped = (scope: string): Sql => (scope === 'all' ? sql`` : sql`${verbatim(scope)}, `);
  const windows = scopes.map((scope) => sql`row_number() over (partition by ${scoped(scope)}since, k order by micros) - 1 as ${verbatim(`rank_${scope}`)},
  count(*) over (partition by ${scoped(scope)}since, k) as ${verbatim(`n_${scope}`)}`);
  return {
    passed: sql`select ${own}, k, ${byStep(outcomes.previous)} as previous, ${byStep(outcomes.elapsed)} as elapsed from people cross join ${dialect.table('t', ['k'], later.map((k) => [k]))}`,
    lasting: sql`select ${own}, k, since, case since when 0 then previous else elapsed end as micros
from passed cross join ${dialect.table('s', ['since'], [[0], [1]])} where (since = 0 and previous is not null) or (since = 1 and elapsed is not null)`,
    timed: sql`select ${own}, k, since, micros, ${joined(windows, ', ')} from lasting`,
  };
}

/** The width of bins for times of up to `longest`: `binWidth` in SQL. */
export function widthOf(dialect: Dialect): Sql {
  const few = BIN_WIDTHS.map((width) => sql`when longest < ${width * MAX_BINS} then ${width}`);
  return sql`(case ${joined(few, ' ')} else ${LONGEST_BIN} * ${dialect.divide(sql`(longest + ${LONGEST_BIN * MAX_BINS})`, LONGEST_BIN * MAX_BINS)} end)`;
}

/** The ranks between which the quantiles lie (R-7): floor and ceiling of (n - 1) / 2 and of 9 (n - 1) / 10. */
function timePart(scope: string, dialect: Dialect, from = 'timed'): Part {
  const rank = verbatim(`rank_${scope}`);
  const n = verbatim(`n_${scope}`);
  const ranks = [dialect.divide(sql`(${n} - 1)`, 2), dialect.divide(n, 2), dialect.divide(sql`(9 * (${n} - 1))`, 10), dialect.divide(sql`(9 * ${n})`, 10)];
  const part = scope === 'all' ? {} : scope === 'segment' ? { segment: text(sql`segment`) } : { period: integer(sql`period`) };
  return {
    name: `time_${scope}`,
    cells: { ...part, since: integer(sql`since`), k: integer(sql`k`), n: integer(n), rank: integer(rank), micros: integer(sql`micros`) },
    from: sql`from ${verbatim(from)} where ${rank} in (${joined(ranks, ', ')})${scope === 'period' ? sql` and period is not null` : sql``}`,
  };
}

function countCells(stepCount: number, hasValue: boolean, { outcomes, scale }: Pick<FunnelBinding, 'outcomes' | 'scale'>, dialect: Dialect): Record<string, PartCell> {
  const { reached, open, converted, back } = outcomes;
  const cells: Record<string, PartCell> = {};
  for (let k = 0; k < stepCount; k++) {
    const later = Array.from({ length: stepCount - k - 1 }, (_, i) => sql`${verbatim(`has_${k + 1 + i}`)} = 1`);
    cells[`ever_${k}`] = integer(sql`sum(${verbatim(`has_${k}`)})`);
    cells[`skipped_${k}`] = later.length === 0 ? integer(sql`0 * count(*)`) : integer(sql`count(*) filter (where ${verbatim(`has_${k}`)} = 0 and (${joined(later, ' or ')}))`);
    const count = (when: Sql): PartCell => integer(sql`count(*) filter (where ${when})`);
    cells[`reached_${k}`] = count(reached(k));
    cells[`open_${k}`] = count(open(k));
    if (converted !== null) cells[`converted_${k}`] = count(converted(k));
    if (back !== null) cells[`back_${k}`] = count(back(k));
    const worth = verbatim(`worth_${k}`);
    if (hasValue) cells[`value_${k}`] = sum(scale === null ? sumOf(dialect, sql`(case when ${dialect.isFinite(worth)} then ${worth} end)`) : decimalSumOf(worth, scale));
  }
  return cells;
}

/** Returns the summary of a funnel from the rows of its query: the tables of `funnelSummary`. */
export function funnelSummaryOf(answer: readonly SqlRow[], binding: FunnelBinding): Summary {
  const { names, options, periods, timeZone, cutOff } = binding;
  const [seen] = partOf(answer, 'seen');
  const [unknown] = partOf(answer, 'unknown');
  expectKnownDays('funnel', unknown?.count('n') ?? 0, timeZone);
  const first = seen?.number('first') ?? null;
  const last = seen?.number('last') ?? null;
  const end = cutOff < Infinity ? cutOff : last === null ? null : last + 1;
  const segmentOf = (row: AnswerRow): string => row.text('segment') ?? MISSING_SEGMENT;
  const dateOf = (row: AnswerRow): string => periods?.dateOf(row.count('period')) ?? '';
  const parts = (name: string, label: (row: AnswerRow) => string, compare: (a: string, b: string) => number): AnswerRow[] => (
    partOf(answer, name).sort((a, b) => compare(label(a), label(b))));
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const [all] = partOf(answer, 'all');
  const rows = rowCountsOf(answer);
  return {
    tables: {
      funnel: tableOf(binding.scale === null || rows.rowsUsed === 0 ? COUNTS : { ...COUNTS, ...EXACT }, all === undefined ? [] : countRows(all, binding)),
      ...(options.segment == null ? {} : {
        segments: tableOf({ segment: 'utf8', ...COUNTS }, parts('segment', segmentOf, compareSegments).flatMap((row) => countRows(row, binding).map((count) => ({ segment: segmentOf(row), ...count })))),
        segment_times: timesTable(parts('time_segment', segmentOf, compareSegments), segmentOf),
      }),
      ...(periods === null ? {} : {
        trend: tableOf({ period: 'date', ...COUNTS }, parts('period', dateOf, byText).flatMap((row) => countRows(row, binding).map((count) => ({ period: dateOf(row), ...count })))),
        trend_times: timesTable(parts('time_period', dateOf, byText), dateOf),
      }),
      times: timesTable(partOf(answer, 'time_all'), () => null),
      ...(binding.earlier === null ? {} : {
        earlier: tableOf(COUNTS, partOf(answer, 'earlier').flatMap((row) => countRows(row, binding))),
        earlier_times: timesTable(partOf(answer, 'time_earlier'), () => 'earlier'),
      }),
      ...(options.mode == null ? {} : { moves: movesTable(partOf(answer, 'move'), names) }),
      durations: tableOf({ order: 'int32', from_micros: 'float64', to_micros: 'float64', count: 'int32' }, names.flatMap((_, k) => binsOf(answer, k))),
      window: tableOf({
        start: 'date', end: 'date', as_of: 'utf8', end_micros: 'float64', time_zone: 'utf8', steps: 'utf8', left_out: 'int32', value_missing: 'int32', excluded: 'int32',
      }, [{
        start: first === null ? null : dateLabel(first, timeZone), end: last === null ? null : dateLabel(last, timeZone),
        as_of: options.asOf ?? (last === null ? null : instantText(last)), end_micros: end, time_zone: timeZone, steps: binding.chosen.origin, left_out: binding.chosen.leftOut,
        value_missing: options.value == null ? null : (seen?.count('missing') ?? 0), excluded: binding.excludes ? (all?.count('excluded') ?? 0) : 0,
      }]),
    },
    rows,
  };
}

function countRows(row: AnswerRow, { chosen, names, options, outcomes, scale }: FunnelBinding): Row[] {
  return chosen.names.map((stage, k) => {
    const reached = row.count(`reached_${k}`);
    // Whoever attempts the last step has nowhere to go on to.
    const isEnd = outcomes.converted === null && k === names.length - 1;
    const converted = isEnd ? reached : row.count(outcomes.converted === null ? `reached_${k + 1}` : `converted_${k}`);
    const stillOpen = isEnd ? 0 : row.count(`open_${k}`);
    const back = outcomes.back === null ? 0 : row.count(`back_${k}`);
    return {
      stage, order: k + 1, open_count: row.count(`ever_${k}`), ordered_count: reached, converted, lost: reached - converted - stillOpen - back, still_open: stillOpen,
      moved_back: back, skipped: row.count(`skipped_${k}`), value: options.value == null ? null : numberOfSum(row.sum(`value_${k}`)),
      ...(scale === null ? {} : { value_exact: exactTotalOf([row.sum(`value_${k}`)]) }),
    };
  });
}

/** Who went directly from one stage to another, in the order of stages, the loss last. */
function movesTable(rows: readonly AnswerRow[], names: readonly string[]): Table {
  const name = (k: number): string => names[k] ?? LOST;
  const sorted = [...rows].sort((a, b) => a.count('source') - b.count('source') || a.count('target') - b.count('target'));
  return tableOf({ source: 'utf8', target: 'utf8', customers: 'int32' }, sorted.map((row): Row => (
    { source: name(row.count('source')), target: name(row.count('target')), customers: row.count('n') })));
}

/** The rows of each part together, as `timeRows` orders them: times since the step before, then since the entry. */
function timesTable(rows: readonly AnswerRow[], label: (row: AnswerRow) => string | null): Table {
  const labels = [...new Set(rows.map(label))];
  const place = (row: AnswerRow): readonly number[] => [labels.indexOf(label(row)), row.count('since'), row.count('k'), row.count('rank')];
  const ordered = [...rows].sort((a, b) => {
    const [left, right] = [place(a), place(b)];
    const i = left.findIndex((value, at) => value !== right[at]);
    return i === -1 ? 0 : (left[i] ?? 0) - (right[i] ?? 0);
  });
  return tableOf(TIMES, ordered.map((row) => ({
    part: label(row), since: row.count('since') === 0 ? 'previous' : 'entry', order: row.count('k') + 1, n: row.count('n'), rank: row.count('rank'), micros: row.number('micros'),
  })));
}

function binsOf(answer: readonly SqlRow[], k: number): Row[] {
  const rows = partOf(answer, 'bin').filter((row) => row.number('k') === k);
  const width = binWidth(rows[0]?.count('longest') ?? 0);
  const counts = new Map(rows.map((row) => [row.count('bin'), row.count('n')]));
  const last = Math.max(-1, ...counts.keys());
  return Array.from({ length: last + 1 }, (_, bin) => ({ order: k + 1, from_micros: bin * width, to_micros: (bin + 1) * width, count: counts.get(bin) ?? 0 }));
}
