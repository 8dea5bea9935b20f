import { expectReadable, type Reading } from '../arrow/expect-field.js';
import { OptionError, SchemaError } from '../errors.js';
import type { Field, Schema } from '../schema.js';

/**
 * Returns the column that *role* (or an option that names columns) is bound to, checked for how it will be read.
 * Throws OptionError where no column is named, SchemaError where there is none of that name or it can't be read that way.
 */
export function bindColumn(metric: string, schema: Schema, role: string, name: string | null | undefined, reading: Reading): Field {
  if (name === undefined || name === null) {
    throw new OptionError(`${metric}: no column for "${role}"; expected option "${role}" to name one`, { reason: 'role-missing', params: { role } });
  }
  try {
    return expectReadable(schema, name, reading);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new SchemaError(`${metric}: ${error.message}`, { cause: error, hint: error.hint, reason: error.reason, params: { ...error.params, role } });
  }
}
