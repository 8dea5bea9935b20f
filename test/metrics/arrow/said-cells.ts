import { DataType, type RecordBatch, TimeUnit } from 'apache-arrow';
import type { SaidCell } from '../../fixtures/producers/recorded.js';
import { columnCells } from './batch-cells.js';

/** Returns the cells of the column called *name* in the notation in which producers say theirs, read from the buffers. */
export function saidCells(batches: readonly RecordBatch[], name: string): SaidCell[] {
  const fields = batches[0]?.schema.fields ?? [];
  const index = fields.findIndex((field) => field.name === name);
  const type = fields[index]?.type as DataType | undefined;
  if (type === undefined) throw new Error(`no column "${name}"`);
  const say = notation(DataType.isDictionary(type) ? type.dictionary : type);
  return columnCells(batches, index).map((cell) => (cell === null ? null : say(String(cell))));
}

/** Returns the microseconds since 1970 of an instant or date as producers say it, floored, NaN where it is missing. */
export function saidMicroseconds(cell: SaidCell | undefined): number {
  if (typeof cell !== 'string') return NaN;
  const [whole, fraction] = cell.split('.');
  return Date.parse(`${whole ?? ''}Z`.replace(/^(.{10})Z$/, '$1')) * 1000 + Number((fraction ?? '0').slice(0, 6));
}

function notation(type: DataType): (cell: string) => SaidCell {
  if (DataType.isTimestamp(type)) {
    const unit = BigInt({ [TimeUnit.SECOND]: 1e9, [TimeUnit.MILLISECOND]: 1e6, [TimeUnit.MICROSECOND]: 1e3, [TimeUnit.NANOSECOND]: 1 }[type.unit]);
    return (cell) => instant(BigInt(cell) * unit);
  }
  if (DataType.isDate(type)) return (cell) => new Date(Number(cell) * (type.unit === 0 ? 86_400_000 : 1)).toISOString().slice(0, 10);
  if (DataType.isDecimal(type)) return (cell) => withPoint(cell, type.scale);
  if (DataType.isFloat(type)) return Number;
  if (DataType.isBool(type)) return (cell) => cell === 'true';
  if (DataType.isInt(type)) return (cell) => cell;
  return (cell) => JSON.parse(cell) as string;
}

function instant(nanoseconds: bigint): string {
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = Number((nanoseconds - fraction) / 1_000_000_000n);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(fraction).padStart(9, '0')}`;
}

function withPoint(unscaled: string, scale: number): string {
  const digits = unscaled.replace('-', '').padStart(scale + 1, '0');
  return `${unscaled.startsWith('-') ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
