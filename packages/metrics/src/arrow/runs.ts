import { Data, DataType, Dictionary, Int32, Null, Vector } from 'apache-arrow';
import type { Column } from './column-layout.js';
import { corrupt } from './refusal.js';
import type { VerifiedColumn } from './verified-column.js';

// apache-arrow has no run-end-encoded type, but a dictionary says the same: its values are those of the runs, and each row
// has the position of its run. What follows dictionaries then follows runs, whatever their values are.

/** A dictionary whose values are those of the runs of one batch. Its text is `RunEndEncoded<Utf8>`. */
export class RunEndEncoded extends Dictionary {
  override toString(): string {
    return `RunEndEncoded<${String(this.dictionary)}>`;
  }
}

/**
 * Returns the type that a run-end-encoded column of *values* has here: that of its dictionary where it has one, Null for nulls.
 * apache-arrow wants another *id* for each dictionary of a schema.
 */
export function runsType(values: DataType, id: number): DataType {
  if (DataType.isDictionary(values) || DataType.isNull(values)) return values;
  return new RunEndEncoded(values, new Int32(), id);
}

/**
 * Checks that the runs of *children* (ends and values) end behind each other and cover *length* rows; the last may end later.
 * Throws DataError `corrupt`.
 */
export function checkRunEnds(column: Column, children: readonly VerifiedColumn[], length: number): void {
  const [ends, values] = children;
  const wrong = (what: string): Error => corrupt('run-ends', `column "${column.path}" ${what}`, { column: column.path });
  if (ends === undefined || values === undefined || ends.data === null) throw wrong('has no run ends');
  if (ends.nullCount > 0) throw wrong(`has ${ends.nullCount} runs without an end`);
  if (values.length < ends.length) throw wrong(`has ${values.length} values for ${ends.length} runs`);
  const endOf = endReader(ends.data, column.width);
  let last = 0;
  for (let run = 0; run < ends.length; run++) {
    const end = endOf(run);
    if (end <= last) throw wrong(`has a run that ends at ${end}, not behind the one before, which ends at ${last}`);
    last = end;
  }
  if (last < length) throw wrong(`has runs for ${last} rows; expected ${length}`);
}

/** Returns the rows of *verified* as positions in *values*, the data of its second child. */
export function runsData(verified: VerifiedColumn, [, values]: readonly Data[]): Data {
  const { column, length } = verified;
  const { type } = column;
  const ends = verified.children[0];
  if (values === undefined || ends?.data === null || ends === undefined) throw corrupt('run-ends', `column "${column.path}" has no run ends`, { column: column.path });
  if (DataType.isNull(type)) return new Data(new Null(), 0, length, length);
  const ofDictionary = DataType.isDictionary(values.type);
  const { ArrayType } = (type as Dictionary).indices;
  const positions = new ArrayType(length) as Int32Array;
  const bits = values.nullCount > 0 ? new Uint8Array(Math.ceil(length / 8)).fill(255) : null;
  const endOf = endReader(ends.data, column.width);
  let [row, nulls] = [0, 0];
  for (let run = 0; row < length; run++) {
    const end = Math.min(length, endOf(run));
    const isNull = bits !== null && ((values.nullBitmap[run >> 3] ?? 255) & (1 << (run & 7))) === 0;
    positions.fill(ofDictionary ? (values.values as Int32Array)[run] ?? 0 : run, row, end);
    if (isNull) {
      for (let i = row; i < end; i++) bits[i >> 3]! &= ~(1 << (i & 7));
      nulls += end - row;
    }
    row = end;
  }
  const buffers = { 1: positions, 2: bits ?? new Uint8Array(0) } as unknown as ConstructorParameters<typeof Data>[4];
  return new Data(type, 0, length, nulls, buffers, [], ofDictionary ? values.dictionary : new Vector([values]));
}

/** Returns a function that returns the i-th run end; what needs more than 53 bits is as far behind every row as the nearest double. */
function endReader({ buffer, byteOffset, length }: Uint8Array, width: number): (run: number) => number {
  if (width === 2) {
    const ends = new Int16Array(buffer, byteOffset, length >> 1);
    return (run) => ends[run] ?? 0;
  }
  const words = new Int32Array(buffer, byteOffset, length >> 2);
  if (width === 4) return (run) => words[run] ?? 0;
  return (run) => (words[2 * run + 1] ?? 0) * 4294967296 + ((words[2 * run] ?? 0) >>> 0);
}
