import { Data, type DataType, type Dictionary } from 'apache-arrow';
import { runsData } from './runs.js';
import type { VerifiedColumn } from './verified-column.js';

type TypedArray = Int8Array | Int16Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array | Uint32Array | BigUint64Array | Float32Array | Float64Array;

interface TypedArrayConstructor {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

const noBits = new Uint8Array(0);

/** Returns apache-arrow's Data over the verified buffers. Nothing is copied. */
export function buildData(verified: VerifiedColumn): Data {
  if (verified.column.layout === 'run-ends') return runsData(verified, verified.children.map(buildData));
  const { column, length, nullCount, validity, typeIds, viewBuffers, dictionary } = verified;
  const buffers = { 2: validity ?? noBits } as NonNullable<ConstructorParameters<typeof Data>[4]> & { 0?: unknown; 1?: unknown; 2?: unknown; 3?: unknown };
  const large = column.layout === 'large-offsets' || column.layout === 'large-list';
  if (verified.offsets !== null) buffers[0] = typed(large ? BigInt64Array : Int32Array, verified.offsets);
  if (verified.data !== null) buffers[1] = typed(valuesConstructor(column.type, dictionary !== null), verified.data);
  if (typeIds !== null) {
    delete buffers[2];
    buffers[3] = typeIds;
  }
  if (column.layout === 'null') return new Data(column.type, 0, length, length);
  return new Data(column.type, 0, length, nullCount, buffers, verified.children.map(buildData), dictionary?.vector, viewBuffers);
}

/** Returns Data of *type* without rows. */
export function emptyData(type: DataType): Data {
  const buffers = { 0: new Int32Array(1), 1: new (valuesConstructor(type, false))(new ArrayBuffer(0), 0, 0), 2: noBits };
  return new Data(type, 0, 0, 0, buffers, (type.children ?? []).map((child) => emptyData(child.type)));
}

function valuesConstructor(type: DataType, dictionary: boolean): TypedArrayConstructor {
  const { ArrayType } = dictionary ? (type as Dictionary).indices : type;
  return (ArrayType ?? Uint8Array) as TypedArrayConstructor;
}

function typed(constructor: TypedArrayConstructor, bytes: Uint8Array): TypedArray {
  return new constructor(bytes.buffer, bytes.byteOffset, bytes.length / constructor.BYTES_PER_ELEMENT);
}
