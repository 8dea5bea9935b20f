import type { FoundSteps, StepsQuery } from '../metric.js';
import { integer, type Part, partOf, type SqlRow, statementOf, text } from '../sql/answer.js';
import { joined, sql } from '../sql/sql.js';
import { type FunnelRows, uncodedSteps } from './funnel-rows-query.js';
import { chooseSteps, LIFECYCLE_STAGES, MAX_FOUND_STEPS } from './funnel-steps.js';

/** Returns the query that finds the steps of a funnel for which nobody named any, as `findSteps` does. */
export function foundStepsQuery(rows: FunnelRows): StepsQuery {
  const { dialect } = rows.relation;
  const lower = dialect.divide(sql`(n + 1)`, 2);
  const upper = dialect.divide(sql`(n + 2)`, 2);
  const isLifecycle = sql`stage in (${joined(LIFECYCLE_STAGES, ', ')})`;
  const steps = {
    ...uncodedSteps(rows),
    comings: sql`select customer, stage, min(instant) as came from judged where reason is null group by customer, stage`,
    delays: sql`select stage, came - min(came) over (partition by customer) as delay from comings`,
    placed: sql`select stage, delay, row_number() over (partition by stage order by delay) as place, count(*) over (partition by stage) as n from delays`,
    middles: sql`select stage, max(n) as customers, min(case when place = ${lower} then delay end) + min(case when place = ${upper} then delay end) as twice from placed group by stage`,
    ranked: sql`select stage, customers, twice, count(*) over () as present, row_number() over (order by customers desc, ${dialect.codeUnits(sql`stage`)}) as place from middles`,
  };
  const parts: readonly Part[] = [{
    name: 'stage', cells: { stage: text(sql`stage`), customers: integer(sql`customers`), twice: integer(sql`twice`), present: integer(sql`present`) },
    from: sql`from ranked where place <= ${MAX_FOUND_STEPS} or ${isLifecycle}`,
  }];
  return { statement: statementOf(dialect, steps, parts), parts, steps: stepsOf };
}

function stepsOf(answer: readonly SqlRow[]): FoundSteps {
  const rows = partOf(answer, 'stage');
  const stages = rows.map((row) => ({ name: row.text('stage') ?? '', customers: row.count('customers'), delay: row.count('twice') / 2 }));
  return chooseSteps(stages, rows[0]?.count('present') ?? 0);
}
