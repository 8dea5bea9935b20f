import { type RecordBatch, Table as ArrowTable } from 'apache-arrow';
import type { Table } from '../table.js';
import { fromArrow } from './table-from-arrow.js';

/** Returns the result table that arrived as *batches* of one schema; no batches make an empty table without columns. */
export function tableOfBatches(batches: readonly RecordBatch[]): Table {
  return fromArrow(new ArrowTable([...batches]));
}
