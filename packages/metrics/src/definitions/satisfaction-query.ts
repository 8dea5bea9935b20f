import { PeriodTable } from '../calendar/period-table.js';
import type { MetricQueries, Summary, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type AnswerRow, integer, type Part, partOf, type PartCell, type SqlRow, statementOf, sum, text, withSteps } from '../sql/answer.js';
import { numberOfSum, sumOf } from '../sql/exact-sum.js';
import { localCalendar } from '../sql/local-day.js';
import { instantOf, keyOf, keyTextOf, numberOf, type Relation, rowsOf } from '../sql/relation.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { type Row, tableOf } from '../table.js';
import { OptionError } from '../errors.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import { dateLabel } from './date-label.js';
import { expectInSql } from './query-options.js';
import { expectKnownDays, judged, periodIs, rowCountsOf, rowCountsPart } from './rows-query.js';
import { groupTest, readSatisfactionMark } from './satisfaction-mark.js';
import { resolveSatisfactionOptions, type ResolvedSatisfactionOptions, type SatisfactionOptions } from './satisfaction-options.js';
import { type ScoreScale, scoreScale } from './satisfaction-scale.js';
import { compareSegments, MISSING_SEGMENT } from './segment-label.js';

const SUPPORTED = {
  score: true, customer: true, time: true, segment: true, weight: true, scale: true, period: true, timeZone: true, weekStart: true,
  asOf: true, interval: true, confidence: true, minN: true, minCell: true, rolling: true, unanswered: true,
} as const;

/** Why a row of a cell is no answer. */
const EXCLUDED: readonly string[] = ['score_missing', 'score_out_of_scale', 'weight_missing'];

interface Binding {
  readonly options: ResolvedSatisfactionOptions;
  readonly scale: ScoreScale;
  readonly timeZone: string;
  readonly periods: PeriodTable | null;
  readonly steps: Readonly<Record<string, Sql>>;
  readonly parts: readonly Part[];
}

/** Satisfaction in SQL: answers counted by period, segment and score, and the rows that are none by the reason. */
export const satisfactionQueries: MetricQueries<SatisfactionOptions> = {
  summary(options: SatisfactionOptions, relation: Relation): SummaryQuery {
    const binding = bind(options, relation);
    const { steps, parts } = binding;
    return { statement: statementOf(relation.dialect, steps, parts), parts, summary: (answer: readonly SqlRow[]) => summaryOf(answer, binding) };
  },
  members(options: SatisfactionOptions, mark: Mark, relation: Relation): Sql {
    const { steps, scale, periods, options: { customer, segment } } = bind(options, relation);
    if (customer == null) throw new OptionError('satisfaction: without a customer column nobody stands behind a mark; expected option "customer" to name one');
    const wanted = readSatisfactionMark(mark, scale, { period: periods !== null, segment: segment != null });
    const behind = groupTest(wanted, scale);
    const scores = Array.from({ length: scale.max - scale.min + 1 }, (_, i) => scale.min + i).filter(behind);
    const conditions = [
      sql`reason is null and customer is not null`,
      scores.length === 0 ? sql`1 = 0` : sql`score in (${joined(scores, ', ')})`,
      ...(wanted.segment === null ? [] : [sql`coalesce(segment, ${verbatim(`'${MISSING_SEGMENT}'`)}) = ${wanted.segment}`]),
      ...(wanted.period === null ? [] : [periodIs(wanted.period, periods)]),
    ];
    return sql`${withSteps(steps, relation.dialect)}\nselect distinct customer from placed where ${joined(conditions, ' and ')}`;
  },
};

function bind(given: SatisfactionOptions, relation: Relation): Binding {
  const options = resolveSatisfactionOptions(given);
  expectInSql('satisfaction', options, SUPPORTED);
  const { dialect, schema } = relation;
  const scale = scoreScale(options.scale);
  const name = (role: 'customer' | 'segment' | 'weight', reading: 'keys' | 'numbers'): string | null => (
    options[role] == null ? null : bindColumn('satisfaction', schema, role, options[role], reading).name);
  const score = bindColumn('satisfaction', schema, 'score', options.score, 'numbers').name;
  const [customer, segment, weight] = [name('customer', 'keys'), name('segment', 'keys'), name('weight', 'numbers')];
  const timeNeeded = options.period != null || options.asOf != null;
  const time = timeNeeded || options.time != null ? bindColumn('satisfaction', schema, 'time', options.time, 'instants') : null;
  // Dates have no zone (C1): whatever the reader's is, they fall where they stand.
  const timeZone = time?.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  const cutOff = cutOffOf('satisfaction', options.asOf, timeZone);
  const weekStart = options.weekStart ?? 1;
  const calendar = localCalendar(dialect, timeZone, options.period ?? 'day', weekStart);
  const rules = [
    ...(cutOff === Infinity ? [] : [{ reason: 'after_as_of', when: sql`instant >= ${cutOff}` }]),
    ...(timeNeeded ? [{ reason: 'time_missing', when: sql`instant is null` }] : []),
    ...(options.period == null ? [] : [{ reason: 'time_out_of_range', when: sql`instant < ${calendar.first} or instant >= ${calendar.end}` }]),
    { reason: 'score_missing', when: sql`score is null` },
    { reason: 'score_out_of_scale', when: sql`score < ${scale.min} or score > ${scale.max} or score <> floor(score)` },
    ...(weight === null ? [] : [{ reason: 'weight_missing', when: sql`weight is null or weight < 0 or not ${dialect.isFinite(sql`weight`)}` }]),
  ];
  const timely = sql`(reason is null or reason in (${joined(EXCLUDED.map((reason) => verbatim(`'${reason}'`)), ', ')}))`;
  const weights = (x: Sql): PartCell => sum(sumOf(dialect, sql`case when reason is null then ${x} end`));
  const level = sql`case when reason is null then ${dialect.integer(sql`score`)} end`;
  const unknown = options.period == null || calendar.unknownFrom === calendar.end ? sql`0` : sql`count(*) filter (where instant >= ${calendar.unknownFrom})`;
  return {
    options, scale, timeZone,
    periods: options.period == null ? null : new PeriodTable(options.period, { timeZone, weekStart }),
    steps: {
      seen: rowsOf(relation, {
        score: numberOf(relation, score),
        customer: customer === null ? dialect.missing('text') : keyOf(relation, customer),
        segment: segment === null ? dialect.missing('text') : keyTextOf(relation, segment),
        weight: weight === null ? dialect.missing('double') : numberOf(relation, weight),
        instant: time === null ? dialect.missing('integer') : instantOf(relation, time.name),
      }),
      judged: judged('seen', rules),
      timely: sql`select customer, segment, score, weight, weight * weight as square, reason, ${
        options.period == null ? dialect.missing('integer') : dialect.integer(calendar.day(sql`instant`))} as day from judged where ${timely}`,
      placed: sql`select customer, segment, score, weight, square, reason, ${options.period == null ? sql`day` : dialect.integer(calendar.period(sql`day`))} as period from timely`,
    },
    parts: [
      rowCountsPart('judged'),
      {
        name: 'cell',
        cells: {
          period: integer(sql`period`), segment: text(sql`segment`), why: text(sql`reason`), score: integer(level), n: integer(sql`count(*)`),
          ...(weight === null ? {} : { weight: weights(sql`weight`), square: weights(sql`square`) }),
        },
        from: sql`from placed group by period, segment, reason, ${level}`,
      },
      { name: 'seen', cells: { unknown: integer(unknown), first: integer(sql`min(instant)`), last: integer(sql`max(instant)`) }, from: sql`from judged where ${timely}` },
    ],
  };
}

interface Cell {
  readonly period: number | null;
  readonly segment: string | null;
  readonly rows: AnswerRow[];
}

function summaryOf(answer: readonly SqlRow[], { options, periods, timeZone }: Binding): Summary {
  const [seen] = partOf(answer, 'seen');
  expectKnownDays('satisfaction', seen?.count('unknown') ?? 0, timeZone);
  const cells = cellsOf(answer);
  const label = ({ period, segment }: Cell): Row => ({
    period: period === null || periods === null ? null : periods.dateOf(period),
    segment: options.segment == null ? null : (segment ?? MISSING_SEGMENT),
  });
  const answers = cells.flatMap((cell) => cell.rows
    .filter((row) => row.text('why') === null)
    .sort((a, b) => a.count('score') - b.count('score'))
    .map((row): Row => ({
      ...label(cell), score: row.count('score'), n: row.count('n'),
      weight: options.weight == null ? null : numberOfSum(row.sum('weight')), weight_squared: options.weight == null ? null : numberOfSum(row.sum('square')),
    })));
  const excluded = cells.map((cell): Row => ({
    ...label(cell), ...Object.fromEntries(EXCLUDED.map((reason) => [reason, cell.rows.find((row) => row.text('why') === reason)?.count('n') ?? 0])),
  }));
  const date = (name: string): string | null => {
    const instant = seen?.number(name) ?? null;
    return instant === null ? null : dateLabel(instant, timeZone);
  };
  return {
    tables: {
      satisfaction: tableOf({ period: 'date', segment: 'utf8', score: 'int32', n: 'int32', weight: 'float64', weight_squared: 'float64' }, answers),
      excluded: tableOf({ period: 'date', segment: 'utf8', ...Object.fromEntries(EXCLUDED.map((reason) => [reason, 'int32' as const])) }, excluded),
      window: tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{ start: date('first'), end: date('last'), time_zone: timeZone }]),
    },
    rows: rowCountsOf(answer),
  };
}

/** Cells by period, then by segment in code units, the missing segment last. */
function cellsOf(answer: readonly SqlRow[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const row of partOf(answer, 'cell')) {
    const [period, segment] = [row.number('period'), row.text('segment')];
    const key = JSON.stringify([period, segment]);
    const cell = cells.get(key) ?? { period, segment, rows: [] };
    cell.rows.push(row);
    cells.set(key, cell);
  }
  return [...cells.values()].sort((a, b) => (a.period ?? 0) - (b.period ?? 0) || compareSegments(a.segment ?? MISSING_SEGMENT, b.segment ?? MISSING_SEGMENT));
}
