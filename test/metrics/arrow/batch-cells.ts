import { type Data, type DataType, Type, type RecordBatch, type Vector } from 'apache-arrow';
import type { TwinCell } from './json-twin.js';

/**
 * Returns the cells of column *index* in the notation of the JSON twins, read from the buffers of apache-arrow's Data:
 * its own accessors round timestamps, leave decimals unscaled and fail on 64-bit dictionary indices.
 */
export function columnCells(batches: readonly RecordBatch[], index: number): TwinCell[] {
  return batches.flatMap((batch) => {
    const data = batch.data.children[index];
    return data === undefined ? [] : dataCells(data);
  });
}

/** Returns the cells of *data*. */
export function dataCells(data: Data): TwinCell[] {
  const value = valueReader(data);
  return Array.from({ length: data.length }, (_, i) => (isValid(data, i) ? value(i) : null));
}

function isValid(data: Data, i: number): boolean {
  if (data.typeId === Type.Null) return false;
  if (data.typeId === Type.Union || data.nullBitmap === undefined || data.nullBitmap.length === 0) return true;
  return ((data.nullBitmap[i >> 3] ?? 0) & (1 << (i & 7))) !== 0;
}

function valueReader(data: Data): (i: number) => TwinCell {
  const type = data.type as DataType & { bitWidth?: number; unit?: number; listSize?: number; byteWidth?: number; mode?: number; typeIds?: Int32Array; precision?: number };
  const values = data.values as ArrayLike<number | bigint>;
  const bytes = data.values as Uint8Array;
  const offset = (i: number): number => Number((data.valueOffsets as ArrayLike<number | bigint>)[i]);
  const children = data.typeId === Type.Dictionary ? [] : data.children.map(dataCells);
  const text = (part: Uint8Array): string => JSON.stringify(Buffer.from(part).toString('utf8'));
  const hex = (part: Uint8Array): string => `x${Buffer.from(part).toString('hex').toUpperCase()}`;
  switch (data.typeId) {
    case Type.Dictionary: {
      const dictionary = (data.dictionary as Vector).data.flatMap(dataCells);
      return (i) => dictionary[Number(values[i])] ?? null;
    }
    case Type.Bool: return (i) => String(((bytes[i >> 3] ?? 0) & (1 << (i & 7))) !== 0);
    case Type.Utf8:
    case Type.LargeUtf8: return (i) => text(bytes.subarray(offset(i), offset(i + 1)));
    case Type.Binary:
    case Type.LargeBinary: return (i) => hex(bytes.subarray(offset(i), offset(i + 1)));
    case Type.FixedSizeBinary: return (i) => hex(bytes.subarray(i * (type.byteWidth ?? 0), (i + 1) * (type.byteWidth ?? 0)));
    case Type.Utf8View: return (i) => text(viewBytes(data, i));
    case Type.BinaryView: return (i) => hex(viewBytes(data, i));
    case Type.Decimal: return (i) => decimal(values as ArrayLike<number>, i, (type.bitWidth ?? 128) / 32);
    case Type.Interval: return (i) => interval(bytes as unknown as Int32Array, i, type.unit ?? 0);
    case Type.List:
    case Type.LargeList:
    case Type.Map: return (i) => (children[0] ?? []).slice(offset(i), offset(i + 1));
    case Type.FixedSizeList: return (i) => (children[0] ?? []).slice(i * (type.listSize ?? 0), (i + 1) * (type.listSize ?? 0));
    case Type.Struct: return (i) => children.map((cells) => cells[i] ?? null);
    case Type.Union: {
      const typeIds = [...(type.typeIds ?? [])];
      const ids = data.typeIds as Int8Array;
      return (i) => children[typeIds.indexOf(ids[i] ?? -1)]?.[type.mode === 1 ? offset(i) : i] ?? null;
    }
    case Type.Null: return () => null;
    default: return (i) => String(values[i]);
  }
}

function viewBytes(data: Data, i: number): Uint8Array {
  const views = data.values as Uint8Array;
  const view = new DataView(views.buffer, views.byteOffset + 16 * i, 16);
  const size = view.getInt32(0, true);
  if (size <= 12) return views.subarray(16 * i + 4, 16 * i + 4 + size);
  const buffer = data.variadicBuffers[view.getInt32(8, true)] ?? new Uint8Array(0);
  return buffer.subarray(view.getInt32(12, true), view.getInt32(12, true) + size);
}

function decimal(words: ArrayLike<number>, i: number, count: number): string {
  let value = 0n;
  for (let k = count - 1; k >= 0; k--) value = (value << 32n) | BigInt(words[i * count + k] ?? 0);
  return String(BigInt.asIntN(count * 32, value));
}

function interval(words: Int32Array, i: number, unit: number): string {
  if (unit === 0) return String(words[i]);
  if (unit === 1) return `${words[2 * i]} ${words[2 * i + 1]}`;
  const nanoseconds = new BigInt64Array(words.buffer, words.byteOffset + 16 * i + 8, 1)[0];
  return `${words[4 * i]} ${words[4 * i + 1]} ${nanoseconds}`;
}
