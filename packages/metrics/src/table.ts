/**
 * The small tables that metrics return: plain columns, structured-cloneable, with no Arrow inside, so that a page with
 * one chart never pays for an Arrow reader. `toArrow` and `fromArrow` in the arrow room convert both ways.
 */

/** A value in a result table. Null is "undefined here" (no denominator, not observed), never zero. */
export type Cell = string | number | boolean | Readonly<Record<string, number>> | null;

/**
 * - `utf8`, `bool`, `int32`, `float64` as in Arrow (int32 cells are safe integers);
 * - `date`: an ISO 8601 calendar date (`2024-03-01`), Date32 in Arrow;
 * - `instant`: an ISO 8601 instant in UTC (`2024-03-01T08:00:00Z`), Timestamp in Arrow;
 * - `counts`: a count by label (`{"1": 6, "2": 32}`), JSON text in Arrow and CSV.
 */
export type CellType = 'utf8' | 'bool' | 'int32' | 'float64' | 'date' | 'instant' | 'counts';

/** A column's name and type. */
export interface TableField {
  readonly name: string;
  readonly type: CellType;
}

/** A result table. Every column has `numRows` cells. */
export interface Table {
  readonly fields: readonly TableField[];
  readonly numRows: number;
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
}

/** One row as an object keyed by column name. */
export type Row = Readonly<Record<string, Cell>>;

/** Returns a table with the named columns in order, filled from *rows*. A missing key becomes null. */
export function tableOf(types: Readonly<Record<string, CellType>>, rows: readonly Row[]): Table {
  const fields = Object.entries(types).map(([name, type]) => ({ name, type }));
  const columns: Record<string, Cell[]> = {};
  for (const { name } of fields) columns[name] = rows.map((row) => row[name] ?? null);
  return { fields, numRows: rows.length, columns };
}

/** Returns the rows of *table* in order. Allocates one object a row: for result tables, not for data. */
export function rowsOf(table: Table): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < table.numRows; i++) {
    const row: Record<string, Cell> = {};
    for (const { name } of table.fields) row[name] = table.columns[name]?.[i] ?? null;
    rows.push(row);
  }
  return rows;
}
