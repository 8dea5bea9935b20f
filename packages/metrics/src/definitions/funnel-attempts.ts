import { type AnyOrderChain, findInAnyOrder, limitFrom } from './funnel-any.js';
import {
  type Attempt, type AttemptRules, clearAttempt, createAttempt, firstAfter, firstFrom, recordAttempt, type StepPlan, type StepRuns,
} from './funnel-attempt.js';
import { ChainSearch } from './funnel-chain.js';
import { findOrdered } from './funnel-ordered.js';

/** Finds the attempts of customers, one customer after the other, by rules that stay the same. */
export class AttemptFinder {
  readonly #plan: StepPlan;
  readonly #rules: AttemptRules;
  /** The first instant that is not in the data any more. */
  readonly #end: number;
  readonly #attempt: Attempt;
  readonly #cursors: Uint32Array;
  readonly #positions: Uint32Array;
  readonly #chain: ChainSearch;
  readonly #anyOrder: AnyOrderChain;
  readonly #plain: boolean;

  constructor(plan: StepPlan, rules: AttemptRules, end: number) {
    this.#plan = plan;
    this.#rules = rules;
    this.#end = end;
    this.#attempt = createAttempt(plan.stepCount);
    this.#cursors = new Uint32Array(plan.stepCount);
    this.#positions = new Uint32Array(plan.stepCount);
    this.#chain = new ChainSearch(plan, rules);
    this.#anyOrder = { positions: this.#positions, depth: 0, entry: Number.NaN, over: Infinity };
    this.#plain = rules.order === 'ordered' && rules.attempt === 'best' && rules.windowFrom === 'entry' && !rules.apart && !rules.repeatsEnd
      && rules.walls.every((wall) => wall.wholeCustomer);
  }

  /**
   * Calls *found* with each attempt that counts, in order of time; once at most unless every attempt counts. Returns false,
   * with nothing found, for a customer whom an exclusion rules out.
   */
  find(events: StepRuns, found: (attempt: Attempt) => void): boolean {
    const out = this.#rules.walls.some((wall) => wall.wholeCustomer && events.runs[wall.code + 1]! > events.runs[wall.code]!)
      && this.#each(events, (over) => this.#ruledOut(events, over));
    if (!out) {
      this.#each(events, (over) => {
        this.#fillOptional(events, over);
        found(this.#attempt);
        return false;
      });
    }
    return !out;
  }

  /** Makes one attempt after the other the current one, until *visit* returns true; returns whether it did. */
  #each(events: StepRuns, visit: (over: number) => boolean): boolean {
    const { attempt } = this.#rules;
    if (this.#plain) {
      clearAttempt(this.#attempt);
      const depth = findOrdered(events, this.#plan, this.#rules, this.#positions, this.#cursors);
      if (depth === 0) return false;
      recordAttempt(this.#attempt, this.#plan, events, this.#positions, depth, events.instants[this.#positions[0]!]!);
      this.#attempt.open = this.#mayGoOn(events, this.#plan.levels[0]!);
      return visit(this.#attempt.entry + this.#rules.windowMicros);
    }
    if (this.#rules.order === 'any') return this.#eachInAnyOrder(events, visit);
    const { entryBefore, entryFrom } = this.#rules;
    const step = this.#plan.levels[0]!;
    const { instants, runs } = events;
    const last = firstFrom(instants, runs[step]!, runs[step + 1]!, entryBefore);
    let first = firstFrom(instants, runs[step]!, last, entryFrom);
    while (first < last) {
      const until = attempt === 'best' ? last : first + 1;
      this.#chain.search(events, first, until, this.#end);
      const { depth, entry, open, over, positions } = this.#chain;
      recordAttempt(this.#attempt, this.#plan, events, positions, depth, entry);
      this.#attempt.open = open;
      if (visit(over)) return true;
      if (attempt !== 'every') return false;
      first = firstAfter(instants, first, last, Math.max(over, entry));
    }
    return false;
  }

  #eachInAnyOrder(events: StepRuns, visit: (over: number) => boolean): boolean {
    const { attempt } = this.#rules;
    const chain = this.#anyOrder;
    let after = -Infinity;
    for (;;) {
      findInAnyOrder(events, this.#plan, this.#rules, after, attempt === 'best', this.#cursors, chain);
      if (chain.depth === 0) return false;
      recordAttempt(this.#attempt, this.#plan, events, chain.positions, chain.depth, chain.entry);
      this.#attempt.open = attempt === 'best'
        ? this.#plan.levels.some((step) => this.#mayGoOn(events, step))
        : this.#rules.windowMicros < Infinity && limitFrom(events, this.#rules, chain.entry) >= this.#end;
      if (visit(limitFrom(events, this.#rules, chain.entry))) return true;
      if (attempt !== 'every' || chain.over === Infinity) return false;
      after = Math.max(chain.over, chain.entry);
    }
  }

  /** Whether an attempt that begins with the last event of *step* may go on when the data ends; without a window none does. */
  #mayGoOn(events: StepRuns, step: number): boolean {
    const { entryBefore, entryFrom, windowMicros } = this.#rules;
    if (windowMicros === Infinity) return false;
    const { instants, runs } = events;
    const latest = firstFrom(instants, runs[step]!, runs[step + 1]!, entryBefore) - 1;
    return latest >= runs[step]! && instants[latest]! >= entryFrom && limitFrom(events, this.#rules, instants[latest]!) >= this.#end;
  }

  /** Whether an excluded stage lies between filled levels, or after the last of them while the attempt might have gone on. */
  #ruledOut({ instants, runs }: StepRuns, over: number): boolean {
    const { levels } = this.#plan;
    const { depth, positions } = this.#attempt;
    const at = (level: number): number => instants[positions[levels[level]!]!]!;
    return this.#rules.walls.some(({ code, from, to, wholeCustomer }) => {
      if (!wholeCustomer || depth <= from) return false;
      const between = (low: number, high: number): boolean => {
        const wall = firstAfter(instants, runs[code]!, runs[code + 1]!, low);
        return wall < runs[code + 1]! && instants[wall]! < high;
      };
      const instantsOf = Array.from({ length: Math.min(depth, to + 1) - from }, (_, i) => at(from + i)).sort((a, b) => a - b);
      const next = depth <= to ? [over] : [];
      return [...instantsOf, ...next].some((high, i, all) => i > 0 && between(all[i - 1]!, high));
    });
  }

  /** Fills optional steps by the earliest events between the levels around them, or after the last while the attempt may go on. */
  #fillOptional({ instants, runs }: StepRuns, over: number): void {
    const { levels, nextLevel, stepCount } = this.#plan;
    if (levels.length === stepCount) return;
    const attempt = this.#attempt;
    const { order, tieMicros, windowFrom, windowMicros } = this.#rules;
    let previous = attempt.entry;
    for (let step = 1; step < stepCount; step++) {
      const next = nextLevel[step]!;
      if (levels[next - 1] === step) {
        if (attempt.filled[step] === 1) previous = instants[attempt.positions[step]!]!;
        continue;
      }
      if (attempt.depth < next) return;
      const goesOn = attempt.depth > next;
      const following = goesOn ? instants[attempt.positions[levels[next]!]!]! + tieMicros : over;
      const limit = (windowFrom === 'entry' ? attempt.entry : previous) + windowMicros;
      const earliest = order === 'any' ? attempt.entry : previous - tieMicros;
      const latest = order === 'any' ? Math.min(limit, over) : Math.min(following, limit);
      const at = firstFrom(instants, runs[step]!, runs[step + 1]!, earliest);
      if (at === runs[step + 1]! || instants[at]! > latest) continue;
      attempt.filled[step] = 1;
      attempt.positions[step] = at;
      previous = Math.max(previous, instants[at]!);
      attempt.reached[step] = previous;
    }
  }
}
