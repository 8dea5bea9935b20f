import type { Estimate, Note, Summary } from '../metric.js';
import { quantile } from '../statistics/quantile.js';
import { wilson } from '../statistics/wilson.js';
import { type CellType, type Row, tableOf } from '../table.js';
import type { FunnelOptions } from './funnel-options.js';
import { LOW_N } from './low-n.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

const COLUMNS: Readonly<Record<string, CellType>> = {
  stage: 'utf8', order: 'int32', open_count: 'int32', ordered_count: 'int32', step_conversion: 'float64', overall_conversion: 'float64',
  drop_off: 'float64', median_seconds: 'float64', lower: 'float64', upper: 'float64',
  p90_seconds: 'float64', converted: 'int32', lost: 'int32', still_open: 'int32', skipped: 'int32', value: 'float64',
  low_n: 'bool', suppressed: 'bool',
};

/** Rates, intervals and times from the counts of a funnel. See `funnel` for what they mean. */
export function estimateFunnel(summary: Summary, options: FunnelOptions): Estimate {
  const steps = summaryRows('funnel', summary, 'funnel');
  const times = summaryRows('funnel', summary, 'times');
  const window = summaryRows('funnel', summary, 'window')[0] ?? {};
  const entered = numberIn(steps[0] ?? {}, 'ordered_count');
  const completed = numberIn(steps.at(-1) ?? {}, 'ordered_count');
  return {
    table: tableOf(COLUMNS, stepRows(steps, times, null, options)),
    scalars: {
      entered,
      completed,
      conversion: entered > 0 && entered >= (options.minN ?? 0) ? completed / entered : null,
      still_open: textIn(window, 'steps') === 'counts' ? null : steps.reduce((sum, row) => sum + numberIn(row, 'still_open'), 0),
      steps: textIn(window, 'steps'),
    },
    tables: summary.tables['segments'] === undefined ? {} : { segments: segmentTable(summary, times, options) },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: textIn(window, 'as_of'), partial: [] },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: options.currency ?? null,
      inferred: {},
      notes: notesOf(steps, window, options),
    },
  };
}

function segmentTable(summary: Summary, times: readonly Row[], options: FunnelOptions): Estimate['table'] {
  const bySegment = new Map<string, Row[]>();
  for (const row of summaryRows('funnel', summary, 'segments')) {
    const segment = textIn(row, 'segment') ?? '';
    bySegment.set(segment, [...(bySegment.get(segment) ?? []), row]);
  }
  return tableOf({ segment: 'utf8', ...COLUMNS }, [...bySegment].flatMap(([segment, steps]) => (
    stepRows(steps, times, segment, options).map((row) => ({ segment, ...row })))));
}

function stepRows(steps: readonly Row[], times: readonly Row[], segment: string | null, options: FunnelOptions): Row[] {
  const minN = options.minN ?? 0;
  const entered = numberIn(steps[0] ?? {}, 'ordered_count');
  return steps.map((row, k) => {
    const reached = numberIn(row, 'ordered_count');
    const before = k === 0 ? null : numberIn(steps[k - 1] ?? {}, 'ordered_count');
    const base = before ?? reached;
    const hidden = base > 0 && base < minN;
    // Counts given ready-made may rise from step to step; a share above 1 has no interval.
    const rate = before === null || before === 0 || hidden ? null : reached / before;
    const interval = rate === null || rate > 1 || before === null ? null : wilson(reached, before, options.confidence ?? 0.95);
    const delays = reached < minN ? [] : times.filter((time) => time['order'] === row['order'] && textIn(time, 'segment') === segment);
    return {
      ...row,
      step_conversion: rate,
      overall_conversion: entered === 0 || entered < minN ? null : reached / entered,
      drop_off: rate === null ? null : 1 - rate,
      median_seconds: delaySeconds(delays, reached, 0.5),
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
      p90_seconds: delaySeconds(delays, reached, 0.9),
      low_n: base < LOW_N,
      suppressed: hidden,
    };
  });
}

/** The quantile of *count* delays (R-7), of which the order statistics around it are known. */
function delaySeconds(delays: readonly Row[], count: number, p: number): number | null {
  const rank = (count - 1) * p;
  const at = (wanted: number): Row | undefined => delays.find((row) => row['rank'] === wanted);
  const low = at(Math.floor(rank));
  const high = at(Math.ceil(rank));
  if (low === undefined || high === undefined) return null;
  const micros = quantile([numberIn(low, 'micros'), numberIn(high, 'micros')], rank - Math.floor(rank));
  return micros === null ? null : micros / 1e6;
}

function notesOf(steps: readonly Row[], window: Row, options: FunnelOptions): Note[] {
  const notes: Note[] = [];
  const origin = textIn(window, 'steps');
  const names = steps.map((row) => textIn(row, 'stage') ?? '');
  const leftOut = numberIn(window, 'left_out');
  if (origin === 'lifecycle') {
    notes.push({ code: 'steps_lifecycle', message: 'No steps were named: the stages of the customer lifecycle that occur are the steps.', params: { steps: names.length } });
  }
  if (origin === 'found' && names.length > 0) {
    notes.push({ code: 'steps_found', message: 'No steps were named: stages are ordered by when customers first reach them, which may not be the order meant.', params: { steps: names.length } });
  }
  const absent = origin === 'named' ? steps.filter((row) => numberIn(row, 'open_count') === 0).map((row) => textIn(row, 'stage') ?? '') : [];
  if (absent.length > 0 && absent.length < steps.length) {
    notes.push({ code: 'step_absent', message: `No row is at step ${absent.map((name) => `"${name}"`).join(', ')}: check how it is written.`, params: { steps: absent.join(', ') } });
  }
  if (leftOut > 0) notes.push({ code: 'stages_left_out', message: `${leftOut} stages of the data are no step.`, params: { stages: leftOut } });
  if (origin === 'counts') {
    notes.push({ code: 'counts_given', message: 'Counts were given ready-made: nothing is known about order, time or who is still on the way.' });
  } else if (options.window == null && steps.some((row) => numberIn(row, 'lost') > 0)) {
    notes.push({ code: 'no_window', message: 'There is no window: everyone who has not gone on counts as lost, though some still may.' });
  }
  const rising = steps.filter((row, k) => k > 0 && numberIn(row, 'open_count') > numberIn(steps[k - 1] ?? {}, 'open_count'));
  if (rising.length > 0) {
    notes.push({ code: 'open_count_rises', message: 'Some stages have more customers than the stage before: they are reached by other ways too.', params: { first: textIn(rising[0] ?? {}, 'stage') } });
  }
  const missing = numberIn(window, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as events only.`, params: { rows: missing } });
  return notes;
}
