import type { Result, Table } from '@clientele/metrics';

/** Returns the result that consists of *table* alone, as a backend sends it: no scalars, no further tables, rows unknown. */
export function bareResult(metric: string, options: Readonly<Record<string, unknown>>, table: Table): Result {
  return {
    metric,
    options,
    table,
    scalars: {},
    tables: {},
    diagnostics: {
      rowsIn: 0, rowsUsed: 0, dropped: {}, duplicates: null, window: { start: null, end: null, asOf: null, partial: [] },
      timeZone: String(options['timeZone'] ?? 'UTC'), currency: null, inferred: {}, notes: [],
    },
  };
}
