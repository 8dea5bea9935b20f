import { OptionError } from '../errors.js';
import type { Mark } from '../predicate/predicate.js';
import { double, integer, type Part, partOf, type SqlRow, sum } from '../sql/answer.js';
import type { Dialect } from '../sql/dialect.js';
import { numberOfSum, sumOf } from '../sql/exact-sum.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { type Row, type Table, tableOf } from '../table.js';
import type { PyramidTiers } from './pyramid-options.js';
import { BELOW, ENTERED, LEFT } from './pyramid-places.js';

/** Returns the steps to `moved`: each customer's place (the number of a tier, from the top) and value at both dates, null where there is none. */
export function migrationSteps({ tiers }: PyramidTiers, dialect: Dialect): Record<string, Sql> {
  const place = sql`case ${joined(tiers.map((_, i) => sql`when place <= ${verbatim(`last_${i}`)} then ${i}`), ' ')} else ${tiers.length} end`;
  const lasts = joined(tiers.map((_, i) => sql`max(case when tier = ${i} then last end) as ${verbatim(`last_${i}`)}`), ', ');
  const placed = (suffix: string): Record<string, Sql> => ({
    [`lasts${suffix}`]: sql`select ${lasts} from ${verbatim(`ends${suffix}`)}`,
    [`placed${suffix}`]: sql`select customer, worth, ${dialect.integer(place)} as tier from ${verbatim(`ranked${suffix}`)} cross join ${verbatim(`lasts${suffix}`)}`,
  });
  const [number, value] = [dialect.missing('integer'), dialect.missing('double')];
  return {
    ...placed(''),
    ...placed('_then'),
    moved: sql`select customer, max(came) as came, max(went) as went, max(before) as before, max(after) as after from (
select customer, ${number} as came, tier as went, ${value} as before, worth as after from placed
union all select customer, tier as came, ${number} as went, worth as before, ${value} as after from placed_then) as p group by customer`,
  };
}

/** Returns the parts that tell the tiers of the earlier date, and who went where. */
export function migrationParts(dialect: Dialect): Part[] {
  return [
    {
      name: 'earlier',
      cells: { tier: integer(sql`tier`), customers: integer(sql`count(*)`), value: sum(sumOf(dialect, sql`worth`)), min: double(sql`min(worth)`), max: double(sql`max(worth)`) },
      from: sql`from placed_then group by tier`,
    },
    { name: 'earlier_total', cells: { customers: integer(sql`count(*)`), value: sum(sumOf(dialect, sql`worth`)) }, from: sql`from placed_then` },
    {
      name: 'move',
      cells: { came: integer(sql`came`), went: integer(sql`went`), customers: integer(sql`count(*)`), before: sum(sumOf(dialect, sql`before`)), after: sum(sumOf(dialect, sql`after`)) },
      from: sql`from moved group by came, went`,
    },
  ];
}

/** Returns the tables that say what `migrationParts` counted. */
export function migrationTables(answer: readonly SqlRow[], tiers: PyramidTiers): Readonly<Record<'earlier' | 'earlier_totals' | 'migration', Table>> {
  const names = tierNames(tiers);
  const places = [...names, ...(names.length > tiers.tiers.length ? [] : [BELOW])];
  const [total] = partOf(answer, 'earlier_total');
  const rank = (place: number | null): number => place ?? places.length;
  const moves = partOf(answer, 'move').sort((a, b) => rank(a.number('came')) - rank(b.number('came')) || rank(a.number('went')) - rank(b.number('went')));
  return {
    earlier: tableOf({ tier: 'utf8', order: 'int32', customers: 'int32', value: 'float64', min: 'float64', max: 'float64' }, names.map((tier, i): Row => {
      const row = partOf(answer, 'earlier').find((candidate) => candidate.count('tier') === i);
      return { tier, order: i + 1, customers: row?.count('customers') ?? 0, value: row === undefined ? 0 : numberOfSum(row.sum('value')), min: row?.number('min') ?? null, max: row?.number('max') ?? null };
    })),
    earlier_totals: tableOf({ customers: 'int32', total: 'float64' }, [{ customers: total?.count('customers') ?? 0, total: total === undefined ? 0 : numberOfSum(total.sum('value')) }]),
    migration: tableOf({ from: 'utf8', to: 'utf8', customers: 'int32', value_before: 'float64', value_after: 'float64' }, moves.map((row): Row => ({
      from: places[rank(row.number('came'))] ?? ENTERED, to: places[rank(row.number('went'))] ?? LEFT, customers: row.count('customers'),
      value_before: numberOfSum(row.sum('before')), value_after: numberOfSum(row.sum('after')),
    }))),
  };
}

/** Returns the condition that a customer of `moved` stands behind the mark `{from, to}`. Throws OptionError where it names no places. */
export function moveIs(mark: Mark, tiers: PyramidTiers): Sql {
  const places = [...tierNames(tiers), BELOW];
  const [from, to] = [String(mark['from']), String(mark['to'])];
  const known = (place: string, outside: string): boolean => place === outside || places.includes(place);
  if (!known(from, ENTERED) || !known(to, LEFT) || (from === ENTERED && to === LEFT)) {
    throw new OptionError(`pyramid: no such mark, got ${JSON.stringify(mark)}; expected {tier: ${tierNames(tiers).join(' | ')}} or {decile: 1 to 10} or {from: a tier, to: a tier}`);
  }
  const at = (column: Sql, place: string, outside: string): Sql => (place === outside ? sql`${column} is null` : sql`${column} = ${places.indexOf(place)}`);
  return sql`${at(sql`came`, from, ENTERED)} and ${at(sql`went`, to, LEFT)}`;
}

/** Tiers from the top, and by profit who brings none: those who are in no other. */
function tierNames({ by, tiers }: PyramidTiers): string[] {
  return [...tiers.map(({ name }) => name), ...(by === 'profit' ? ['none'] : [])];
}
