/**
 * Events of customers, in the order in which they came: four parallel columns that grow together, and two that are kept
 * only where somebody reads them. Rows past `length` hold nothing. 16 bytes an event, 8 more with values, 4 more with
 * segments and with each column of constants. Structured-cloneable.
 */
export interface EventJournal {
  length: number;
  customers: Uint32Array;
  /** Microseconds since the epoch. */
  instants: Float64Array;
  /** What happened: a step or a category code. */
  codes: Uint32Array;
  /** NaN where the value is missing. */
  values: Float64Array | null;
  segments: Uint32Array | null;
  /** Further codes, column by column, that tell a customer's events apart. */
  readonly constants: Uint32Array[];
}

/** Returns an empty journal that keeps the optional columns asked for. */
export function createJournal(keep: { readonly values: boolean; readonly segments: boolean; readonly constants?: number }): EventJournal {
  return {
    length: 0,
    customers: new Uint32Array(0),
    instants: new Float64Array(0),
    codes: new Uint32Array(0),
    values: keep.values ? new Float64Array(0) : null,
    segments: keep.segments ? new Uint32Array(0) : null,
    constants: Array.from({ length: keep.constants ?? 0 }, () => new Uint32Array(0)),
  };
}

/** Makes room for *more* events, at least doubling; a frame asks once and then writes without checks. */
export function reserveEvents(journal: EventJournal, more: number): void {
  const needed = journal.length + more;
  if (needed <= journal.customers.length) return;
  const capacity = Math.max(needed, journal.customers.length * 2, 64);
  journal.customers = grownUint32(journal.customers, capacity);
  journal.instants = grownFloat64(journal.instants, capacity);
  journal.codes = grownUint32(journal.codes, capacity);
  if (journal.values !== null) journal.values = grownFloat64(journal.values, capacity);
  if (journal.segments !== null) journal.segments = grownUint32(journal.segments, capacity);
  journal.constants.forEach((codes, column) => (journal.constants[column] = grownUint32(codes, capacity)));
}

/** Adds the events of *from* to *into*; *from* stays as it is. Both must keep the same columns. */
export function appendJournal(into: EventJournal, from: EventJournal): void {
  reserveEvents(into, from.length);
  const { length } = from;
  into.customers.set(from.customers.subarray(0, length), into.length);
  into.instants.set(from.instants.subarray(0, length), into.length);
  into.codes.set(from.codes.subarray(0, length), into.length);
  if (from.values !== null) into.values?.set(from.values.subarray(0, length), into.length);
  if (from.segments !== null) into.segments?.set(from.segments.subarray(0, length), into.length);
  from.constants.forEach((codes, column) => into.constants[column]?.set(codes.subarray(0, length), into.length));
  into.length += length;
}

/**
 * The positions of a journal's events, by customer: those of customer *c* are `order[offsets[c]]` to `order[offsets[c + 1] - 1]`.
 * What is read of nearly every event stands beside, in the same order: whoever reads by customer would miss the cache in the journal.
 */
export interface EventsByCustomer {
  readonly customerCount: number;
  readonly offsets: Uint32Array;
  readonly order: Uint32Array;
  readonly instants: Float64Array;
  readonly codes: Uint32Array;
}

/** Returns the positions of *journal*'s events grouped by customer, and within a customer as they came (a counting sort). */
export function groupByCustomer(journal: EventJournal): EventsByCustomer {
  const { length, customers, instants: givenInstants, codes: givenCodes } = journal;
  let customerCount = 0;
  for (let i = 0; i < length; i++) if (customers[i]! >= customerCount) customerCount = customers[i]! + 1;
  const offsets = new Uint32Array(customerCount + 1);
  for (let i = 0; i < length; i++) offsets[customers[i]! + 1]!++;
  for (let c = 0; c < customerCount; c++) offsets[c + 1]! += offsets[c]!;
  const next = offsets.slice();
  const order = new Uint32Array(length);
  const instants = new Float64Array(length);
  const codes = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const place = next[customers[i]!]!++;
    order[place] = i;
    instants[place] = givenInstants[i]!;
    codes[place] = givenCodes[i]!;
  }
  return { customerCount, offsets, order, instants, codes };
}

function grownUint32(array: Uint32Array, capacity: number): Uint32Array {
  const grown = new Uint32Array(capacity);
  grown.set(array);
  return grown;
}

function grownFloat64(array: Float64Array, capacity: number): Float64Array {
  const grown = new Float64Array(capacity);
  grown.set(array);
  return grown;
}
