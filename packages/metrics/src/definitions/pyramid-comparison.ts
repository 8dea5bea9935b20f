import type { Estimate, Summary } from '../metric.js';
import { tellableCuts } from '../statistics/rank-suppression.js';
import { type SumLine, withheldCells } from '../statistics/suppression.js';
import { type CellType, type Row, type Table, tableOf } from '../table.js';
import type { Disclosure } from './pyramid-disclosure.js';
import { BELOW, ENTERED, LEFT } from './pyramid-places.js';
import type { PyramidOptions } from './pyramid-options.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

/** A pyramid held against an earlier one. */
export interface PyramidComparison {
  readonly earlier: readonly Row[];
  readonly earlierTotals: Row;
  /** Of which tiers, at the later and at the earlier date, `minCell` withholds nothing. */
  readonly toldLater: readonly boolean[];
  readonly toldEarlier: readonly boolean[];
  /** The columns that the main table has more, and their cells by tier. */
  readonly columns: Readonly<Record<string, CellType>>;
  readonly changes: readonly Row[];
  readonly scalars: Estimate['scalars'];
  readonly migration: Table;
}

type Move = 'stayed' | 'up' | 'down' | 'in' | 'out';
const MOVES: Readonly<Record<string, Move>> = { stayed: 'stayed', moved_up: 'up', moved_down: 'down', entered: 'in', left: 'out' };

/** Returns the tiers of the earlier date, their changes, and who went from where to where. */
export function comparePyramids(summary: Summary, tiers: readonly Row[], disclosure: Disclosure, options: PyramidOptions): PyramidComparison {
  const earlier = summaryRows('pyramid', summary, 'earlier');
  const [earlierTotals = {}] = summaryRows('pyramid', summary, 'earlier_totals');
  const [totals = {}] = summaryRows('pyramid', summary, 'totals');
  const flows = flowsOf(summary, tiers);
  const hidden = withheldOf(flows, { tiers, earlier, totals, earlierTotals }, disclosure, options.minCell ?? 0);
  const total = (row: Row, name: string): number | null => (numberIn(row, 'customers') === 0 ? null : numberIn(row, name));
  const shareOf = (row: Row, all: Row): number | null => (numberIn(all, 'total') > 0 ? numberIn(row, 'value') / numberIn(all, 'total') : null);
  const few = (row: Row): boolean => numberIn(row, 'customers') > 0 && numberIn(row, 'customers') < (options.minN ?? 0);
  const before = hidden.allBefore ? {} : earlierTotals;
  return {
    earlier,
    earlierTotals: { ...earlierTotals, share_withheld: hidden.allBefore },
    toldLater: hidden.later.map((withheld) => !withheld),
    toldEarlier: hidden.earlier.map((withheld) => !withheld),
    columns: { customers_change: 'int32', value_change: 'float64', value_share_change: 'float64' },
    changes: tiers.map((row, i): Row => {
      const was = earlier[i] ?? {};
      if (hidden.later[i] === true || hidden.earlier[i] === true) return {};
      const [now, then] = [shareOf(row, totals), shareOf(was, earlierTotals)];
      return {
        customers_change: numberIn(row, 'customers') - numberIn(was, 'customers'),
        value_change: few(row) || few(was) ? null : numberIn(row, 'value') - numberIn(was, 'value'),
        value_share_change: now === null || then === null || few(row) || few(was) || hidden.allBefore ? null : now - then,
      };
    }),
    scalars: {
      customers_before: hidden.allBefore ? null : numberIn(earlierTotals, 'customers'),
      total_before: total(before, 'total'),
      ...Object.fromEntries(Object.entries(MOVES).map(([name, move], i) => (
        [name, hidden.moves[i] === true ? null : flows.reduce((sum, flow) => sum + (flow.move === move ? flow.customers : 0), 0)]))),
    },
    migration: migrationTable(flows, hidden.flows, options.minN ?? 0),
  };
}

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly move: Move;
  readonly customers: number;
  readonly before: number;
  readonly after: number;
}

/** Every pair of places, those between which nobody went too: tiers from the top, `(below)` where there is such a place, then the outside. */
function flowsOf(summary: Summary, tiers: readonly Row[]): Flow[] {
  const rows = summaryRows('pyramid', summary, 'migration');
  const names = tiers.map((row) => textIn(row, 'tier') ?? '');
  const places = rows.some((row) => row['from'] === BELOW || row['to'] === BELOW) ? [...names, BELOW] : names;
  const byPair = new Map(rows.map((row) => [JSON.stringify([row['from'], row['to']]), row]));
  return [...places, ENTERED].flatMap((from, i) => [...places, LEFT].flatMap((to, j): Flow[] => {
    if (from === ENTERED && to === LEFT) return [];
    const row = byPair.get(JSON.stringify([from, to])) ?? {};
    const move = from === ENTERED ? 'in' : to === LEFT ? 'out' : i === j ? 'stayed' : j < i ? 'up' : 'down';
    return [{ from, to, move, customers: numberIn(row, 'customers'), before: numberIn(row, 'value_before'), after: numberIn(row, 'value_after') }];
  }));
}

interface Withheld {
  readonly flows: readonly boolean[];
  readonly later: readonly boolean[];
  readonly earlier: readonly boolean[];
  readonly moves: readonly boolean[];
  readonly allBefore: boolean;
}

/**
 * What `minCell` withholds of flows, tiers, moves and the number of customers before, all of which tell each other: a
 * tier is the sum of the flows from it and to it. The number of customers now is told by every other table, so it is known.
 */
function withheldOf(
  flows: readonly Flow[],
  { tiers, earlier, totals, earlierTotals }: { tiers: readonly Row[]; earlier: readonly Row[]; totals: Row; earlierTotals: Row },
  disclosure: Disclosure, minCell: number,
): Withheld {
  const counts = flows.map(({ customers }) => customers);
  const lines: SumLine[] = [];
  const cell = (count: number, parts?: readonly number[]): number => {
    counts.push(count);
    if (parts !== undefined) lines.push({ parts, total: counts.length - 1 });
    return counts.length - 1;
  };
  const flowsWhere = (test: (flow: Flow) => boolean): number[] => [...flows.keys()].filter((i) => test(flows[i]!));
  const laterCells = tiers.map((row) => cell(numberIn(row, 'customers'), flowsWhere(({ to }) => to === row['tier'])));
  const earlierCells = earlier.map((row) => cell(numberIn(row, 'customers'), flowsWhere(({ from }) => from === row['tier'])));
  const moves = Object.values(MOVES).map((wanted) => {
    const parts = flowsWhere(({ move }) => move === wanted);
    return cell(parts.reduce((sum, i) => sum + counts[i]!, 0), parts);
  });
  const allBefore = cell(numberIn(earlierTotals, 'customers'), flowsWhere(({ move }) => move !== 'in'));
  lines.push({ parts: flowsWhere(({ move }) => move !== 'out') });

  const cuts = runningCounts(earlier);
  const ranks = tellableCuts([cuts], numberIn(earlierTotals, 'customers'), minCell);
  const already = disclosure.tellsNothing ? [...counts.keys()] : [
    ...laterCells.filter((_, i) => !disclosure.tellsRows(tiers)[i]!),
    ...earlierCells.filter((_, i) => minCell > 1 && !(ranks.has(cuts[i]!) && ranks.has(cuts[i + 1]!))),
  ];
  const withheld = withheldCells(counts, numberIn(totals, 'customers') < minCell ? [] : lines, minCell, already);
  const isHidden = (i: number): boolean => withheld[i] === 1;
  return {
    flows: flows.map((_, i) => isHidden(i)), later: laterCells.map(isHidden), earlier: earlierCells.map(isHidden),
    moves: moves.map(isHidden), allBefore: isHidden(allBefore),
  };
}

function runningCounts(rows: readonly Row[]): number[] {
  let rank = 0;
  return [0, ...rows.map((row) => (rank += numberIn(row, 'customers')))];
}

function migrationTable(flows: readonly Flow[], withheld: readonly boolean[], minN: number): Table {
  return tableOf(
    { from: 'utf8', to: 'utf8', move: 'utf8', customers: 'int32', value_before: 'float64', value_after: 'float64', suppressed: 'bool' },
    flows.map(({ from, to, move, customers, before, after }, i): Row => {
      if (withheld[i] === true) return { from, to, move, suppressed: true };
      const few = customers > 0 && customers < minN;
      return {
        from, to, move, customers, suppressed: few,
        value_before: few || from === ENTERED ? null : before, value_after: few || to === LEFT ? null : after,
      };
    }),
  );
}
