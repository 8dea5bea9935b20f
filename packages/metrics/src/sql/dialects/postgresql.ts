import { comparisonTree } from '../comparison-tree.js';
import type { Dialect } from '../dialect.js';
import { fieldOf, scaleOf } from '../field-of.js';
import { joined, type Sql, sql, verbatim } from '../sql.js';
import { spaceAround } from '../white-space.js';

const TYPES = { text: 'text', integer: 'bigint', double: 'double precision' } as const;

/** PostgreSQL, from 14 on, and what speaks its language. */
export const postgresql: Dialect = {
  name: 'postgresql',
  identifier: (name) => verbatim(`"${name.replaceAll('"', '""')}"`),
  placeholder: (position) => `cast($${position} as text)`,
  describe: (_table, path) => {
    const [name = '', schema] = path.toReversed();
    return sql`select a.attname as name, format_type(a.atttypid, a.atttypmod) as type
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where c.relname = ${name} and ${schema === undefined ? sql`pg_table_is_visible(c.oid)` : sql`n.nspname = ${schema}`}
and a.attnum > 0 and not a.attisdropped order by a.attnum`;
  },
  field: (name, type) => fieldOf(name, type, [
    [/^(text|character varying|name|uuid)\b/, 'text', true],
    [/^(smallint|integer|bigint|numeric\(\d+,0\))$/, 'number', true],
    [/^(real|double precision|numeric)\b/, 'number', false],
    [/^boolean$/, 'bool', true],
    [/^date$/, 'date', true],
    [/^timestamp/, 'instant', false],
  ]),
  text: (x) => sql`cast(${x} as text)`,
  integer: (x) => sql`cast(${x} as bigint)`,
  double: (x) => sql`cast(${x} as double precision)`,
  literal: (value) => verbatim(`cast(${value} as double precision)`),
  missing: (type) => verbatim(`cast(null as ${TYPES[type]})`),
  number: (column) => sql`nullif(cast(${column} as double precision), 'NaN')`,
  instant: (column) => sql`case when isfinite(${column}) then cast(extract(epoch from ${column}) * 1000000 as bigint) end`,
  isFinite: (x) => sql`(${x} not in ('NaN', 'Infinity', '-Infinity'))`,
  divide: (a, b) => sql`div(${a}, ${b})`,
  lastOf: comparisonTree,
  month: (day) => {
    const date = dateOf(day);
    return sql`cast((extract(year from ${date}) - 1970) * 12 + extract(month from ${date}) - 1 as bigint)`;
  },
  dayOfMonth: (day) => sql`cast(extract(day from ${dateOf(day)}) as bigint)`,
  firstDay: (month) => sql`cast(cast(date '1970-01-01' + make_interval(months => cast(${month} as integer)) as date) - date '1970-01-01' as bigint)`,
  series: (low, high) => sql`generate_series(${low}, ${high} - 1)`,
  trim: (x) => sql`regexp_replace(${x}, ${verbatim(`'${spaceAround((hex) => `\\u${hex.padStart(4, '0')}`)}'`)}, '', 'g')`,
  codeUnits: (x) => sql`(regexp_replace(${x} collate "C", '([\\uE000-\\uFFFF])', chr(1114111) || '\\1', 'g') collate "C")`,
  table: (alias, columns, rows) => (
    sql`(values ${joined(rows.map((row) => sql`(${joined(row, ', ')})`), ', ')}) as ${verbatim(`${alias}(${columns.join(', ')})`)}`),
  present: (x) => x,
  path: (x) => sql`array[${x}]`,
  materialized: sql``,
  followedBy: (x, path) => sql`array[${x}] || ${path}`,
  leastPath: (path, when) => sql`min(${path}) filter (where ${when})`,
  element: (path, n) => sql`${path}[${n}]`,
  noPath: sql`cast(null as bigint[])`,
  inOrder: (x, by) => sql`array_agg(${x} order by ${by})`,
  successive: (items, nexts) => sql`array(with recursive chain(i) as (select cast(1 as bigint) union all select ${nexts}[i] from chain where ${nexts}[i] <= cardinality(${items})) select ${items}[i] from chain)`,
  each: (path) => sql`unnest(${path})`,
  decimals: (type) => scaleOf(/^numeric\(\d+,(\d+)\)$/, type),
  digits: (x) => sql`cast(replace(cast(${x} as text), '.', '') as numeric)`,
  doubleOfDigits: (x, scale) => sql`cast(cast(${x} as text) || ${verbatim(`'e-${scale}'`)} as double precision)`,
  wide: (x) => sql`cast(${x} as numeric)`,
  // A cast of a double to numeric keeps 15 digits; whole and fractional bits fit a bigint each.
  scaled: (x) => sql`(cast(cast(trunc(${x}) as bigint) as numeric) * 1152921504606846976 + cast((${x} - trunc(${x})) * 1152921504606846976 as bigint))`,
  unscaled: (x) => sql`(cast(${x} as double precision) / 1152921504606846976)`,
};

function dateOf(day: Sql): Sql {
  return sql`(date '1970-01-01' + cast(${day} as integer))`;
}
