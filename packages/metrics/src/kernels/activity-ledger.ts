import { addSumTo, type CompensatedSums } from './compensated-sums.js';
import { type CellIndex, cellOf, createCellIndex } from './cell-index.js';
import { sortEntries } from './sort-entries.js';

/**
 * What customers did in which period: entries of a customer and a period, in order of first appearance. A customer's latest
 * entry is known, and a row of another period is a new entry, so no row needs a search. Rows that go back in time may make
 * several entries of one customer and period; `settle` makes one of them by sorting, before anything is read and before the
 * ledger would grow to more than a few times what is needed.
 *
 * 12 bytes an entry, 4 more for each word of days, 16 more with values; 8 bytes a customer; a second copy of all
 * entries while they are sorted. Structured-cloneable.
 */
export interface ActivityLedger {
  /** How many entries there are. */
  size: number;
  /**
   * Entry after entry, `3 + dayWords` numbers each, so that a row touches one line of the cache: the customer, the period,
   * 1 where a row counts as activity, then a bit for each day of the period that holds an order without an id.
   */
  records: Int32Array;
  readonly dayWords: number;
  /** By entry: the sum of values, where they are kept. */
  readonly keepValues: boolean;
  readonly values: CompensatedSums;
  /** The distinct order ids of an entry, as pairs of entry and order code. */
  orders: CellIndex;
  /** By customer, side by side: the entry of the latest period + 1 (0: none), and that period. */
  heads: Int32Array;
  /** Whether every customer and period has one entry: true until a row goes back in time, and again after `settle`. */
  settled: boolean;
  /** Whether entries are in order of customers and periods. */
  arranged: boolean;
  /** How many entries there were after arranging last. */
  kept: number;
}

const FIRST_CAPACITY = 8;
/** Fewer entries than these are not worth sorting for the room. */
const SETTLE_FROM = 65_536;
/** Numbers of a record before its days. */
const FIXED = 3;

/** Returns a ledger without entries that keeps *dayWords* words of days an entry (0: none), and values or not. */
export function createLedger(dayWords: number, keepValues: boolean): ActivityLedger {
  return {
    size: 0, records: new Int32Array(FIRST_CAPACITY * (FIXED + dayWords)), dayWords,
    keepValues, values: { pairs: new Float64Array(keepValues ? FIRST_CAPACITY * 2 : 0) }, orders: createCellIndex(),
    heads: new Int32Array(0), settled: true, arranged: true, kept: 0,
  };
}

/** Makes room for customers with codes below *count*; `entryOf` must not meet others. */
export function reserveCustomers(ledger: ActivityLedger, count: number): void {
  const before = customerCount(ledger);
  if (count <= before) return;
  const heads = new Int32Array(Math.max(count, before * 2, 64) * 2);
  heads.set(ledger.heads);
  ledger.heads = heads;
}

/** Returns a bound on customer codes: those at or above it have no entry. */
export function customerCount(ledger: ActivityLedger): number {
  return ledger.heads.length >>> 1;
}

/** Returns whose *entry* is. */
export function customerOf(ledger: ActivityLedger, entry: number): number {
  return ledger.records[entry * (FIXED + ledger.dayWords)]!;
}

/** Returns which period *entry* is of. */
export function periodOf(ledger: ActivityLedger, entry: number): number {
  return ledger.records[entry * (FIXED + ledger.dayWords) + 1]!;
}

/** Returns whether any row of *entry* counts as activity. */
export function isActive(ledger: ActivityLedger, entry: number): boolean {
  return ledger.records[entry * (FIXED + ledger.dayWords) + 2] !== 0;
}

/** Notes that a row of *entry* counts as activity. */
export function markActive(ledger: ActivityLedger, entry: number): void {
  ledger.records[entry * (FIXED + ledger.dayWords) + 2] = 1;
}

/** Returns the entry of *customer* in *period* to which a row belongs. It stays that entry until the next call. */
export function entryOf(ledger: ActivityLedger, customer: number, period: number): number {
  const { heads } = ledger;
  const head = heads[2 * customer]!;
  if (head !== 0) {
    const latest = heads[2 * customer + 1]!;
    if (period === latest) return head - 1;
    if (period < latest) ledger.settled = false;
  }
  if (ledger.size === capacityOf(ledger)) {
    makeRoom(ledger);
    // The entry may be the customer's latest now.
    return entryOf(ledger, customer, period);
  }
  const entry = addEntry(ledger, customer, period);
  heads[2 * customer] = entry + 1;
  heads[2 * customer + 1] = period;
  return entry;
}

/** Adds an order without an id on the day with number *day* of the entry's period, from 0. */
export function addOrderDay(ledger: ActivityLedger, entry: number, day: number): void {
  ledger.records[entry * (FIXED + ledger.dayWords) + FIXED + (day >>> 5)]! |= 1 << (day & 31);
}

/** Adds the order with code *order* to the entry; again is no other order. */
export function addOrder(ledger: ActivityLedger, entry: number, order: number): void {
  cellOf(ledger.orders, entry, order);
}

/** Returns how many orders each entry holds: distinct ids, and distinct days of orders without one. */
export function ordersByEntry(ledger: ActivityLedger): Uint32Array {
  const { size, records, dayWords, orders } = ledger;
  const width = FIXED + dayWords;
  const counts = new Uint32Array(size);
  for (let entry = 0; entry < size; entry++) {
    for (let word = FIXED; word < width; word++) counts[entry]! += countOnes(records[entry * width + word]!);
  }
  for (let pair = 0; pair < orders.size; pair++) counts[orders.firsts[pair]!]!++;
  return counts;
}

/** Returns the first period in which each customer was active, by code, or *never*. */
export function firstActivePeriods(ledger: ActivityLedger, never: number): Int32Array {
  const first = new Int32Array(customerCount(ledger)).fill(never);
  for (let entry = 0; entry < ledger.size; entry++) {
    if (!isActive(ledger, entry)) continue;
    const customer = customerOf(ledger, entry);
    const period = periodOf(ledger, entry);
    if (first[customer] === never || period < first[customer]!) first[customer] = period;
  }
  return first;
}

/** Returns the entries in order of their periods; within a period as they appeared (a counting sort). */
export function entriesByPeriod(ledger: ActivityLedger): Uint32Array {
  const { size } = ledger;
  let first = Infinity;
  let last = -Infinity;
  for (let entry = 0; entry < size; entry++) {
    const period = periodOf(ledger, entry);
    if (period < first) first = period;
    if (period > last) last = period;
  }
  const next = new Uint32Array(size === 0 ? 1 : last - first + 2);
  for (let entry = 0; entry < size; entry++) next[periodOf(ledger, entry) - first + 1]!++;
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1]!;
  const order = new Uint32Array(size);
  for (let entry = 0; entry < size; entry++) order[next[periodOf(ledger, entry) - first]!++] = entry;
  return order;
}

/** Makes one entry of those of one customer and period; does nothing where rows came in order of time. */
export function settle(ledger: ActivityLedger): void {
  if (!ledger.settled) arrange(ledger);
}

/** Puts entries in order of customers, and of periods within a customer, and makes one of those of one customer and period. */
export function arrange(ledger: ActivityLedger): void {
  if (ledger.arranged) return;
  const { records, values, keepValues, heads, orders } = ledger;
  const width = FIXED + ledger.dayWords;
  const before = sortEntries(records, width, ledger.size, customerCount(ledger));
  const places = new Uint32Array(orders.size === 0 ? 0 : ledger.size);
  const sums: CompensatedSums = { pairs: new Float64Array(values.pairs.length) };
  let last = -1;
  for (let entry = 0; entry < ledger.size; entry++) {
    const from = entry * width;
    const to = last * width;
    if (last >= 0 && records[from] === records[to] && records[from + 1] === records[to + 1]) {
      for (let word = 2; word < width; word++) records[to + word]! |= records[from + word]!;
    } else {
      last++;
      if (last !== entry) records.copyWithin(last * width, from, from + width);
      // Periods ascend, so the last one written is the latest.
      heads[2 * records[from]!] = last + 1;
      heads[2 * records[from]! + 1] = records[from + 1]!;
    }
    if (keepValues) addSumTo(sums, last, values, before[entry]!);
    if (places.length > 0) places[before[entry]!] = last;
  }
  // What lies behind the entries is made new by those who come.
  records.fill(0, (last + 1) * width, ledger.size * width);
  values.pairs = sums.pairs;
  if (sums.exact !== undefined) values.exact = sums.exact;
  ledger.size = ledger.kept = last + 1;
  ledger.settled = ledger.arranged = true;
  if (places.length === 0) return;
  const index = createCellIndex();
  for (let pair = 0; pair < orders.size; pair++) cellOf(index, places[orders.firsts[pair]!]!, orders.seconds[pair]!);
  ledger.orders = index;
}

/** Adds every entry of *from* to *into*; *from* stays as it is. Both must keep the same columns. */
export function mergeLedgers(into: ActivityLedger, from: ActivityLedger): void {
  const width = FIXED + into.dayWords;
  reserveCustomers(into, customerCount(from));
  // Room is made first: entries must stay where they are until their orders have come too.
  while (capacityOf(into) < into.size + from.size) grow(into);
  const entries = new Uint32Array(from.size);
  for (let i = 0; i < from.size; i++) {
    const entry = entryOf(into, customerOf(from, i), periodOf(from, i));
    entries[i] = entry;
    for (let word = 2; word < width; word++) into.records[entry * width + word]! |= from.records[i * width + word]!;
    if (into.keepValues) addSumTo(into.values, entry, from.values, i);
  }
  for (let pair = 0; pair < from.orders.size; pair++) {
    addOrder(into, entries[from.orders.firsts[pair]!]!, from.orders.seconds[pair]!);
  }
}

function addEntry(ledger: ActivityLedger, customer: number, period: number): number {
  const entry = ledger.size++;
  ledger.arranged = false;
  const at = entry * (FIXED + ledger.dayWords);
  ledger.records[at] = customer;
  ledger.records[at + 1] = period;
  return entry;
}

function capacityOf(ledger: ActivityLedger): number {
  return ledger.records.length / (FIXED + ledger.dayWords);
}

/** Settles when there are several times as many entries as were needed last, and grows where that frees too little room: so a row is moved twice at most. */
function makeRoom(ledger: ActivityLedger): void {
  if (ledger.size >= Math.max(SETTLE_FROM, ledger.kept * 4)) settle(ledger);
  if (ledger.size * 2 > capacityOf(ledger)) grow(ledger);
}

function grow(ledger: ActivityLedger): void {
  const records = new Int32Array(ledger.records.length * 2);
  records.set(ledger.records);
  ledger.records = records;
  if (!ledger.keepValues) return;
  // Which entries exist is known, so their sums begin at 0 and need no marks.
  const pairs = new Float64Array(ledger.values.pairs.length * 2);
  pairs.set(ledger.values.pairs);
  ledger.values.pairs = pairs;
}

function countOnes(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
