import type { Dialect } from '../dialect.js';
import { fieldOf, scaleOf } from '../field-of.js';
import { joined, type Sql, sql, verbatim } from '../sql.js';
import { spaceAround } from '../white-space.js';

const TYPES = { text: 'String', integer: 'Int64', double: 'Float64' } as const;

/**
 * ClickHouse, from 24.8 on. Numbers and instants are made nullable, because an aggregate of nothing is otherwise 0; no query
 * needs `join_use_nulls` or any other setting.
 */
export const clickhouse: Dialect = {
  name: 'clickhouse',
  identifier: (name) => verbatim(`\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``),
  placeholder: (position) => `{p${position}:String}`,
  describe: (_table, path) => {
    const [name = '', database] = path.toReversed();
    return sql`select name, type from system.columns where table = ${name} and database = ${database ?? sql`currentDatabase()`} order by position`;
  },
  field: (name, type) => fieldOf(name, type.replace(/^(LowCardinality\(|Nullable\()+(.*?)\)+$/, (_, __, inner: string) => closed(inner)), [
    [/^(String|UUID|Enum)/, 'text', true],
    [/^(U?Int(8|16|32|64|128|256)|Decimal\(\d+, 0\))$/, 'number', true],
    [/^(Float32|Float64|Decimal\b)/, 'number', false],
    [/^Bool$/, 'bool', true],
    [/^Date(32)?$/, 'date', true],
    [/^DateTime64\([789]\b/, 'instant', false, 'ns'],
    [/^DateTime/, 'instant', false],
  ]),
  text: (x) => sql`toString(${x})`,
  integer: (x) => sql`cast(${x} as Nullable(Int64))`,
  double: (x) => sql`cast(${x} as Nullable(Float64))`,
  literal: (value) => verbatim(`toFloat64('${value}')`),
  missing: (type) => verbatim(`cast(null as Nullable(${TYPES[type]}))`),
  number: (column) => sql`if(isNaN(cast(${column} as Nullable(Float64))), null, cast(${column} as Nullable(Float64)))`,
  instant: (column, field) => (field.unit === 'ns'
    ? sql`cast(intDiv(toUnixTimestamp64Nano(toDateTime64(${column}, 9, 'UTC')) - positiveModulo(toUnixTimestamp64Nano(toDateTime64(${column}, 9, 'UTC')), 1000), 1000) as Nullable(Int64))`
    : sql`cast(toUnixTimestamp64Micro(toDateTime64(${column}, 6, 'UTC')) as Nullable(Int64))`),
  isFinite: (x) => sql`isFinite(${x})`,
  divide: (a, b) => sql`intDiv(${a}, ${b})`,
  // A tree of hundreds of comparisons takes seconds to analyse here.
  lastOf: (x, steps) => {
    const starts = sql`[${joined(steps.map(([start]) => start), ', ')}]`;
    return sql`transform(roundDown(${x}, ${starts}), ${starts}, [${joined(steps.map(([, value]) => value), ', ')}], 0)`;
  },
  // Dates end with 2299 here, as does everything that a column can hold.
  month: (day) => {
    const date = dateOf(day);
    return sql`((toInt64(toYear(${date})) - 1970) * 12 + toMonth(${date}) - 1)`;
  },
  dayOfMonth: (day) => sql`toInt64(toDayOfMonth(${dateOf(day)}))`,
  firstDay: (month) => sql`toInt64(toInt32(addMonths(toDate32('1970-01-01'), ${month})))`,
  series: (low, high) => sql`arrayJoin(range(assumeNotNull(${low}), assumeNotNull(${high})))`,
  trim: (x) => sql`replaceRegexpAll(${x}, ${verbatim(`'${spaceAround((hex) => `\\\\x{${hex}}`)}'`)}, '')`,
  codeUnits: (x) => sql`replaceRegexpAll(${x}, '([\\\\x{E000}-\\\\x{FFFF}])', concat(char(244, 143, 191, 191), '\\\\1'))`,
  table: (alias, columns, rows) => {
    const types = columns.map((name) => `${name} Int64`).join(', ');
    return sql`values(${verbatim(`'${types}'`)}, ${joined(rows.map((row) => sql`(${joined(row, ', ')})`), ', ')}) as ${verbatim(alias)}`;
  },
  present: (x) => sql`assumeNotNull(${x})`,
  path: (x) => sql`[${x}]`,
  materialized: sql``,
  followedBy: (x, path) => sql`arrayConcat([${x}], ${path})`,
  leastPath: (path, when) => sql`minIf(${path}, ${when})`,
  element: (path, n) => sql`if(length(${path}) >= ${n}, ${path}[${n}], null)`,
  noPath: sql`cast([] as Array(Int64))`,
  inOrder: (x, by) => sql`arrayMap(pair -> pair.2, arraySort(groupArray((${by}, ${x}))))`,
  successive: (items, nexts) => (
    sql`arrayFold((found, item, next, i) -> if(i = found.2, (arrayPushBack(found.1, item), next), found), ${items}, ${nexts}, arrayEnumerate(${items}), (cast([] as Array(Int64)), toInt64(1))).1`),
  each: (path) => sql`arrayJoin(${path})`,
  decimals: (type) => scaleOf(/^Decimal\(\d+, (\d+)\)$/, type),
  digits: (x, scale) => sql`toInt256(replaceOne(toDecimalString(${x}, ${scale}), '.', ''))`,
  doubleOfDigits: (x, scale) => sql`toFloat64(concat(toString(${x}), ${verbatim(`'e-${scale}'`)}))`,
  wide: (x) => sql`toInt256(${x})`,
  // What a CASE leaves out, and what lies under a null, is converted all the same, and NaN would be an error.
  scaled: (x) => sql`toInt256(if(abs(${x}) < 8796093022208, ${x}, 0) * 1152921504606846976)`,
  unscaled: (x) => sql`(toFloat64(toString(${x})) / 1152921504606846976)`,
};

/** Drops the parentheses of the wrappers that a lazy match leaves: `Decimal(18, 2` gets its own back. */
function closed(type: string): string {
  return type.includes('(') ? `${type})` : type;
}

function dateOf(day: Sql): Sql {
  return sql`addDays(toDate32('1970-01-01'), ${day})`;
}
