import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { toArrow, toArrowFiles } from '../../demo/company/arrow.js';
import { generateCompany } from '../../demo/company/company.js';
import { smallCompany } from '../../demo/company/small.js';
import { tables, type TableName } from '../../demo/company/tables.js';
import { companyArrow, companyResponse } from '../fixtures/company-arrow.js';

const company = smallCompany();
const names: TableName[] = ['orders', 'events', 'surveys', 'customers'];

describe('the Arrow files', () => {
  it.each(names)('%s hold every value of the columns', (name) => {
    const table = tableFromIPC(toArrow(company, name));
    const columns: Readonly<Record<string, readonly (string | number | null)[]>> = company[name];
    for (const [column, values] of Object.entries(columns)) {
      const read = [...(table.getChild(column) ?? [])].map((value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
      expect(read).toEqual(values);
    }
  });

  it('have the documented types', () => {
    const types = (name: TableName): Record<string, string> => Object.fromEntries(
      tableFromIPC(toArrow(company, name)).schema.fields.map((field) => [field.name, `${String(field.type)}${field.nullable ? '?' : ''}`]),
    );
    expect(types('orders')).toMatchObject({
      order_id: 'Int32', customer_id: 'Dictionary<Int32, Utf8>', ts: 'Timestamp<MILLISECOND, UTC>', kind: 'Dictionary<Int8, Utf8>',
      amount: 'Float64', discount: 'Float64?', delivery_days: 'Int16?',
    });
    expect(types('events')).toMatchObject({ customer_id: 'Dictionary<Int32, Utf8>?', stage: 'Dictionary<Int8, Utf8>', seq: 'Int16' });
    expect(types('surveys')).toMatchObject({ customer_id: 'Utf8', nps: 'Int8?', csat: 'Int8?', ces: 'Int8?' });
    expect(types('customers')).toMatchObject({ customer_id: 'Utf8', referrer_id: 'Utf8?', member_since: 'Timestamp<MILLISECOND, UTC>?' });
  });

  it('say in the schema how many rows follow, where they end and where they come from', () => {
    for (const name of names) {
      const { schema, numRows } = tableFromIPC(toArrow(company, name));
      expect(Object.fromEntries(schema.metadata)).toMatchObject({
        'clientele.rows': String(numRows), 'clientele.table': name, 'clientele.as_of': company.end, 'clientele.currency': 'EUR',
        'clientele.seed': '7', 'clientele.customers': '400',
      });
    }
  });

  it('are the same bytes for the same seed, whatever was written before, and others for another', () => {
    const again = toArrowFiles(smallCompany());
    const other = toArrowFiles(smallCompany(8));
    for (const name of names) {
      expect(Buffer.compare(again[name], toArrow(company, name))).toBe(0);
      expect(Buffer.compare(other[name], again[name])).not.toBe(0);
    }
  });

  it('come in batches of at most 8,192 rows that share one dictionary a column', () => {
    const large = generateCompany({ customers: 3000 });
    const table = tableFromIPC(toArrow(large, 'orders'));
    expect(table.batches.length).toBeGreaterThan(1);
    expect(table.batches.slice(0, -1).map(({ numRows }) => numRows)).toEqual(table.batches.slice(1).map(() => 8192));
    expect(table.numRows).toBe(large.orders.ts.length);
    const dictionaries = table.batches.map((batch) => batch.getChild('customer_id')?.data[0]?.dictionary?.length);
    expect(new Set(dictionaries)).toEqual(new Set([new Set(large.orders.customer_id).size]));
  });

  it('hold no column that the tables do not name', () => {
    for (const name of names) expect(tableFromIPC(toArrow(company, name)).schema.names).toEqual(Object.keys(tables[name]));
  });
});

describe('the fixture for browser tests', () => {
  it('gives the small company, a fresh copy each time, also as a response', async () => {
    const bytes = companyArrow('orders');
    expect(Buffer.compare(bytes, toArrow(company, 'orders'))).toBe(0);
    bytes.fill(0);
    const response = companyResponse('orders');
    expect(response.headers.get('content-type')).toBe('application/vnd.apache.arrow.stream');
    expect(tableFromIPC(new Uint8Array(await response.arrayBuffer())).numRows).toBe(company.orders.ts.length);
  });
});
