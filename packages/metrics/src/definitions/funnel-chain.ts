import { type AttemptRules, firstAfter, firstFrom, type StepPlan, type StepRuns } from './funnel-attempt.js';

/**
 * Finds the longest chain of one event a level, of those the one that begins earliest, of those the one whose levels are
 * filled earliest, under any rules of ordered and strict attempts.
 *
 * Every rule but the window from the entry says which events may follow which, and those that may follow one event are
 * neighbours: from `earliest` to `until`, before `before`. All three only grow with the event that they follow. So the
 * last event that leads somewhere leads there with the latest entry, which leaves the most of a window; and of the events
 * that lead to the last level the first is there first. Each search costs two passes over the events it can reach.
 */
export class ChainSearch {
  /** The events of the chain found, by level. */
  readonly positions: Uint32Array;
  /** How many levels the chain fills. */
  depth = 0;
  /** When the chain begins. */
  entry: number = Number.NaN;
  /** Whether an event at or after *end* could still take some chain further. */
  open = false;
  /** The last instant at which the chain found may go on. */
  over: number = Infinity;
  readonly #plan: StepPlan;
  readonly #rules: AttemptRules;
  readonly #levelFrom: Uint32Array;
  readonly #levelTo: Uint32Array;
  // By event: the latest entry of the chains that end there, -Infinity where none does; later when the rest is done, Infinity where never.
  #entries: Float64Array = new Float64Array(64);
  #done: Float64Array = new Float64Array(64);
  #next: Uint32Array = new Uint32Array(64);
  #earliest = 0;
  #until = 0;
  #before = 0;

  constructor(plan: StepPlan, rules: AttemptRules) {
    this.#plan = plan;
    this.#rules = rules;
    this.positions = new Uint32Array(plan.levels.length);
    this.#levelFrom = new Uint32Array(plan.levels.length);
    this.#levelTo = new Uint32Array(plan.levels.length);
  }

  /** Looks for chains that begin with the events at *first* to *last* - 1. */
  search(events: StepRuns, first: number, last: number, end: number): void {
    const { instants } = events;
    this.#reserve(instants.length);
    this.depth = 0;
    this.entry = Number.NaN;
    this.open = false;
    this.over = Infinity;
    if (first >= last) return;
    this.#levelFrom[0] = first;
    this.#levelTo[0] = last;
    for (let i = first; i < last; i++) this.#entries[i] = instants[i]!;
    this.#choose(events, this.#reach(events, end));
  }

  /** Finds which events of each level can be reached; returns how many levels. */
  #reach(events: StepRuns, end: number): number {
    const { instants, runs } = events;
    const { levels } = this.#plan;
    const { windowFrom, windowMicros } = this.#rules;
    const window = windowFrom === 'entry' ? windowMicros : Infinity;
    const entries = this.#entries;
    for (let level = 1; ; level++) {
      const from = this.#levelFrom[level - 1]!;
      const to = this.#levelTo[level - 1]!;
      // The last event that is reached leaves the most room for what is still to come.
      let latest = to - 1;
      while (latest >= from && entries[latest] === -Infinity) latest--;
      if (latest < from) return level - 1;
      if (level === levels.length) return level;
      this.#bound(events, level - 1, latest);
      if (windowMicros < Infinity && end <= this.#until && end < this.#before && end <= entries[latest]! + window) this.open = true;
      const runFrom = runs[levels[level]!]!;
      const runTo = runs[levels[level]! + 1]!;
      let source = from;
      while (entries[source] === -Infinity) source++;
      this.#bound(events, level - 1, source);
      const start = firstFrom(instants, runFrom, runTo, this.#earliest);
      this.#levelFrom[level] = start;
      let bound = source;
      let stop = start;
      for (let j = start; j < runTo; j++) {
        const instant = instants[j]!;
        // The last event before this one, by the rules, that is reached itself.
        for (let next = bound + 1; next < to; next++) {
          if (entries[next] === -Infinity) continue;
          this.#bound(events, level - 1, next);
          if (instant < this.#earliest) break;
          bound = next;
        }
        this.#bound(events, level - 1, bound);
        const fits = instant >= this.#earliest && instant <= this.#until && instant < this.#before && instant <= entries[bound]! + window;
        entries[j] = fits ? entries[bound]! : -Infinity;
        if (fits) stop = j + 1;
        else if (bound === latest && instant >= this.#earliest) break;
      }
      this.#levelTo[level] = Math.max(stop, start);
    }
  }

  /** Writes down the chain of *depth* levels, of which there is one, that begins earliest. */
  #choose(events: StepRuns, depth: number): void {
    const { instants } = events;
    const { windowFrom, windowMicros } = this.#rules;
    const window = windowFrom === 'entry' ? windowMicros : Infinity;
    const done = this.#done;
    const next = this.#next;
    for (let i = this.#levelFrom[depth - 1]!; i < this.#levelTo[depth - 1]!; i++) done[i] = this.#entries[i] === -Infinity ? Infinity : instants[i]!;
    for (let level = depth - 2; level >= 0; level--) {
      const to = this.#levelTo[level + 1]!;
      let j = this.#levelFrom[level + 1]!;
      for (let i = this.#levelFrom[level]!; i < this.#levelTo[level]!; i++) {
        done[i] = Infinity;
        if (this.#entries[i] === -Infinity) continue;
        this.#bound(events, level, i);
        while (j < to && (done[j] === Infinity || instants[j]! < this.#earliest)) j++;
        if (j === to || instants[j]! > this.#until || instants[j]! >= this.#before) continue;
        // With slack, the event before may be stamped after the one that follows.
        done[i] = Math.max(done[j]!, instants[i]!);
        next[i] = j;
      }
    }
    for (let i = this.#levelFrom[0]!; i < this.#levelTo[0]!; i++) {
      if (done[i] === Infinity || done[i]! > instants[i]! + window) continue;
      this.#keep(events, i, depth);
      return;
    }
  }

  #keep(events: StepRuns, entry: number, depth: number): void {
    const { windowFrom, windowMicros } = this.#rules;
    this.depth = depth;
    this.entry = events.instants[entry]!;
    let position = entry;
    for (let level = 0; level < depth; level++) {
      this.positions[level] = position;
      if (level < depth - 1) position = this.#next[position]!;
    }
    if (depth === this.#plan.levels.length) {
      this.over = Math.max(this.entry, events.instants[position]!);
      return;
    }
    this.#bound(events, depth - 1, position);
    this.over = Math.min(this.#until, this.#before, windowFrom === 'entry' ? this.entry + windowMicros : Infinity);
  }

  /** Sets when the level after *level* may be filled, once *level* is by the event at *i*. */
  #bound({ instants, runs }: StepRuns, level: number, i: number): void {
    const { codeCount, levels, stepCount } = this.#plan;
    const { apart, order, repeatsEnd, tieMicros, walls, windowFrom, windowMicros } = this.#rules;
    const instant = instants[i]!;
    this.#earliest = apart ? justAfter(instant) : instant - tieMicros;
    this.#until = windowFrom === 'previous' ? instant + windowMicros : Infinity;
    this.#before = Infinity;
    for (const { code, from, to, wholeCustomer } of walls) {
      if (wholeCustomer || level < from || level >= to) continue;
      const begin = runs[code]!;
      const wall = firstAfter(instants, begin, runs[code + 1]!, instant);
      if (wall < runs[code + 1]!) this.#until = Math.min(this.#until, instants[wall]!);
      // With slack, the next step may be stamped earlier: nothing may lie between then, either.
      if (tieMicros > 0) {
        const earlier = firstFrom(instants, begin, runs[code + 1]!, instant) - 1;
        if (earlier >= begin) this.#earliest = Math.max(this.#earliest, instants[earlier]!);
      }
    }
    if (order === 'strict') {
      // Of one instant, what is no step comes first, then the steps in their order.
      for (let code = stepCount; code < codeCount; code++) {
        const other = firstAfter(instants, runs[code]!, runs[code + 1]!, instant);
        if (other < runs[code + 1]!) this.#before = Math.min(this.#before, instants[other]!);
      }
      for (let later = level + 2; later < levels.length; later++) {
        const code = levels[later]!;
        const found = firstFrom(instants, runs[code]!, runs[code + 1]!, instant);
        if (found < runs[code + 1]!) this.#until = Math.min(this.#until, instants[found]!);
      }
    }
    if (repeatsEnd) {
      for (let filled = 1; filled <= level; filled++) {
        const code = levels[filled]!;
        const again = firstAfter(instants, runs[code]!, runs[code + 1]!, instant);
        if (again < runs[code + 1]!) this.#before = Math.min(this.#before, instants[again]!);
      }
      const code = levels[level + 1];
      if (code !== undefined) {
        const first = firstFrom(instants, runs[code]!, runs[code + 1]!, this.#earliest);
        if (first < runs[code + 1]!) this.#until = Math.min(this.#until, instants[first]!);
      }
    }
  }

  #reserve(length: number): void {
    if (length <= this.#entries.length) return;
    this.#entries = new Float64Array(length * 2);
    this.#done = new Float64Array(length * 2);
    this.#next = new Uint32Array(length * 2);
  }
}

/** A number above *instant*, by less than instants of today differ. */
function justAfter(instant: number): number {
  return instant + Math.max(Math.abs(instant) * Number.EPSILON, 2 ** -20);
}
