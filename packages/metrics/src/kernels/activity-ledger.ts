import { addPairTo, type CompensatedSums, createSums, reserveSums } from './compensated-sums.js';
import { type CellIndex, cellOf, createCellIndex } from './cell-index.js';

/**
 * What customers did in which period: one entry for each customer and period that has rows, in order of first
 * appearance. Entries are found by open addressing with linear probing, at most half full, after a look at the
 * customer's latest entry, which is the one wanted wherever rows come in order of time.
 *
 * 29 bytes an entry and 4 more for each word of days, 8 to 16 for its slots, 4 for each customer. Structured-cloneable.
 */
export interface ActivityLedger {
  /** How many entries there are. */
  size: number;
  /** By entry: whose, and when. */
  customers: Uint32Array;
  periods: Int32Array;
  /** By entry: 1 where a row counts as activity. */
  active: Uint8Array;
  /** By entry: a bit for each day of the period that holds an order without an id, `dayWords` words an entry. */
  readonly dayWords: number;
  days: Uint32Array;
  /** By entry: the sum of values. */
  readonly values: CompensatedSums;
  /** The distinct order ids of an entry, as pairs of entry and order code. */
  orders: CellIndex;
  /** Entry + 1 by hash, 0 where free. The length is a power of two. */
  slots: Uint32Array;
  /** By customer: the entry written last, + 1. */
  latest: Uint32Array;
}

/** Returns a ledger without entries that keeps *dayWords* words of days an entry (0: none). */
export function createLedger(dayWords: number): ActivityLedger {
  return {
    size: 0,
    customers: new Uint32Array(8), periods: new Int32Array(8), active: new Uint8Array(8),
    dayWords, days: new Uint32Array(8 * dayWords), values: createSums(), orders: createCellIndex(),
    slots: new Uint32Array(16), latest: new Uint32Array(0),
  };
}

/** Makes room for customers with codes below *count*; `entryOf` must not meet others. */
export function reserveCustomers(ledger: ActivityLedger, count: number): void {
  if (count <= ledger.latest.length) return;
  const latest = new Uint32Array(Math.max(count, ledger.latest.length * 2, 64));
  latest.set(ledger.latest);
  ledger.latest = latest;
}

/** Returns the entry of *customer* in *period*, a new one when there was none. */
export function entryOf(ledger: ActivityLedger, customer: number, period: number): number {
  const latest = ledger.latest[customer]!;
  if (latest !== 0 && ledger.periods[latest - 1] === period) return latest - 1;
  let entry = latest === 0 ? -1 : findEntry(ledger, customer, period);
  if (entry < 0) entry = addEntry(ledger, customer, period);
  ledger.latest[customer] = entry + 1;
  return entry;
}

/** Returns the entry of *customer* in *period*, or -1. */
export function findEntry(ledger: ActivityLedger, customer: number, period: number): number {
  const { slots, customers, periods } = ledger;
  const mask = slots.length - 1;
  let slot = hash(customer, period) & mask;
  for (;;) {
    const entry = slots[slot]! - 1;
    if (entry < 0) return -1;
    if (customers[entry] === customer && periods[entry] === period) return entry;
    slot = (slot + 1) & mask;
  }
}

/** Adds an order without an id on the day with number *day* of the entry's period, from 0. */
export function addOrderDay(ledger: ActivityLedger, entry: number, day: number): void {
  ledger.days[entry * ledger.dayWords + (day >>> 5)]! |= 1 << (day & 31);
}

/** Adds the order with code *order* to the entry; again is no other order. */
export function addOrder(ledger: ActivityLedger, entry: number, order: number): void {
  cellOf(ledger.orders, entry, order);
}

/** Returns how many orders each entry holds: distinct ids, and distinct days of orders without one. */
export function ordersByEntry(ledger: ActivityLedger): Uint32Array {
  const { size, dayWords, days, orders } = ledger;
  const counts = new Uint32Array(size);
  for (let entry = 0; entry < size; entry++) {
    for (let word = 0; word < dayWords; word++) counts[entry]! += countOnes(days[entry * dayWords + word]!);
  }
  for (let pair = 0; pair < orders.size; pair++) counts[orders.firsts[pair]!]!++;
  return counts;
}

/** Returns the first period in which each customer was active, by code, or *never*. */
export function firstActivePeriods(ledger: ActivityLedger, never: number): Int32Array {
  const first = new Int32Array(ledger.latest.length).fill(never);
  for (let entry = 0; entry < ledger.size; entry++) {
    if (ledger.active[entry] === 0) continue;
    const customer = ledger.customers[entry]!;
    const period = ledger.periods[entry]!;
    if (first[customer] === never || period < first[customer]!) first[customer] = period;
  }
  return first;
}

/** Returns the last period in which each customer was active, by code, or *never*. */
export function lastActivePeriods(ledger: ActivityLedger, never: number): Int32Array {
  const last = new Int32Array(ledger.latest.length).fill(never);
  for (let entry = 0; entry < ledger.size; entry++) {
    if (ledger.active[entry] === 0) continue;
    const customer = ledger.customers[entry]!;
    const period = ledger.periods[entry]!;
    if (last[customer] === never || period > last[customer]!) last[customer] = period;
  }
  return last;
}

/** Adds every entry of *from* to *into*; *from* stays as it is. Both must keep as many words of days. */
export function mergeLedgers(into: ActivityLedger, from: ActivityLedger): void {
  const { dayWords } = into;
  reserveCustomers(into, from.latest.length);
  const entries = new Uint32Array(from.size);
  for (let i = 0; i < from.size; i++) {
    const entry = entryOf(into, from.customers[i]!, from.periods[i]!);
    entries[i] = entry;
    into.active[entry]! |= from.active[i]!;
    for (let word = 0; word < dayWords; word++) into.days[entry * dayWords + word]! |= from.days[i * dayWords + word]!;
    addPairTo(into.values, entry, from.values.high[i]!, from.values.low[i]!);
  }
  for (let pair = 0; pair < from.orders.size; pair++) {
    addOrder(into, entries[from.orders.firsts[pair]!]!, from.orders.seconds[pair]!);
  }
}

function addEntry(ledger: ActivityLedger, customer: number, period: number): number {
  const entry = ledger.size++;
  if (entry === ledger.customers.length) grow(ledger);
  if (entry >= ledger.values.high.length) reserveSums(ledger.values, ledger.customers.length);
  ledger.customers[entry] = customer;
  ledger.periods[entry] = period;
  place(ledger, entry);
  return entry;
}

function place(ledger: ActivityLedger, entry: number): void {
  const { slots } = ledger;
  const mask = slots.length - 1;
  let slot = hash(ledger.customers[entry]!, ledger.periods[entry]!) & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = entry + 1;
}

function grow(ledger: ActivityLedger): void {
  const capacity = ledger.customers.length * 2;
  const customers = new Uint32Array(capacity);
  const periods = new Int32Array(capacity);
  const active = new Uint8Array(capacity);
  const days = new Uint32Array(capacity * ledger.dayWords);
  customers.set(ledger.customers);
  periods.set(ledger.periods);
  active.set(ledger.active);
  days.set(ledger.days);
  ledger.customers = customers;
  ledger.periods = periods;
  ledger.active = active;
  ledger.days = days;
  ledger.slots = new Uint32Array(capacity * 2);
  for (let entry = 0; entry < ledger.size - 1; entry++) place(ledger, entry);
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
