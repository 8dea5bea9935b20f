import type { Estimate, Note, Summary } from '../metric.js';
import { type SumLine, withheldCells } from '../statistics/suppression.js';
import { wilson } from '../statistics/wilson.js';
import { type Row, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import { periodSpan } from './period-span.js';
import type { PhasesOptions } from './phases-options.js';
import { groupBy, numberIn, summaryRows, textIn } from './summary-cells.js';

/** Shares with intervals, and what is withheld. See `phases` for what they mean. */
export function estimatePhases(summary: Summary, options: PhasesOptions): Estimate {
  const window = summaryRows('phases', summary, 'window')[0] ?? {};
  const totals = summaryRows('phases', summary, 'totals')[0] ?? {};
  const cells = summaryRows('phases', summary, 'phases');
  const flows = summaryRows('phases', summary, 'flows');
  const span = periodSpan('phases', window, options);
  const lastPeriod = textIn(cells.at(-1) ?? {}, 'period');
  const dates = groupBy(cells, 'period');
  const hidden = withheld(cells, flows, options.minCell ?? 0);
  const share = (part: number, whole: number, secret: boolean): Row => {
    const rated = !secret && whole > 0 && whole >= (options.minN ?? 0);
    const interval = rated ? wilson(part, whole, options.confidence ?? 0.95) : null;
    return { share: rated ? part / whole : null, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
  };

  const rows = dates.flatMap(([period, phases], d) => {
    // A share tells the number that it is a share of.
    const allSecret = hidden[cells.length + flows.length + d] === 1;
    const all = phases.reduce((sum, row) => sum + numberIn(row, 'customers'), 0);
    return phases.map((row): Row => {
      const secret = hidden[cells.indexOf(row)] === 1;
      return {
        ...row, customers: secret ? null : numberIn(row, 'customers'), value: secret ? null : row['value'] ?? null,
        ...share(numberIn(row, 'customers'), all, secret || allSecret),
        partial: period === lastPeriod && !span.lastIsOver, low_n: all < LOW_N, suppressed: secret || (all > 0 && all < (options.minN ?? 0)),
      };
    });
  });
  const transitions = groupBy(flows, 'source').flatMap(([source, targets]) => {
    const all = targets.reduce((sum, row) => sum + numberIn(row, 'customers'), 0);
    const someSecret = targets.some((row) => hidden[cells.length + flows.indexOf(row)] === 1);
    return targets.map((row): Row => {
      const secret = hidden[cells.length + flows.indexOf(row)] === 1;
      return {
        ...row, customers: secret ? null : numberIn(row, 'customers'), ...share(numberIn(row, 'customers'), all, someSecret),
        win_back: source === 'break_up' && textIn(row, 'target') !== 'break_up', low_n: all < LOW_N, suppressed: secret,
      };
    });
  });
  const notes: Note[] = [];
  const missing = numberIn(totals, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as purchases only.`, params: { rows: missing } });
  if (hidden.includes(1)) notes.push({ code: 'cells_withheld', message: 'Small groups are withheld, and what would tell them.', params: { minCell: options.minCell ?? 0 } });
  const last = cells.filter((row) => row['period'] === lastPeriod);
  return {
    table: tableOf({
      period: 'date', as_of: 'date', phase: 'utf8', customers: 'int32', share: 'float64', lower: 'float64', upper: 'float64', value: 'float64',
      partial: 'bool', low_n: 'bool', suppressed: 'bool',
    }, rows),
    scalars: {
      customers: last.length > 0 && hidden.at(-1) === 1 ? null : last.reduce((sum, row) => sum + numberIn(row, 'customers'), 0), window_days: numberIn(totals, 'window_days'),
      as_of: textIn(totals, 'as_of'), before: textIn(totals, 'before'),
    },
    tables: {
      transitions: tableOf({
        source: 'utf8', target: 'utf8', customers: 'int32', share: 'float64', lower: 'float64', upper: 'float64', win_back: 'bool', low_n: 'bool', suppressed: 'bool',
      }, transitions),
    },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: span.asOf, partial: lastPeriod !== null && !span.lastIsOver ? [lastPeriod] : [] },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: options.currency ?? null,
      inferred: {},
      notes,
    },
  };
}

/**
 * Which cells to withhold, the cells of all dates, then the ways, then everybody at each date: phases of a date make all
 * customers; those who came to a phase are those who are in it at last.
 */
function withheld(cells: readonly Row[], flows: readonly Row[], minCell: number): Uint8Array {
  const counts = [...cells, ...flows].map((row) => numberIn(row, 'customers'));
  const lines: SumLine[] = [];
  for (const [, rows] of groupBy(cells, 'period')) {
    lines.push({ parts: rows.map((row) => cells.indexOf(row)), total: counts.length });
    counts.push(rows.reduce((sum, row) => sum + numberIn(row, 'customers'), 0));
  }
  for (const row of cells.slice(-4)) {
    lines.push({ parts: flows.flatMap((flow, i) => (flow['target'] === row['phase'] ? [cells.length + i] : [])), total: cells.indexOf(row) });
  }
  return withheldCells(counts, lines, minCell);
}
