import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A cell as text, or nested for lists, structs and maps. Texts are quoted, so that 1 and "1" differ. */
export type TwinCell = string | null | readonly TwinCell[];

interface JsonField {
  readonly name: string;
  readonly type: { readonly name: string; readonly [parameter: string]: unknown };
  readonly children: readonly JsonField[];
  readonly dictionary?: { readonly id: number };
}

interface JsonColumn {
  readonly count: number;
  readonly VALIDITY?: readonly number[];
  readonly OFFSET?: readonly (number | string)[];
  readonly DATA?: readonly unknown[];
  readonly TYPE_ID?: readonly number[];
  readonly VIEWS?: readonly { SIZE: number; INLINED?: string; BUFFER_INDEX: number; OFFSET: number }[];
  readonly VARIADIC_DATA_BUFFERS?: readonly string[];
  readonly children?: readonly JsonColumn[];
}

interface JsonTwin {
  readonly schema: { readonly fields: readonly JsonField[] };
  readonly batches: readonly { readonly count: number; readonly columns: readonly JsonColumn[] }[];
  readonly dictionaries?: readonly { readonly id: number; readonly data: { readonly columns: readonly JsonColumn[] } }[];
}

/** For each column in order: its name and its cells over all batches. */
export type TwinColumns = readonly { readonly name: string; readonly cells: readonly TwinCell[] }[];

/** Returns the cells in a file of Arrow's JSON integration format, gzipped. */
export function readTwin(path: string): { readonly rows: number; readonly columns: TwinColumns } {
  // The only integers beyond 2^53 that the format doesn't quote.
  const text = gunzipSync(readFileSync(path)).toString('utf8').replace(/("nanoseconds":\s*)(-?\d+)/g, '$1"$2"');
  const twin = JSON.parse(text) as JsonTwin;
  const dictionaries = new Map<number, readonly TwinCell[]>();
  const valueFields = new Map<number, JsonField>();
  const collect = (field: JsonField): void => {
    field.children.forEach(collect);
    if (field.dictionary !== undefined) valueFields.set(field.dictionary.id, { name: field.name, type: field.type, children: field.children });
  };
  twin.schema.fields.forEach(collect);
  for (const { id, data } of twin.dictionaries ?? []) {
    const field = valueFields.get(id);
    const column = data.columns[0];
    if (field !== undefined && column !== undefined) dictionaries.set(id, cellsOf(field, column, dictionaries));
  }
  return {
    rows: twin.batches.reduce((sum, { count }) => sum + count, 0),
    columns: twin.schema.fields.map((field, i) => ({
      name: field.name,
      cells: twin.batches.flatMap(({ columns }) => {
        const column = columns[i];
        return column === undefined ? [] : cellsOf(field, column, dictionaries);
      }),
    })),
  };
}

function cellsOf(field: JsonField, column: JsonColumn, dictionaries: ReadonlyMap<number, readonly TwinCell[]>): TwinCell[] {
  const value = valueReader(field, column, dictionaries);
  return Array.from({ length: column.count }, (_, i) => (column.VALIDITY?.[i] === 0 ? null : value(i)));
}

function valueReader(field: JsonField, column: JsonColumn, dictionaries: ReadonlyMap<number, readonly TwinCell[]>): (i: number) => TwinCell {
  const data = column.DATA ?? [];
  if (field.dictionary !== undefined) {
    const values = dictionaries.get(field.dictionary.id) ?? [];
    return (i) => values[Number(data[i])] ?? null;
  }
  const children = field.children.map((child, i) => cellsOf(child, column.children?.[i] ?? { count: 0 }, dictionaries));
  const offset = (i: number): number => Number(column.OFFSET?.[i]);
  switch (field.type.name) {
    case 'null': return () => null;
    case 'bool': return (i) => String(Boolean(data[i]));
    case 'utf8':
    case 'largeutf8': return (i) => JSON.stringify(data[i]);
    case 'binary':
    case 'largebinary':
    case 'fixedsizebinary': return (i) => `x${String(data[i]).toUpperCase()}`;
    case 'utf8view': return (i) => JSON.stringify(Buffer.from(viewBytes(column, i, 'utf8')).toString('utf8'));
    case 'binaryview': return (i) => `x${Buffer.from(viewBytes(column, i, 'hex')).toString('hex').toUpperCase()}`;
    case 'floatingpoint': return (i) => String(field.type['precision'] === 'SINGLE' ? Math.fround(Number(data[i])) : Number(data[i]));
    case 'interval': return (i) => interval(data[i]);
    case 'list':
    case 'largelist':
    case 'map': return (i) => (children[0] ?? []).slice(offset(i), offset(i + 1));
    case 'runendencoded': {
      const ends = (column.children?.[0]?.DATA ?? []).map(Number);
      return (i) => children[1]?.[ends.findIndex((end) => end > i)] ?? null;
    }
    case 'fixedsizelist': {
      const size = Number(field.type['listSize']);
      return (i) => (children[0] ?? []).slice(i * size, (i + 1) * size);
    }
    case 'struct': return (i) => children.map((cells) => cells[i] ?? null);
    case 'union': {
      const typeIds = field.type['typeIds'] as number[];
      const dense = field.type['mode'] === 'DENSE';
      return (i) => children[typeIds.indexOf(column.TYPE_ID?.[i] ?? -1)]?.[dense ? offset(i) : i] ?? null;
    }
    // Integers, decimals, dates, times, timestamps and durations are written as their stored integer.
    default: return (i) => String(data[i]);
  }
}

function viewBytes(column: JsonColumn, i: number, encoding: 'utf8' | 'hex'): Buffer {
  const view = column.VIEWS?.[i];
  if (view === undefined) throw new Error(`twin has no view ${i}`);
  if (view.INLINED !== undefined) return Buffer.from(view.INLINED, encoding);
  return Buffer.from(column.VARIADIC_DATA_BUFFERS?.[view.BUFFER_INDEX] ?? '', 'hex').subarray(view.OFFSET, view.OFFSET + view.SIZE);
}

function interval(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const parts = value as { months?: number; days: number; milliseconds?: number; nanoseconds?: number | string };
  return [parts.months, parts.days, parts.milliseconds, parts.nanoseconds].filter((part) => part !== undefined).join(' ');
}
