import type { Input } from '../arrow/frame.js';
import { OptionError } from '../errors.js';
import { bitmap, setBit } from '../kernels/bitmap.js';
import { CompensatedSum } from '../kernels/compensated-sums.js';
import { groupByCustomer } from '../kernels/event-journal.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import type { PhasePlan } from './phases-options.js';
import { NOT_YET, type PhaseDate, phaseDates, phaseTables } from './phases-summary.js';
import { type PurchasePlan, PurchaseReader, type PurchaseState } from './purchase-fold.js';
import { type DatedValues, phaseOn, RELATIONSHIP_PHASES } from './relationship-phase.js';
import { rowCounts } from './row-tally.js';

/** Returns the fold that keeps every purchase and tells phases on the way out. */
export function phasesFold(plan: PurchasePlan, phases: PhasePlan, input: Input): Fold<PurchaseState> {
  const reader = new PurchaseReader(plan, input);
  return {
    init: () => reader.init(),
    update: (state, frame, mask) => reader.update(state, frame, mask),
    merge: (into, from) => reader.merge(into, from),
    finish: (state) => summarise(state, reader, phases),
    members(state, mark): CustomerSet {
      const wanted = readPhaseMark(mark);
      const bits = bitmap(input.keyIndex(plan.customer).size);
      let count = 0;
      const dates = datesOf(state, reader, phases);
      const window = windowOf(state, reader, phases);
      const latest = dates.at(-1)?.day ?? 0;
      const day = wanted.period === null ? latest : dates.find(({ period }) => period === wanted.period)?.day;
      const nothing = new CompensatedSum();
      eachCustomer(state, reader, (customer, rows) => {
        if (day === undefined || phaseOn(rows, day, window, nothing) !== wanted.phase) return;
        if (wanted.source !== null && phaseOn(rows, day - window, window, nothing) !== wanted.source) return;
        setBit(bits, customer);
        count++;
      });
      return { column: plan.customer, bits, count };
    },
  };
}

/** Returns what *mark* asks for: phases by number, -1 for not yet; null where it doesn't matter. Throws OptionError where it is no mark of phases. */
export function readPhaseMark(mark: Mark): { period: string | null; phase: number; source: number | null } {
  const names: readonly string[] = RELATIONSHIP_PHASES;
  const isFlow = 'source' in mark;
  const phase = names.indexOf(String(isFlow ? mark['target'] : mark['phase']));
  const source = isFlow ? (mark['source'] === NOT_YET ? -1 : names.indexOf(String(mark['source']))) : null;
  const known = Object.keys(mark).every((part) => (isFlow ? ['source', 'target'] : ['period', 'phase']).includes(part));
  if (!known || phase === -1 || (source === -1 && mark['source'] !== NOT_YET)) {
    throw new OptionError(
      `phases: no such mark, got ${JSON.stringify(mark)}; expected {period: first date of a period, phase: ${names.join(' | ')}} or {source, target}`,
      { reason: 'mark' },
    );
  }
  return { period: mark['period'] === undefined ? null : String(mark['period']), phase, source };
}

function datesOf(state: PurchaseState, reader: PurchaseReader, phases: PhasePlan): PhaseDate[] {
  return state.first > state.last ? [] : phaseDates(state, reader.plan, phases);
}

/** Calls *visit* with each customer's rows by day. Of one day, rows come by value, so that sums don't depend on their order. */
function eachCustomer(state: PurchaseState, { days: calendar }: PurchaseReader, visit: (customer: number, rows: DatedValues) => void): void {
  const { journal } = state;
  const { customerCount, offsets, order } = groupByCustomer(journal);
  const rowDays = new Int32Array(journal.length);
  calendar.fill(journal.instants.subarray(0, journal.length), rowDays);
  let days = new Int32Array(64);
  let values = new Float64Array(64);
  for (let customer = 0; customer < customerCount; customer++) {
    const rows = order.subarray(offsets[customer], offsets[customer + 1]);
    const { length } = rows;
    if (length === 0) continue;
    if (length > days.length) {
      days = new Int32Array(length * 2);
      values = new Float64Array(length * 2);
    }
    const valueOf = (row: number): number => (journal.values === null ? 0 : journal.values[row]!);
    rows.sort((a, b) => rowDays[a]! - rowDays[b]! || Number(Number.isNaN(valueOf(a))) - Number(Number.isNaN(valueOf(b))) || valueOf(a) - valueOf(b) || 0);
    for (let i = 0; i < length; i++) {
      days[i] = rowDays[rows[i]!]!;
      if (journal.values !== null) values[i] = journal.values[rows[i]!]!;
    }
    visit(customer, { days, values: journal.values === null ? null : values, length });
  }
}

/** D in days: as given, or a multiple of the median days between successive purchase days of a customer; at least 1. */
function windowOf(state: PurchaseState, reader: PurchaseReader, { gaps, window }: PhasePlan): number {
  if (gaps === null) return window;
  const counts = new Map<number, number>();
  let n = 0;
  eachCustomer(state, reader, (_customer, { days, length, values }) => {
    let before = -1;
    for (let i = 0; i < length; i++) {
      if (values !== null && values[i]! < 0) continue;
      if (before !== -1 && days[i]! > days[before]!) {
        const gap = days[i]! - days[before]!;
        counts.set(gap, (counts.get(gap) ?? 0) + 1);
        n++;
      }
      before = i;
    }
  });
  if (n === 0) return window;
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const at = (rank: number): number => {
    let seen = 0;
    for (const [gap, count] of sorted) {
      seen += count;
      if (rank < seen) return gap;
    }
    return 0;
  };
  const median = (at(Math.floor((n - 1) / 2)) + at(Math.ceil((n - 1) / 2))) / 2;
  return Math.max(1, Math.round(median * gaps));
}

function summarise(state: PurchaseState, reader: PurchaseReader, phases: PhasePlan): Summary {
  const dates = datesOf(state, reader, phases);
  const window = windowOf(state, reader, phases);
  const hasValue = reader.plan.value !== null;
  const counts = dates.map(() => RELATIONSHIP_PHASES.map(() => ({ customers: 0, value: new CompensatedSum() })));
  const flows = new Map<string, number>();
  const latest = dates.at(-1);
  eachCustomer(state, reader, (_customer, rows) => {
    dates.forEach(({ day }, d) => {
      const spent = new CompensatedSum();
      const cell = counts[d]?.[phaseOn(rows, day, window, spent)];
      if (cell === undefined) return;
      cell.customers++;
      cell.value.addAll(spent);
    });
    if (latest === undefined) return;
    const target = phaseOn(rows, latest.day, window, new CompensatedSum());
    if (target === -1) return;
    const key = `${phaseOn(rows, latest.day - window, window, new CompensatedSum())} ${target}`;
    flows.set(key, (flows.get(key) ?? 0) + 1);
  });
  return {
    tables: {
      ...phaseTables({
        dates, window, valuesMissing: state.valuesMissing,
        cell: (d, p) => {
          const { customers, value } = counts[d]![p]!;
          return { customers, value: hasValue ? value.value + 0 : null };
        },
        flow: (source, target) => flows.get(`${source} ${target}`) ?? 0,
      }),
      window: reader.window(state),
    },
    rows: rowCounts(state.tally),
  };
}
