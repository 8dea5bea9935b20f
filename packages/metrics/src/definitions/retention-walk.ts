import type { PeriodTable } from '../calendar/period-table.js';
import { NO_PERIOD } from '../calendar/period-table.js';
import { type ActivityLedger, arrange, customerOf, isActive, periodOf } from '../kernels/activity-ledger.js';
import { type ActivityReader, type ActivityState } from './activity-fold.js';
import type { OffsetBracket, RetentionEntry, RetentionMode } from './retention-options.js';

/** How cohorts and cells are made of activity. */
export interface RetentionPlan {
  readonly entry: RetentionEntry;
  readonly mode: RetentionMode;
  readonly brackets: readonly OffsetBracket[] | null;
  /** The periods of cohorts. Those of the ledger are days where windows roll. */
  readonly cohorts: PeriodTable;
  /** Days of a rolling window; null where offsets are calendar periods. */
  readonly windowDays: number | null;
}

/** What a walk tells. *Cells* are offsets, or the numbers of brackets. */
export interface RetentionVisitor {
  /** *customer* entered *cohort* in the ledger's period *entered*, and is watched in the cells up to *lastCell*. */
  member(customer: number, cohort: number, entered: number, lastCell: number): void;
  /** The member whom `member` named last is retained in every cell from *first* to *last*. */
  retained(first: number, last: number): void;
  /** The rows of *entry* belong to *cell* of that member. */
  amount(entry: number, cell: number): void;
  /** The rows of *entry* lie before its customer's first activity, or the customer has none. */
  outside(entry: number, hasActivity: boolean): void;
}

/** Walks through what every customer did, cohort by cohort. */
export function walkRetention(state: ActivityState, reader: ActivityReader, plan: RetentionPlan, visitor: RetentionVisitor): void {
  const { ledger } = state;
  arrange(ledger);
  const end = endOfWatch(state, reader, plan);
  const cohortOf = cohortReader(reader, plan);
  for (let first = 0, next = 0; first < ledger.size; first = next) {
    const customer = customerOf(ledger, first);
    while (next < ledger.size && customerOf(ledger, next) === customer) next++;
    walkCustomer(ledger, first, next, end, cohortOf, plan, visitor);
  }
}

/** The ledger's period after the last one that was watched to its end (rolling), or that has begun (calendar). */
function endOfWatch(state: ActivityState, { plan, periods }: ActivityReader, { cohorts, windowDays }: RetentionPlan): number {
  if (state.first > state.last) return 0;
  if (windowDays === null) return periods.ordinalOf(plan.cutOff === Infinity ? state.last : plan.cutOff - 1) + 1;
  // A day is watched to its end where the cut-off lies at it or later; by default, the data reach to the end of their last period.
  const until = plan.cutOff === Infinity ? cohorts.endOf(cohorts.ordinalOf(state.last)) : plan.cutOff;
  return periods.ordinalOf(until - 1) + Number(periods.endOf(periods.ordinalOf(until - 1)) <= until);
}

function cohortReader({ periods }: ActivityReader, { cohorts, windowDays }: RetentionPlan): (period: number) => number {
  if (windowDays === null) return (period) => period;
  const known = new Map<number, number>();
  return (day) => {
    let cohort = known.get(day);
    if (cohort === undefined) known.set(day, (cohort = cohorts.ordinalOfDate(periods.dateOf(day))));
    return cohort;
  };
}

/** The customer's entries are those from *first* to before *next*, by period. */
function walkCustomer(
  ledger: ActivityLedger, first: number, next: number, end: number, cohortOf: (period: number) => number, plan: RetentionPlan, visitor: RetentionVisitor,
): void {
  let cohortBefore = NO_PERIOD;
  let entry = first;
  while (entry < next && !isActive(ledger, entry)) entry++;
  for (let early = first; early < entry; early++) visitor.outside(early, entry < next);
  for (; entry < next; entry++) {
    if (!isActive(ledger, entry)) continue;
    const entered = periodOf(ledger, entry);
    const cohort = cohortOf(entered);
    if (cohort === cohortBefore) continue;
    cohortBefore = cohort;
    walkMember(ledger, entry, next, cohort, end, plan, visitor);
    if (plan.entry === 'first') return;
  }
}

/** The customer entered *cohort* by the entry *first*. */
function walkMember(
  ledger: ActivityLedger, first: number, next: number, cohort: number, end: number, plan: RetentionPlan, visitor: RetentionVisitor,
): void {
  const { mode, brackets, windowDays } = plan;
  const entered = periodOf(ledger, first);
  const lastOffset = windowDays === null ? end - 1 - entered : Math.floor((end - entered) / windowDays) - 1;
  const lastCell = brackets === null ? lastOffset : lastBracket(brackets, lastOffset, windowDays !== null);
  visitor.member(customerOf(ledger, first), cohort, entered, lastCell);
  let reached = -1;
  let streak = 0;
  let returned = Infinity;
  for (let entry = first; entry < next; entry++) {
    const offset = windowDays === null ? periodOf(ledger, entry) - entered : Math.floor((periodOf(ledger, entry) - entered) / windowDays);
    const cell = brackets === null ? offset : bracketOf(brackets, offset);
    if (cell !== -1 && cell <= lastCell) visitor.amount(entry, cell);
    if (!isActive(ledger, entry) || cell === -1) continue;
    // Periods ascend, so a cell that was reached is the newest.
    if ((mode === 'on' || mode === 'bracket') && cell > reached && cell <= lastCell) visitor.retained(cell, cell);
    if (cell === streak) streak++;
    if (cell > 0 && returned === Infinity) returned = cell;
    reached = cell;
  }
  if (lastCell < 0) return;
  if (mode === 'onOrAfter') visitor.retained(0, Math.min(reached, lastCell));
  if (mode === 'streak') visitor.retained(0, Math.min(streak - 1, lastCell));
  if (mode !== 'onOrBefore') return;
  visitor.retained(0, 0);
  if (returned <= lastCell) visitor.retained(returned, lastCell);
}

/** The bracket that holds *offset*, -1 where none does. */
function bracketOf(brackets: readonly OffsetBracket[], offset: number): number {
  return brackets.findIndex(([from, to]) => offset >= from && offset <= to);
}

/** The last bracket that has begun by *lastOffset*; of rolling windows, that is over by it. */
function lastBracket(brackets: readonly OffsetBracket[], lastOffset: number, rolling: boolean): number {
  return brackets.findLastIndex(([from, to]) => (rolling ? to : from) <= lastOffset);
}
