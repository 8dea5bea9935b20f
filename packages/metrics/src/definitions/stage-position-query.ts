import type { Dialect } from '../sql/dialect.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import type { StageMode } from './funnel-options.js';

/** How stages are read as places in a query. */
export interface PlacePlan {
  readonly stepCount: number;
  readonly mode: StageMode;
  readonly current: boolean;
  /** How long nothing may happen before a customer counts as lost, microseconds; Infinity: for ever. */
  readonly idleMicros: number;
  /** The first instant that is not in the data any more. */
  readonly end: Sql;
  readonly segmentOfLast: boolean;
}

const numbered = (name: string) => (k: number): Sql => verbatim(`${name}_${k}`);
const has = numbered('has');
const since = numbered('since');
const worth = numbered('worth');
const along = numbered('along');

/**
 * Returns the queries that lead from `judged` events to `people`, as `walkPositions` tells where customers stand: by stage
 * `has`, `entered`, `worth` (the largest value when the customer first came there), `previous` and `elapsed` (the time since the
 * stage before, and since the first); `place`, `lost`, `segment`. `walked` has the events in order: `code` (the stage, or the
 * number of stages for a loss) after `before`.
 */
export function placeSteps({ stepCount, mode, current, idleMicros, end, segmentOfLast }: PlacePlan, dialect: Dialect): Record<string, Sql> {
  const stages = Array.from({ length: stepCount }, (_, k) => k);
  const list = (cell: (k: number) => Sql): Sql => joined(stages.map(cell), ', ');
  const isStage = sql`code < ${stepCount}`;
  const depth = joined(stages.map((k) => sql`case when ${along(k)} is null then 0 else 1 end`), ' + ');
  const entered = (k: number): Sql => (mode === 'anyStage' ? sql`${has(k)} = 1` : mode === 'reachedOrLater' ? sql`highest >= ${k}` : sql`depth > ${k}`);
  const lapse = (k: number, from: number): Sql => sql`case when ${entered(k)} and ${since(k)} >= ${since(from)} then ${since(k)} - ${since(from)} end`;
  const idle = idleMicros === Infinity ? sql`1 = 0` : sql`${end} - 1 - latest > ${Math.min(idleMicros, 2 ** 60)}`;
  return {
    events: sql`select customer, instant, amount, segment, case when step < ${stepCount} then step else ${stepCount} end as code from judged where reason is null`,
    // Of one instant, a customer goes through the stages in their order, and is lost last.
    walked: sql`select customer, instant, amount, segment, code, max(code) over (partition by customer order by instant, code rows between 1 preceding and 1 preceding) as before,
  min(instant) over (partition by customer, code) as begun, max(case when ${isStage} then instant end) over (partition by customer) as last_seen,
  row_number() over (partition by customer order by case when segment is null or not ${isStage} then 1 else 0 end, instant ${segmentOfLast ? sql`desc` : sql`asc`}, ${dialect.codeUnits(sql`segment`)}) as told
from events`,
    ...alongSteps(stages, mode),
    placed: sql`select customer, max(last_seen) as latest, max(case when ${isStage} then code end) as highest, max(case when ${isStage} and instant = last_seen then code end) as newest,
  max(case when not ${isStage} then instant end) as gone, max(case when told = 1 and ${isStage} then segment end) as segment,
  ${list((k) => sql`max(case when code = ${k} then 1 else 0 end) as ${has(k)}`)}, ${list((k) => sql`min(case when code = ${k} then instant end) as ${since(k)}`)},
  ${list((k) => sql`max(case when code = ${k} and instant = begun then amount end) as ${worth(k)}`)}${mode === 'allStages' ? sql`, ${list((k) => sql`max(${along(k)}) as ${along(k)}`)}` : sql``}
from ${verbatim(mode === 'allStages' ? `followed_${stepCount - 1}` : 'walked')} group by customer`,
    standing: sql`select *, ${mode === 'allStages' ? depth : sql`0`} as depth, ${current ? sql`newest` : sql`highest`} as place, case when gone >= latest or ${idle} then 1 else 0 end as lost from placed where latest is not null`,
    people: sql`select customer, segment, place, lost, ${list(has)}, ${list((k) => sql`case when ${entered(k)} then 1 else 0 end as ${verbatim(`entered_${k}`)}`)},
  ${list((k) => sql`case when ${entered(k)} then ${worth(k)} end as ${verbatim(`worth_${k}`)}`)}, ${list((k) => sql`${lapse(k, Math.max(0, k - 1))} as ${verbatim(`previous_${k}`)}`)},
  ${list((k) => sql`${lapse(k, 0)} as ${verbatim(`elapsed_${k}`)}`)} from standing`,
  };
}

/** For each stage when the customer came there, all stages before in their order. */
function alongSteps(stages: readonly number[], mode: StageMode): Record<string, Sql> {
  if (mode !== 'allStages') return {};
  return Object.fromEntries(stages.map((k) => [`followed_${k}`, sql`select *, min(case when code = ${k}${
    k === 0 ? sql`` : sql` and instant >= ${along(k - 1)}`} then instant end) over (partition by customer) as ${along(k)} from ${verbatim(k === 0 ? 'walked' : `followed_${k - 1}`)}`]));
}
