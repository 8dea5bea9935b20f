import { describe, expect, it } from 'vitest';
import { DataError, Dataset, evaluateOnce, type MetricRequest } from '@clientele/metrics';
import { arrowStream } from '@clientele/sources';
import { batchMessage, dictionaryMessage, type FieldSpec, float64Type, schemaMessage, short, stream, utf8Type } from '../metrics/arrow/ipc-bytes.js';

const valid = new Uint8Array(0);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const i32 = (...values: readonly number[]): Int32Array => Int32Array.from(values);

const fields: readonly FieldSpec[] = [
  { name: 'customer_id', ...utf8Type },
  { name: 'tier', ...utf8Type, dictionary: { id: 7 } },
  { name: 'ordered_at', type: 10, parameters: { 0: short(2) } },
  { name: 'amount', ...float64Type },
  { name: 'note', ...utf8Type },
];

/** Three orders in a stream; each buffer may be another one. */
function orders({ customers = i32(0, 1, 2, 3), tiers = i32(0, 1, 0), amountBits = Uint8Array.of(0b101), notes = i32(0, 1, 2, 3) } = {}): Uint8Array {
  const day = 86_400_000_000n;
  return stream(
    schemaMessage(fields),
    dictionaryMessage(7, { rows: 2, nodes: [[2, 0]], buffers: [valid, i32(0, 1, 2), text('gs')] }),
    batchMessage({
      rows: 3,
      nodes: [[3, 0], [3, 0], [3, 0], [3, 1], [3, 0]],
      buffers: [
        valid, customers, text('aba'), valid, tiers, valid, BigInt64Array.of(19_000n * day, 19_001n * day, 19_040n * day),
        amountBits, Float64Array.of(1, 0, 3), valid, notes, text('xyz'),
      ],
    }),
  );
}

const retention = (customer: string): MetricRequest => ({ metric: 'retention', options: { customer, time: 'ordered_at', value: 'amount', period: 'month' } });

async function outcome(bytes: Uint8Array, customer: string): Promise<string> {
  try {
    const { diagnostics } = await evaluateOnce(new Dataset(arrowStream(bytes)), retention(customer));
    return `${diagnostics.rowsIn} rows`;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return `${error.code}/${error.reason ?? ''}`;
  }
}

describe('a metric over an Arrow stream', () => {
  it.each([
    ['offsets of the customers that fall', 'customer_id', { customers: i32(0, 2, 1, 3) }, 'corrupt/offsets'],
    ['offsets of the customers behind their text', 'customer_id', { customers: i32(0, 1, 2, 4) }, 'corrupt/offsets'],
    ['a dictionary position too high', 'tier', { tiers: i32(0, 2, 0) }, 'corrupt/dictionary-index'],
    ['a negative dictionary position', 'tier', { tiers: i32(0, 1, -1) }, 'corrupt/dictionary-index'],
    ['validity bits of the amounts that deny their null count', 'tier', { amountBits: Uint8Array.of(0b111) }, 'corrupt/null-count'],
  ])('refuses %s', async (_, customer, damage, expected) => {
    expect(await outcome(orders(), customer)).toBe('3 rows');
    expect(await outcome(orders(damage), customer)).toBe(expected);
  });

  it('answers when a column is damaged that it does not read, and refuses it for the metric that reads it, on one dataset', async () => {
    const dataset = new Dataset(arrowStream(orders({ tiers: i32(0, 2, 0) })));
    const { diagnostics } = await evaluateOnce(dataset, retention('customer_id'));
    expect(diagnostics.rowsIn).toBe(3);
    for (let again = 0; again < 2; again++) {
      await expect(evaluateOnce(dataset, retention('tier'))).rejects.toMatchObject({ code: 'corrupt', reason: 'dictionary-index' });
    }
  });

  it('verifies every column of a scan that does not ask for later checks', async () => {
    const scan = async (deferChecks: boolean): Promise<number> => {
      let rows = 0;
      for await (const batch of arrowStream(orders({ notes: i32(0, 3, 1, 3) })).scan({ deferChecks })) rows += batch.numRows;
      return rows;
    };
    await expect(scan(false)).rejects.toMatchObject({ code: 'corrupt', reason: 'offsets' });
    expect(await scan(true)).toBe(3);
  });
});
