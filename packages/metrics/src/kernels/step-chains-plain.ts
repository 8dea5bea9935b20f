import type { Bitmap } from './bitmap.js';
import { addTo, createSums, reserveSums } from './compensated-sums.js';
import { NO_KEY } from './key-index.js';
import { timesIn } from './row-ordinals.js';
import { type ChainRules, type ChainsFound, LAST_MICROS, MOST_STEPS, type StepChains, type StepRows, type StepTally } from './step-chains.js';

/** Up to this many events are sorted by insertion. */
const SHORT = 32;

/** The chains in plain JavaScript. Twin of wasm/steps.ts. */
export class PlainStepChains implements StepChains {
  readonly #cutOff: number;
  readonly #rows: StepRows[] = [];
  #counts: Uint32Array = new Uint32Array(0);
  #scratch: Float64Array = new Float64Array(0);
  #tally: StepTally = { used: 0, withoutCustomer: 0, withoutTime: 0, afterCutOff: 0, withoutStage: 0, notAStep: 0, withoutValue: 0, first: Infinity, last: -Infinity };

  /** Times at *cutOff* (microseconds, Infinity for none) or later don't count. */
  constructor(cutOff: number) {
    this.#cutOff = cutOff;
  }

  get tally(): StepTally {
    return this.#tally;
  }

  add(rows: StepRows, customers: number): boolean {
    const counts = this.#countsOf(customers);
    const instants = this.#instantsOf(rows);
    const { count, customers: codes, mask, staged, stages, stepOf, values } = rows;
    let { used, withoutCustomer, withoutTime, afterCutOff, withoutStage, notAStep, withoutValue, first, last } = this.#tally;
    for (let i = 0; i < count; i++) {
      if (mask !== null && ((mask[i >>> 5]! >>> (i & 31)) & 1) === 0) continue;
      const customer = codes[i]!;
      const instant = instants[i]!;
      if (customer === NO_KEY) {
        withoutCustomer++;
        continue;
      }
      if (!(instant < this.#cutOff)) {
        if (instant === instant) afterCutOff++;
        else withoutTime++;
        continue;
      }
      if (instant < first) first = instant;
      if (instant > last) last = instant;
      const stage = stageAt(stages, staged, i);
      if (stage === NO_KEY) withoutStage++;
      else if (stepOf[stage] === NO_KEY) notAStep++;
      else {
        counts[customer]!++;
        used++;
        if (values !== null && !Number.isFinite(values[i]!)) withoutValue++;
      }
    }
    this.#tally = { used, withoutCustomer, withoutTime, afterCutOff, withoutStage, notAStep, withoutValue, first, last };
    this.#rows.push(rows);
    return first > last || (first > -LAST_MICROS && last < LAST_MICROS);
  }

  find(rules: ChainRules): ChainsFound {
    const ends = new Uint32Array(this.#counts.length);
    for (let c = 1; c < ends.length; c++) ends[c] = ends[c - 1]! + this.#counts[c - 1]!;
    const { used } = this.#tally;
    const hasValues = this.#rows.at(-1)?.values != null;
    const events = { instants: new Float64Array(used), steps: new Uint8Array(used), values: hasValues ? new Float64Array(used) : null };
    for (const rows of this.#rows) placeEvents(rows, this.#instantsOf(rows), this.#cutOff, ends, events);
    return findChains(rules, ends, events);
  }

  #instantsOf({ count, times }: StepRows): Float64Array {
    if (count > this.#scratch.length && !(times instanceof Float64Array)) this.#scratch = new Float64Array(count);
    return timesIn(times, count, this.#scratch);
  }

  #countsOf(customers: number): Uint32Array {
    if (customers > this.#counts.length) {
      const counts = new Uint32Array(Math.max(customers, 2 * this.#counts.length));
      counts.set(this.#counts);
      this.#counts = counts;
    }
    return this.#counts;
  }
}

function stageAt(stages: StepRows['stages'], staged: Bitmap | null, row: number): number {
  return staged !== null && ((staged[row >>> 5]! >>> (row & 31)) & 1) === 0 ? NO_KEY : stages[row]!;
}

interface Events {
  readonly instants: Float64Array;
  readonly steps: Uint8Array;
  readonly values: Float64Array | null;
}

/** Lays events down by customer: at *places* stands where the next of each goes. */
function placeEvents(rows: StepRows, instants: Float64Array, cutOff: number, places: Uint32Array, to: Events): void {
  const { count, customers, mask, staged, stages, stepOf, values } = rows;
  const { instants: toInstants, steps: toSteps, values: toValues } = to;
  for (let i = 0; i < count; i++) {
    if (mask !== null && ((mask[i >>> 5]! >>> (i & 31)) & 1) === 0) continue;
    const customer = customers[i]!;
    const instant = instants[i]!;
    const stage = stageAt(stages, staged, i);
    if (customer === NO_KEY || stage === NO_KEY || !(instant < cutOff)) continue;
    const step = stepOf[stage]!;
    if (step === NO_KEY) continue;
    const place = places[customer]!++;
    toInstants[place] = instant;
    toSteps[place] = step;
    if (values !== null && toValues !== null) toValues[place] = values[i]!;
  }
}

/** Finds what came of each customer, whose events end where *ends* says, and writes it over them. */
function findChains({ entryBefore, entryFrom, openFrom, steps: stepCount, window }: ChainRules, ends: Uint32Array, events: Events): ChainsFound {
  const { instants, steps, values } = events;
  /** Where step k + 1 comes next: the latest beginning of a chain of k. */
  const begun = new Float64Array(MOST_STEPS + 1);
  const sums = createSums();
  reserveSums(sums, stepCount);
  let out = 0;
  let from = 0;
  for (let customer = 0; customer < ends.length; customer++) {
    const to = ends[customer]!;
    if (from === to) {
      ends[customer] = 0;
      continue;
    }
    if (!isSorted(events, from, to)) sortEvents(events, from, to);
    let has = 0;
    let depth = 0;
    let reached = 0;
    for (let k = 0; k <= stepCount; k++) begun[k] = -Infinity;
    for (let i = from; i < to; i++) {
      const instant = instants[i]!;
      const step = steps[i]!;
      has |= 1 << step;
      const start = step > 0 ? begun[step]! : instant >= entryFrom && instant < entryBefore ? instant : -Infinity;
      if (start === -Infinity || instant - start > window) continue;
      begun[step + 1] = start;
      if (step < depth) continue;
      depth = step + 1;
      reached = instant;
    }
    ends[customer] = has | (depth << 24) | (depth > 0 && begun[1]! >= openFrom ? 1 << 31 : 0);
    const earliest = Math.max(reached - window, entryFrom);
    for (let i = from, step = 0; step < depth; i++) {
      if (steps[i] !== step || instants[i]! < earliest) continue;
      if (values !== null) {
        const value = largestOf(values, events, i, to);
        if (Number.isFinite(value)) addTo(sums, step, value);
      }
      instants[out++] = instants[i]!;
      step++;
    }
    from = to;
  }
  return { outcomes: ends, instants: [instants.subarray(0, out)], sums: values === null ? null : sums.pairs.subarray(0, 2 * stepCount) };
}

/** The largest value of the events from *at* to before *to* that are like the first; NaN is less than nothing. */
function largestOf(values: Float64Array, { instants, steps }: Events, at: number, to: number): number {
  let value = values[at]!;
  for (let i = at + 1; i < to && instants[i] === instants[at] && steps[i] === steps[at]; i++) {
    const other = values[i]!;
    if (!(other <= value) && other === other) value = other;
  }
  return value;
}

function isSorted({ instants, steps }: Events, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) {
    const instant = instants[i]!;
    const before = instants[i - 1]!;
    if (instant < before || (instant === before && steps[i]! < steps[i - 1]!)) return false;
  }
  return true;
}

/** Sorts a customer's events by instant, and those of one by step. */
function sortEvents({ instants, steps, values }: Events, from: number, to: number): void {
  if (to - from > SHORT) {
    const order = Uint32Array.from({ length: to - from }, (_, i) => from + i).sort((a, b) => instants[a]! - instants[b]! || steps[a]! - steps[b]!);
    for (const column of [instants, steps, ...(values === null ? [] : [values])]) column.set(Array.from(order, (i) => column[i]!), from);
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const instant = instants[i]!;
    const step = steps[i]!;
    const value = values === null ? 0 : values[i]!;
    let place = i;
    for (; place > from && (instants[place - 1]! > instant || (instants[place - 1] === instant && steps[place - 1]! > step)); place--) {
      instants[place] = instants[place - 1]!;
      steps[place] = steps[place - 1]!;
      if (values !== null) values[place] = values[place - 1]!;
    }
    instants[place] = instant;
    steps[place] = step;
    if (values !== null) values[place] = value;
  }
}
