import { comparisonTree } from '../comparison-tree.js';
import type { Dialect } from '../dialect.js';
import { fieldOf, scaleOf } from '../field-of.js';
import { joined, type Sql, sql, verbatim } from '../sql.js';
import { spaceAround } from '../white-space.js';

/** DuckDB, from 1.2 on. Needs no extension: time zones and texts are compared without ICU. */
export const duckdb: Dialect = {
  name: 'duckdb',
  identifier: (name) => verbatim(`"${name.replaceAll('"', '""')}"`),
  placeholder: (position) => `cast($${position} as varchar)`,
  describe: (table) => sql`select column_name as name, column_type as type from (describe ${table})`,
  field: (name, type) => fieldOf(name, type, [
    [/^(VARCHAR|ENUM\b|UUID$)/, 'text', true],
    [/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(\d+,0\))$/, 'number', true],
    [/^(DOUBLE|FLOAT|DECIMAL\b)/, 'number', false],
    [/^BOOLEAN$/, 'bool', true],
    [/^DATE$/, 'date', true],
    [/^TIMESTAMP_NS$/, 'instant', false, 'ns'],
    [/^TIMESTAMP/, 'instant', false],
  ]),
  text: (x) => sql`cast(${x} as varchar)`,
  integer: (x) => sql`cast(${x} as bigint)`,
  double: (x) => sql`cast(${x} as double)`,
  literal: (value) => verbatim(`cast(${value} as double)`),
  missing: (type) => verbatim(`cast(null as ${{ text: 'varchar', integer: 'bigint', double: 'double' }[type]})`),
  number: (column) => sql`nullif(cast(${column} as double), cast('nan' as double))`,
  instant: (column, field) => (field.unit === 'ns'
    ? sql`((epoch_ns(${column}) - (epoch_ns(${column}) % 1000 + 1000) % 1000) // 1000)`
    : sql`epoch_us(${column})`),
  isFinite: (x) => sql`isfinite(${x})`,
  divide: (a, b) => sql`(${a} // ${b})`,
  lastOf: comparisonTree,
  month: (day) => {
    const date = dateOf(day);
    return sql`((year(${date}) - 1970) * 12 + month(${date}) - 1)`;
  },
  dayOfMonth: (day) => sql`day(${dateOf(day)})`,
  firstDay: (month) => sql`(cast(date '1970-01-01' + to_months(cast(${month} as integer)) as date) - date '1970-01-01')`,
  series: (low, high) => sql`unnest(range(${low}, ${high}))`,
  trim: (x) => sql`regexp_replace(${x}, ${verbatim(`'${spaceAround((hex) => `\\x{${hex}}`)}'`)}, '', 'g')`,
  codeUnits: (x) => sql`regexp_replace(${x}, '([\\x{E000}-\\x{FFFF}])', chr(1114111) || '\\1', 'g')`,
  table: (alias, columns, rows) => (
    sql`(values ${joined(rows.map((row) => sql`(${joined(row, ', ')})`), ', ')}) as ${verbatim(`${alias}(${columns.join(', ')})`)}`),
  present: (x) => x,
  path: (x) => sql`[${x}]`,
  // Otherwise each of a dozen steps that read one another nearly doubles the time to plan.
  materialized: sql`materialized `,
  followedBy: (x, path) => sql`list_concat([${x}], ${path})`,
  leastPath: (path, when) => sql`min(${path}) filter (where ${when})`,
  element: (path, n) => sql`${path}[${n}]`,
  noPath: sql`cast(null as bigint[])`,
  inOrder: (x, by) => sql`list(${x} order by ${by})`,
  successive: (items, nexts) => sql`(with recursive chain(i) as (select 1 union all select ${nexts}[i] from chain where ${nexts}[i] <= len(${items})) select list(${items}[i]) from chain)`,
  each: (path) => sql`unnest(${path})`,
  decimals: (type) => scaleOf(/^DECIMAL\(\d+,(\d+)\)$/, type),
  digits: (x) => sql`cast(replace(cast(${x} as varchar), '.', '') as hugeint)`,
  doubleOfDigits: (x, scale) => sql`cast(cast(${x} as varchar) || ${verbatim(`'e-${scale}'`)} as double)`,
  wide: (x) => sql`cast(${x} as hugeint)`,
  scaled: (x) => sql`cast(${x} * 1152921504606846976 as hugeint)`,
  // A cast of 128 bits rounds twice; reading decimal digits rounds once.
  unscaled: (x) => sql`(cast(cast(${x} as varchar) as double) / 1152921504606846976)`,
};

function dateOf(day: Sql): Sql {
  return sql`(date '1970-01-01' + cast(${day} as integer))`;
}
