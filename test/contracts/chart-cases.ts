import { rowsOf, type Mark, type Result, type Row } from 'clientele';
import type { ChartCase } from './chart-case.js';

const shared = { customer: 'customer_id', time: 'ts', 'time-zone': 'Europe/Berlin', 'as-of': '2026-09-20', currency: 'EUR' };

/** Returns the number in the *column* of the one row of the main table that *mark* names. */
function cellAt(result: Result, mark: Mark, keys: readonly string[], column: string): number | null {
  const found = rowsOf(result.table).find((row) => keys.every((key) => row[key] === mark[key]));
  return numberOf(found, column);
}

function numberOf(row: Row | undefined, column: string): number | null {
  const cell = row?.[column];
  return typeof cell === 'number' ? cell : null;
}

/** A CSV file of *rows*, every cell in quotes. */
function csvOf(head: string, rows: readonly (readonly (string | number)[])[]): Blob {
  return new Blob([`${head}\n${rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\n')}\n`]);
}

export const pyramidCase: ChartCase = {
  tag: 'cl-customer-pyramid',
  table: 'orders',
  attributes: { ...shared, value: 'amount' },
  misspelt: ['value', 'amuont', 'amount'],
  badOption: ['by', 'height'],
  views: [{ view: 'pyramid' }, { view: 'concentration' }, { view: 'deciles' }, { by: 'profit', value: 'profit', view: 'whale' }, { view: 'moves', 'compare-as-of': '2026-03-31' }],
  quiet: '.line:not(.curve), .area, .claim, .stayed, .up, .down, .moved',
  customersOf: (result, mark) => {
    const { migration } = result.tables;
    if ('from' in mark && migration !== undefined) return cellAt({ ...result, table: migration }, mark, ['from', 'to'], 'customers');
    return 'tier' in mark ? cellAt(result, mark, ['tier'], 'customers') : null;
  },
  namesFrom: (names) => ({
    tiers: names.map((name, i) => ({ name, cumulativeShare: (i + 1) / names.length })),
    data: csvOf('customer_id,ts,amount', Array.from({ length: 200 }, (_, i) => [`c${i}`, '2026-01-02', 1000 / (i + 1)])),
  }),
};

export const funnelCase: ChartCase = {
  tag: 'cl-lifecycle-funnel',
  table: 'events',
  attributes: { ...shared, stage: 'stage', steps: 'visit,signup,basket,purchase,repeat', window: '90d' },
  misspelt: ['stage', 'stagee', 'stage'],
  badOption: ['order', 'backwards'],
  views: [
    { view: 'steps' }, { view: 'steps', entryRange: { from: '2026-04-01', to: '2026-06-30' }, compareRange: 'previous' }, { view: 'segments', segment: 'market' },
    { view: 'states', period: 'quarter' }, { view: 'durations' }, { view: 'trend', period: 'quarter' }, { view: 'phases', period: 'quarter' }, { view: 'steps', minCell: 60 },
  ],
  quiet: '.grid, .over, .net-halo',
  customersOf: (result, mark) => {
    if ('state' in mark) return cellAt(result, mark, ['period'], String(mark['state']));
    if ('phase' in mark) return cellAt(result, mark, ['period', 'phase'], 'customers');
    // Bins of time, periods and ways between phases stand in further tables.
    if (!('outcome' in mark)) return null;
    const { segments } = result.tables;
    if ('segment' in mark && segments !== undefined) return cellAt({ ...result, table: segments }, mark, ['stage', 'segment'], 'ordered_count');
    return cellAt(result, mark, ['stage'], { reached: 'ordered_count', dropped: 'lost', open: 'still_open' }[String(mark['outcome'])] ?? '');
  },
  namesFrom: (names) => ({
    steps: names,
    asOf: '2026-02-01',
    data: csvOf('customer_id,ts,stage', names.flatMap((name, i) => Array.from({ length: 60 - 5 * i }, (_, k) => [`c${k}`, `2026-01-${String(i + 2).padStart(2, '0')}`, name]))),
  }),
};

export const retentionCase: ChartCase = {
  tag: 'cl-retention-cohort',
  table: 'orders',
  attributes: { ...shared, value: 'amount', period: 'quarter' },
  misspelt: ['time', 'tss', 'ts'],
  badOption: ['period', 'fortnight'],
  views: [{ view: 'grid' }, { view: 'curves' }, { view: 'interval' }, { view: 'grid', unit: 'number' }, { view: 'grid', measure: 'value' }, { view: 'grid', brackets: [[0, 0], [1, 2], [3, 6]] }],
  quiet: '.fill, .base, .zero, .dots, [fill^=url]',
  customersOf: (result, mark) => {
    if (!('cohort' in mark)) return null;
    return 'offset' in mark ? cellAt(result, mark, ['cohort', 'offset'], 'active') : cellAt(result, mark, ['cohort'], 'size');
  },
  namesFrom: (names) => ({
    heading: names.join(' '),
    asOf: '2026-09-20',
    data: csvOf('customer_id,ts,amount', names.flatMap((name, i) => Array.from({ length: 40 }, (_, k) => [`${name}${k}`, `2026-0${(i % 3) * 3 + 1}-1${k % 10}`, 5 + k]))),
  }),
};

export const satisfactionCase: ChartCase = {
  tag: 'cl-satisfaction-score',
  table: 'surveys',
  attributes: { ...shared, score: 'nps', segment: 'market', period: 'quarter' },
  misspelt: ['score', 'npss', 'nps'],
  badOption: ['scale', 'stars'],
  views: [{ view: 'score' }, { view: 'distribution' }, { view: 'trend' }, { view: 'segments' }, { score: 'csat', scale: 'csat:1-5:4', view: 'distribution' }],
  quiet: '.grid, .track',
  customersOf: () => null,
  namesFrom: (names) => ({
    view: 'segments',
    score: 'score',
    segment: 'segment',
    asOf: '2026-09-20',
    data: csvOf('customer_id,ts,score,segment', names.flatMap((name, i) => Array.from({ length: 40 }, (_, k) => [`c${i}-${k}`, '2026-01-02', (k + i) % 11, name]))),
  }),
};

export const chartCases: readonly ChartCase[] = [pyramidCase, funnelCase, retentionCase, satisfactionCase];
