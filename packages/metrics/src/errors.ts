/**
 * Every way in which the kit says no. A code is stable and machine-readable; the message is one English sentence
 * `who: what is wrong, got X; expected Y`; charts translate by code.
 *
 * - `option`: a request is wrong (unknown option, value out of range).
 * - `schema`: the data has no such column, or a column of the wrong type.
 * - `state`: a fold was misused (a batch counted twice, states of different sources merged).
 * - `empty`: nothing arrived at all.
 * - `not-arrow`: bytes arrived that are not what they should be (an HTML page, JSON, CSV).
 * - `truncated`: the data ended before its end.
 * - `corrupt`: the bytes contradict themselves.
 * - `unsupported`: valid, but outside what is read here (big-endian, an unknown codec, a nested type).
 * - `limit`: larger than a configured limit.
 * - `network`: no answer (refused, reset, blocked by CORS).
 * - `http`: an answer with a status that is no success.
 * - `timeout`: no answer in time.
 */
export type ErrorCode =
  | 'option' | 'schema' | 'state'
  | 'empty' | 'not-arrow' | 'truncated' | 'corrupt' | 'unsupported' | 'limit'
  | 'network' | 'http' | 'timeout';

/** What an error may carry besides its sentence. */
export interface ErrorDetail {
  /** The error underneath. */
  cause?: unknown;
  /** One English sentence that tells the reader what to do, where the likely cause is known. */
  hint?: string | undefined;
  /** A stable name of the situation within the code (`html`, `redirect`, `compression-codec`), for translation. */
  reason?: string | undefined;
  /** The numbers and names in the sentence, for translation and for tools. */
  params?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

/** Base of every error that the kit throws on purpose. */
export class ClienteleError extends Error {
  override readonly name: string = 'ClienteleError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly reason: string | undefined;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.hint = detail.hint;
    this.reason = detail.reason;
    this.params = detail.params ?? {};
  }
}

/** A request that can't be carried out as written: an unknown option, a value out of range. */
export class OptionError extends ClienteleError {
  override readonly name: string = 'OptionError';
  constructor(message: string, detail: ErrorDetail = {}) {
    super('option', message, detail);
  }
}

/** Data that lacks a column, or has it in a type that the metric can't use. */
export class SchemaError extends ClienteleError {
  override readonly name: string = 'SchemaError';
  constructor(message: string, detail: ErrorDetail = {}) {
    super('schema', message, detail);
  }
}

/** A fold used against its laws: a batch counted twice, states of different sources merged. */
export class StateError extends ClienteleError {
  override readonly name: string = 'StateError';
  constructor(message: string, detail: ErrorDetail = {}) {
    super('state', message, detail);
  }
}

/** Bytes that could not be turned into rows, or a transfer that failed. */
export class DataError extends ClienteleError {
  override readonly name: string = 'DataError';
  constructor(code: Exclude<ErrorCode, 'option' | 'schema' | 'state'>, message: string, detail: ErrorDetail = {}) {
    super(code, message, detail);
  }
}

/**
 * Returns the candidate nearest to *word* by edit distance (Levenshtein 1966), ignoring case, or null when none is
 * within a third of the word's length (at least 2, but never more than half of it: two letters have no lookalikes).
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.min(Math.max(2, Math.floor(wanted.length / 3)), Math.floor(wanted.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
    }
    previous = current;
  }
  return previous[b.length] ?? a.length;
}
