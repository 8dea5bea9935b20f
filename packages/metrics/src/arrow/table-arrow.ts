import { Field, Schema, Table as ArrowTable, tableToIPC } from 'apache-arrow';
import type { Cell, CellType, Table, TableField } from '../table.js';
import { arrowTypeOf, columnDataOf, recordBatchOf, type BatchColumn, type BatchType } from './batch-of.js';

const DAY_MS = 86_400_000;

/** The metadata by which `fromArrow` knows that a text column holds counts by label. */
export const CELL_METADATA = 'clientele.cell';

/**
 * Returns *table* as an Arrow table of one batch. Dates become Date32, instants Timestamp<MILLISECOND, UTC>, counts JSON
 * text. Whole numbers become Int32, or Int64 where one lies outside 32 bits.
 */
export function toArrow(table: Table): ArrowTable {
  const columns = table.fields.map((field) => columnOf(field, table.columns[field.name] ?? []));
  const fields = table.fields.map(({ name, type }, i) => {
    const metadata = type === 'counts' ? new Map([[CELL_METADATA, 'counts']]) : null;
    return new Field(name, arrowTypeOf(columns[i]?.type ?? 'utf8'), true, metadata);
  });
  const schema = new Schema(fields);
  const children = columns.map(({ type, values }) => columnDataOf(type, values, table.numRows));
  return new ArrowTable(schema, [recordBatchOf(schema, children, table.numRows)]);
}

/** Returns *table* as the bytes of an Arrow IPC stream or file. */
export function tableToIpc(table: Table, format: 'stream' | 'file' = 'stream'): Uint8Array {
  return tableToIPC(toArrow(table), format);
}

function columnOf({ type }: TableField, cells: readonly Cell[]): { type: BatchType; values: BatchColumn } {
  const values = cells.map((cell) => (cell === null ? null : arrowValue(type, cell)));
  return { type: batchTypeOf(type, values), values };
}

function batchTypeOf(type: CellType, values: readonly (string | number | boolean | null)[]): BatchType {
  switch (type) {
    case 'int32': return values.every((value) => value === null || value === (Number(value) | 0)) ? 'int32' : 'int64';
    case 'date': return 'date32';
    case 'instant': return 'timestamp-ms';
    case 'counts': return 'utf8';
    default: return type;
  }
}

function arrowValue(type: CellType, cell: NonNullable<Cell>): string | number | boolean {
  if (typeof cell === 'object') return JSON.stringify(cell);
  if (type === 'date') return Date.parse(`${String(cell)}T00:00:00Z`) / DAY_MS;
  if (type === 'instant') return Date.parse(String(cell));
  return cell;
}
