import { localDate } from '../calendar/local-date.js';
import { StateError } from '../errors.js';
import type { Summary } from '../metric.js';
import { type AnswerRow, partOf, type SqlRow } from '../sql/answer.js';
import { type ExactSum, lessSum, numberOfSum } from '../sql/exact-sum.js';
import { type Row, tableOf } from '../table.js';
import { exactTotalOf } from './exact-total.js';
import { cutOf } from './pyramid-cut.js';
import type { PyramidTiers } from './pyramid-options.js';
import { rowCountsOf } from './rows-query.js';

const CONCENTRATION_SHARES: readonly number[] = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const NOTHING: ExactSum = { units: 0n, rest: 0, scale: null };

/** The ranking of a database, known at the ranks that were asked for. */
class Points {
  readonly #rows: ReadonlyMap<number, AnswerRow>;

  constructor(rows: readonly AnswerRow[]) {
    this.#rows = new Map(rows.map((row) => [row.count('place'), row]));
  }

  /** The value of the customer at *place*, counted from 1. */
  worth(place: number): number {
    return this.#at(place).number('worth') ?? 0;
  }

  /** The sum of the values at places above *from* down to *to*. */
  sum(from: number, to: number): number {
    return to <= from ? 0 : numberOfSum(lessSum(this.#downTo(to), this.#downTo(from)));
  }

  #downTo(place: number): ExactSum {
    return place === 0 ? NOTHING : this.#at(place).sum('total');
  }

  #at(place: number): AnswerRow {
    const row = this.#rows.get(place);
    if (row === undefined) throw new StateError(`pyramid: the answer lacks rank ${place}; expected the rows of this query, all of them`);
    return row;
  }
}

/** Returns the summary of a pyramid from the rows of its query: the tables of `pyramidSummary`. */
export function pyramidSummaryOf(answer: readonly SqlRow[], tiers: PyramidTiers, timeZone: string): Summary {
  const [sizes] = partOf(answer, 'sizes');
  const [seen] = partOf(answer, 'seen');
  if (sizes === undefined || seen === undefined) throw new StateError('pyramid: the answer lacks its totals; expected the rows of this query, all of them');
  const points = new Points(partOf(answer, 'point'));
  const n = sizes.count('n');
  const first = seen.number('first');
  const last = seen.number('last');
  return {
    tables: {
      pyramid: tableOf({ tier: 'utf8', order: 'int32', customers: 'int32', value: 'float64', min: 'float64', max: 'float64' }, tierRows(answer, tiers, points, sizes)),
      totals: totalsTable(answer, points, sizes, seen),
      deciles: tableOf({ decile: 'int32', customers: 'int32', value: 'float64' }, Array.from({ length: 10 }, (_, i) => {
        const [from, to] = [cutOf(n, i / 10), cutOf(n, (i + 1) / 10)];
        return { decile: i + 1, customers: to - from, value: points.sum(from, to) };
      })),
      lorenz: curveTable(points, n, 'poorest'),
      whale: curveTable(points, n, 'best'),
      concentration: tableOf({ p: 'float64', k: 'int32', value: 'float64' }, CONCENTRATION_SHARES.map((p) => ({ p, k: cutOf(n, p), value: points.sum(0, cutOf(n, p)) }))),
      window: tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{
        start: first === null ? null : localDate(first, timeZone), end: last === null ? null : localDate(last, timeZone), time_zone: timeZone,
      }]),
    },
    rows: rowCountsOf(answer),
  };
}

function tierRows(answer: readonly SqlRow[], { by, tiers }: PyramidTiers, points: Points, sizes: AnswerRow): Row[] {
  const ends = new Map(partOf(answer, 'tier').map((row) => [row.count('tier'), row.count('place')]));
  const ranges: { name: string; from: number; to: number }[] = [];
  let from = 0;
  tiers.forEach(({ name }, i) => {
    const to = Math.max(from, ends.get(i) ?? 0);
    ranges.push({ name, from, to });
    from = to;
  });
  if (by === 'profit') ranges.push({ name: 'none', from: sizes.count('positive'), to: sizes.count('n') });
  return ranges.map((range, i) => ({
    tier: range.name, order: i + 1, customers: range.to - range.from, value: points.sum(range.from, range.to),
    min: range.to > range.from ? points.worth(range.to) : null, max: range.to > range.from ? points.worth(range.from + 1) : null,
  }));
}

function totalsTable(answer: readonly SqlRow[], points: Points, sizes: AnswerRow, seen: AnswerRow): Summary['tables'][string] {
  const n = sizes.count('n');
  const positive = sizes.count('positive');
  const losses = sizes.count('negative');
  const total = points.sum(0, n);
  const tenth = n === 0 ? 0 : Math.max(1, cutOf(n, 0.1));
  const [spread] = partOf(answer, 'spread');
  const exact = exactTotalOf(partOf(answer, 'exact').map((each) => each.sum('total')));
  const [fourFifths] = partOf(answer, 'four_fifths');
  const row: Row = {
    customers: n, total,
    positive_customers: positive, positive_value: points.sum(0, positive),
    zero_customers: n - positive - losses, loss_customers: losses, loss_value: points.sum(n - losses, n),
    gini_sum: spread === undefined ? 0 : numberOfSum(spread.sum('everyone')), positive_gini_sum: spread === undefined ? 0 : numberOfSum(spread.sum('gainers')),
    customers_for_80pct: total > 0 ? (fourFifths?.number('place') ?? null) : null,
    decile_k: tenth, top10_sum: points.sum(0, tenth), bottom10_sum: points.sum(n - tenth, n),
    value_missing: seen.count('missing'), ...(exact === null ? {} : { total_exact: exact }),
  };
  return tableOf({
    customers: 'int32', total: 'float64', positive_customers: 'int32', positive_value: 'float64', zero_customers: 'int32',
    loss_customers: 'int32', loss_value: 'float64', gini_sum: 'float64', positive_gini_sum: 'float64',
    customers_for_80pct: 'int32', decile_k: 'int32', top10_sum: 'float64', bottom10_sum: 'float64', value_missing: 'int32',
    ...(exact === null ? {} : { total_exact: 'utf8' as const }),
  }, [row]);
}

/** The value of the *end* share p of customers, in hundredths, interpolated linearly within a customer (C10). */
function curveTable(points: Points, n: number, end: 'poorest' | 'best'): Summary['tables'][string] {
  const rows: Row[] = [];
  for (let hundredth = 0; hundredth <= 100 && n > 0; hundredth++) {
    const whole = Math.floor((hundredth * n) / 100);
    const part = ((hundredth * n) % 100) / 100;
    const next = whole === n ? 0 : points.worth(end === 'best' ? whole + 1 : n - whole);
    rows.push({ p: hundredth / 100, value: (end === 'best' ? points.sum(0, whole) : points.sum(n - whole, n)) + part * next });
  }
  return tableOf({ p: 'float64', value: 'float64' }, rows);
}
