/**
 * Who answered what, in the order in which it came: 9 bytes an answer, and as much spare room at most.
 * Rows past `length` hold nothing. Structured-cloneable.
 */
export interface ResponseLog {
  length: number;
  customers: Uint32Array;
  /** The cell (period and segment) that the answer was counted in. */
  cells: Uint32Array;
  /** The score's place on the scale, from 0. */
  scores: Uint8Array;
}

/** Returns a log of no answers. */
export function createResponses(): ResponseLog {
  return { length: 0, customers: new Uint32Array(0), cells: new Uint32Array(0), scores: new Uint8Array(0) };
}

/** Makes room for *more* answers, at least doubling. */
export function reserveResponses(log: ResponseLog, more: number): void {
  const needed = log.length + more;
  if (needed <= log.customers.length) return;
  const capacity = Math.max(needed, log.customers.length * 2, 64);
  const { customers, cells, scores } = log;
  log.customers = new Uint32Array(capacity);
  log.cells = new Uint32Array(capacity);
  log.scores = new Uint8Array(capacity);
  log.customers.set(customers);
  log.cells.set(cells);
  log.scores.set(scores);
}

/** Adds an answer, for which there must be room. */
export function addResponse(log: ResponseLog, customer: number, cell: number, score: number): void {
  const i = log.length++;
  log.customers[i] = customer;
  log.cells[i] = cell;
  log.scores[i] = score;
}

/** Adds the answers of *from* to *into*, with each cell renumbered by *cells*; *from* stays as it is. */
export function appendResponses(into: ResponseLog, from: ResponseLog, cells: Uint32Array): void {
  reserveResponses(into, from.length);
  for (let i = 0; i < from.length; i++) addResponse(into, from.customers[i]!, cells[from.cells[i]!]!, from.scores[i]!);
}
