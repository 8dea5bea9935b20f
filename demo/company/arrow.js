import {
  Data, Dictionary, Field, Float64, Int16, Int32, Int8, RecordBatch, RecordBatchStreamWriter, Schema, Struct, TimestampMillisecond,
  Utf8, Vector, makeData,
} from 'apache-arrow';
import { company, generatorVersion } from './parameters.js';
import { tables } from './tables.js';

/** @import { DataType } from 'apache-arrow' */
/** @import { Company } from './company.js' */
/** @import { TableName } from './tables.js' */

const batchRows = 8192;

/** @typedef {readonly (string | number | null)[]} Cells */

/**
 * A column that can be cut into batches.
 * @typedef {object} Cutter
 * @property {DataType} type
 * @property {(from: number, to: number) => Data} cut
 */

/**
 * Returns a table of *company* as an Arrow IPC stream of batches of 8,192 rows, dictionaries first, uncompressed. The
 * same company always gives the same bytes. The schema's metadata say how many rows follow (`clientele.rows`), where the
 * data end (`clientele.as_of`) and how they came about.
 * @param {Company} company
 * @param {TableName} name
 * @returns {Uint8Array}
 */
export function toArrow(company, name) {
  const columns = /** @type {Readonly<Record<string, Cells>>} */ (company[name]);
  const numRows = Object.values(columns)[0]?.length ?? 0;
  const cutters = Object.entries(tables[name]).map(([column, type], id) => cutterOf(type, columns[column] ?? [], id));
  const fields = Object.entries(tables[name]).map(([column, type], i) => new Field(column, typeOf(cutters[i]), type.endsWith('?')));
  const schema = new Schema(fields, metadataOf(company, name, numRows));
  /** @type {RecordBatch[]} */
  const batches = [];
  for (let from = 0; from < numRows || from === 0; from += batchRows) {
    const to = Math.min(from + batchRows, numRows);
    const children = cutters.map(({ cut }) => cut(from, to));
    batches.push(new RecordBatch(schema, makeData({ type: new Struct(fields), length: to - from, nullCount: 0, children })));
  }
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, schema);
  for (const batch of batches) writer.write(batch);
  return writer.finish().toUint8Array(true);
}

/**
 * Returns all tables of *company* by name, as `toArrow` makes them.
 * @param {Company} company
 * @returns {Record<TableName, Uint8Array>}
 */
export function toArrowFiles(company) {
  return {
    orders: toArrow(company, 'orders'),
    events: toArrow(company, 'events'),
    surveys: toArrow(company, 'surveys'),
    customers: toArrow(company, 'customers'),
  };
}

/**
 * @param {Company} data
 * @param {TableName} name
 * @param {number} numRows
 */
function metadataOf(data, name, numRows) {
  return new Map([
    ['clientele.rows', String(numRows)],
    ['clientele.table', name],
    ['clientele.company', company.name],
    ['clientele.start', data.start],
    ['clientele.as_of', data.end],
    ['clientele.time_zone', company.timeZone],
    ['clientele.currency', company.currency],
    ['clientele.generator', generatorVersion],
    ['clientele.seed', String(data.seed)],
    ['clientele.customers', String(data.customers.customer_id.length)],
  ]);
}

/** @param {Cutter | undefined} cutter */
function typeOf(cutter) {
  if (cutter === undefined) throw new Error('toArrow: a column without values; expected one cutter a column');
  return cutter.type;
}

/**
 * @param {string} columnType A type of `tables`.
 * @param {Cells} cells
 * @param {number} id Number of the dictionary. Explicit, because Arrow would count on from call to call.
 * @returns {Cutter}
 */
function cutterOf(columnType, cells, id) {
  switch (columnType.replace('?', '')) {
    case 'key': return dictionaryCutter(cells, new Int32(), (codes) => Int32Array.from(codes), id);
    case 'label': return dictionaryCutter(cells, new Int8(), (codes) => Int8Array.from(codes), id);
    case 'text': return textCutter(cells);
    case 'money': return numberCutter(cells, new Float64(), Float64Array.from(cells, Number));
    case 'int8': return numberCutter(cells, new Int8(), Int8Array.from(cells, Number));
    case 'int16': return numberCutter(cells, new Int16(), Int16Array.from(cells, Number));
    case 'int32': return numberCutter(cells, new Int32(), Int32Array.from(cells, Number));
    case 'instant': return numberCutter(cells, new TimestampMillisecond('UTC'), BigInt64Array.from(cells, (cell) => BigInt(cell ?? 0)));
    default: throw new Error(`toArrow: unknown column type, got ${columnType}; expected one of tables.js`);
  }
}

/**
 * @param {Cells} cells
 * @param {DataType} type
 * @param {Float64Array | Int8Array | Int16Array | Int32Array | BigInt64Array} values
 * @returns {Cutter}
 */
function numberCutter(cells, type, values) {
  return { type, cut: (from, to) => dataOf(type, values.slice(from, to), cells, from, to) };
}

/**
 * Values in the order of their first row.
 * @param {Cells} cells
 * @param {Int8 | Int32} indexType
 * @param {(codes: number[]) => Int8Array | Int32Array} indicesOf
 * @param {number} id
 * @returns {Cutter}
 */
function dictionaryCutter(cells, indexType, indicesOf, id) {
  /** @type {Map<string, number>} */
  const codes = new Map();
  const data = indicesOf(cells.map((cell) => {
    if (cell === null) return 0;
    const text = String(cell);
    const code = codes.get(text) ?? codes.size;
    codes.set(text, code);
    return code;
  }));
  const dictionary = new Vector([textData([...codes.keys()])]);
  const type = new Dictionary(new Utf8(), indexType, id);
  return {
    type,
    cut: (from, to) => dataOf(type, data.slice(from, to), cells, from, to, dictionary),
  };
}

/**
 * @param {DataType} type
 * @param {Float64Array | Int8Array | Int16Array | Int32Array | BigInt64Array} values
 * @param {Cells} cells All of the column.
 * @param {number} from
 * @param {number} to
 * @param {Vector} [dictionary]
 */
function dataOf(type, values, cells, from, to, dictionary) {
  const { nullCount, nullBitmap } = validity(cells, from, to);
  return new Data(type, 0, to - from, nullCount, [undefined, values, nullBitmap], [], dictionary);
}

/**
 * @param {Cells} cells
 * @returns {Cutter}
 */
function textCutter(cells) {
  return { type: new Utf8(), cut: (from, to) => textData(cells.slice(from, to)) };
}

/** @param {Cells} cells */
function textData(cells) {
  const encoded = cells.map((cell) => encoder.encode(cell === null ? '' : String(cell)));
  const valueOffsets = new Int32Array(cells.length + 1);
  encoded.forEach((bytes, i) => {
    valueOffsets[i + 1] = (valueOffsets[i] ?? 0) + bytes.length;
  });
  const data = new Uint8Array(valueOffsets[cells.length] ?? 0);
  encoded.forEach((bytes, i) => data.set(bytes, valueOffsets[i]));
  return makeData({ type: new Utf8(), length: cells.length, valueOffsets, data, ...validity(cells, 0, cells.length) });
}

const encoder = new TextEncoder();

/**
 * The validity bitmap of a range, none where nothing is missing.
 * @param {Cells} cells
 * @param {number} from
 * @param {number} to
 */
function validity(cells, from, to) {
  const nullBitmap = new Uint8Array((to - from + 7) >> 3);
  let nullCount = 0;
  for (let i = from; i < to; i++) {
    if (cells[i] === null) nullCount += 1;
    else nullBitmap[(i - from) >> 3] = (nullBitmap[(i - from) >> 3] ?? 0) | (1 << ((i - from) & 7));
  }
  return { nullCount, nullBitmap: nullCount === 0 ? new Uint8Array(0) : nullBitmap };
}
