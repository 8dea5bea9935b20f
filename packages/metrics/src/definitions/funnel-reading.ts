import { NO_PERIOD, PeriodTable } from '../calendar/period-table.js';
import { windowMicros } from '../calendar/window-length.js';
import type { Input } from '../arrow/frame.js';
import type { EventDecimals } from '../kernels/event-decimals.js';
import { type EventJournal, type EventsByCustomer, groupByCustomer } from '../kernels/event-journal.js';
import type { KeyIndex } from '../kernels/key-index.js';
import { textOrder } from '../kernels/text-order.js';
import type { Row } from '../table.js';
import type { StepPlan } from './funnel-attempt.js';
import { comparedEnd } from './funnel-entries.js';
import type { FunnelOptions } from './funnel-options.js';
import type { FunnelColumns } from './funnel-plan.js';
import { attemptRules, stepPlan } from './funnel-rules.js';
import { type ChosenSteps, findSteps } from './funnel-steps.js';
import type { TallyParts } from './funnel-summary.js';
import { countAttempt, countPosition, countPresence, createFunnelTally, type FunnelTally, type GrowingTally } from './funnel-tally.js';
import { type Visit, walkCustomers } from './funnel-walk.js';
import { LOST } from './funnel-mark.js';
import { compareSegments, segmentLabel } from './segment-label.js';
import { type Position, walkPositions } from './stage-position.js';

/** What a journal of events says, counted. */
export interface FunnelReading {
  readonly total: FunnelTally;
  readonly segments: TallyParts | null;
  readonly periods: TallyParts | null;
  readonly moves: readonly Row[] | null;
  readonly excluded: number;
  /** Those whose attempts began in the range to compare with; null where there is none. */
  readonly earlier: FunnelTally | null;
  /** How many events are of no step. */
  readonly unused: number;
  /** How many events of steps have no value; null without a value column. */
  readonly valuesMissing: number | null;
}

type Counted = Omit<FunnelReading, 'unused' | 'valuesMissing'>;

/** Reads a journal as customers, in whatever way the options ask for. */
export class FunnelReader {
  readonly steps: ChosenSteps;
  readonly codeOf: Int32Array | null;
  readonly plan: StepPlan;
  readonly #journal: EventJournal;
  readonly #decimals: EventDecimals;
  readonly #options: FunnelOptions;
  readonly #columns: FunnelColumns;
  readonly #input: Input;
  readonly #zone: string;
  readonly #end: number;
  readonly #groups: EventsByCustomer;
  readonly #segmentIndex: KeyIndex | null;
  readonly #periods: PeriodTable | null;

  constructor(journal: EventJournal, decimals: EventDecimals, options: FunnelOptions, columns: FunnelColumns, input: Input, zone: string, end: number) {
    const stages = input.keyIndex(columns.stage);
    this.#journal = journal;
    this.#decimals = decimals;
    this.#options = options;
    this.#columns = columns;
    this.#input = input;
    this.#zone = zone;
    this.#end = end;
    this.#groups = groupByCustomer(journal);
    this.steps = options.steps == null ? findSteps(this.#groups, stages) : { origin: 'named', names: options.steps, codes: [], leftOut: 0 };
    this.plan = stepPlan(options, this.steps.names.length);
    this.codeOf = options.steps == null ? codesOfSteps(this.steps.codes, stages.size, this.plan.otherCode) : null;
    this.#segmentIndex = columns.segment === null ? null : input.keyIndex(columns.segment);
    this.#periods = options.period == null ? null : new PeriodTable(options.period, { timeZone: zone, weekStart: options.weekStart ?? 1 });
  }

  /** Calls *visit* for each attempt of each customer. */
  attempts(visit: (visited: Visit) => void): void {
    this.#walk(this.#options, this.#groups, this.#end, visit);
  }

  #walk(options: FunnelOptions, groups: EventsByCustomer, end: number, visit: (visited: Visit) => void): void {
    walkCustomers(this.#journal, this.#decimals, groups, {
      steps: this.plan,
      codeOf: this.codeOf,
      rules: attemptRules(options, this.plan, this.#zone),
      end,
      segmentRank: this.#segmentIndex === null ? null : textOrder(this.#segmentIndex),
      attribution: options.attribution ?? 'first',
      constantRanks: this.#columns.constants.map((column) => textOrder(this.#input.keyIndex(column))),
    }, visit);
  }

  /** Calls *visit* with where each customer stands. */
  positions(visit: (position: Position) => void): void {
    const { attribution, mode, regressions, window } = this.#options;
    walkPositions(this.#journal, this.#decimals, this.#groups, {
      stepCount: this.plan.stepCount,
      codeOf: this.codeOf,
      mode: mode ?? 'allStages',
      current: regressions === 'current',
      idleMicros: window == null ? Infinity : (windowMicros(window) ?? Infinity),
      end: this.#end,
      segmentRank: this.#segmentIndex === null ? null : textOrder(this.#segmentIndex),
      segmentOfLast: attribution === 'last',
    }, visit);
  }

  /** Returns the name of a segment's code. */
  segmentName(code: number): string | null {
    return this.#segmentIndex === null ? null : segmentLabel(this.#segmentIndex, code);
  }

  /** Returns the first date of the period that holds *instant*, null where periods are not asked for or hold no such date. */
  periodOf(instant: number): string | null {
    const ordinal = this.#periods?.ordinalOf(instant) ?? NO_PERIOD;
    return ordinal === NO_PERIOD ? null : (this.#periods?.dateOf(ordinal) ?? null);
  }

  /** Returns everything counted. */
  count(): FunnelReading {
    const counted = this.#options.mode == null ? this.#countAttempts() : this.#countPositions();
    return { ...counted, unused: this.#eventsOfNoStep(), valuesMissing: this.#valuesMissing() };
  }

  #countAttempts(): Counted {
    const total = this.#tally();
    const bySegment = new Parts(() => this.#tally());
    const byPeriod = new Parts(() => this.#tally());
    let excluded = 0;
    this.attempts((visited) => {
      if (visited.excluded) excluded++;
      const tallies = [total];
      if (this.#segmentIndex !== null) tallies.push(bySegment.at(visited.segment));
      for (const tally of tallies) {
        if (!visited.again) countPresence(tally, visited.has);
        countAttempt(tally, this.plan, visited.attempt, visited.valued);
      }
      const period = visited.attempt.depth === 0 ? NO_PERIOD : (this.#periods?.ordinalOf(visited.attempt.entry) ?? NO_PERIOD);
      if (period === NO_PERIOD) return;
      if (!visited.again) countPresence(byPeriod.at(period), visited.has);
      countAttempt(byPeriod.at(period), this.plan, visited.attempt, visited.valued);
    });
    return { total, segments: this.#segments(bySegment), periods: this.#trend(byPeriod), moves: null, excluded, earlier: this.#countEarlier() };
  }

  #countPositions(): Counted {
    const { stepCount } = this.plan;
    const total = this.#tally();
    const bySegment = new Parts(() => this.#tally());
    const moves = new Map<number, number>();
    this.positions((position) => {
      countPosition(total, position);
      if (this.#segmentIndex !== null) countPosition(bySegment.at(position.segment), position);
      const { path } = position;
      const keys = new Set(path.slice(1).map((target, i) => (path[i] ?? 0) * (stepCount + 1) + target));
      for (const key of keys) moves.set(key, (moves.get(key) ?? 0) + 1);
    });
    const name = (stage: number): string => this.steps.names[stage] ?? LOST;
    return {
      total,
      segments: this.#segments(bySegment),
      periods: null,
      moves: [...moves].sort(([a], [b]) => a - b).map(([key, customers]) => ({
        source: name(Math.floor(key / (stepCount + 1))), target: name(key % (stepCount + 1)), customers,
      })),
      excluded: 0,
      earlier: null,
    };
  }

  /** Earlier entries are looked at for as long after their beginning as those that they are compared with. */
  #countEarlier(): FunnelTally | null {
    const { compareRange, entryRange } = this.#options;
    if (compareRange == null || compareRange === 'previous') return null;
    const end = comparedEnd(entryRange, compareRange, this.#zone, this.#end);
    const tally = this.#tally();
    this.#walk({ ...this.#options, entryRange: compareRange }, eventsBefore(this.#groups, end), end, ({ attempt, valued }) => countAttempt(tally, this.plan, attempt, valued));
    return tally;
  }

  #eventsOfNoStep(): number {
    const { codes, length } = this.#journal;
    let count = 0;
    if (this.codeOf !== null) for (let i = 0; i < length; i++) if (this.codeOf[codes[i]!] === -1) count++;
    return count;
  }

  #valuesMissing(): number | null {
    const { codes, length, values } = this.#journal;
    if (values === null) return null;
    let count = 0;
    for (let i = 0; i < length; i++) {
      if (Number.isFinite(values[i])) continue;
      const code = this.codeOf === null ? codes[i]! : this.codeOf[codes[i]!]!;
      if (code >= 0 && code < this.plan.stepCount) count++;
    }
    return count;
  }

  #tally(): GrowingTally {
    return createFunnelTally(this.plan.stepCount, { values: this.#columns.value === null ? null : this.#journal.values, decimals: this.#decimals });
  }

  #segments(parts: Parts): TallyParts | null {
    if (this.#segmentIndex === null) return null;
    return [...parts.tallies].map(([code, tally]) => [this.segmentName(code) ?? '', tally] as const).sort(([a], [b]) => compareSegments(a, b));
  }

  #trend(parts: Parts): TallyParts | null {
    const periods = this.#periods;
    if (periods === null) return null;
    return [...parts.tallies].sort(([a], [b]) => a - b).map(([ordinal, tally]) => [periods.dateOf(ordinal), tally] as const);
  }
}

/** Returns *groups* without the events at or after *end*. */
function eventsBefore({ customerCount, offsets, order, instants, codes }: EventsByCustomer, end: number): EventsByCustomer {
  const { length } = order;
  const kept = {
    customerCount, offsets: new Uint32Array(offsets.length), order: new Uint32Array(length), instants: new Float64Array(length), codes: new Uint32Array(length),
  };
  let count = 0;
  for (let c = 0; c < customerCount; c++) {
    for (let i = offsets[c]!; i < offsets[c + 1]!; i++) {
      if (!(instants[i]! < end)) continue;
      kept.order[count] = order[i]!;
      kept.instants[count] = instants[i]!;
      kept.codes[count++] = codes[i]!;
    }
    kept.offsets[c + 1] = count;
  }
  return kept;
}

/** Tallies made when they are first needed. */
class Parts {
  readonly tallies = new Map<number, GrowingTally>();
  readonly #make: () => GrowingTally;

  constructor(make: () => GrowingTally) {
    this.#make = make;
  }

  at(part: number): GrowingTally {
    let tally = this.tallies.get(part);
    if (tally === undefined) this.tallies.set(part, (tally = this.#make()));
    return tally;
  }
}

function codesOfSteps(codes: readonly number[], stageCount: number, otherCode: number): Int32Array {
  const codeOf = new Int32Array(stageCount).fill(otherCode);
  codes.forEach((code, step) => (codeOf[code] = step));
  return codeOf;
}
