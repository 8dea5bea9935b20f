import type { MetricQueries, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { double, integer, type Part, type SqlRow, statementOf, sum, withSteps } from '../sql/answer.js';
import { decimalSumOf, doubleOfSum, sumOf, sumOfSums, sumParts } from '../sql/exact-sum.js';
import { columnOf, decimalsIn, finiteOf, instantOf, keyOf, type Relation, rowsOf } from '../sql/relation.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { OptionError } from '../errors.js';
import { windowMicros } from '../calendar/window-length.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import { decimalOf } from './pyramid-cut.js';
import { migrationParts, migrationSteps, migrationTables, moveIs } from './pyramid-migration-query.js';
import { type PyramidOptions, type PyramidTiers, tiersOf } from './pyramid-options.js';
import { pyramidSummaryOf } from './pyramid-points.js';
import { expectInSql } from './query-options.js';
import { judged, rowCountsPart } from './rows-query.js';

/** What the queries know how to say of a pyramid's options. */
const SUPPORTED = {
  customer: true, value: true, time: true, by: true, tiers: true, ties: true, asOf: true, window: true, timeZone: true, currency: true, minN: true,
  minCell: true, compareAsOf: true,
} as const;

interface PyramidBinding {
  readonly tiers: PyramidTiers;
  readonly timeZone: string;
  /** Where values are decimals, how many digits they have after the point. */
  readonly scale: number | null;
  /** The steps that lead from rows to `ranked`, one row a customer, greatest value first, and to `ends`; with `_then` those of the earlier date. */
  readonly steps: Readonly<Record<string, Sql>>;
  readonly compared: boolean;
}

/**
 * The pyramid in SQL: values are added up exactly by customer and ranked, and the answer holds the sums down to the ranks
 * that the summary tells. Equal values rank by the customer's text ascending in code units (C4), where customers are told apart.
 */
export const pyramidQueries: MetricQueries<PyramidOptions> = {
  summary(options: PyramidOptions, relation: Relation): SummaryQuery {
    const { scale, steps, tiers, timeZone, compared } = bind(options, relation, false);
    const { dialect } = relation;
    const parts = [...partsOf(relation, options.time != null), ...(scale === null ? [] : [exactPart(scale)]), ...(compared ? migrationParts(dialect) : [])];
    const statement = statementOf(dialect, { ...steps, told: toldOf(relation), ...(compared ? migrationSteps(tiers, dialect) : {}) }, parts);
    return {
      statement, parts,
      summary: (answer: readonly SqlRow[]) => {
        const { tables, rows } = pyramidSummaryOf(answer, tiers, timeZone);
        return { tables: compared ? { ...tables, ...migrationTables(answer, tiers) } : tables, rows };
      },
    };
  },
  members(options: PyramidOptions, mark: Mark, relation: Relation): Sql {
    const { steps, tiers, compared } = bind(options, relation, true);
    if (compared && Object.keys(mark).sort().join() === 'from,to') {
      return sql`${withSteps({ ...steps, ...migrationSteps(tiers, relation.dialect) }, relation.dialect)}\nselect customer from moved where ${moveIs(mark, tiers)}`;
    }
    return sql`${withSteps({ ...steps, bounds: boundsOf(mark, tiers, relation) }, relation.dialect)}
select customer from ranked cross join bounds where place > low and place <= high`;
  },
};

/** *Named*: whether customers of equal value are told apart, which is not needed for sums. */
function bind(options: PyramidOptions, relation: Relation, named: boolean): PyramidBinding {
  expectInSql('pyramid', options, SUPPORTED);
  const { schema, dialect } = relation;
  const customer = bindColumn('pyramid', schema, 'customer', options.customer, 'keys').name;
  const value = bindColumn('pyramid', schema, 'value', options.value, 'numbers').name;
  const dated = options.asOf != null ? 'asOf' : options.compareAsOf != null ? 'compareAsOf' : null;
  if (dated !== null && options.time == null) {
    throw new OptionError(`pyramid: ${dated} without a column of times, got none for "time"; expected option "time" to name one`);
  }
  const time = options.time == null ? null : bindColumn('pyramid', schema, 'time', options.time, 'instants');
  // A date has no zone (C1): it ends when it ends, wherever the reader is.
  const timeZone = time?.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  const cutOff = cutOffOf('pyramid', options.asOf, timeZone);
  const then = options.compareAsOf == null ? null : cutOffOf('pyramid', options.compareAsOf, timeZone);
  const window = options.window == null ? null : windowMicros(options.window);
  const isNow = window === null ? sql`1 = 1` : sql`instant >= ${cutOff - window}`;
  const wasThen = then === null ? sql`1 = 0` : window === null ? sql`instant < ${then}` : sql`(instant < ${then} and instant >= ${then - window})`;
  const late = [
    ...(cutOff === Infinity ? [] : [{ reason: 'after_as_of', when: sql`instant >= ${cutOff}` }]),
    ...(dated === null ? [] : [{ reason: 'time_missing', when: sql`instant is null` }]),
    ...(window === null ? [] : [{ reason: 'before_window', when: sql`not (${isNow} or ${wasThen})` }]),
  ];
  const scale = decimalsIn(relation, value);
  const tiers = tiersOf(options);
  const apart = named || then !== null;
  return {
    tiers,
    timeZone,
    scale,
    compared: then !== null,
    steps: {
      seen: rowsOf(relation, {
        customer: keyOf(relation, customer), amount: finiteOf(relation, value),
        ...(scale === null ? {} : { digits: dialect.digits(columnOf(relation, value), scale) }),
        ...(time === null ? {} : { instant: instantOf(relation, time.name) }),
      }),
      judged: judged('seen', [{ reason: 'customer_missing', when: sql`customer is null` }, ...late]),
      ...rankingSteps('', isNow, { apart, totals: !named, tiers, scale }, relation),
      ...(then === null ? {} : rankingSteps('_then', wasThen, { apart, totals: false, tiers, scale }, relation)),
    },
  };
}

/** How customers are ranked. */
interface RankingPlan {
  /** Whether customers of equal value are told apart. */
  readonly apart: boolean;
  /** Whether running sums are told. */
  readonly totals: boolean;
  readonly tiers: PyramidTiers;
  readonly scale: number | null;
}

/** The customers of rows that *counts* holds for, ranked, in steps whose names end with *suffix*. */
function rankingSteps(suffix: string, counts: Sql, { apart, totals, tiers, scale }: RankingPlan, relation: Relation): Record<string, Sql> {
  const { dialect } = relation;
  const order = apart ? sql`worth desc, ${dialect.codeUnits(dialect.text(sql`customer`))}` : sql`worth desc`;
  const running = sql`over (order by ${order} rows between unbounded preceding and current row)`;
  const count = (x: Sql): Sql => dialect.integer(x);
  const amount = scale === null ? sumOf(dialect, sql`amount`) : decimalSumOf(sql`digits`, scale);
  const worth = sumParts(dialect, sql`worth`);
  const from = (step: string): Sql => verbatim(`${step}${suffix}`);
  return {
    [`sums${suffix}`]: sql`select customer, ${amount.units} as units, ${amount.rest} as rest from judged where reason is null and ${counts} group by customer`,
    [`customers${suffix}`]: sql`select customer, ${doubleOfSum(dialect, { units: sql`units`, rest: sql`rest`, scale })} as worth from ${from('sums')}`,
    [`sizes${suffix}`]: sql`select ${count(sql`count(*)`)} as n, ${count(sql`count(*) filter (where worth > 0)`)} as positive, ${count(sql`count(*) filter (where worth < 0)`)} as negative from ${from('customers')}`,
    [`ranked${suffix}`]: sql`select customer, worth, ${count(sql`row_number() over (order by ${order})`)} as place,
  ${count(sql`count(*) over (order by worth desc)`)} as alike, ${count(sql`count(*) over ()`)} as n,
  ${count(sql`sum(case when worth > 0 then 1 else 0 end) over ()`)} as positive, ${count(sql`sum(case when worth < 0 then 1 else 0 end) over ()`)} as negative${totals ? sql`,
  coalesce(sum(${worth.units}) ${running}, 0) as units, coalesce(sum(${worth.rest}) ${running}, 0) as rest,
  coalesce(sum(${worth.units}) over (), 0) as all_units, coalesce(sum(${worth.rest}) over (), 0) as all_rest` : sql``}
from ${from('customers')}`,
    [`ends${suffix}`]: tierEnds(tiers, suffix, relation),
  };
}

/** How far down each tier reaches, by its number from 0; a tier may end above the one before, and is then empty. */
function tierEnds({ by, tiers, ties }: PyramidTiers, suffix: string, { dialect }: Relation): Sql {
  const from = (step: string): Sql => verbatim(`${step}${suffix}`);
  if (by === 'threshold') {
    return joined(tiers.map((tier, i) => sql`select ${i} as tier, ${dialect.integer(sql`count(*)`)} as last from ${from('customers')}${
      'minimum' in tier && tier.minimum !== null ? sql` where worth >= ${dialect.literal(tier.minimum)}` : sql``}`), '\nunion all ');
  }
  const ranked = by === 'profit' ? sql`positive` : sql`n`;
  const cuts = tiers.map((tier, i) => sql`when ${i} then ${cutSql(ranked, 'cumulativeShare' in tier ? tier.cumulativeShare : 1, dialect)}`);
  const cut = sql`case tier ${joined(cuts, ' ')} end`;
  const numbers = dialect.table('t', ['tier'], tiers.map((_, i) => [i]));
  if (ties === 'rank') return sql`select tier, ${cut} as last from ${from('sizes')} cross join ${numbers}`;
  // Down to the last of those who are worth as much as who stands at the cut; nobody where the cut lies above all.
  return sql`select tier, alike as last from ${from('ranked')} cross join ${numbers} where place = ${cut}`;
}

/** floor(count x share + 1/2) in whole numbers (C5). */
function cutSql(count: Sql, share: number, dialect: Relation['dialect']): Sql {
  const { numerator, denominator } = decimalOf(share);
  return dialect.integer(dialect.divide(sql`(${dialect.wide(count)} * ${wideNumber(2n * numerator, dialect)} + ${wideNumber(denominator, dialect)})`, wideNumber(2n * denominator, dialect)));
}

function wideNumber(value: bigint, dialect: Relation['dialect']): Sql {
  return dialect.wide(sql`${value}`);
}

/** The ranks between which the customers behind *mark* lie: above `low`, down to `high`. */
function boundsOf(mark: Mark, { by, tiers }: PyramidTiers, { dialect }: Relation): Sql {
  const { tier, decile } = mark;
  const names = [...tiers.map(({ name }) => name), ...(by === 'profit' ? ['none'] : [])];
  if (tier !== undefined) {
    const i = names.indexOf(String(tier));
    if (i === tiers.length) return sql`select positive as low, n as high from sizes`;
    if (i !== -1) {
      const reach = (test: Sql): Sql => sql`max(case when ${test} then last else 0 end)`;
      return sql`select ${reach(sql`tier < ${i}`)} as low, ${reach(sql`tier <= ${i}`)} as high from ends`;
    }
  } else if (/^([1-9]|10)$/.test(String(decile))) {
    return sql`select ${cutSql(sql`n`, (Number(decile) - 1) / 10, dialect)} as low, ${cutSql(sql`n`, Number(decile) / 10, dialect)} as high from sizes`;
  }
  throw new OptionError(`pyramid: no such mark, got ${JSON.stringify(mark)}; expected {tier: ${names.join(' | ')}} or {decile: 1 to 10}`);
}

/**
 * What the summary needs of each customer. `told`: the sum of all down to this rank is asked for, or of all above it, because
 * a hundredth of the customers ends here (from either end, cut or rounded), a gain or a loss begins, or a tenth is less than one.
 */
function toldOf({ dialect }: Relation): Sql {
  const atEnd = (place: Sql): Sql => {
    const hundredths = (count: Sql): Sql => dialect.divide(sql`(100 * ${count} + n - 1)`, sql`n`);
    const rounded = dialect.divide(sql`(200 * ${place} + 2 * n - 101)`, sql`(2 * n)`);
    return sql`(${place} in (1, positive, n - negative, n - 1)
  or ${dialect.divide(sql`(n * ${hundredths(place)})`, 100)} = ${place}
  or ${dialect.divide(sql`(n * ${hundredths(sql`(n - ${place})`)})`, 100)} = n - ${place}
  or ${dialect.divide(sql`(2 * n * ${rounded} + 100)`, 200)} = ${place})`;
  };
  return sql`select place, worth, units, rest, ${dialect.double(sql`(n + 1 - 2 * place)`)} * worth as everyone,
  case when worth > 0 then ${dialect.double(sql`(positive + 1 - 2 * place)`)} * worth end as gainers,
  ${doubleOfSum(dialect, { units: sql`units`, rest: sql`rest` })} as total, ${doubleOfSum(dialect, { units: sql`all_units`, rest: sql`all_rest` })} as whole,
  case when place = 1 or ${atEnd(sql`place`)} or ${atEnd(sql`(place - 1)`)} then 1 else 0 end as told
from ranked`;
}

function partsOf({ dialect }: Relation, hasTime: boolean): Part[] {
  return [
    rowCountsPart('judged'),
    { name: 'sizes', cells: { n: integer(sql`n`), positive: integer(sql`positive`), negative: integer(sql`negative`) }, from: sql`from sizes` },
    {
      name: 'spread',
      cells: { everyone: sum(sumOf(dialect, sql`everyone`)), gainers: sum(sumOf(dialect, sql`gainers`)) },
      from: sql`from told`,
    },
    {
      name: 'four_fifths',
      cells: { place: integer(sql`min(place)`) },
      from: sql`from told where 5 * total >= 4 * whole`,
    },
    { name: 'tier', cells: { tier: integer(sql`tier`), place: integer(sql`last`) }, from: sql`from ends` },
    {
      name: 'point',
      cells: { place: integer(sql`place`), worth: double(sql`worth`), total: sum({ units: sql`units`, rest: sql`rest` }) },
      from: sql`from told where told = 1 or place in (select last from ends) or place - 1 in (select last from ends)`,
    },
    {
      name: 'seen',
      cells: {
        missing: integer(sql`count(*) filter (where amount is null)`),
        ...(hasTime ? { first: integer(sql`min(instant)`), last: integer(sql`max(instant)`) } : {}),
      },
      from: sql`from judged where reason is null`,
    },
  ];
}

/** The total to the last digit. */
function exactPart(scale: number): Part {
  return { name: 'exact', cells: { total: sum(sumOfSums({ units: sql`units`, rest: sql`rest`, scale })) }, from: sql`from sums having count(*) > 0` };
}
