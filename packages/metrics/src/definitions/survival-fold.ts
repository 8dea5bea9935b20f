import type { Input } from '../arrow/frame.js';
import type { Grain } from '../calendar/grain.js';
import { periodsBetween } from '../calendar/periods-between.js';
import { OptionError } from '../errors.js';
import { bitmap, countBits, setBit } from '../kernels/bitmap.js';
import { NO_KEY } from '../kernels/key-index.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type Row, type Table, tableOf } from '../table.js';
import { type PurchasePlan, PurchaseReader, type PurchaseState } from './purchase-fold.js';
import { eachHistory } from './purchase-history.js';
import { rowCounts } from './row-tally.js';
import { compareSegments, segmentLabel } from './segment-label.js';
import { type Spell, type SpellPlan, SpellReader, type SpellState } from './survival-spells.js';

/** Returns the fold over durations or subscriptions. It knows members where there is a column of customers. */
export function spellFold(plan: SpellPlan, input: Input): Fold<SpellState> {
  const reader = new SpellReader(plan, input);
  const label = (code: number): string | null => (plan.segment === null ? null : segmentLabel(input.keyIndex(plan.segment), code));
  const fold: Fold<SpellState> = {
    init: () => reader.init(),
    update: (state, frame, mask) => reader.update(state, frame, mask),
    merge: (into, from) => reader.merge(into, from),
    finish(state): Summary {
      const counts = new SpellCounts();
      const never = reader.each(state, (spell) => counts.add(spell));
      return { tables: { survival: counts.table(label), totals: totals(never), window: reader.window(state) }, rows: rowCounts(state.tally) };
    },
  };
  const { customer } = plan;
  if (customer === null) return fold;
  return {
    ...fold,
    members: (state, mark) => membersAt(mark, customer, input, label, plan.segment !== null, (visit) => reader.each(state, visit)),
  };
}

/** Returns the fold over purchases: the spell of a customer lasts from the first day with an order to the next such day. */
export function secondPurchaseFold(plan: PurchasePlan, period: Grain, input: Input): Fold<PurchaseState> {
  const reader = new PurchaseReader(plan, input);
  const each = (state: PurchaseState, visit: (spell: Spell) => void): void => {
    const lastDay = reader.lastDay(state) ?? 0;
    eachHistory(state, reader, ({ customer, firstDay, secondDay }) => {
      if (firstDay === null) return;
      const ended = secondDay !== null;
      const { completed, exact } = periodsBetween(firstDay, secondDay ?? lastDay, period);
      visit({ customer, segment: NO_KEY, entered: -1, time: ended && !exact ? completed + 1 : completed, ended });
    });
  };
  return {
    init: () => reader.init(),
    update: (state, frame, mask) => reader.update(state, frame, mask),
    merge: (into, from) => reader.merge(into, from),
    finish(state): Summary {
      const counts = new SpellCounts();
      each(state, (spell) => counts.add(spell));
      return { tables: { survival: counts.table(() => null), totals: totals(0), window: reader.window(state) }, rows: rowCounts(state.tally) };
    },
    members: (state, mark) => membersAt(mark, plan.customer, input, () => null, false, (visit) => each(state, visit)),
  };
}

function totals(never: number): Table {
  return tableOf({ never_at_risk: 'int32' }, [{ never_at_risk: never }]);
}

/** Spells counted by segment and time. */
class SpellCounts {
  readonly #bySegment: Map<number, Map<number, { events: number; censored: number; entered: number }>> = new Map();

  add({ segment, time, ended, entered }: Spell): void {
    const count = this.#at(segment, time);
    if (ended) count.events++;
    else count.censored++;
    if (entered >= 0) this.#at(segment, entered).entered++;
  }

  #at(segment: number, time: number): { events: number; censored: number; entered: number } {
    let times = this.#bySegment.get(segment);
    if (times === undefined) {
      times = new Map<number, { events: number; censored: number; entered: number }>();
      this.#bySegment.set(segment, times);
    }
    let count = times.get(time);
    if (count === undefined) times.set(time, (count = { events: 0, censored: 0, entered: 0 }));
    return count;
  }

  table(label: (code: number) => string | null): Table {
    const segments = Array.from(this.#bySegment, ([code, times]) => ({ segment: label(code), times }))
      .sort((a, b) => compareSegments(a.segment ?? '', b.segment ?? ''));
    const rows = segments.flatMap(({ segment, times }) => (
      [...times].sort(([a], [b]) => a - b).map(([time, count]): Row => ({ segment, time, ...count }))));
    return tableOf({ segment: 'utf8', time: 'float64', events: 'int32', censored: 'int32', entered: 'int32' }, rows);
  }
}

/** Who is asked for: null where it doesn't matter. */
export interface SurvivalMark {
  readonly segment: string | null;
  readonly time: number | null;
  readonly ended: boolean | null;
}

/** Returns what *mark* asks for. Throws OptionError where it is no mark of survival. */
export function readSurvivalMark(mark: Mark, grouped: boolean): SurvivalMark {
  const { segment = null, time = null, status = null } = mark;
  const fits = (segment === null || (grouped && typeof segment === 'string'))
    && (time === null || (typeof time === 'number' && time >= 0)) && (status === null || status === 'ended' || status === 'active');
  if (!fits) {
    throw new OptionError(`survival: no such mark, got ${JSON.stringify(mark)}; expected {${grouped ? 'segment?, ' : ''}time?: at which they ended, status?: ended | active}`);
  }
  return { segment, time, ended: status === null ? null : status === 'ended' };
}

function membersAt(
  mark: Mark, column: string, input: Input, label: (code: number) => string | null, grouped: boolean, each: (visit: (spell: Spell) => void) => void,
): CustomerSet {
  const wanted = readSurvivalMark(mark, grouped);
  const bits = bitmap(input.keyIndex(column).size);
  each((spell) => {
    if (wanted.segment !== null && label(spell.segment) !== wanted.segment) return;
    if (wanted.time !== null && !(spell.ended && spell.time === wanted.time)) return;
    if (wanted.ended !== null && spell.ended !== wanted.ended) return;
    setBit(bits, spell.customer);
  });
  return { column, bits, count: countBits(bits) };
}
