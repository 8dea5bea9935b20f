import { localDate } from '../calendar/local-date.js';
import type { RowCounts } from '../metric.js';
import { type AnswerRow, integer, type Part, partOf, type SqlRow } from '../sql/answer.js';
import { decimalSumOf, type SumColumns, sumOf } from '../sql/exact-sum.js';
import type { LocalCalendar } from '../sql/local-day.js';
import { columnOf, decimalsIn, finiteOf, instantOf, keyOf, type Relation, rowsOf } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import { type Table, tableOf } from '../table.js';
import type { PurchasePlan } from './purchase-fold.js';
import { type DropRule, expectKnownDays, judged, rowCountsOf, rowCountsPart } from './rows-query.js';

/** Rows of customers by local day, and what is told of them. */
export interface DatedRows {
  /**
   * Leads from rows to `dated`: `customer`, `instant`, `day`, `amount`, `basket` (the order's id), and `acts`, which is 0 for
   * a refund and otherwise 1 (C6).
   */
  readonly steps: Readonly<Record<string, Sql>>;
  readonly parts: readonly Part[];
  /** The columns of values that the sum reads: `amount`, and `digits` where values are decimals. */
  readonly amounts: Sql;
  /** The sum of values over a group of rows. */
  readonly value: SumColumns;
  /** Where values are decimals, how many digits they have after the point: then the sum's `units` hold all digits, and `rest` nothing. */
  readonly scale: number | null;
}

/** A further column of times, whose days are wanted beside those of the rows: as `created_day`, null where a date is missing or out of time. */
export interface CreationDates {
  readonly name: string;
  readonly calendar: LocalCalendar;
}

/** Returns the rows that *plan* reads, by the days of *calendar*. */
export function datedRows(plan: PurchasePlan, relation: Relation, calendar: LocalCalendar, creation: CreationDates | null = null): DatedRows {
  const { dialect } = relation;
  const scale = plan.value === null ? null : decimalsIn(relation, plan.value);
  const amounts = scale === null ? sql`amount` : sql`amount, digits`;
  const inTime = creation === null ? sql`` : sql`created >= ${creation.calendar.first} and created < ${creation.calendar.end}`;
  return {
    scale,
    amounts,
    value: scale === null ? sumOf(dialect, sql`amount`) : decimalSumOf(sql`digits`, scale),
    steps: {
      seen: rowsOf(relation, {
        customer: keyOf(relation, plan.customer), instant: instantOf(relation, plan.time),
        amount: plan.value === null ? dialect.missing('double') : finiteOf(relation, plan.value),
        basket: plan.order === null ? dialect.missing('text') : keyOf(relation, plan.order),
        ...(scale === null ? {} : { digits: dialect.digits(columnOf(relation, plan.value!), scale) }),
        ...(creation === null ? {} : { created: instantOf(relation, creation.name) }),
      }),
      judged: judged('seen', timeRules(plan.cutOff, calendar)),
      dated: sql`select customer, instant, ${amounts}, basket, case when amount < 0 then 0 else 1 end as acts, ${dialect.integer(calendar.day(sql`instant`))} as day${
        creation === null ? sql`` : sql`, case when ${inTime} then ${dialect.integer(creation.calendar.day(sql`created`))} end as created_day`} from judged where reason is null`,
    },
    parts: [rowCountsPart('judged'), seenPart(calendar, creation)],
  };
}

/** Returns why a row without a customer, or out of time, is left out. */
function timeRules(cutOff: number, calendar: LocalCalendar): DropRule[] {
  return [
    { reason: 'customer_missing', when: sql`customer is null` },
    { reason: 'time_missing', when: sql`instant is null` },
    { reason: 'time_out_of_range', when: sql`instant < ${calendar.first} or instant >= ${calendar.end}` },
    ...(cutOff === Infinity ? [] : [{ reason: 'after_as_of', when: sql`instant >= ${cutOff}` }]),
  ];
}

function seenPart({ unknownFrom, end }: LocalCalendar, creation: CreationDates | null): Part {
  const created = creation === null ? sql`` : sql` or (created >= ${creation.calendar.unknownFrom} and created < ${creation.calendar.end})`;
  return {
    name: 'seen',
    cells: {
      missing: integer(sql`count(*) filter (where amount is null)`),
      unknown: integer(unknownFrom === end ? sql`0` : sql`count(*) filter (where instant >= ${unknownFrom}${created})`),
      first: integer(sql`min(instant)`), last: integer(sql`max(instant)`),
    },
    from: sql`from judged where reason is null`,
  };
}

/** What an answer says of the rows: their counts, how many have no value, and the window table. */
export interface SeenRows {
  readonly rows: RowCounts;
  readonly valuesMissing: number;
  readonly window: Table;
}

/** Returns what the parts of `datedRows` say. Throws OptionError where the query can't know the days of some rows. */
export function seenRowsOf(plan: Pick<PurchasePlan, 'metric' | 'timeZone' | 'value'>, answer: readonly SqlRow[]): SeenRows {
  const [seen] = partOf(answer, 'seen');
  expectKnownDays(plan.metric, seen?.count('unknown') ?? 0, plan.timeZone);
  return { rows: rowCountsOf(answer), valuesMissing: plan.value === null ? 0 : (seen?.count('missing') ?? 0), window: windowTable(seen, plan.timeZone) };
}

function windowTable(seen: AnswerRow | undefined, timeZone: string): Table {
  const date = (name: string): string | null => {
    const instant = seen?.number(name) ?? null;
    return instant === null ? null : localDate(instant, timeZone);
  };
  return tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{ start: date('first'), end: date('last'), time_zone: timeZone }]);
}
