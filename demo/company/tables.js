/**
 * The four tables and the type of each column, in the order of the columns; `?` marks those with nulls.
 *
 * - `key`, `label`: dictionary of utf8 (a key has many values, a label a handful); `text`: utf8;
 * - `instant`: timestamp[ms, UTC]; `money`: float64, euro, whole cents; `int8`, `int16`, `int32`.
 */
export const tables = /** @type {const} */ ({
  orders: {
    order_id: 'int32', customer_id: 'key', ts: 'instant', kind: 'label', amount: 'money', cost: 'money', profit: 'money',
    discount: 'money?', quantity: 'int16', category: 'label', channel: 'label', market: 'label', segment: 'label', delivery_days: 'int16?',
  },
  events: {
    customer_id: 'key?', ts: 'instant', stage: 'label', seq: 'int16', channel: 'label', market: 'label', segment: 'label?',
  },
  surveys: {
    survey_id: 'int32', customer_id: 'text', order_id: 'int32', ts: 'instant', touch_point: 'label', nps: 'int8?', csat: 'int8?', ces: 'int8?',
    channel: 'label', market: 'label', segment: 'label',
  },
  customers: {
    customer_id: 'text', acquired_at: 'instant', acquisition_channel: 'label', referrer_id: 'text?', market: 'label', time_zone: 'label',
    segment: 'label', preferred_channel: 'label?', member_since: 'instant?', orders: 'int32', value: 'money', profit: 'money',
  },
});

/** @typedef {keyof typeof tables} TableName */

/**
 * @template {string} Type
 * @typedef {Type extends `${infer Base}?` ? CellOf<Base> | null : Type extends 'key' | 'label' | 'text' ? string : number} CellOf
 */

/**
 * A row of a table. Instants are milliseconds since 1970-01-01T00:00Z.
 * @template {TableName} Name
 * @typedef {{ [Column in keyof typeof tables[Name]]: CellOf<typeof tables[Name][Column] & string> }} Row
 */

/**
 * A table as plain arrays, one a column.
 * @template {TableName} Name
 * @typedef {{ [Column in keyof typeof tables[Name]]: CellOf<typeof tables[Name][Column] & string>[] }} Columns
 */

/**
 * Returns *rows* as columns. Allocates the columns; the rows are left as they are.
 * @template {TableName} Name
 * @param {Name} name
 * @param {readonly Row<Name>[]} rows
 * @returns {Columns<Name>}
 */
export function columnsOf(name, rows) {
  const names = /** @type {(keyof Row<Name>)[]} */ (Object.keys(tables[name]));
  return /** @type {Columns<Name>} */ (Object.fromEntries(names.map((column) => [column, rows.map((row) => row[column])])));
}
