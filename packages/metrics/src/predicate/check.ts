import { columnMissing } from '../arrow/expect-field.js';
import { parseInstant } from '../calendar/local-date.js';
import { nearest, OptionError, SchemaError } from '../errors.js';
import { type Field, fieldNamed, type Schema } from '../schema.js';
import type { Predicate, Scalar } from './predicate.js';

/** How deeply filters may be nested. */
export const MAX_DEPTH: number = 32;

const OPS = ['eq', 'in', 'between', 'and', 'or', 'not', 'customersIn', 'customersWith'];

/**
 * Checks *predicate*, which may come from a URL or over a network, against the columns of *schema*. What passes can be
 * applied to any frame of that schema without an error.
 *
 * Text columns are compared with text; numbers with numbers, and integers also with their text, which keeps all digits of
 * long ids; booleans with booleans or `true` and `false`; instants and dates with ISO 8601 text. `between` is for numbers,
 * instants and dates. Throws SchemaError for a column that is missing or can't be compared, OptionError for everything else:
 * an unknown operation, a value of the wrong type, nesting deeper than 32.
 */
export function checkPredicate(predicate: Predicate, schema: Schema): void {
  check(predicate, schema, 1);
}

function check(predicate: unknown, schema: Schema, depth: number): void {
  if (depth > MAX_DEPTH) throw new OptionError(`filter: nested too deeply, got more than ${MAX_DEPTH} levels; expected at most ${MAX_DEPTH}`);
  const node = recordOf(predicate, 'filter');
  switch (node['op']) {
    case 'eq': return checkValue(columnOf(node, schema), node['value'], 'eq');
    case 'in': {
      const field = columnOf(node, schema);
      for (const value of listOf(node, 'values')) checkValue(field, value, 'in');
      return;
    }
    case 'between': {
      const field = columnOf(node, schema);
      if (field.kind === 'text' || field.kind === 'bool') {
        throw new SchemaError(`filter: column "${field.name}" is ${field.type}; expected numbers, instants or dates for between`, {
          reason: 'column-kind', params: { column: field.name, type: field.type },
        });
      }
      for (const bound of [node['low'], node['high']]) {
        if (field.kind === 'number' && typeof bound === 'string') throw wrongValue(field, bound, 'a number or null');
        checkValue(field, bound, 'between');
      }
      return;
    }
    case 'and':
    case 'or':
      for (const term of listOf(node, 'terms')) check(term, schema, depth + 1);
      return;
    case 'not': return check(node['term'], schema, depth + 1);
    case 'customersWith':
      checkCustomers(node, schema, depth);
      if (node['customer'] !== undefined && typeof node['customer'] !== 'string') throw new OptionError(`filter: customer of customersWith is no name, got ${shown(node['customer'])}; expected a column's name`);
      return;
    case 'customersIn': {
      checkCustomers(node, schema, depth);
      if (typeof node['metric'] !== 'string') throw new OptionError(`filter: customersIn has no metric, got ${shown(node['metric'])}; expected its name`);
      recordOf(node['options'], 'filter: the options of customersIn');
      for (const mark of listOf(node, 'marks')) recordOf(mark, 'filter: a mark of customersIn');
      return;
    }
    default: {
      const near = nearest(String(node['op']), OPS);
      throw new OptionError(`filter: unknown operation, got ${shown(node['op'])}; expected ${OPS.join(', ')}${near === null ? '' : `; did you mean "${near}"?`}`);
    }
  }
}

/** What both kinds of customers have. The rows of another source are checked against its own schema, when it is asked. */
function checkCustomers(node: Readonly<Record<string, unknown>>, schema: Schema, depth: number): void {
  const field = columnOf(node, schema);
  if (!field.key && field.type !== 'Null') throw notComparable(field, 'customer keys');
  const { op, source, where } = node;
  if (source !== undefined && typeof source !== 'string') throw new OptionError(`filter: source of ${String(op)} is no name, got ${shown(source)}; expected the name of a source`);
  if (where === undefined || where === null) {
    if (op === 'customersWith') throw new OptionError(`filter: customersWith has no where, got ${shown(where)}; expected a filter`);
  } else if (source === undefined) {
    check(where, schema, depth + 1);
  }
}

function columnOf(node: Readonly<Record<string, unknown>>, schema: Schema): Field {
  const { column } = node;
  if (typeof column !== 'string') throw new OptionError(`filter: ${String(node['op'])} has no column, got ${shown(column)}; expected a column's name`);
  const field = fieldNamed(schema, column);
  if (field === null) throw columnMissing(schema, column, 'filter');
  if (field.kind === 'other' && field.type !== 'Null') throw notComparable(field, 'text, numbers, booleans, instants or dates');
  return field;
}

function checkValue(field: Field, value: unknown, op: string): void {
  if (value === null || field.type === 'Null') {
    if (!isScalar(value)) throw wrongValue(field, value, `text, a number, a boolean or null for ${op}`);
    return;
  }
  switch (field.kind) {
    case 'number':
      if (typeof value === 'number' && Number.isFinite(value)) return;
      if (typeof value === 'string' && field.key) return;
      throw wrongValue(field, value, 'a finite number');
    case 'bool':
      if (typeof value === 'boolean' || value === 'true' || value === 'false') return;
      throw wrongValue(field, value, 'true or false');
    case 'instant':
    case 'date':
      if (typeof value === 'string' && parseInstant(value, 'UTC') !== null) return;
      throw wrongValue(field, value, 'ISO 8601 text such as 2024-02-29 or 2024-02-29T08:00:00Z');
    default:
      if (typeof value !== 'string') throw wrongValue(field, value, 'text');
  }
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

function wrongValue(field: Field, value: unknown, expected: string): OptionError {
  return new OptionError(`filter: column "${field.name}" is ${field.type} and can't be compared, got ${shown(value)}; expected ${expected}`);
}

function notComparable(field: Field, expected: string): SchemaError {
  return new SchemaError(`filter: column "${field.name}" is ${field.type}; expected ${expected}`, {
    reason: 'column-kind', params: { column: field.name, type: field.type },
  });
}

function recordOf(value: unknown, who: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new OptionError(`${who}: not an object, got ${shown(value)}; expected an object`);
}

function listOf(node: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const list = node[name];
  if (Array.isArray(list)) return list;
  throw new OptionError(`filter: ${name} of ${String(node['op'])} is no list, got ${shown(list)}; expected a list`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
