import type { RecordBatch } from 'apache-arrow';
import type { Schema, ScanRequest, Source } from '@clientele/metrics';
import { arrowTable, type ArrowTableSource } from '../arrow-table.js';
import type { BatchLike } from '../table-shape.js';
import type { Peer } from './peer.js';
import type { PostedBatch, PostedColumn, PostedTable } from './posted-table.js';

/**
 * Returns the source of an Arrow table that stays on the page, which hands over its batches through *page*, where it has
 * the number *data*.
 */
export function tableOfPage(page: Peer, data: number, posted: PostedTable): Source {
  const schema = { fields: posted.fields.map((field) => ({ ...field, metadata: new Map(field.metadata), type: named(field.type) })) };
  const dictionaries = new Map<number, object>();
  // The columns are checked by the table that has no rows yet; each batch is then one more of the same.
  const empty = (): ArrowTableSource => arrowTable({ schema, batches: [] });
  let known: ArrowTableSource | null = null;
  const whole = async (signal: AbortSignal | undefined): Promise<ArrowTableSource> => {
    const batches: BatchLike[] = [];
    for (let i = 0; i < posted.batches; i++) {
      const batch = await page.call<PostedBatch>('table-batch', [data, i, [...dictionaries.keys()]], { signal });
      const children = batch.columns.map((column) => revived(column, dictionaries));
      batches.push({ schema, numRows: batch.numRows, data: { children } });
    }
    return arrowTable({ schema, batches });
  };
  return {
    once: false,
    schema: (): Promise<Schema> => empty().schema(),
    async *scan(request: ScanRequest = {}): AsyncGenerator<RecordBatch> {
      yield* (known ??= await whole(request.signal)).scan(request);
    },
  };
}

/** A dictionary stays one object over all batches. */
function revived(column: PostedColumn, dictionaries: Map<number, object>): object {
  const { dictionary, ...data } = column;
  if (dictionary === undefined) return data;
  if (dictionary.data !== null) {
    dictionaries.set(dictionary.number, { data: dictionary.data.map((part) => revived(part, dictionaries)) });
  }
  return { ...data, dictionary: dictionaries.get(dictionary.number) };
}

/** A type that says its name, as notes and errors want it. */
function named<T extends { readonly text: string }>(type: T): T {
  return Object.assign(Object.create({ toString(this: T) { return this.text; } }) as object, type);
}
