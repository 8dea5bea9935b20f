import type { Frame, Input } from '../arrow/frame.js';
import { localDate } from '../calendar/local-date.js';
import { NO_PERIOD, PeriodTable } from '../calendar/period-table.js';
import { periodsBetween } from '../calendar/periods-between.js';
import type { Grain } from '../calendar/grain.js';
import { type Bitmap, hasBit } from '../kernels/bitmap.js';
import { appendJournal, createJournal, type EventJournal, reserveEvents } from '../kernels/event-journal.js';
import { NO_KEY } from '../kernels/key-index.js';
import { type Table, tableOf } from '../table.js';
import { beginFrame, countRows, createTally, mergeTallies, type RowTally } from './row-tally.js';
import { eventReader } from './survival-event.js';

/** Where spells are read from: columns that exist, and options turned into numbers. */
export interface SpellPlan {
  readonly customer: string | null;
  readonly segment: string | null;
  readonly durations: { readonly duration: string; readonly event: string; readonly entry: string | null; readonly eventValue: string | null } | null;
  readonly subscriptions: { readonly start: string; readonly end: string | null } | null;
  readonly period: Grain;
  readonly timeZone: string;
  /** Watching ends at this instant (microseconds); Infinity: with the last day that holds data. */
  readonly cutOff: number;
  /** The local day on which watching begins; -Infinity: with each subscription. */
  readonly observedFrom: number;
}

/**
 * One event a spell. Of durations: `instants` when it came under observation (NaN: from the beginning), `values` how long it
 * lasted, `codes` whether it ended. Of subscriptions: `instants` the start, `values` the end or NaN.
 */
export interface SpellState {
  readonly tally: RowTally;
  readonly journal: EventJournal;
  first: number;
  last: number;
}

/** A spell in periods. It is at risk after *entered* (-1: from the beginning) and up to *time*. */
export interface Spell {
  readonly customer: number;
  readonly segment: number;
  readonly entered: number;
  readonly time: number;
  readonly ended: boolean;
}

/** Reads rows into spells. */
export class SpellReader {
  readonly plan: SpellPlan;
  readonly #days: PeriodTable;
  readonly #happened: ((code: number) => boolean | null) | null;

  constructor(plan: SpellPlan, input: Input) {
    this.plan = plan;
    this.#days = new PeriodTable('day', { timeZone: plan.timeZone, weekStart: 1 });
    this.#happened = plan.durations === null ? null : eventReader(input.keyIndex(plan.durations.event), plan.durations.eventValue);
  }

  init(): SpellState {
    return { tally: createTally(), journal: createJournal({ values: true, segments: this.plan.segment !== null }), first: Infinity, last: -Infinity };
  }

  update(state: SpellState, frame: Frame, mask: Bitmap | null): void {
    if (!beginFrame(state.tally, frame.ordinal)) return;
    const { plan } = this;
    const customers = plan.customer === null ? null : frame.keys(plan.customer);
    const segments = plan.segment === null ? null : frame.keys(plan.segment);
    reserveEvents(state.journal, frame.numRows);
    const dropped: Record<string, number> = {};
    let used = 0;
    const read = plan.durations === null ? this.#subscriptions(state, frame) : this.#durations(state, frame);
    for (let i = 0; i < frame.numRows; i++) {
      if (mask !== null && !hasBit(mask, i)) continue;
      const { journal } = state;
      const reason = customers !== null && customers[i] === NO_KEY ? 'customer_missing' : read(i, journal.length);
      if (reason !== null) {
        dropped[reason] = (dropped[reason] ?? 0) + 1;
        continue;
      }
      used++;
      const n = journal.length++;
      journal.customers[n] = customers === null ? NO_KEY : customers[i]!;
      if (journal.segments !== null && segments !== null) journal.segments[n] = segments[i]!;
    }
    countRows(state.tally, used, dropped);
  }

  /** Returns what writes row *i* into place *n* of the journal, and returns why it can't be used, or null. */
  #durations({ journal }: SpellState, frame: Frame): (i: number, n: number) => string | null {
    const { duration, event, entry } = this.plan.durations!;
    const lengths = frame.numbers(duration);
    const events = frame.keys(event);
    const entries = entry === null ? null : frame.numbers(entry);
    return (i, n) => {
      const length = lengths[i]!;
      if (!Number.isFinite(length)) return 'duration_missing';
      if (length < 0) return 'duration_negative';
      if (events[i] === NO_KEY) return 'event_missing';
      const ended = this.#happened?.(events[i]!) ?? null;
      if (ended === null) return 'event_unknown';
      const entered = entries === null ? Number.NaN : entries[i]!;
      if (entered >= length && entered > 0) return 'ended_before_entry';
      journal.instants[n] = entered > 0 && Number.isFinite(entered) ? entered : Number.NaN;
      journal.values![n] = length;
      journal.codes[n] = ended ? 1 : 0;
      return null;
    };
  }

  #subscriptions(state: SpellState, frame: Frame): (i: number, n: number) => string | null {
    const { start, end } = this.plan.subscriptions!;
    const { cutOff, observedFrom } = this.plan;
    const starts = frame.instants(start);
    const ends = end === null ? null : frame.instants(end);
    const days = this.#days;
    return (i, n) => {
      const from = starts[i]!;
      const to = ends === null ? Number.NaN : ends[i]!;
      if (Number.isNaN(from)) return 'start_missing';
      if (days.ordinalOf(from) === NO_PERIOD || (!Number.isNaN(to) && days.ordinalOf(to) === NO_PERIOD)) return 'time_out_of_range';
      if (from >= cutOff) return 'after_as_of';
      if (to < from) return 'end_before_start';
      const ended = to < cutOff;
      if (ended && days.ordinalOf(to) <= observedFrom && days.ordinalOf(from) < observedFrom) return 'ended_before_entry';
      state.first = Math.min(state.first, from);
      state.last = Math.max(state.last, from, ended ? to : from);
      state.journal.instants[n] = from;
      state.journal.values![n] = ended ? to : Number.NaN;
      state.journal.codes[n] = 0;
      return null;
    };
  }

  merge(into: SpellState, from: SpellState): void {
    mergeTallies('survival', into.tally, from.tally);
    appendJournal(into.journal, from.journal);
    into.first = Math.min(into.first, from.first);
    into.last = Math.max(into.last, from.last);
  }

  /** Calls *visit* for every spell, and returns how many were never at risk: those that came under observation in their last period. */
  each({ journal, last }: SpellState, visit: (spell: Spell) => void): number {
    const { plan } = this;
    let never = 0;
    const lastDay = plan.durations === null ? this.#days.ordinalOf(plan.cutOff === Infinity ? last : plan.cutOff - 1) : 0;
    for (let n = 0; n < journal.length; n++) {
      const customer = journal.customers[n]!;
      const segment = journal.segments === null ? NO_KEY : journal.segments[n]!;
      if (plan.durations !== null) {
        const entry = journal.instants[n]!;
        visit({ customer, segment, entered: Number.isNaN(entry) ? -1 : entry, time: journal.values![n]!, ended: journal.codes[n] === 1 });
        continue;
      }
      const from = this.#days.ordinalOf(journal.instants[n]!);
      const to = journal.values![n]!;
      const ended = !Number.isNaN(to);
      const { completed, exact } = periodsBetween(from, ended ? this.#days.ordinalOf(to) : lastDay, plan.period);
      const late = from < plan.observedFrom && Number.isFinite(plan.observedFrom);
      // Who leaves within a period is lost at its end; who is still there has been watched over whole periods only.
      const time = ended && plan.period !== 'day' ? Math.max(1, completed + (exact ? 0 : 1)) : completed;
      const entered = late ? periodsBetween(from, plan.observedFrom, plan.period).completed : -1;
      if (entered < time) visit({ customer, segment, entered, time, ended });
      else never++;
    }
    return never;
  }

  /** Returns the first and last local date that hold data, and the zone in which they do, as a table of one row. */
  window(state: SpellState): Table {
    const { timeZone } = this.plan;
    const some = state.first <= state.last;
    return tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{
      start: some ? localDate(state.first, timeZone) : null, end: some ? localDate(state.last, timeZone) : null, time_zone: timeZone,
    }]);
  }
}
