import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dataset, evaluateOnce } from '@clientele/metrics';
import { csv, notesOf } from '@clientele/sources';
import { dataFile } from '../reference/data-folder.js';
import { batchesOf, failureOf, rowsOfScan, streamed, typesOf } from './scanned.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const rows = (text: string): Promise<Record<string, unknown>[]> => rowsOfScan(csv(utf8(text)));
const types = (text: string): Promise<Record<string, string>> => typesOf(csv(utf8(text)));

/** One column called `name`, beside one that keeps blank cells from making blank lines. */
const column = (name: string, cells: readonly string[]): string => `${name},other\n${cells.map((cell) => `${cell},x\n`).join('')}`;
const typeOfColumn = async (name: string, cells: readonly string[]): Promise<string | undefined> => (await types(column(name, cells)))[name];
const valuesOfColumn = async (name: string, cells: readonly string[]): Promise<unknown[]> => (await rows(column(name, cells))).map((row) => row[name]);

describe('csv types', () => {
  it.each([
    ['integers are Int32', ['1', '-2', '', '0'], 'Int32'],
    ['integers beyond 32 bits are Int64', ['1', '2147483648'], 'Int64'],
    ['decimals are Float64', ['1', '2.5', '-.5', '1.5e3', '2e-7'], 'Float64'],
    ['true and false are Bool', ['true', 'FALSE', ''], 'Bool'],
    ['ISO dates are Date32', ['2024-02-29', '2024-03-01'], 'Date32'],
    ['dates with slashes, year first, are Date32', ['2024/2/29', '2024/03/01'], 'Date32'],
    ['times without zone are timestamps without zone', ['2024-02-29 08:00:00', '2024-02-29T08:00'], 'Timestamp<MILLISECOND>'],
    ['times with zone are timestamps in UTC', ['2024-02-29T08:00:00Z', '2024-02-29 08:00+08:00'], 'Timestamp<MILLISECOND, UTC>'],
    ['microseconds keep their digits', ['2024-02-29T08:00:00.123456Z', '2024-02-29T08:00:00Z'], 'Timestamp<MICROSECOND, UTC>'],
    ['nanoseconds keep their digits', ['2024-02-29T08:00:00.123456789'], 'Timestamp<NANOSECOND>'],
    ['leading zeros stay text', ['1', '007'], 'Utf8'],
    ['a plus sign stays text', ['+4930123', '+8610123'], 'Utf8'],
    ['integers beyond 64 bits stay text', ['9223372036854775808'], 'Utf8'],
    ['large integers among decimals stay text', ['9007199254740993', '1.5'], 'Utf8'],
    ['article numbers that look like powers stay text', ['12E4', '13E5'], 'Utf8'],
    ['numbers among words stay text', ['1', '2', 'x'], 'Utf8'],
    ['words for a missing value do not make text of numbers', ['1', 'NA', 'n/a', 'NULL', 'Blank', '\\N'], 'Int32'],
    ['words for a missing value are words among words', ['NA', 'DE'], 'Utf8'],
    ['words for a missing value alone are words', ['NA', 'NA'], 'Utf8'],
    ['dates among times stay text', ['2024-02-29', '2024-02-29 08:00'], 'Utf8'],
    ['times with and without zone stay text', ['2024-02-29T08:00Z', '2024-02-29T08:00'], 'Utf8'],
    ['a day that does not exist stays text', ['2024-02-30', '2024-02-28'], 'Utf8'],
    ['an hour that does not exist stays text', ['2024-02-28 24:00'], 'Utf8'],
    ['infinity stays text', ['1', 'Infinity'], 'Utf8'],
    ['a number too large for a double stays text', ['1.5e999'], 'Utf8'],
    ['nothing at all has no type of its own', ['', ' '], 'Null'],
  ])('%s', async (_, cells, expected) => {
    expect(await typeOfColumn('c', cells)).toBe(expected);
  });

  it('eight digits are dates only under a name for dates', async () => {
    for (const name of ['date', 'order_date', 'orderedAt', 'created_at', 'ts', 'day', 'INTDATE', '下单日期']) {
      expect(await typeOfColumn(name, ['19970101', '19980630'])).toBe('Date32');
    }
    for (const name of ['customer', 'rate', 'data', 'days_late', 'state']) expect(await typeOfColumn(name, ['19970101'])).toBe('Int32');
    expect(await typeOfColumn('date', ['19970101', '19971301'])).toBe('Int32');
  });

  it('a contradiction in the last row of many decides the whole column', async () => {
    const cells = [...Array.from({ length: 70_000 }, (_, i) => String(i + 1)), '0x1'];
    const source = csv(utf8(column('c', cells)));
    expect((await typesOf(source))['c']).toBe('Utf8');
    expect((await rowsOfScan(source)).map((row) => row['c'])).toEqual(cells);
    expect(await notesOf(source)).toMatchObject([{ code: 'mixed_column', params: { column: 'c', cell: '0x1', line: 70_002 } }]);
  });

  it('words for a missing value are missing among values, counted in a note, and stay words in text', async () => {
    for (const filled of ['1', '2147483648', '1.5', 'true', '2024-01-01', '2024-01-01T00:00Z']) {
      expect((await valuesOfColumn('c', ['NA', filled, 'NaN'])).map((value) => value === null)).toEqual([true, false, true]);
    }
    expect(await valuesOfColumn('c', ['NA', 'DE', 'null'])).toEqual(['NA', 'DE', 'null']);
    expect(await notesOf(csv(utf8(column('c', ['NA', '1', 'NA']))))).toMatchObject([{ code: 'missing_word', params: { column: 'c', word: 'NA', count: 2 } }]);
  });

  it('blank cells are missing, in every type', async () => {
    for (const filled of ['1', '2147483648', '1.5', 'true', '2024-01-01', '2024-01-01T00:00Z', 'word']) {
      const values = await valuesOfColumn('c', ['', filled, ' ']);
      expect(values.map((value) => value === null)).toEqual([true, false, true]);
    }
  });
});

describe('csv values', () => {
  it('64-bit integers keep every digit', async () => {
    expect(await valuesOfColumn('c', ['9223372036854775807', '-9223372036854775808', '1']))
      .toEqual([9223372036854775807n, -9223372036854775808n, 1n]);
  });

  it('zones are applied', async () => {
    const expected = Date.UTC(2024, 1, 29, 0, 0, 0, 250);
    expect(await valuesOfColumn('at', ['2024-02-29T08:00:00.25+08:00', '"2024-02-28 19:00:00,250-0500"', '2024-02-29 00:00:00.25Z']))
      .toEqual([expected, expected, expected]);
  });

  it('days are counted as the calendar does', async () => {
    const values = await valuesOfColumn('c', ['1600-02-29', '1969-12-31', '2024-02-29', '9999-12-31']);
    expect(values.map((value) => new Date(value as number).toISOString().slice(0, 10)))
      .toEqual(['1600-02-29', '1969-12-31', '2024-02-29', '9999-12-31']);
  });

  it('quoted cells may hold delimiters, quotes and line breaks', async () => {
    expect(await rows('id,text\r\n1,"a, b"\r\n2,"say ""no"""\r\n3,"two\r\nlines"\r\n4,5" pipe\r\n')).toEqual([
      { id: 1, text: 'a, b' }, { id: 2, text: 'say "no"' }, { id: 3, text: 'two\r\nlines' }, { id: 4, text: '5" pipe' },
    ]);
  });

  it('any cells survive being written and read, whatever the delimiter and the pieces they arrive in', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', ',', ';', '|', '\t', '"', '\n', ' ', 'é', '日', '😀'), minLength: 1, maxLength: 6 }).map((text) => `x${text}x`);
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 });
    await fc.assert(fc.asyncProperty(table, fc.constantFrom(',', ';', '\t', '|'), fc.integer({ min: 1, max: 7 }), async (cells, delimiter, size) => {
      const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const text = [['a', 'b', 'c'], ...cells].map((row) => row.map(quote).join(delimiter)).join('\r\n');
      const source = csv(streamed(utf8(text), size), { delimiter });
      expect((await rowsOfScan(source)).map((row) => [row['a'], row['b'], row['c']])).toEqual(cells);
    }), { numRuns: 60 });
  });
});

describe('csv layout', () => {
  it.each([
    ['commas', 'a,b\n1,x\n2,y\n'],
    ['semicolons', 'a;b\n1;x\n2;y\n'],
    ['tabs', 'a\tb\n1\tx\n2\ty\n'],
    ['bars', 'a|b\n1|x\n2|y\n'],
    ['runs of blanks', '  a   b\n 1   x\n 2 \t y  \n'],
    ['carriage returns alone', 'a,b\r1,x\r2,y'],
    ['no line break at the end', 'a,b\n1,x\n2,y'],
    ['blank lines', 'a,b\n\n1,x\n  \n2,y\n\n'],
    ['a byte order mark', '\ufeffa,b\n1,x\n2,y\n'],
  ])('%s are understood', async (_, text) => {
    expect(await rows(text)).toEqual([{ a: 1, b: 'x' }, { a: 2, b: 'y' }]);
  });

  it('a delimiter inside quotes is no delimiter', async () => {
    expect(await rows('name;note\n"Li; Wei";"a,b,c"\n"Wang";"d,e,f"\n')).toEqual([
      { name: 'Li; Wei', note: 'a,b,c' }, { name: 'Wang', note: 'd,e,f' },
    ]);
  });

  it('semicolons win over decimal commas, which stay text with a note', async () => {
    const source = csv(utf8('id;amount\n1;10,5\n2;11,25\n'));
    expect(await typesOf(source)).toEqual({ id: 'Int32', amount: 'Utf8' });
    expect(await notesOf(source)).toMatchObject([{ code: 'decimal_comma', params: { column: 'amount' } }]);
  });

  it('words with blanks between them are one column', async () => {
    expect(await rows('name\nLi Wei\nWang Fang\n')).toEqual([{ name: 'Li Wei' }, { name: 'Wang Fang' }]);
    expect(await rows('full name\nLi Wei\nWang Fang\n')).toEqual([{ 'full name': 'Li Wei' }, { 'full name': 'Wang Fang' }]);
  });

  it('a first row of numbers and dates is data, and the columns are numbered', async () => {
    const source = csv(utf8('00004 19970101 29.33\n00004 19970118 29.73\n'));
    expect(await rowsOfScan(source)).toEqual([
      { column_1: '00004', column_2: 19970101, column_3: 29.33 }, { column_1: '00004', column_2: 19970118, column_3: 29.73 },
    ]);
    expect(await notesOf(source)).toMatchObject([{ code: 'no_header' }]);
    expect(await typesOf(csv(utf8('2023,2024\n1,2\n'), { header: true }))).toEqual({ 2023: 'Int32', 2024: 'Int32' });
    expect(await typesOf(csv(utf8('a,b\nc,d\n'), { header: false }))).toEqual({ column_1: 'Utf8', column_2: 'Utf8' });
  });

  it('an empty name is numbered and a repeated one refused', async () => {
    expect(await types('a,,b,\n1,2,3,\n')).toEqual({ a: 'Int32', column_2: 'Int32', b: 'Int32', column_4: 'Null' });
    expect(await failureOf(types('a,b,a\n1,2,3\n'))).toMatchObject({ code: 'schema', reason: 'duplicate-column', params: { column: 'a' } });
  });

  it('a header alone is a table without rows', async () => {
    expect(await types('a,b\n')).toEqual({ a: 'Null', b: 'Null' });
    expect(await rows('a,b\n')).toEqual([]);
  });

  it('a header alone answers a metric with no rows, not with an error', async () => {
    const result = await evaluateOnce(new Dataset(csv(utf8('customer_id,ordered_at,amount\n'))), { metric: 'retention', options: {} });
    expect(result.table.numRows).toBe(0);
    expect(result.diagnostics.rowsIn).toBe(0);
  });

  it('only the columns asked for are built', async () => {
    const [batch] = await batchesOf(csv(utf8('a,b,c\n1,2,3\n')), { columns: ['c', 'a'] });
    expect(batch?.schema.fields.map(({ name }) => name)).toEqual(['a', 'c']);
  });

  it('long files come in batches of 65,536 rows, with progress towards a known total', async () => {
    const text = `n\n${Array.from({ length: 140_000 }, (_, i) => i).join('\n')}\n`;
    const seen: { rows: number; totalRows: number | null; bytes: number; totalBytes: number | null }[] = [];
    const batches = await batchesOf(csv(utf8(text)), { onProgress: (progress) => seen.push(progress) });
    expect(batches.map(({ numRows }) => numRows)).toEqual([65_536, 65_536, 8_928]);
    expect(seen.at(-1)).toEqual({ rows: 140_000, totalRows: 140_000, bytes: text.length, totalBytes: text.length });
    expect(seen.map(({ bytes }) => bytes)).toEqual(seen.map(({ bytes }) => bytes).sort((a, b) => a - b));
  });
});

describe('csv encodings', () => {
  it('UTF-16 is read by its byte order mark', async () => {
    const text = '\ufeffname,n\nØre 日本,1\n';
    const little = new Uint8Array(Uint16Array.from(text, (unit) => unit.charCodeAt(0)).buffer);
    const big = little.slice().map((_, i) => little[i ^ 1] ?? 0);
    for (const bytes of [little, big]) expect(await rowsOfScan(csv(bytes))).toEqual([{ name: 'Ø' + 're 日本', n: 1 }]);
  });

  it('GB18030 is found where UTF-8 fails, and said', async () => {
    // 客户,金额 / 张三,12 in GB18030.
    const bytes = Uint8Array.of(0xbf, 0xcd, 0xbb, 0xa7, 0x2c, 0xbd, 0xf0, 0xb6, 0xee, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x31, 0x32, 0x0a);
    const source = csv(bytes);
    expect(await rowsOfScan(source)).toEqual([{ 客户: '张三', 金额: 12 }]);
    expect(await notesOf(source)).toMatchObject([{ code: 'encoding', params: { encoding: 'gb18030' } }]);
  });

  it('accented letters between plain ones are windows-1252', async () => {
    const source = csv(Uint8Array.from('name,n\nM\xfcller,1\nJos\xe9,2\n', (unit) => unit.charCodeAt(0)));
    expect((await rowsOfScan(source)).map(({ name }) => name)).toEqual(['Müller', 'José']);
    expect(await notesOf(source)).toMatchObject([{ params: { encoding: 'windows-1252' } }]);
  });

  it('an encoding that is named is used, and refused where the bytes are not in it', async () => {
    const bytes = Uint8Array.of(0x61, 0x0a, 0xb1, 0x0a);
    expect(await rowsOfScan(csv(bytes, { encoding: 'iso-8859-2' }))).toEqual([{ a: 'ą' }]);
    expect(await failureOf(rowsOfScan(csv(bytes, { encoding: 'utf-8' })))).toMatchObject({ code: 'corrupt', reason: 'encoding' });
    expect(await failureOf(rowsOfScan(csv(bytes, { encoding: 'klingon' })))).toMatchObject({ code: 'option' });
  });
});

describe('csv faults', () => {
  it.each([
    ['a row that is too short', 'a,b,c\n1,2,3\n4,5\n', 3, 'ragged'],
    ['a row that is too long', 'a,b\n1,2\n\n3,"x\ny"\n4,5,6\n', 6, 'ragged'],
    ['a quote that is never closed', 'a,b\n1,x\n2,"y\n3,z\n', 3, 'quotes'],
    ['text behind a closing quote', 'a,b\n1,"x" y\n2,z\n', 2, 'quotes'],
  ])('%s names its line', async (_, text, line, reason) => {
    expect(await failureOf(rows(text))).toMatchObject({ code: 'corrupt', reason, params: { line } });
    expect(await failureOf(rowsOfScan(csv(streamed(utf8(text), 3), { delimiter: ',' })))).toMatchObject({ reason, params: { line } });
  });

  it('no byte, or blanks alone, is empty', async () => {
    expect(await failureOf(rows(''))).toMatchObject({ code: 'empty' });
    expect(await failureOf(rows('\n \n'))).toMatchObject({ code: 'empty' });
  });

  it('a web page is no table', async () => {
    expect(await failureOf(rows('<!DOCTYPE html>\n<html><body>Sign in, please</body></html>'))).toMatchObject({ code: 'not-arrow', reason: 'html' });
  });

  it('a stream is read once for its types and its rows, and no second time', async () => {
    const source = csv(streamed(utf8('a,b\n1,x\n2,y\n'), 3));
    expect(source.once).toBe(true);
    expect(await typesOf(source)).toEqual({ a: 'Int32', b: 'Utf8' });
    expect(await rowsOfScan(source)).toHaveLength(2);
  });

  it('an abort ends a scan with its reason', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    expect(await failureOf(rowsOfScan(csv(utf8('a\n1\n')), { signal: controller.signal }))).toBe(controller.signal.reason);
  });
});

describe('csv files as they come', () => {
  const cdnow = dataFile('cdnow/CDNOW_master.txt');
  it.skipIf(cdnow === null)('CDNOW_master.txt: ids are text, days are dates, and no row is lost', async () => {
    const source = csv(readFileSync(cdnow ?? ''));
    expect(await typesOf(source)).toEqual({ customer_id: 'Utf8', date: 'Date32', number_of_cds: 'Int32', dollar_value: 'Float64' });
    const all = await rowsOfScan(source);
    expect(all).toHaveLength(69_659);
    expect(all[1]).toEqual({ customer_id: '00002', date: Date.UTC(1997, 0, 12), number_of_cds: 1, dollar_value: 12 });
  });

  const telco = dataFile('telco/Telco-Customer-Churn.csv');
  it.skipIf(telco === null)('Telco-Customer-Churn.csv: blank charges are missing, not text', async () => {
    const source = csv(readFileSync(telco ?? ''));
    expect(await typesOf(source)).toMatchObject({ customerID: 'Utf8', SeniorCitizen: 'Int32', tenure: 'Int32', TotalCharges: 'Float64', Churn: 'Utf8' });
    expect((await rowsOfScan(source)).filter(({ TotalCharges }) => TotalCharges === null)).toHaveLength(11);
  });

  const transactions = dataFile('completejourney/transactions_sample.csv');
  it.skipIf(transactions === null)('completejourney transactions: quoted ids are integers, times have no zone', async () => {
    const source = csv(readFileSync(transactions ?? ''));
    expect(await typesOf(source)).toMatchObject({ household_id: 'Int32', sales_value: 'Float64', transaction_timestamp: 'Timestamp<MILLISECOND>' });
    expect(await rowsOfScan(source)).toHaveLength(75_000);
  });

  const bank = dataFile('bank_marketing/bank-additional.csv');
  it.skipIf(bank === null)('bank-additional.csv: semicolons', async () => {
    expect(await rowsOfScan(csv(readFileSync(bank ?? '')))).toHaveLength(4_119);
  });
});
