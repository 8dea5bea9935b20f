import { Dictionary, Float64, Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';

/** Batches of ten orders each, written by apache-arrow. */
export function orders(batches = 3): Table {
  const batch = (start: number): Table => new Table({
    customer: vectorFromArray(Array.from({ length: 10 }, (_, i) => `c${(start + i) % 7}`), new Utf8()),
    amount: vectorFromArray(Array.from({ length: 10 }, (_, i) => start + i + 0.25), new Float64()),
  });
  return new Table(Array.from({ length: batches }, (_, i) => batch(10 * i)).flatMap((table) => table.batches));
}

/** The same orders as an IPC stream or file. */
export function orderBytes(format: 'stream' | 'file' = 'stream'): Uint8Array {
  return tableToIPC(orders(), format);
}

/** A table with a dictionary column that all batches share. */
export function segments(): Table {
  const segment = vectorFromArray(['gold', null, 'iron', 'gold'], new Dictionary(new Utf8(), new Int32()));
  return new Table({ segment, n: vectorFromArray([1, 2, null, 4], new Int32()) });
}

/** Returns where each message of an IPC stream begins, and last where the stream ends. */
export function messageStarts(stream: Uint8Array): number[] {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const starts = [0];
  for (let at = 0; at + 8 <= stream.byteLength;) {
    const metadata = view.getInt32(at + 4, true);
    if (metadata === 0) {
      at += 8;
    } else {
      // The message table: its vtable gives the field of the body length (slot 3).
      const table = at + 8 + view.getInt32(at + 8, true);
      const vtable = table - view.getInt32(table, true);
      const slot = view.getUint16(vtable, true) > 10 ? view.getUint16(vtable + 10, true) : 0;
      at += 8 + metadata + (slot === 0 ? 0 : Number(view.getBigInt64(table + slot, true)));
    }
    starts.push(at);
  }
  return starts;
}
