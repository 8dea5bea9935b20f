import type { Input } from '../arrow/frame.js';
import { PeriodTable } from '../calendar/period-table.js';
import { OptionError } from '../errors.js';
import { bitmap, countBits, setBit } from '../kernels/bitmap.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { ActivityReader, type ActivityPlan, type ActivityState } from './activity-fold.js';
import { countRetention } from './retention-cells.js';
import type { RetentionOptions } from './retention-options.js';
import { type RetentionPlan, walkRetention } from './retention-walk.js';
import { retentionSummary } from './retention-summary.js';
import { rowCounts } from './row-tally.js';

/** Returns the fold that keeps what customers did by period, or by day where windows roll, and counts cohorts on the way out. */
export function retentionFold(activity: ActivityPlan, options: RetentionOptions, input: Input): Fold<ActivityState> {
  const index = input.keyIndex(activity.customer);
  const windowDays = options.windows === 'rolling' ? (options.windowDays ?? null) : null;
  const reader = new ActivityReader(windowDays === null ? activity : { ...activity, period: 'day' }, index);
  const plan: RetentionPlan = {
    entry: options.entry ?? 'first', mode: options.mode ?? 'on', brackets: options.brackets ?? null,
    cohorts: new PeriodTable(activity.period, activity), windowDays,
  };
  return {
    init: () => reader.init(),
    update: (state, frame, mask) => reader.update(state, frame, mask),
    merge: (into, from) => reader.merge(into, from),
    finish(state): Summary {
      const counts = countRetention(state, reader, plan);
      // A customer enters many cohorts where entry recurs.
      const customers = plan.entry === 'first' ? null : customersOf(state, reader, plan);
      return retentionSummary({
        ...counts, customers, valuesMissing: state.valuesMissing, hasValue: activity.value !== null, days: reader.periods, window: reader.window(state), rows: rowCounts(state.tally),
      }, plan);
    },
    members(state, mark): CustomerSet {
      const wanted = cellAt(mark, plan);
      const bits = bitmap(index.size);
      let customer = 0;
      let inside = false;
      walkRetention(state, reader, plan, {
        member(who, cohort) {
          customer = who;
          inside = cohort === wanted.cohort;
          if (inside && wanted.cell === null) setBit(bits, who);
        },
        retained(first, last) {
          if (inside && wanted.cell !== null && wanted.cell >= first && wanted.cell <= last) setBit(bits, customer);
        },
        amount: () => undefined,
        outside: () => undefined,
      });
      return { column: activity.customer, bits, count: countBits(bits) };
    },
  };
}

/** Returns the cohort that *mark* names and the number of its cell, null for the whole cohort. Throws OptionError where it is no mark of retention. */
export function cellAt(mark: Mark, { cohorts, brackets }: Pick<RetentionPlan, 'cohorts' | 'brackets'>): { cohort: number; cell: number | null } {
  const { cohort, offset = null } = mark;
  const wrong = (): OptionError => new OptionError(
    `retention: no such mark, got ${JSON.stringify(mark)}; expected {cohort: first date of a ${cohorts.grain}, offset?: ${brackets === null ? '0, 1, 2, ...' : brackets.map(([from]) => from).join(', ')}}`,
  );
  if (typeof cohort !== 'string' || !(offset === null || (typeof offset === 'number' && Number.isInteger(offset) && offset >= 0))) throw wrong();
  const cell = offset === null || brackets === null ? offset : brackets.findIndex(([from]) => from === offset);
  if (cell === -1) throw wrong();
  let period: number;
  try {
    period = cohorts.ordinalOfDate(cohort);
  } catch {
    throw wrong();
  }
  if (cohorts.dateOf(period) !== cohort) throw wrong();
  return { cohort: period, cell };
}

function customersOf(state: ActivityState, reader: ActivityReader, plan: RetentionPlan): number {
  const seen = new Set<number>();
  walkRetention(state, reader, { ...plan, entry: 'first' }, {
    member: (customer) => seen.add(customer), retained: () => undefined, amount: () => undefined, outside: () => undefined,
  });
  return seen.size;
}
