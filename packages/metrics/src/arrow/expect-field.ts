import { nearest, SchemaError } from '../errors.js';
import type { Field, Schema } from '../schema.js';
import { fieldNamed } from '../schema.js';

/** How a column is going to be read. */
export type Reading = 'keys' | 'numbers' | 'instants';

const EXPECTED: Readonly<Record<Reading, string>> = {
  keys: 'Utf8, Int, Bool, Date or Dictionary',
  numbers: 'Int, Float or Decimal',
  instants: 'Timestamp or Date',
};

/** Returns the field called *name*. Throws SchemaError with the columns that exist and the nearest of their names. */
export function expectField(schema: Schema, name: string): Field {
  const field = fieldNamed(schema, name);
  if (field !== null) return field;
  const names = schema.fields.map((other) => other.name);
  const near = nearest(name, names);
  const got = names.length === 0 ? 'no columns' : `columns ${names.join(', ')}`;
  throw new SchemaError(`no column "${name}", got ${got}${near === null ? '' : `; did you mean "${near}"?`}`, {
    reason: 'column-missing',
    params: { column: name, nearest: near },
  });
}

/** Returns whether a column can be read that way. A column of type Null can be read in every way: all is missing. */
export function canRead(field: Field, reading: Reading): boolean {
  if (field.type === 'Null') return true;
  if (reading === 'keys') return field.key;
  if (reading === 'numbers') return field.kind === 'number';
  return field.kind === 'instant' || field.kind === 'date';
}

/** Returns the field called *name* when it can be read that way. Throws SchemaError otherwise. */
export function expectReadable(schema: Schema, name: string, reading: Reading): Field {
  const field = expectField(schema, name);
  if (canRead(field, reading)) return field;
  throw new SchemaError(`column "${name}" is ${field.type}; expected ${EXPECTED[reading]}`, {
    reason: 'column-kind',
    params: { column: name, type: field.type, expected: EXPECTED[reading] },
  });
}
