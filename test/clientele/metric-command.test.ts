import { gzipSync } from 'node:zlib';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { tableOf } from '@clientele/metrics';
import { textTable } from '../../packages/clientele/src/cli/text-table.js';
import { orderBytes } from '../sources/arrow-bytes.js';
import { answer, fileOf, run } from './run-command.js';

const orders = [
  'customer_id,ordered_at,amount,order_id',
  'a,2024-01-05,10,1', 'b,2024-01-20,5,2', 'a,2024-02-03,7.5,3', 'c,2024-02-10,1,4', 'a,2024-02-10,2,5', 'b,2024-03-31,4,6', ',2024-03-31,4,7',
].join('\n');
const events = [
  'user,stage,at',
  'u1,visit,2024-01-01T00:00Z', 'u1,signup,2024-01-02T00:00Z', 'u1,trial,2024-01-20T00:00Z', 'u2,visit,2024-01-01T00:00Z', 'u2,signup,2024-03-01T00:00Z',
  'u3,signup,2024-01-01T00:00Z', 'u3,visit,2024-01-02T00:00Z',
].join('\n');
const survey = 'respondent,q1,country,w\n1,5,DE,1\n2,4,DE,1\n3,2,DE,2\n4,5,CN,1\n5,9,CN,1\n6,,CN,1\n';

describe('the command', () => {
  it('answers as JSON: rows with the columns of the metric, dates in ISO form, null kept', async () => {
    const { result, diagnostics } = await answer(['retention', '-', '--customer', 'customer_id', '--time', 'ordered_at'], orders);
    expect(result.map(({ cohort, offset, active, observed }) => [cohort, offset, active, observed])).toEqual([
      ['2024-01-01', 0, 2, true], ['2024-01-01', 1, 1, true], ['2024-01-01', 2, 1, true],
      ['2024-02-01', 0, 1, true], ['2024-02-01', 1, 0, true], ['2024-02-01', 2, null, false],
    ]);
    expect(diagnostics).toMatchObject({ rowsIn: 7, rowsUsed: 6, dropped: { customer_missing: 1 } });
    expect(Object.keys(result[0] ?? {}).slice(0, 9)).toEqual(['cohort', 'size', 'offset', 'active', 'retention', 'orders', 'value', 'observed', 'partial']);
  });

  it('passes every flag on as the option that it names', async () => {
    const rows = (extra: readonly string[]): Promise<string[]> => answer(['retention', '-', ...extra], orders)
      .then(({ result }) => result.filter(({ offset }) => offset === 0).map(({ cohort }) => String(cohort)));
    expect(await rows(['--period', 'quarter'])).toEqual(['2024-01-01']);
    expect(await rows(['--period=week', '--week-start', 'sunday', '--as-of', '2024-01-31'])).toEqual(['2023-12-31', '2024-01-14']);
    const later = await answer(['retention', '-', '--mode', 'on-or-after'], orders);
    expect(later.result.filter(({ cohort }) => cohort === '2024-01-01').map(({ active }) => active)).toEqual([2, 2, 1]);
  });

  it('compares the entries of a funnel with those of another range', async () => {
    const rows = 'customer,time,stage\na,2024-01-05,visit\na,2024-01-06,buy\nb,2024-02-05,visit\nc,2024-02-05,visit\nc,2024-02-06,buy\n';
    const asked = ['funnel', '-', '--steps', 'visit,buy', '--as-of', '2024-02-29', '--entry-from', '2024-02-01', '--entry-to', '2024-02-29'];
    for (const range of ['previous', '2024-01-01/2024-01-31', '2024-01-01']) {
      const { result } = await answer([...asked, '--compare-range', range], rows);
      expect(result.map((row) => row['ordered_count_before'])).toEqual([1, 1]);
    }
    expect(await run([...asked, '--compare-range', '/'], rows)).toMatchObject({ status: 2, stderr: expect.stringMatching(/expected previous, or two dates such as/) });
  });

  it('reads instants in the zone it is given', async () => {
    const late = 'customer,time\na,2024-03-10T12:00:00Z\na,2024-03-31T23:30:00Z\n';
    const active = async (zone: string): Promise<unknown[]> => (await answer(['retention', '-', '--time-zone', zone], late)).result.map(({ active: count }) => count);
    expect(await active('UTC')).toEqual([1]);
    expect(await active('Asia/Shanghai')).toEqual([1, 1]);
  });

  it('counts only the rows of a filter, whose customers may stand in another file', async () => {
    const people = await fileOf('people.csv', 'person,segment\na,B2B\nb,B2C\nz,B2B\n');
    const rows = (where: unknown, extra: readonly string[] = []): Promise<unknown> => answer(['pyramid', '-', '--where', JSON.stringify(where), ...extra], orders).then(({ scalars }) => [scalars['customers'], scalars['total']]);
    expect(await rows({ op: 'between', column: 'ordered_at', low: '2024-02-01', high: '2024-03-01' })).toEqual([2, 10.5]);
    const b2b = { op: 'customersWith', column: 'customer_id', source: 'people', customer: 'person', where: { op: 'eq', column: 'segment', value: 'B2B' } };
    expect(await rows(b2b, ['--sources', `people=${people}`])).toEqual([1, 19.5]);
    expect(await run(['pyramid', '-', '--where', '{op'], orders)).toMatchObject({ status: 2, stderr: expect.stringMatching(/--where is no JSON/) });
    expect(await run(['pyramid', '-', '--sources', 'people'], orders)).toMatchObject({ status: 2, stderr: expect.stringMatching(/--sources has no name and file, got "people"/) });
    expect((await run(['pyramid', '-', '--where', JSON.stringify(b2b)], orders)).stderr).toMatch(/unknown source, got "people"/);
  });

  it('makes tiers of shares and of thresholds', async () => {
    const shares = await answer(['pyramid', '-', '--value', 'amount', '--tiers', 'best:34%,rest:100%'], orders);
    expect(shares.result.map(({ tier, customers, value }) => [tier, customers, value])).toEqual([['best', 1, 19.5], ['rest', 2, 10]]);
    const bounds = await answer(['pyramid', '-', '--tiers', 'gold:9,silver:5,rest', '--by', 'threshold', '--currency', 'EUR'], orders);
    expect(bounds.result.map(({ tier, customers }) => [tier, customers])).toEqual([['gold', 2], ['silver', 0], ['rest', 1]]);
    expect(bounds.diagnostics).toMatchObject({ currency: 'EUR' });
  });

  it('follows customers through named steps', async () => {
    const steps = ['funnel', '-', '--customer', 'user', '--time', 'at', '--stage', 'stage', '--steps', 'visit,signup,trial'];
    const counts = async (extra: readonly string[]): Promise<unknown[]> => (await answer([...steps, ...extra], events)).result.map(({ ordered_count }) => ordered_count);
    expect(await counts([])).toEqual([3, 2, 1]);
    expect(await counts(['--window', '30d'])).toEqual([3, 1, 1]);
    expect(await counts(['--order', 'any'])).toEqual([3, 3, 1]);
    expect(await counts(['--entry-from', '2024-01-02'])).toEqual([1, 0, 0]);
    expect(await counts(['--entry-from', '2024-01-01', '--entry-to', '2024-01-01'])).toEqual([2, 2, 1]);
  });

  it('counts who is new, returning, resurrected and dormant', async () => {
    const { result } = await answer(['lifecycle', '-'], orders);
    expect(result.map(({ period, active, new: fresh, returning, resurrected, dormant }) => [period, active, fresh, returning, resurrected, dormant])).toEqual([
      ['2024-01-01', 2, 2, 0, 0, 0], ['2024-02-01', 2, 1, 1, 0, 1], ['2024-03-01', 1, 0, 0, 1, 2],
    ]);
  });

  it('scores answers on the scale it is given, by segment and weight', async () => {
    const csat = await answer(['satisfaction', '-', '--score', 'q1', '--scale', 'csat:1-5:4', '--segment', 'country'], survey);
    expect(csat.result.map(({ segment, n, csat: points }) => [segment, n, points])).toEqual([['CN', 1, 100], ['DE', 3, expect.closeTo(200 / 3, 9)]]);
    const weighted = await answer(['satisfaction', '-', '--score', 'q1', '--scale', 'csat:1-5:4', '--weight', 'w'], survey);
    expect(weighted.result.map(({ n, csat: points }) => [n, points])).toEqual([[4, 60]]);
  });

  it('reads several files as one, text files with one set of types', async () => {
    const [head = '', ...rows] = orders.split('\n');
    const files = [await fileOf('a.csv', [head, ...rows.slice(0, 2)].join('\n')), await fileOf('b.csv.gz', gzipSync([head, ...rows.slice(2)].join('\n')))];
    expect((await answer(['retention', ...files])).result).toEqual((await answer(['retention', '-'], orders)).result);
  });

  it.each(['stream', 'file'] as const)('reads an Arrow %s under any name', async (format) => {
    const file = await fileOf('orders.dat', orderBytes(format));
    const { scalars } = await answer(['pyramid', file, '--customer', 'customer', '--value', 'amount']);
    expect(scalars['customers']).toBe(7);
    expect(scalars['total']).toBe(Array.from({ length: 30 }, (_, i) => i + 0.25).reduce((a, b) => a + b));
  });

  it('reads Parquet from a file', async () => {
    const file = new URL('../fixtures/parquet/kinds.parquet', import.meta.url).pathname;
    const { scalars } = await answer(['pyramid', file, '--customer', 'segment', '--value', 'price']);
    expect(scalars['customers']).toBe(3);
  });

  it('tells columns found by name, and remarks of the reader', async () => {
    const { diagnostics } = await answer(['retention', '-'], orders.replace('2024-03-31,4,7', '2024-03-31,4,x'));
    expect(diagnostics.inferred).toMatchObject({ customer: 'customer_id', time: 'ordered_at' });
    expect(diagnostics.notes.map(({ code }) => code)).toContain('mixed_column');
  });
});

describe('formats', () => {
  it('csv is the main table for programs: CRLF, quotes where needed, empty for null, nothing rounded', async () => {
    const { stdout } = await run(['satisfaction', '-', '--score', 'q1', '--scale', 'csat:1-5', '--segment', 'country', '--format', 'csv'], survey.replaceAll('DE', '"D, ""E"""'));
    const lines = stdout.split('\r\n');
    expect(lines[0]?.split(',').slice(0, 4)).toEqual(['item', 'n', 'missing', 'csat']);
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toBe('');
    expect(stdout).toContain('"D, ""E"""');
    expect(stdout).toContain(',66.666666666666');
  });

  it('arrow is a stream of the main table, and not for a terminal', async () => {
    const { bytes } = await run(['lifecycle', '-', '--format', 'arrow'], orders);
    const table = tableFromIPC(bytes);
    expect(table.numRows).toBe(3);
    expect(String(table.schema.fields[0])).toBe('period: Date32<DAY>');
    expect(await run(['lifecycle', '-', '--format', 'arrow'], orders, { stdout: true })).toMatchObject({ status: 2, stdout: '' });
  });

  it('a table has aligned columns, numbers to the right, - for null and remarks below', async () => {
    const { stdout, status } = await run(['retention', '-', '--customer', 'customer_id'], orders);
    expect(status).toBe(0);
    const [head = '', ...rest] = stdout.split('\n');
    const rows = rest.slice(0, 6);
    const end = head.indexOf('active') + 'active'.length;
    expect(rows.map((row) => row.slice(0, end).split(/\s+/).at(-1))).toEqual(['2', '1', '1', '1', '0', '-']);
    expect(rows[0]).toMatch(/^2024-01-01\s+2\s+0\s+2\s+1\.0000/);
    expect(stdout).toContain('7 rows read, 6 used; left out: 1 customer_missing');
    expect(stdout).toContain('time ordered_at');
  });

  it('a table may have more rows than a call may have arguments', () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => ({ n: i, share: 1 / (i + 1) }));
    const lines = textTable(tableOf({ n: 'int32', share: 'float64' }, rows)).split('\n');
    expect([lines.length, lines[1], lines[200_000]]).toEqual([200_002, '      0  1.0000', '199,999  0.0000']);
  });

  it('a table keeps its columns apart under wide characters and strips control characters', async () => {
    const { stdout } = await run(['satisfaction', '-', '--score', 'q', '--scale', 'csat:1-5', '--segment', 's'], 'q,s\n5,金牌\n4,x\u001b[31m\n');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('金牌');
  });
});

describe('failures', () => {
  it.each([
    ['nothing', [], 'no metric given'],
    ['a misspelt metric', ['retension', 'x.csv'], 'expected "retention"'],
    ['a misspelt flag', ['retention', 'x.csv', '--costumer', 'id'], 'expected --customer'],
    ['a flag of another metric', ['pyramid', 'x.csv', '--steps', 'a,b'], 'unknown flag --steps'],
    ['a short flag', ['pyramid', 'x.csv', '-q'], 'unknown flag -q'],
    ['a flag without value', ['pyramid', 'x.csv', '--customer'], '--customer has no value'],
    ['a flag whose value is the next flag', ['pyramid', 'x.csv', '--customer', '--value', 'v'], 'got --value after it'],
    ['a flag given twice', ['pyramid', 'x.csv', '--value', 'a', '--value', 'b'], '--value is given twice'],
    ['a switch with a value', ['pyramid', 'x.csv', '--no-header=yes'], 'takes no value'],
    ['no file', ['pyramid'], 'no file given'],
    ['standard input twice', ['pyramid', '-', '-'], 'given twice'],
    ['an unknown format', ['pyramid', 'x.csv', '--format', 'jsn'], 'expected "json"'],
    ['an unknown period', ['retention', 'x.csv', '--period', 'fortnight'], 'expected day, week, month, quarter or year'],
    ['a number that is none', ['retention', 'x.csv', '--min-n', 'five'], '--min-n is "five"; expected a number'],
    ['a weekday that is none', ['retention', 'x.csv', '--week-start', 'someday'], 'expected monday to sunday'],
    ['tiers that are none', ['pyramid', 'x.csv', '--tiers', 'top'], 'expected tiers such as'],
    ['a scale that is none', ['satisfaction', 'x.csv', '--scale', 'nsp'], 'unknown scale'],
    ['a zone that is none', ['retention', 'x.csv', '--time-zone', 'Mars/Olympus'], 'IANA time zone'],
    ['a delimiter that is a word', ['pyramid', 'x.csv', '--delimiter', 'abc'], 'one character'],
  ])('%s is bad usage: status 2, one line and a pointer to the help', async (_, args, message) => {
    const { status, stdout, stderr } = await run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^clientele: [^\n]+see clientele ([a-z]+ )?--help\n$/);
  });

  it('a file that is not there, a folder and a missing column: status 1, one line, nothing on standard output', async () => {
    for (const [args, message] of [
      [['pyramid', 'no/such.csv'], 'no/such.csv: there is no such file'],
      [['pyramid', '.'], 'is a folder'],
      [['pyramid', '-', '--value', 'amuont'], '"amount"'],
      [['satisfaction', '-'], 'name it with --score'],
    ] as const) {
      const { status, stdout, stderr } = await run(args, orders);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr.split('\n')).toHaveLength(2);
    }
  });

  it('data that end early, a page, nothing and a ragged row: status 1 with code and hint', async () => {
    for (const [input, code] of [
      [orderBytes().subarray(0, 700), 'truncated'], [orderBytes().subarray(0, orderBytes().length - 8), 'truncated'],
      ['<!doctype html><p>Sign in</p>', 'not-arrow'], ['', 'empty'], ['customer,amount\na,1\nb\n', 'corrupt'], [gzipSync(orders).subarray(0, 40), 'truncated'],
    ] as const) {
      const { status, stdout, stderr } = await run(['pyramid', '-', '--format', 'json'], input);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(new RegExp(`^clientele: [^\\n]+\\(${code}\\)[^\\n]*\\n$`));
    }
  });
});

describe('help', () => {
  it('lists the metrics, and the flags of one', async () => {
    for (const args of [['--help'], ['-h'], ['help']]) expect((await run(args)).stdout).toMatch(/retention +how many customers/);
    for (const args of [['funnel', '--help'], ['help', 'funnel'], ['--help', 'funnel']]) {
      const { stdout, status } = await run(args);
      expect(status).toBe(0);
      expect(stdout).toContain('--steps <list>');
      expect(stdout).not.toContain('--tiers');
    }
  });

  it('every option of every metric has a flag', async () => {
    const { metrics } = await import('@clientele/metrics');
    const { metricFlags } = await import('../../packages/clientele/src/cli/flags.js');
    for (const [name, metric] of Object.entries(metrics)) {
      const options = Object.keys(metric.resolve({}));
      const flagged = new Set(metricFlags[name]?.map(({ option }) => option));
      expect(options.filter((option) => !flagged.has(option))).toEqual([]);
      expect([...flagged].filter((option) => !options.includes(option))).toEqual([]);
    }
  });

  it('tells the version', async () => {
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('progress', () => {
  /** Orders, of which the last come after a second. */
  async function* slowly(): AsyncGenerator<Uint8Array> {
    const rest = orders.lastIndexOf('\n');
    yield new TextEncoder().encode(orders.slice(0, rest));
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
    yield new TextEncoder().encode(orders.slice(rest));
  }

  it('shows on a terminal while it takes long, and leaves nothing behind', async () => {
    const { stderr, status } = await run(['pyramid', '-'], slowly(), { stderr: true });
    expect(status).toBe(0);
    expect(stderr).toContain('reading');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });

  it('says nothing elsewhere, nor when all is done within half a second', async () => {
    expect((await run(['pyramid', '-'], slowly())).stderr).toBe('');
    expect((await run(['lifecycle', '-'], orders, { stderr: true })).stderr).toBe('');
  });
});
