import { addSumTo, type CompensatedSums } from './compensated-sums.js';
import { type CellIndex, cellOf, createCellIndex } from './cell-index.js';

/**
 * What customers did in which period: one entry for each customer and period that has rows, in order of first
 * appearance. A customer's latest period leads to its entry, and a later one is a new entry, so rows in order of time
 * need no search. The first row that goes back makes an index by hash (open addressing, linear probing, at most half
 * full), which is kept from then on.
 *
 * 12 bytes an entry, 4 more for each word of days, 16 more with values; 8 bytes a customer; with the index 8 to 16 more
 * an entry. Structured-cloneable.
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
  readonly orders: CellIndex;
  /** By customer, side by side: the entry of the latest period + 1 (0: none), and that period. */
  heads: Int32Array;
  /** Entry + 1 by hash, 0 where free; the length is a power of two. Null until a row goes back in time. */
  slots: Uint32Array | null;
}

const FIRST_CAPACITY = 8;
/** Numbers of a record before its days. */
const FIXED = 3;

/** Returns a ledger without entries that keeps *dayWords* words of days an entry (0: none), and values or not. */
export function createLedger(dayWords: number, keepValues: boolean): ActivityLedger {
  return {
    size: 0, records: new Int32Array(FIRST_CAPACITY * (FIXED + dayWords)), dayWords,
    keepValues, values: { pairs: new Float64Array(keepValues ? FIRST_CAPACITY * 2 : 0) }, orders: createCellIndex(),
    heads: new Int32Array(0), slots: null,
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

/** Returns whether *customer*, who must lie below `customerCount`, has an entry. */
export function hasEntry(ledger: ActivityLedger, customer: number): boolean {
  return ledger.heads[2 * customer] !== 0;
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

/** Returns the entry of *customer* in *period*, a new one when there was none. */
export function entryOf(ledger: ActivityLedger, customer: number, period: number): number {
  const { heads } = ledger;
  const head = heads[2 * customer]!;
  if (head !== 0) {
    const latest = heads[2 * customer + 1]!;
    if (period === latest) return head - 1;
    if (period < latest) return earlierEntryOf(ledger, customer, period);
  }
  const entry = addEntry(ledger, customer, period);
  heads[2 * customer] = entry + 1;
  heads[2 * customer + 1] = period;
  return entry;
}

function earlierEntryOf(ledger: ActivityLedger, customer: number, period: number): number {
  const slots = ledger.slots ?? indexEntries(ledger);
  const mask = slots.length - 1;
  let slot = hash(customer, period) & mask;
  for (;;) {
    const entry = slots[slot]! - 1;
    if (entry < 0) return addEntry(ledger, customer, period);
    if (customerOf(ledger, entry) === customer && periodOf(ledger, entry) === period) return entry;
    slot = (slot + 1) & mask;
  }
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

/** Returns the last period in which each customer was active, by code, or *never*. */
export function lastActivePeriods(ledger: ActivityLedger, never: number): Int32Array {
  const last = new Int32Array(customerCount(ledger)).fill(never);
  for (let entry = 0; entry < ledger.size; entry++) {
    if (!isActive(ledger, entry)) continue;
    const customer = customerOf(ledger, entry);
    const period = periodOf(ledger, entry);
    if (last[customer] === never || period > last[customer]!) last[customer] = period;
  }
  return last;
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

/** Adds every entry of *from* to *into*; *from* stays as it is. Both must keep the same columns. */
export function mergeLedgers(into: ActivityLedger, from: ActivityLedger): void {
  const width = FIXED + into.dayWords;
  reserveCustomers(into, customerCount(from));
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
  const entry = ledger.size;
  const at = entry * (FIXED + ledger.dayWords);
  if (at === ledger.records.length) grow(ledger);
  ledger.size = entry + 1;
  ledger.records[at] = customer;
  ledger.records[at + 1] = period;
  if (ledger.slots !== null) place(ledger, ledger.slots, entry);
  return entry;
}

function place(ledger: ActivityLedger, slots: Uint32Array, entry: number): void {
  const mask = slots.length - 1;
  let slot = hash(customerOf(ledger, entry), periodOf(ledger, entry)) & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = entry + 1;
}

function indexEntries(ledger: ActivityLedger): Uint32Array {
  const capacity = ledger.records.length / (FIXED + ledger.dayWords);
  const slots = new Uint32Array(capacity * 2);
  for (let entry = 0; entry < ledger.size; entry++) place(ledger, slots, entry);
  ledger.slots = slots;
  return slots;
}

function grow(ledger: ActivityLedger): void {
  const records = new Int32Array(ledger.records.length * 2);
  records.set(ledger.records);
  ledger.records = records;
  if (ledger.keepValues) {
    // Which entries exist is known, so their sums begin at 0 and need no marks.
    const pairs = new Float64Array(ledger.values.pairs.length * 2);
    pairs.set(ledger.values.pairs);
    ledger.values.pairs = pairs;
  }
  if (ledger.slots !== null) indexEntries(ledger);
}

function hash(customer: number, period: number): number {
  // The finaliser of MurmurHash3 over a mix of both: neighbouring customers and periods land apart.
  let h = Math.imul(customer, 0x9e3779b1) ^ Math.imul(period, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function countOnes(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
