import type { RecordBatch } from 'apache-arrow';
import type { ScanRequest, Source } from '@clientele/metrics';

/** Returns every batch of a scan. */
export async function batchesOf(source: Source, request?: ScanRequest): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  for await (const batch of source.scan(request)) batches.push(batch);
  return batches;
}

/** Returns every row of a scan as a plain object, 64-bit integers as bigints. */
export async function rowsOfScan(source: Source, request?: ScanRequest): Promise<Record<string, unknown>[]> {
  const batches = await batchesOf(source, request);
  return batches.flatMap((batch) => Array.from({ length: batch.numRows }, (_, i) => ({ ...batch.get(i)?.toJSON() })));
}

/** Returns the columns of a source as `name: type`. */
export async function typesOf(source: Source): Promise<Record<string, string>> {
  return Object.fromEntries((await source.schema()).fields.map(({ name, type }) => [name, type]));
}

/** Returns *bytes* as a stream of pieces of *size* bytes. */
export function streamed(bytes: Uint8Array, size = 1000): ReadableStream<Uint8Array> {
  let offset = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (offset >= bytes.byteLength) {
        controller.close();
        return;
      }
      controller.enqueue(bytes.slice(offset, offset + size));
      offset += size;
    },
  });
}

/** Returns what *work* throws, or fails where it doesn't. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure, got none');
}
