import { type Result, rowsOf } from '@clientele/metrics';
import { type Grain, numberIn, textIn } from '../locales/format.js';
import { CellColumns, numberAt, TableCell } from './cell-columns.js';
import { endOfPeriod, periodAfter } from './period-steps.js';
import { pooledCells } from './pooled-cells.js';
import type { Cohort, CohortCell, OffsetRange, RetentionMode, RetentionModel } from './retention-model.js';

const MODES: readonly RetentionMode[] = ['on', 'onOrAfter', 'onOrBefore', 'streak', 'bracket'];

const read = new WeakMap<Result, RetentionModel>();

/**
 * Returns *result* as cohorts and cells. What a backend left out (observed, the pooled row) follows from what it sent. A result
 * is read once, however often it is laid out.
 */
export function retentionModel(result: Result): RetentionModel {
  const known = read.get(result);
  if (known !== undefined) return known;
  const model = modelOf(result);
  read.set(result, model);
  return model;
}

function modelOf(result: Result): RetentionModel {
  const grain = (result.options['period'] ?? 'month') as Grain;
  const { confidence, minCell, minN, mode: asked } = result.options;
  const mode = MODES.find((known) => known === asked) ?? 'on';
  const columns = new CellColumns(result.table);
  const rows = rowsByCohort(columns, result.table.numRows);
  const ranges = rangesOf(columns, result.table.numRows, mode);
  const cohorts = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, at]) => cohortOf(date, columns, at, ranges, mode));
  const customers = result.scalars['customers'];
  return {
    grain, cohorts, mode, ranges, offsets: ranges.length, hasValue: mode !== 'bracket' && columns.value.some((value) => typeof value === 'number' && Number.isFinite(value)),
    confidence: typeof confidence === 'number' ? confidence : 0.95,
    minN: typeof minN === 'number' ? minN : 0,
    minCell: typeof minCell === 'number' ? minCell : 0,
    customers: typeof customers === 'number' ? customers : cohorts.reduce((sum: number | null, { size }) => (sum === null || size === null ? null : sum + size), 0),
    pooled: pooledCells(result, cohorts, ranges),
    asOf: result.diagnostics.window.asOf,
    ...partialUntil(cohorts, grain),
    projected: new Map((result.tables['projection'] === undefined ? [] : rowsOf(result.tables['projection'])).flatMap((row) => {
      const share = numberIn(row, 'retention');
      return share === null ? [] : [[`${textIn(row, 'cohort').slice(0, 10)}/${numberIn(row, 'offset') ?? 0}`, share] as const];
    })),
  };
}

/** The rows of each cohort, which come one after the other in most tables. */
function rowsByCohort(columns: CellColumns, count: number): Map<string, number[]> {
  const byDate = new Map<string, number[]>();
  let list: number[] = [];
  let told: unknown = null;
  for (let i = 0; i < count; i++) {
    if (columns.cohort[i] !== told || i === 0) {
      told = columns.cohort[i];
      const date = columns.dateOf(i);
      list = byDate.get(date) ?? [];
      byDate.set(date, list);
    }
    list.push(i);
  }
  return byDate;
}

/** The offsets that somebody has seen: each by itself, or the brackets of the table. */
function rangesOf(columns: CellColumns, count: number, mode: RetentionMode): readonly OffsetRange[] {
  let most = -1;
  const ends = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    if (!columns.isObserved(i)) continue;
    const offset = columns.offsetOf(i);
    if (mode === 'bracket') ends.set(offset, numberAt(columns.offsetEnd, i) ?? offset);
    else if (offset > most) most = offset;
  }
  if (mode === 'bracket') return [...ends].sort(([a], [b]) => a - b);
  return Array.from({ length: most + 1 }, (_, offset): OffsetRange => [offset, offset]);
}

function cohortOf(date: string, columns: CellColumns, at: readonly number[], ranges: readonly OffsetRange[], mode: RetentionMode): Cohort {
  const [head = -1] = at;
  const first = at.find((i) => columns.offset[i] === 0) ?? -1;
  const cells: (CohortCell | null)[] = Array.from({ length: ranges.length }, () => null);
  for (const i of at) {
    if (!columns.isObserved(i)) continue;
    const offset = columns.offsetOf(i);
    const column = mode === 'bracket' ? ranges.findIndex(([from]) => from === offset) : offset;
    cells[column] = new TableCell(columns, i, column, first);
  }
  return { date, size: numberAt(columns.size, head), lowN: columns.lowN[head] === true, cells };
}

function partialUntil(cohorts: readonly Cohort[], grain: Grain): Pick<RetentionModel, 'partialUntil' | 'partialEnds'> {
  // Rolling windows and brackets end on many days: the last of them.
  let latest: string | null = null;
  let first: string | null = null;
  const ends = new Set<string>();
  for (const { date, cells } of cohorts) {
    for (const cell of cells) {
      if (cell?.partial !== true) continue;
      if (cell.until !== null) ends.add(cell.until);
      if (cell.until !== null && (latest === null || cell.until > latest)) latest = cell.until;
      first ??= endOfPeriod(periodAfter(date, grain, cell.offset), grain);
    }
  }
  return { partialUntil: latest ?? first, partialEnds: ends.size > 1 };
}
