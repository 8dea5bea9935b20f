// Events are kept in piles of customers, as they come: the event, 8 bytes, which are its tick times 64 and its step in the six lowest
// bits, so that their order is that of numbers; the customer's number within the pile, 2 bytes; and its value, 8, where rows have any.
// A pile lies in pieces. To be read it is sorted by customer into a small memory that all piles share, for what is written here and
// there over a large one takes far longer.

const NO_KEY: u32 = 0xffffffff;
const STEP_BITS: i64 = 6;
const STEPS: i64 = 63;
/** How many customers are in a pile, as a power of two. */
const PILE_BITS: u32 = 11;
const CUSTOMER: u32 = (1 << PILE_BITS) - 1;
/** The beginning of a chain that there is none of: so long ago that no window reaches back to it. */
const NEVER: i64 = -4611686018427387904;
/** Up to this many events are sorted by insertion alone. */
const SHORT: usize = 40;

/** What became of rows, in the order in which they lie at *tally*. */
const USED: usize = 0;
const WITHOUT_CUSTOMER: usize = 4;
const WITHOUT_TIME: usize = 8;
const AFTER_CUT_OFF: usize = 12;
const WITHOUT_STAGE: usize = 16;
const NOT_A_STEP: usize = 20;
const WITHOUT_VALUE: usize = 24;
const FIRST: usize = 32;
const LAST: usize = 40;

@inline
function hasNoBit(bits: usize, row: usize): bool {
  return bits != 0 && ((load<u32>(bits + (row >>> 5 << 2)) >>> (<u32>row & 31)) & 1) == 0;
}

@inline
function add(tally: usize, count: u32): void {
  store<u32>(tally, load<u32>(tally) + count);
}

/**
 * Keeps the events among the rows from *from* to before *count*, and returns the first row whose pile has no room, which nobody has
 * counted, or *count*. Events are rows whose bit is set in *mask* (0: all), with a customer, a tick (*valid* has no bit where there
 * is none; 0: all have one) before *cutOff* and a stage that *stepOf* gives a step to. By pile, *piles* holds the address of the next
 * event and where the piece ends. *values* is 0 where there are none.
 */
export function keepSteps(
  customers: usize, ticks: usize, valid: usize, stages: usize, values: usize, mask: usize, from: usize, count: usize, stepOf: usize, piles: usize,
  cutOff: i64, tally: usize,
): usize {
  const stride: u32 = values == 0 ? 10 : 18;
  let used: u32 = 0;
  let withoutCustomer: u32 = 0;
  let withoutTime: u32 = 0;
  let afterCutOff: u32 = 0;
  let withoutStage: u32 = 0;
  let notAStep: u32 = 0;
  let withoutValue: u32 = 0;
  let first = load<i64>(tally, FIRST);
  let last = load<i64>(tally, LAST);
  let i = from;
  for (; i < count; i++) {
    if (hasNoBit(mask, i)) continue;
    const customer = load<u32>(customers + (i << 2));
    if (customer == NO_KEY) {
      withoutCustomer++;
      continue;
    }
    const tick = load<i64>(ticks + (i << 3));
    if (tick == i64.MIN_VALUE || hasNoBit(valid, i)) {
      withoutTime++;
      continue;
    }
    if (tick >= cutOff) {
      afterCutOff++;
      continue;
    }
    first = tick < first ? tick : first;
    last = tick > last ? tick : last;
    const stage = load<u32>(stages + (i << 2));
    if (stage == NO_KEY) {
      withoutStage++;
      continue;
    }
    const pile = piles + (<usize>(customer >>> PILE_BITS) << 3);
    const at = <usize>load<u32>(pile);
    if (at == load<u32>(pile, 4)) break;
    const step = load<u32>(stepOf + (<usize>stage << 2));
    // No branch, as nobody can foretell which rows are steps: what is none is written over by the next.
    const isStep = <u32>(step != NO_KEY);
    store<i64>(at, (tick << STEP_BITS) | (<i64>step & STEPS));
    store<u16>(at, customer & CUSTOMER, 8);
    if (values != 0) {
      const value = load<f64>(values + (i << 3));
      store<f64>(at, value, 10);
      // A number less itself is 0, but for NaN and the infinities.
      withoutValue += isStep & <u32>(value - value != 0);
    }
    store<u32>(pile, <u32>at + isStep * stride);
    used += isStep;
    notAStep += 1 - isStep;
  }
  add(tally + USED, used);
  add(tally + WITHOUT_CUSTOMER, withoutCustomer);
  add(tally + WITHOUT_TIME, withoutTime);
  add(tally + AFTER_CUT_OFF, afterCutOff);
  add(tally + WITHOUT_STAGE, withoutStage);
  add(tally + NOT_A_STEP, notAStep);
  add(tally + WITHOUT_VALUE, withoutValue);
  store<i64>(tally, first, FIRST);
  store<i64>(tally, last, LAST);
  return i;
}

/** Counts the events of a piece, *stride* bytes each, by customer. */
export function countEvents(at: usize, end: usize, stride: usize, counts: usize): void {
  for (; at < end; at += stride) add(counts + (<usize>load<u16>(at, 8) << 2), 1);
}

/** Turns the counts of *customers* into where the events of each begin. */
export function startsOf(counts: usize, customers: usize): void {
  let start: u32 = 0;
  for (const end = counts + (customers << 2); counts < end; counts += 4) {
    const count = load<u32>(counts);
    store<u32>(counts, start);
    start += count;
  }
}

/** Lays the events of a piece down at *events*, by customer, without it: at *places* stands where the next of each goes. */
export function placeEvents(at: usize, end: usize, stride: usize, places: usize, events: usize): void {
  const hasValues = stride == 18;
  const shift: usize = hasValues ? 4 : 3;
  for (; at < end; at += stride) {
    const placeAt = places + (<usize>load<u16>(at, 8) << 2);
    const place = load<u32>(placeAt);
    store<u32>(placeAt, place + 1);
    const to = events + (<usize>place << shift);
    store<i64>(to, load<i64>(at));
    if (hasValues) store<i64>(to, load<i64>(at, 10), 8);
  }
}

/**
 * Finds what came of each of *customers*, whose events lie at *events*, 2^shift bytes each, those of one up to where the number at
 * *ends* says, and returns how many instants there are. In place of the number stands which steps the customer has (24 bits), how
 * many the best chain fills (5 bits), and in the highest bit whether one may still go on, which began at *openFrom* or later. In place
 * of events stand the instants of these chains, microseconds as doubles, one customer after the other.
 *
 * A chain begins at *entryFrom* or later and before *entryBefore*, and ends *window* after that at the latest. Of the longest it is
 * the one that began first. By step, the values of the chains are added to the pairs of doubles at *sums*, of several events at one
 * instant the largest. *begun* is room for 25 ticks: where step k + 1 comes next, the latest beginning of a chain of k.
 */
export function findChains(
  ends: usize, customers: usize, events: usize, shift: usize, steps: u32, microsPerTick: f64, window: i64, entryFrom: i64, entryBefore: i64, openFrom: i64,
  begun: usize, sums: usize,
): usize {
  const begunEnd = begun + (<usize>(steps + 1) << 3);
  const stride = <usize>1 << shift;
  let out = events;
  let from = events;
  for (const last = ends + (customers << 2); ends < last; ends += 4) {
    const to = events + (<usize>load<u32>(ends) << shift);
    if (from == to) {
      store<u32>(ends, 0);
      continue;
    }
    let has: u32 = 0;
    let depth: u32 = 0;
    let reached: i64 = 0;
    for (let isSorted = false; ;) {
      for (let at = begun; at < begunEnd; at += 8) store<i64>(at, NEVER);
      has = 0;
      depth = 0;
      isSorted = true;
      let before = i64.MIN_VALUE;
      for (let at = from; at < to; at += stride) {
        const event = load<i64>(at);
        isSorted = isSorted & (before <= event);
        before = event;
        const tick = event >> STEP_BITS;
        const step = <u32>(event & STEPS);
        has |= 1 << step;
        store<i64>(begun, select(tick, NEVER, (tick >= entryFrom) & (tick < entryBefore)));
        const next = begun + (<usize>step << 3);
        const start = load<i64>(next);
        const goesOn = tick - start <= window;
        store<i64>(next, select(start, load<i64>(next, 8), goesOn), 8);
        const isDeeper = goesOn & (step >= depth);
        depth = select(step + 1, depth, isDeeper);
        reached = select(tick, reached, isDeeper);
      }
      if (isSorted) break;
      sortEvents(from, to, shift);
    }
    const isOpen = load<i64>(begun, 8) >= openFrom;
    store<u32>(ends, has | (depth << 24) | (<u32>isOpen << 31));
    const earliest = max(reached - window, entryFrom);
    // Instants never overtake the events that they are read from: a chain has no more of them than its customer has events.
    let step: u32 = 0;
    for (let at = from; step < depth; at += stride) {
      const event = load<i64>(at);
      const tick = event >> STEP_BITS;
      if (<u32>(event & STEPS) != step || tick < earliest) continue;
      if (shift == 4) addLargest(at, to, sums + (<usize>step << 4));
      store<f64>(out, <f64>tick * microsPerTick);
      out += 8;
      step++;
    }
    from = to;
  }
  return (out - events) >>> 3;
}

/** Adds the largest value of the events from *at* to before *to* that are like the first to the pair at *sum*. */
@inline
function addLargest(at: usize, to: usize, sum: usize): void {
  const event = load<i64>(at);
  let value = load<f64>(at, 8);
  for (at += 16; at < to && load<i64>(at) == event; at += 16) {
    const other = load<f64>(at, 8);
    // NaN is less than nothing.
    if (!(other <= value) && other == other) value = other;
  }
  if (value - value != 0) return;
  const high = load<f64>(sum);
  const next = high + value;
  const part = next - high;
  store<f64>(sum, next);
  store<f64>(sum, load<f64>(sum, 8) + (high - (next - part) + (value - part)), 8);
}

/** Sorts a customer's events: by insertion, many of them over shrinking gaps first (Shell 1959; gaps of Gonnet and Baeza-Yates 1991). */
function sortEvents(from: usize, to: usize, shift: usize): void {
  const count = (to - from) >>> shift;
  let gap: usize = count > SHORT ? count : 1;
  do {
    gap = gap < 5 ? 1 : (5 * gap - 1) / 11;
    const reach = gap << shift;
    for (let at = from + reach; at < to; at += <usize>1 << shift) {
      const event = load<i64>(at);
      const value = load<i64>(at, 8);
      let place = at;
      for (; place >= from + reach; place -= reach) {
        const other = load<i64>(place - reach);
        if (other <= event) break;
        store<i64>(place, other);
        if (shift == 4) store<i64>(place, load<i64>(place - reach, 8), 8);
      }
      store<i64>(place, event);
      if (shift == 4) store<i64>(place, value, 8);
    }
  } while (gap > 1);
}
