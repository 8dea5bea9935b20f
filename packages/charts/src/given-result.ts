import { DataError, type MetricRequest, OptionError, type Result, SchemaError, type Table } from '@clientele/metrics';
import type { ArrowTableInput, Engine } from './engine.js';

/** Results as a page has them: of the metrics package, or the main table in one of its shapes. */
export type GivenResult = Result | Table | ArrowTableInput | Uint8Array | ArrayBuffer | Response;

/**
 * Returns *given* as a result: itself where it is one, else one that consists of a table alone, for *request*; what must be read
 * comes later. Throws OptionError for what is neither, DataError where bytes can't be read; *who* begins their sentences.
 */
export function readResult(who: string, given: GivenResult, request: () => MetricRequest, engine: Engine | null): Result | Promise<Result> {
  if (isRecord(given) && 'diagnostics' in given) {
    if (isResult(given)) return withColumns(who, given);
    throw new OptionError(`${who}: result is not whole; expected table, scalars, tables, options and diagnostics as the metrics package returns them`);
  }
  const { metric, options } = request();
  if (isTable(given)) return withColumns(who, bareResult(metric, options, given));
  if (!isReadable(given)) {
    throw new OptionError(`${who}: result is of no known kind, got ${kindOf(given)}; expected a result, a table, an Arrow table, bytes or a Response`);
  }
  if (engine === null) {
    throw new DataError('unsupported', `${who}: nobody can read Arrow results, got no engine; expected the package "clientele"`);
  }
  return engine.readTable(given).then((table) => withColumns(who, bareResult(metric, options, table)));
}

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

/** What the main table of a metric has at the least: without it a chart would say that there is nobody. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  pyramid: ['tier', 'customers'],
  retention: ['cohort', 'offset', 'active'],
  funnel: ['stage', 'ordered_count'],
  lifecycle: ['period', 'active'],
  phases: ['period', 'phase', 'customers'],
  satisfaction: ['n'],
};

function withColumns(who: string, result: Result): Result {
  const { metric, table } = result;
  const names = table.fields.map(({ name }) => name);
  const lacking = (COLUMNS[metric] ?? []).find((name) => !names.includes(name));
  if (lacking === undefined) return result;
  throw new SchemaError(`${who}: result has no column "${lacking}", got columns ${names.join(', ')}; expected the main table of ${metric}`, {
    reason: 'column-missing', params: { column: lacking },
  });
}

function isResult(given: object): given is Result {
  const { metric, options, table, scalars, tables, diagnostics } = given as Partial<Record<keyof Result, unknown>>;
  return typeof metric === 'string' && isTable(table) && [options, scalars, tables, diagnostics].every(isRecord)
    && Object.values(tables as object).every(isTable) && isDiagnosis(diagnostics as object);
}

function isDiagnosis(given: object): boolean {
  const { dropped, inferred, notes, window } = given as Partial<Record<keyof Result['diagnostics'], unknown>>;
  return isRecord(dropped) && isRecord(inferred) && Array.isArray(notes) && isRecord(window) && 'partial' in window && Array.isArray(window.partial);
}

function isTable(given: unknown): given is Table {
  if (!isRecord(given) || !('fields' in given) || !('columns' in given) || !('numRows' in given)) return false;
  const { columns, fields, numRows } = given;
  return Array.isArray(fields) && isRecord(columns)
    && fields.every((field: unknown) => {
      const column = isRecord(field) && 'name' in field ? (columns as Record<string, unknown>)[String(field.name)] : null;
      return Array.isArray(column) && column.length === numRows;
    });
}

function isReadable(given: unknown): given is ArrowTableInput | Uint8Array | ArrayBuffer | Response {
  return given instanceof Uint8Array || given instanceof ArrayBuffer || given instanceof Response
    || (isRecord(given) && 'schema' in given && 'batches' in given);
}

function isRecord(given: unknown): given is object {
  return typeof given === 'object' && given !== null;
}

function kindOf(given: unknown): string {
  return isRecord(given) ? `an object of ${Object.keys(given).slice(0, 5).join(', ') || 'nothing'}` : typeof given === 'string' ? 'text' : String(given);
}
