import { Data } from 'apache-arrow';
import type { ColumnChecks } from './verified-column.js';

/** What a guarded column is made of: the column itself, and what was put off. */
interface Guarded {
  readonly unguarded: Data;
  readonly checks: ColumnChecks;
}

/** A column's values to read, and what is to be called when a dictionary position of a row that is not null lies outside. */
export interface Readable {
  readonly data: Data;
  /** Throws DataError `corrupt` when a position outside of the dictionary belongs to a row that is not null. */
  readonly checkIndices: () => void;
}

/** Runs the checks that were put off, except that of a dictionary column's positions. One that threw throws again. */
export function runChecks(checks: ColumnChecks): void {
  while (checks.values.length > 0) {
    checks.values[0]?.();
    checks.values.shift();
  }
}

/** Runs the check of a dictionary column's positions, until it has passed once. */
export function runIndexCheck(checks: ColumnChecks): void {
  checks.indices?.();
  checks.indices = null;
}

/**
 * Returns *data* such that nobody gets at its values before *checks* have passed: the first look at a buffer, the children
 * or the null count runs them, whoever looks, and a check that fails throws at every look. Slices share the checks.
 */
export function guardedData(data: Data, checks: ColumnChecks): Data {
  const guarded = Object.create(guard) as Record<string, unknown>;
  guarded['type'] = data.type;
  guarded['offset'] = data.offset;
  guarded['length'] = data.length;
  guarded['stride'] = data.stride;
  guarded['dictionary'] = data.dictionary;
  guarded['unguarded'] = data;
  guarded['checks'] = checks;
  return guarded as unknown as Data;
}

/**
 * Returns the values of *data* for a loop that tests every dictionary position itself, and so saves a pass over them. All
 * other checks have passed then.
 */
export function readable(data: Data): Readable {
  if (!isGuarded(data)) return { data, checkIndices: () => undefined };
  const { unguarded, checks } = data;
  if (checks.values.length > 0) runChecks(checks);
  return { data: unguarded, checkIndices: () => runIndexCheck(checks) };
}

const guard = guardOver(Data.prototype);

function guardOver(prototype: Data): Data {
  const properties: PropertyDescriptorMap = {};
  for (const name of ['values', 'valueOffsets', 'nullBitmap', 'typeIds', 'variadicBuffers', 'children', 'nullCount', '_nullCount'] as const) {
    properties[name] = {
      get(this: Guarded): unknown {
        return (opened(this) as unknown as Record<string, unknown>)[name];
      },
    };
  }
  properties['slice'] = {
    value(this: Guarded, offset: number, length: number): Data {
      return guardedData(this.unguarded.slice(offset, length), this.checks);
    },
  };
  properties['clone'] = {
    value(this: Guarded, ...changes: Parameters<Data['clone']>): Data {
      return opened(this).clone(...changes);
    },
  };
  properties['setValid'] = {
    value(this: Guarded, row: number, isValid: boolean): boolean {
      return opened(this).setValid(row, isValid);
    },
  };
  return Object.create(prototype, properties) as Data;
}

function opened({ unguarded, checks }: Guarded): Data {
  if (checks.values.length > 0) runChecks(checks);
  if (checks.indices !== null) runIndexCheck(checks);
  return unguarded;
}

function isGuarded(data: Data): data is Data & Guarded {
  return 'checks' in data && 'unguarded' in data;
}
