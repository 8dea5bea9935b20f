import { Dictionary, Field, Float64, Int32, Int64, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct, TimestampMicrosecond, Utf8, vectorFromArray } from 'apache-arrow';

const batchRows = 65_536;

/**
 * Returns orders as an IPC stream of batches of 65,536 rows: customers as int64, text and dictionary, an instant, a number that is
 * missing in every fiftieth row. With *more*, as many further columns, by turns numbers, integers with gaps and texts.
 * @param {number} rows
 * @param {number} [more]
 */
export function orderStream(rows, more = 0) {
  const random = seeded(rows + more);
  const tiers = vectorFromArray(['gold', 'silver', 'bronze', 'none'], new Utf8());
  const tier = new Dictionary(new Utf8(), new Int32(), 7);
  const fields = [
    new Field('customer_id', new Int64(), true), new Field('customer', new Utf8(), true), new Field('tier', tier, true),
    new Field('ts', new TimestampMicrosecond('UTC'), true), new Field('amount', new Float64(), true),
    ...Array.from({ length: more }, (_, i) => new Field(`c${i}`, [new Float64(), new Int32(), new Utf8()][i % 3] ?? new Utf8(), true)),
  ];
  const schema = new Schema(fields);
  const writer = new RecordBatchStreamWriter();
  for (let from = 0; from < rows; from += batchRows) {
    const length = Math.min(batchRows, rows - from);
    const customers = BigInt64Array.from({ length }, () => BigInt(Math.floor(random() ** 2 * 100_000)));
    const children = [
      makeData({ type: new Int64(), data: customers }),
      texts(length, (i) => `customer-${String(customers[i]).padStart(7, '0')}`),
      makeData({ type: tier, data: Int32Array.from({ length }, () => Math.floor(random() * 4)), dictionary: tiers }),
      makeData({ type: new TimestampMicrosecond('UTC'), data: BigInt64Array.from({ length }, (_, i) => 1_700_000_000_000_000n + BigInt((from + i) * 31_000_000)) }),
      makeData({ type: new Float64(), data: Float64Array.from({ length }, () => Math.round(random() * 100_000) / 100), ...gaps(length, 50) }),
      ...Array.from({ length: more }, (_, k) => {
        if (k % 3 === 0) return makeData({ type: new Float64(), data: Float64Array.from({ length }, random) });
        if (k % 3 === 1) return makeData({ type: new Int32(), data: Int32Array.from({ length }, (_, i) => i * k), ...gaps(length, 7) });
        return texts(length, (i) => `value ${(i * k) % 997}`);
      }),
    ];
    writer.write(new RecordBatch(schema, makeData({ type: new Struct(fields), length, nullCount: 0, children })));
  }
  writer.finish();
  return writer.toUint8Array(true);
}

/**
 * Returns *bytes* as the pieces in which a network delivers them.
 * @param {Uint8Array} bytes
 * @param {number} [size]
 */
export function pieces(bytes, size = 65_536) {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size));
}

/** @param {number} length @param {(i: number) => string} textAt */
function texts(length, textAt) {
  const valueOffsets = new Int32Array(length + 1);
  const all = Array.from({ length }, (_, i) => textAt(i));
  all.forEach((text, i) => { valueOffsets[i + 1] = (valueOffsets[i] ?? 0) + text.length; });
  return makeData({ type: new Utf8(), length, nullCount: 0, valueOffsets, data: new TextEncoder().encode(all.join('')) });
}

/** @param {number} length @param {number} every */
function gaps(length, every) {
  const nullBitmap = new Uint8Array(Math.ceil(length / 64) * 8);
  for (let i = 0; i < length; i++) if (i % every !== 0) nullBitmap[i >> 3] = (nullBitmap[i >> 3] ?? 0) | (1 << (i & 7));
  return { nullBitmap, nullCount: Math.ceil(length / every) };
}

/** @param {number} seed */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
