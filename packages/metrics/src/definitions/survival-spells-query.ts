import type { Grain } from '../calendar/grain.js';
import { integer, type Part } from '../sql/answer.js';
import { elapsedPeriods } from '../sql/elapsed-periods.js';
import { localCalendar } from '../sql/local-day.js';
import { finiteOf, instantOf, keyOf, keyTextOf, numberOf, type Relation, rowsOf } from '../sql/relation.js';
import { joined, type Sql, sql } from '../sql/sql.js';
import type { PurchasePlan } from './purchase-fold.js';
import { historySteps } from './purchase-history-query.js';
import { cutOffDay, type DropRule, judged, rowCountsPart } from './rows-query.js';
import { HAPPENED, NOT_YET } from './survival-event.js';
import type { SpellPlan } from './survival-spells.js';

/** Spells as `Spell` has them. */
export interface SpellRows {
  /** Leads to `spells`: `customer`, `segment`, `entered` (null: from the beginning), `time`, `ended` (1 or 0). */
  readonly steps: Readonly<Record<string, Sql>>;
  readonly parts: readonly Part[];
}

/** Returns the spells from each customer's first day with an order to the next such day. */
export function purchaseSpells(plan: PurchasePlan, period: Grain, relation: Relation): SpellRows {
  const { dialect } = relation;
  const { steps, parts } = historySteps(plan, relation);
  const { completed, exact } = elapsedPeriods(dialect, sql`first_day`, sql`until`, period);
  return {
    parts,
    steps: {
      ...steps,
      watched: sql`select customer, first_day, coalesce(second_day, last_day) as until, case when second_day is null then 0 else 1 end as ended from histories where first_day is not null`,
      spells: sql`select customer, ${dialect.missing('text')} as segment, ${dialect.missing('integer')} as entered, ended,
  ${dialect.integer(sql`${completed} + case when ended = 1 and not (${exact}) then 1 else 0 end`)} as time from watched`,
    },
  };
}

/** Returns the spells that rows tell by their length. */
export function durationSpells(plan: SpellPlan, { duration, event, entry, eventValue }: NonNullable<SpellPlan['durations']>, relation: Relation): SpellRows {
  const { dialect } = relation;
  const words = (list: ReadonlySet<string>): Sql => joined([...list], ', ');
  const happened = eventValue === null
    ? sql`case when plain in (${words(HAPPENED)}) then 1 when plain in (${words(NOT_YET)}) then 0 end`
    : sql`case when event = ${eventValue} then 1 else 0 end`;
  return {
    parts: [rowCountsPart('judged')],
    steps: {
      seen: rowsOf(relation, {
        ...ownColumns(plan, relation), length: finiteOf(relation, duration), event: keyTextOf(relation, event),
        entry: entry === null ? dialect.missing('double') : numberOf(relation, entry),
      }),
      worded: sql`select customer, segment, length, entry, event, translate(${dialect.trim(sql`event`)}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') as plain from seen`,
      told: sql`select customer, segment, length, entry, event, ${happened} as ended from worded`,
      judged: judged('told', [
        ...customerRule(plan),
        { reason: 'duration_missing', when: sql`length is null` },
        { reason: 'duration_negative', when: sql`length < 0` },
        { reason: 'event_missing', when: sql`event is null` },
        { reason: 'event_unknown', when: sql`ended is null` },
        { reason: 'ended_before_entry', when: sql`entry >= length and entry > 0` },
      ]),
      spells: sql`select customer, segment, case when entry > 0 and ${dialect.isFinite(sql`entry`)} then entry end as entered, length as time, ended from judged where reason is null`,
    },
  };
}

/** Returns the spells that rows tell by their dates. */
export function subscriptionSpells(plan: SpellPlan, { start, end }: NonNullable<SpellPlan['subscriptions']>, relation: Relation): SpellRows {
  const { dialect } = relation;
  const { cutOff, observedFrom, period } = plan;
  const calendar = localCalendar(dialect, plan.timeZone, 'day', 1);
  const outside = (x: Sql): Sql => sql`${x} < ${calendar.first} or ${x} >= ${calendar.end}`;
  const day = (x: Sql): Sql => sql`case when ${x} >= ${calendar.first} and ${x} < ${calendar.end} then ${dialect.integer(calendar.day(x))} end`;
  const ended = cutOff === Infinity ? sql`closed is not null` : sql`closed < ${cutOff}`;
  const late = (x: Sql): Sql => (observedFrom === -Infinity ? dialect.missing('integer') : sql`case when from_day < ${observedFrom} then ${dialect.integer(x)} end`);
  const { completed, exact } = elapsedPeriods(dialect, sql`from_day`, sql`until`, period);
  const whole = sql`(${completed} + case when ${exact} then 0 else 1 end)`;
  // Who leaves within a period is lost at its end; who is still there has been watched over whole periods only.
  const time = period === 'day' ? completed : sql`case when ended = 1 then greatest(${dialect.integer(sql`1`)}, ${whole}) else ${completed} end`;
  const unknown = sql`opened >= ${calendar.unknownFrom} or (${ended} and closed >= ${calendar.unknownFrom})`;
  return {
    parts: [
      rowCountsPart('judged'),
      {
        name: 'seen',
        cells: {
          unknown: integer(calendar.unknownFrom === calendar.end ? sql`0` : sql`count(*) filter (where ${unknown})`),
          first: integer(sql`min(opened)`), last: integer(sql`max(case when ${ended} then closed else opened end)`),
        },
        from: sql`from judged where reason is null`,
      },
    ],
    steps: {
      seen: rowsOf(relation, { ...ownColumns(plan, relation), opened: instantOf(relation, start), closed: end === null ? dialect.missing('integer') : instantOf(relation, end) }),
      dated: sql`select customer, segment, opened, closed, ${day(sql`opened`)} as from_day, ${day(sql`closed`)} as to_day from seen`,
      judged: judged('dated', [
        ...customerRule(plan),
        { reason: 'start_missing', when: sql`opened is null` },
        { reason: 'time_out_of_range', when: sql`${outside(sql`opened`)} or ${outside(sql`closed`)}` },
        ...(cutOff === Infinity ? [] : [{ reason: 'after_as_of', when: sql`opened >= ${cutOff}` }]),
        { reason: 'end_before_start', when: sql`closed < opened` },
        ...(observedFrom === -Infinity ? [] : [{ reason: 'ended_before_entry', when: sql`${ended} and to_day <= ${observedFrom} and from_day < ${observedFrom}` }]),
      ]),
      known: sql`select customer, segment, from_day, case when ${ended} then to_day end as to_day from judged where reason is null`,
      watched: sql`select customer, segment, from_day, case when to_day is null then 0 else 1 end as ended,
  coalesce(to_day, ${cutOff === Infinity ? sql`max(coalesce(to_day, from_day)) over ()` : sql`${cutOffDay(cutOff, plan.timeZone)}`}) as until from known`,
      spells: sql`select customer, segment, ended, ${late(elapsedPeriods(dialect, sql`from_day`, sql`${observedFrom === -Infinity ? 0 : observedFrom}`, period).completed)} as entered,
  ${dialect.integer(time)} as time from watched`,
    },
  };
}

function ownColumns({ customer, segment }: SpellPlan, relation: Relation): { customer: Sql; segment: Sql } {
  const { dialect } = relation;
  return {
    customer: customer === null ? dialect.missing('text') : keyOf(relation, customer),
    segment: segment === null ? dialect.missing('text') : keyTextOf(relation, segment),
  };
}

function customerRule({ customer }: SpellPlan): DropRule[] {
  return customer === null ? [] : [{ reason: 'customer_missing', when: sql`customer is null` }];
}
