import type { Dialect } from '../sql/dialect.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import type { ChainPlan } from './funnel-chain-query.js';
import { ahead, listOf, LONGEST } from './funnel-limits-query.js';

/**
 * Returns the queries that fill optional steps by the earliest events between the levels around them, or after the last while the
 * attempt may go on. They lead from *source*, of events (`kind` 0) and attempts (1) with *columns*, to those with `at_k` and
 * `reached_k` besides; the last has the last optional step in its name, `filled_k`.
 */
export function optionalSteps({ rules, steps: { levels, nextLevel, stepCount } }: ChainPlan, group: Sql, columns: readonly string[], source: string, dialect: Dialect): Record<string, Sql> {
  const { order, windowFrom } = rules;
  const tie = Math.min(Math.floor(rules.tieMicros), LONGEST);
  const steps: Record<string, Sql> = {};
  let own = columns;
  let from = source;
  // The instant of the step before.
  let before = order === 'any' ? sql`entry` : verbatim('at_0');
  for (let k = 1; k < stepCount; k++) {
    const [at, reached] = [verbatim(`at_${k}`), verbatim(`reached_${k}`)];
    if (levels.includes(k)) {
      before = at;
      continue;
    }
    const next = nextLevel[k]!;
    const previous = before;
    const window = rules.windowMicros === Infinity ? [] : [sql`${windowFrom === 'entry' ? sql`entry` : previous} + ${Math.min(rules.windowMicros, LONGEST)}`];
    const following = order === 'any' ? sql`limits` : sql`case when depth > ${next} then ${verbatim(`at_${levels[next]!}`)} + ${tie} else limits end`;
    const earliest = dialect.present(sql`coalesce(${order === 'any' ? sql`entry` : sql`${previous} - ${tie}`}, instant)`);
    const isFilled = joined([sql`kind = 1 and depth >= ${next}`, ...[following, ...window].map((limit) => sql`found <= ${limit}`)], ' and ');
    steps[`found_${k}`] = sql`select *, ${ahead(sql`min(case when kind = 0 and step = ${k} then instant end)`, group, 'from', sql`case when kind = 1 then ${earliest} else instant end`)} as found from ${verbatim(from)}`;
    steps[`filled_${k}`] = sql`select ${listOf(own)}, case when ${isFilled} then found end as ${at}, case when ${isFilled} then greatest(${previous}, found) end as ${reached} from ${verbatim(`found_${k}`)}`;
    own = [...own, `at_${k}`, `reached_${k}`];
    from = `filled_${k}`;
    before = sql`coalesce(${reached}, ${previous})`;
  }
  return steps;
}
