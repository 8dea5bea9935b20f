import type { BatchColumn, BatchField } from '@clientele/metrics/arrow';
import { BOOLEAN, compactDays, dateDays, DECIMAL, instantTicks, INTEGER, isMissingWord, readingsOf } from './cell.js';
import type { ColumnType } from './inference.js';

type Value = string | number | bigint | boolean;

/** A column that is filled with cells as they stand in the file. */
export interface CellColumn {
  /** Adds a cell; a blank one is missing. Returns false for one that the type doesn't hold, and adds nothing. */
  push(cell: string): boolean;
  /** Returns what was added since the last call, and starts anew. */
  flush(): BatchColumn;
}

/** Returns the field of a batch for a column called *name* of *type*. */
export function fieldOf(name: string, type: ColumnType): BatchField {
  switch (type.kind) {
    case 'text': return { name, type: 'utf8' };
    case 'date':
    case 'compact-date': return { name, type: 'date32' };
    case 'local-time': return { name, type: `timestamp-${type.unit}`, zone: null };
    case 'zoned-time': return { name, type: `timestamp-${type.unit}`, zone: 'UTC' };
    default: return { name, type: type.kind };
  }
}

/** Returns an empty column of *type*. */
export function cellColumn(type: ColumnType): CellColumn {
  const parse = parserOf(type);
  let values: (Value | null)[] = [];
  return {
    push(cell) {
      const trimmed = cell.trim();
      const value = trimmed === '' ? null : parse(trimmed, cell);
      if (value === undefined && !isMissingWord(trimmed)) return false;
      values.push(value ?? null);
      return true;
    },
    flush() {
      const filled = values;
      values = [];
      return filled;
    },
  };
}

function parserOf(type: ColumnType): (trimmed: string, cell: string) => Value | undefined {
  switch (type.kind) {
    case 'text': return (_, cell) => cell;
    case 'null': return () => undefined;
    case 'int32': return (cell) => (can(cell, INTEGER) ? Number(cell) : undefined);
    case 'int64': return (cell) => (can(cell, INTEGER) ? BigInt(cell) : undefined);
    case 'float64': return (cell) => (can(cell, DECIMAL) ? Number(cell) : undefined);
    case 'bool': return (cell) => (can(cell, BOOLEAN) ? cell.length === 4 : undefined);
    case 'date': return (cell) => dateDays(cell) ?? undefined;
    case 'compact-date': return (cell) => compactDays(cell) ?? undefined;
    case 'local-time':
    case 'zoned-time': return (cell) => instantTicks(cell, type.unit) ?? undefined;
  }
}

function can(cell: string, reading: number): boolean {
  return (readingsOf(cell) & reading) !== 0;
}
