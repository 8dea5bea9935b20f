import type { Estimate, Summary } from '../metric.js';
import { quantile } from '../statistics/quantile.js';
import { wilson } from '../statistics/wilson.js';
import { type CellType, type Row, type Table, tableOf } from '../table.js';
import { CHANGE_COLUMNS, changeOfShare, changeRows } from './funnel-change.js';
import { withheldRows } from './funnel-disclosure.js';
import { funnelNotes } from './funnel-notes.js';
import type { FunnelOptions } from './funnel-options.js';
import { EXACT } from './funnel-summary.js';
import { trendTable } from './funnel-trend.js';
import { LOW_N } from './low-n.js';
import { groupBy, numberIn, summaryRows, textIn, toldIn } from './summary-cells.js';

/** The columns of a funnel's steps. */
const STEP_COLUMNS: Readonly<Record<string, CellType>> = {
  stage: 'utf8', order: 'int32', open_count: 'int32', ordered_count: 'int32', step_conversion: 'float64', overall_conversion: 'float64',
  drop_off: 'float64', median_seconds: 'float64', lower: 'float64', upper: 'float64',
  p90_seconds: 'float64', converted: 'int32', lost: 'int32', still_open: 'int32', moved_back: 'int32', skipped: 'int32', value: 'float64',
  optional: 'bool', low_n: 'bool', suppressed: 'bool', overall_lower: 'float64', overall_upper: 'float64',
};

/** Of earlier entries, what can be told apart from who came later: nobody's presence at a stage can. */
const EARLIER_COLUMNS = Object.fromEntries(Object.entries(STEP_COLUMNS).filter(([name]) => name !== 'open_count' && name !== 'skipped'));

/** Rates, intervals and times from the counts of a funnel. See `funnel` for what they mean. */
export function estimateFunnel(summary: Summary, options: FunnelOptions): Estimate {
  const all = summaryRows('funnel', summary, 'funnel');
  const rowsIn = (name: string): Row[] => (summary.tables[name] === undefined ? [] : summaryRows('funnel', summary, name));
  const rows = withheldRows({ steps: all, segments: rowsIn('segments'), trend: rowsIn('trend'), durations: rowsIn('durations'), moves: rowsIn('moves') }, options);
  const { steps } = rows;
  const times = summaryRows('funnel', summary, 'times');
  const window = summaryRows('funnel', summary, 'window')[0] ?? {};
  const given = textIn(window, 'steps') === 'counts';
  const entered = toldIn(steps[0] ?? { ordered_count: 0 }, 'ordered_count');
  const completed = toldIn(steps.at(-1) ?? { ordered_count: 0 }, 'ordered_count');
  const told = entered !== null && completed !== null && entered > 0 && entered >= (options.minN ?? 0);
  const interval = told && completed <= entered ? wilson(completed, entered, options.confidence ?? 0.95) : null;
  const timed = completed === null || completed < (options.minN ?? 0) ? [] : times.filter((row) => row['since'] === 'entry' && numberIn(row, 'order') === steps.length);
  const rated = stepRows(steps, times, options);
  const compared = comparison(summary, rated, options);
  return {
    table: tableOf({ ...STEP_COLUMNS, ...(all.some((row) => typeof row['value_exact'] === 'string') ? EXACT : {}), ...(compared === null ? {} : CHANGE_COLUMNS) },
      rated.map((row, k) => ({ ...row, ...compared?.changes[k] }))),
    scalars: {
      entered,
      completed,
      conversion: told ? completed / entered : null,
      conversion_lower: interval?.lower ?? null,
      conversion_upper: interval?.upper ?? null,
      still_open: given || steps.some((row) => row['still_open'] === null) ? null
        : steps.reduce((sum, row) => (isOptional(row, options) ? sum : sum + numberIn(row, 'still_open')), 0),
      median_seconds: quantileSeconds(timed, 0.5),
      p90_seconds: quantileSeconds(timed, 0.9),
      steps: textIn(window, 'steps'),
      ...(options.exclusions == null ? {} : { excluded: numberIn(window, 'excluded') }),
      ...compared?.scalars,
    },
    tables: {
      ...segmentTable(summary, rows.segments, options),
      ...(summary.tables['trend'] === undefined ? {} : { trend: trendTable(rows.trend, steps.length, window, options) }),
      ...(summary.tables['durations'] === undefined ? {} : { durations: durationTable(rows.durations, steps, options) }),
      ...(compared === null ? {} : { earlier: compared.earlier }),
      ...(given ? {} : { arrivals: arrivalTable(steps, times, options) }),
      ...(summary.tables['moves'] === undefined ? {} : { moves: movesTable(rows.moves, steps, options) }),
    },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: textIn(window, 'as_of'), partial: [] },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: options.currency ?? null,
      inferred: {},
      notes: [
        ...funnelNotes(all, window, options),
        ...([...rows.steps, ...rows.segments].some((row) => row['ordered_count'] === null || row['lost'] === null)
          ? [{ code: 'cells_withheld', message: 'Small groups are withheld, and what would tell them.', params: { minCell: options.minCell ?? 0 } }] : []),
      ],
    },
  };
}

function segmentTable(summary: Summary, segments: readonly Row[], options: FunnelOptions): Record<string, Table> {
  if (summary.tables['segments'] === undefined) return {};
  const times = summaryRows('funnel', summary, 'segment_times');
  const rows = groupBy(segments, 'segment').flatMap(([segment, steps]) => (
    stepRows(steps, times.filter((row) => row['part'] === segment), options).map((row) => ({ segment, ...row }))));
  return { segments: tableOf({ segment: 'utf8', ...STEP_COLUMNS }, rows) };
}

/** How earlier entries did, and what became of each share since. */
function comparison(summary: Summary, steps: readonly Row[], options: FunnelOptions): { earlier: Table; changes: readonly Row[]; scalars: Row } | null {
  if (summary.tables['earlier'] === undefined) return null;
  const withheld = withheldRows({ steps: summaryRows('funnel', summary, 'earlier'), segments: [], trend: [], durations: [], moves: [] }, options);
  const rows = stepRows(withheld.steps, summaryRows('funnel', summary, 'earlier_times'), options);
  const [entered, completed, enteredBefore, completedBefore] = [steps, rows].flatMap((side) => [side[0], side.at(-1)].map((row) => toldIn(row ?? {}, 'ordered_count')));
  const share = (side: readonly Row[]): number | null => toldIn(side.at(-1) ?? {}, 'overall_conversion');
  const told = share(steps) !== null && share(rows) !== null;
  const overall = changeOfShare(completed ?? null, told ? (entered ?? null) : null, completedBefore ?? null, enteredBefore ?? null, options.confidence ?? 0.95);
  return {
    earlier: tableOf(EARLIER_COLUMNS, rows),
    changes: changeRows(steps, rows, options),
    scalars: {
      entered_before: enteredBefore ?? null, completed_before: completedBefore ?? null, conversion_before: share(rows),
      ...Object.fromEntries(Object.entries(overall).map(([name, value]) => [name === 'distinguishable' ? name : name.replace('change', 'conversion_change'), value])),
    },
  };
}

function isOptional(row: Row, options: FunnelOptions): boolean {
  return options.optional?.includes(textIn(row, 'stage') ?? '') === true;
}

function stepRows(steps: readonly Row[], times: readonly Row[], options: FunnelOptions): Row[] {
  const minN = options.minN ?? 0;
  const entered = toldIn(steps[0] ?? {}, 'ordered_count');
  let before: number | null = null;
  return steps.map((row, k) => {
    const reached = toldIn(row, 'ordered_count');
    const base = k === 0 ? reached : before;
    const few = base !== null && base > 0 && base < minN;
    // Counts given ready-made, and stages read as places, may rise from step to step; a share above 1 has no interval.
    const rate = k === 0 || before === null || before === 0 || reached === null || few ? null : reached / before;
    const interval = rate === null || rate > 1 || before === null || reached === null ? null : wilson(reached, before, options.confidence ?? 0.95);
    const overall = k === 0 || entered === null || reached === null || entered === 0 || entered < minN || reached > entered ? null : wilson(reached, entered, options.confidence ?? 0.95);
    const delays = reached === null || reached < minN ? [] : times.filter((time) => time['order'] === row['order'] && time['since'] === 'previous');
    const optional = isOptional(row, options);
    // What may be left out is nobody's step before.
    if (!optional) before = reached;
    const secret = ['ordered_count', 'converted', 'lost', 'still_open', 'moved_back', 'open_count', 'skipped'].some((name) => row[name] === null);
    return {
      ...row,
      value: reached === null ? null : row['value'] ?? null,
      value_exact: reached === null ? null : row['value_exact'] ?? null,
      step_conversion: rate,
      overall_conversion: entered === null || reached === null || entered === 0 || entered < minN ? null : reached / entered,
      drop_off: rate === null ? null : 1 - rate,
      median_seconds: quantileSeconds(delays, 0.5),
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
      overall_lower: overall?.lower ?? null,
      overall_upper: overall?.upper ?? null,
      p90_seconds: quantileSeconds(delays, 0.9),
      optional,
      low_n: base !== null && base < LOW_N,
      suppressed: few || secret,
    };
  });
}

/** The quantile of times of which the order statistics around it are known. */
function quantileSeconds(times: readonly Row[], p: number): number | null {
  const rank = (numberIn(times[0] ?? {}, 'n') - 1) * p;
  const at = (wanted: number): Row | undefined => times.find((row) => row['rank'] === wanted);
  const low = at(Math.floor(rank));
  const high = at(Math.ceil(rank));
  if (low === undefined || high === undefined) return null;
  const micros = quantile([numberIn(low, 'micros'), numberIn(high, 'micros')], rank - Math.floor(rank));
  return micros === null ? null : micros / 1e6;
}

/** How long it took from the entry to each step but the first. */
function arrivalTable(steps: readonly Row[], times: readonly Row[], options: FunnelOptions): Table {
  const rows = steps.slice(1).map((row): Row => {
    const since = times.filter((time) => time['order'] === row['order'] && time['since'] === 'entry');
    const n = numberIn(since[0] ?? {}, 'n');
    const secret = row['ordered_count'] === null;
    const told = secret || n < (options.minN ?? 0) ? [] : since;
    return { order: numberIn(row, 'order'), n: secret ? null : n, median_seconds: quantileSeconds(told, 0.5), p90_seconds: quantileSeconds(told, 0.9), low_n: n < LOW_N };
  });
  return tableOf({ order: 'int32', n: 'int32', median_seconds: 'float64', p90_seconds: 'float64', low_n: 'bool' }, rows);
}

/** How long steps took from the entry, by bins; each with its share of those who reached the step. */
function durationTable(durations: readonly Row[], steps: readonly Row[], options: FunnelOptions): Table {
  const names = new Map(steps.map((row) => [numberIn(row, 'order'), row]));
  const rows = durations.flatMap((row): Row[] => {
    const step = names.get(numberIn(row, 'order')) ?? {};
    const reached = toldIn(step, 'ordered_count');
    const count = toldIn(row, 'count');
    if (reached !== null && reached < (options.minN ?? 0)) return [];
    return [{
      order: numberIn(row, 'order'), from_seconds: numberIn(row, 'from_micros') / 1e6,
      to_seconds: numberIn(row, 'to_micros') / 1e6, count, share: count === null || reached === null ? null : count / reached,
    }];
  });
  return tableOf({ order: 'int32', from_seconds: 'float64', to_seconds: 'float64', count: 'int32', share: 'float64' }, rows);
}

/** Direct ways between stages: on to the next, over some, or back. */
function movesTable(moves: readonly Row[], steps: readonly Row[], options: FunnelOptions): Table {
  const names = steps.map((row) => textIn(row, 'stage'));
  const rows = moves.flatMap((row): Row[] => {
    const source = names.indexOf(textIn(row, 'source'));
    const target = names.indexOf(textIn(row, 'target'));
    const customers = toldIn(row, 'customers');
    if (customers !== null && customers < (options.minN ?? 0)) return [];
    const kind = target === -1 ? 'lost' : source === -1 ? 'won_back' : target < source ? 'back' : target === source + 1 ? 'next' : 'skip';
    return [{ source: textIn(row, 'source'), target: textIn(row, 'target'), kind, customers }];
  });
  return tableOf({ source: 'utf8', target: 'utf8', kind: 'utf8', customers: 'int32' }, rows);
}
