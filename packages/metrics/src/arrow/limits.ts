import { DataError, OptionError } from '../errors.js';

/** How much the reader accepts. Each limit is checked before memory is taken for what it bounds. */
export interface ArrowLimits {
  /** Bytes of one message's metadata, and of a file's footer. */
  readonly metadataBytes: number;
  /** Bytes of one message's body, both as it arrives and decompressed. */
  readonly bodyBytes: number;
  /** Rows of the whole stream; the values of its dictionaries have a count of their own with the same limit. */
  readonly rows: number;
  /** Rows that no byte stands for: batches of null columns or without columns, and lists of such values. */
  readonly emptyRows: number;
  /** Fields of the schema, nested ones included. */
  readonly columns: number;
  /** Levels of nested types; a plain column has depth 1. */
  readonly depth: number;
  /** Decompressed to compressed bytes of one LZ4 buffer. The format itself can't exceed 255. */
  readonly lz4Ratio: number;
  /** Decompressed to compressed bytes of one ZSTD buffer, once a message has decompressed to more than 16 MiB. */
  readonly zstdRatio: number;
}

/** The limits of a reader that is given none. */
export const defaultLimits: ArrowLimits = {
  metadataBytes: 16 * 1024 * 1024,
  bodyBytes: 256 * 1024 * 1024,
  rows: 50_000_000,
  emptyRows: 10_000_000,
  columns: 2_048,
  depth: 32,
  lz4Ratio: 256,
  zstdRatio: 1_000,
};

/** The largest body that offsets of 32 bits can address, so that no check ever needs a 64-bit comparison. */
const mostBodyBytes = 2 ** 31 - 1;

/**
 * Returns the default limits with those of *changes* in their place.
 * Throws OptionError for an unknown name, a number that is not a positive integer, or more than 2^31 - 1 body or metadata bytes.
 */
export function resolveLimits(changes: Partial<ArrowLimits> = {}): ArrowLimits {
  const limits: Record<string, number> = { ...defaultLimits };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    if (!(name in defaultLimits)) {
      throw new OptionError(`limits: unknown limit "${name}"; expected ${Object.keys(defaultLimits).join(', ')}`, {
        reason: 'unknown-limit',
        params: { limit: name },
      });
    }
    const most = name === 'bodyBytes' || name === 'metadataBytes' ? mostBodyBytes : Number.MAX_SAFE_INTEGER;
    if (!Number.isSafeInteger(value) || value < 1 || value > most) {
      throw new OptionError(`limits: "${name}" is out of range, got ${String(value)}; expected an integer from 1 to ${most}`, {
        reason: 'limit-range',
        params: { limit: name },
      });
    }
    limits[name] = value;
  }
  return limits as unknown as ArrowLimits;
}

/** Throws DataError `limit` naming *limit* when *got* is above it. *what* begins the sentence: `batch 3 has 60,000,000 rows`. */
export function checkLimit(limits: ArrowLimits, limit: keyof ArrowLimits, got: number, what: string): void {
  if (got <= limits[limit]) return;
  throw new DataError('limit', `arrow: ${what}, got ${got}; expected at most ${limits[limit]} (limit "${limit}")`, {
    reason: limit,
    params: { limit, got, most: limits[limit] },
    hint: `If the data is trusted, raise limits.${limit}.`,
  });
}
