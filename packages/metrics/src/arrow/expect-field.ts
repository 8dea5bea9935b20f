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

/** Returns the field called *name*. Throws SchemaError as `columnMissing` does. */
export function expectField(schema: Schema, name: string): Field {
  const field = fieldNamed(schema, name);
  if (field === null) throw columnMissing(schema, name);
  return field;
}

/**
 * Returns the error for a column called *name* that *schema* doesn't have: with the columns that exist and the nearest of
 * their names, or, where several columns share that name, with the names that tell them apart. *who* opens the sentence.
 */
export function columnMissing(schema: Schema, name: string, who?: string): SchemaError {
  const prefix = who === undefined ? '' : `${who}: `;
  const namesakes = schema.fields.filter(({ sharedName }) => sharedName === name).map((field) => field.name);
  if (namesakes.length > 0) {
    return new SchemaError(`${prefix}column "${name}" occurs ${namesakes.length} times; expected ${namesakes.join(' or ')}`, {
      reason: 'column-ambiguous',
      params: { column: name, columns: namesakes.join(', ') },
      hint: `Name one of ${namesakes.join(', ')}, or rename the columns in the query, for example with AS.`,
    });
  }
  const names = schema.fields.map((other) => other.name);
  const near = nearest(name, names);
  const got = names.length === 0 ? 'no columns' : `columns ${names.join(', ')}`;
  return new SchemaError(`${prefix}no column "${name}", got ${got}${near === null ? '' : `; did you mean "${near}"?`}`, {
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
