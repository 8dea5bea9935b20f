import { clickhouse, type DatabaseTable, type Dialect, duckdb, postgresql, schemaOf, schemaQuery, type SqlRow, type SqlText } from '../../packages/metrics/src/query.js';
import type { FieldKind } from '../../packages/metrics/src/schema.js';
import { engine } from '../engines/engines.js';
import { type FixtureColumn, type FixtureColumns, type FixtureValue, kindOf, lengthOf, microseconds, valuesIn } from '../fixtures/frames.js';

/** A database that runs queries in this process. */
export interface SqlEngine {
  readonly dialect: Dialect;
  /** Runs statements that answer nothing. */
  execute(statement: string): Promise<void>;
  /** Runs a query with its values bound. */
  run(query: SqlText): Promise<SqlRow[]>;
  close(): Promise<void>;
}

/** How one engine is written to. */
interface Spelling {
  readonly types: Readonly<Partial<Record<FieldKind, string>>>;
  readonly suffix: string;
  decimal(digits: number, scale: number): string;
  text(value: string): string;
  instant(micros: number): string;
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const iso = (micros: number): string => {
  const seconds = Math.floor(micros / 1e6);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}.${String(micros - seconds * 1e6).padStart(6, '0')}`;
};

const spellings: Readonly<Record<Dialect['name'], Spelling>> = {
  duckdb: {
    types: { text: 'varchar', number: 'double', instant: 'timestamp', date: 'date', bool: 'boolean' },
    suffix: '', decimal: (digits, scale) => `decimal(${digits}, ${scale})`, text: quoted, instant: (micros) => quoted(iso(micros)),
  },
  postgresql: {
    types: { text: 'text', number: 'double precision', instant: 'timestamp', date: 'date', bool: 'boolean' },
    suffix: '', decimal: (digits, scale) => `numeric(${digits}, ${scale})`, text: quoted, instant: (micros) => quoted(iso(micros)),
  },
  clickhouse: {
    types: {
      text: 'Nullable(String)', number: 'Nullable(Float64)', instant: "Nullable(DateTime64(6, 'UTC'))", date: 'Nullable(Date32)', bool: 'Nullable(Bool)',
    },
    suffix: ' engine = Memory',
    decimal: (digits, scale) => `Nullable(Decimal(${digits}, ${scale}))`,
    text: (value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
    instant: (micros) => quoted(iso(micros)),
  },
};

/** Makes a table called *name* that holds *columns* and returns what the engine itself says of it. A table of that name is replaced. */
export async function loadTable(database: SqlEngine, name: string, columns: FixtureColumns): Promise<DatabaseTable> {
  const { dialect } = database;
  const spelling = spellings[dialect.name];
  const quotedName = nameOf(dialect, name);
  const names = Object.keys(columns);
  const kinds = names.map((column) => kindOf(column, columns[column] ?? []));
  const typeOf = (column: FixtureColumn | undefined, kind: FieldKind): string => (
    column !== undefined && 'scale' in column ? spelling.decimal(column.digits, column.scale) : (spelling.types[kind] ?? ''));
  const fields = names.map((column, i) => `${nameOf(dialect, column)} ${typeOf(columns[column], kinds[i] ?? 'text')}`);
  await database.execute(`drop table if exists ${quotedName}`);
  await database.execute(`create table ${quotedName} (${fields.join(', ')})${spelling.suffix}`);
  const rows = Array.from({ length: lengthOf(columns) }, (_, i) => (
    `(${names.map((column, c) => spelled(valuesIn(columns, column)[i] ?? null, kinds[c] ?? 'text', spelling)).join(', ')})`));
  for (let first = 0; first < rows.length; first += 500) {
    await database.execute(`insert into ${quotedName} values ${rows.slice(first, first + 500).join(', ')}`);
  }
  return tableOf(database, name);
}

/** Returns the table called *name* with the columns that the engine tells. */
export async function tableOf(database: SqlEngine, name: string): Promise<DatabaseTable> {
  const { dialect } = database;
  return { dialect, name, schema: schemaOf(dialect, await database.run(schemaQuery(dialect, name))) };
}

function nameOf(dialect: Dialect, name: string): string {
  return dialect.identifier(name).texts.join('');
}

function spelled(value: FixtureValue, kind: FieldKind, spelling: Spelling): string {
  if (value === null) return 'null';
  if (kind === 'instant') return spelling.instant(microseconds(value));
  if (kind === 'date') return quoted(String(value));
  if (typeof value === 'number' && kind === 'number') return Number.isFinite(value) ? `${value}` : quoted(Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf').replace('inf', 'Infinity');
  return kind === 'bool' ? String(value) : spelling.text(String(value));
}

interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{
        run(statement: string): Promise<unknown>;
        runAndReadAll(text: string, values: string[]): Promise<{ getRowObjects(): SqlRow[] }>;
        closeSync(): void;
      }>;
      closeSync(): void;
    }>;
  };
}

/** Opens DuckDB in memory. */
export async function openDuckDb(): Promise<SqlEngine> {
  const { DuckDBInstance } = await engine('@duckdb/node-api') as DuckDb;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  // The tables are tiny: threads would only wait for each other.
  await connection.run('set threads = 1');
  return {
    dialect: duckdb,
    execute: async (statement) => void await connection.run(statement),
    run: async ({ text, values }) => (await connection.runAndReadAll(text, [...values])).getRowObjects(),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

interface PGlite {
  readonly PGlite: new () => {
    readonly waitReady: Promise<void>;
    exec(statement: string): Promise<unknown>;
    query(text: string, values: string[]): Promise<{ readonly rows: SqlRow[] }>;
    close(): Promise<void>;
  };
}

/** Opens PostgreSQL: the engine itself, compiled to WebAssembly. */
export async function openPostgreSql(): Promise<SqlEngine> {
  const { PGlite } = await engine('@electric-sql/pglite') as PGlite;
  const database = new PGlite();
  await database.waitReady;
  return {
    dialect: postgresql,
    execute: async (statement) => void await database.exec(statement),
    run: async ({ text, values }) => (await database.query(text, [...values])).rows,
    close: () => database.close(),
  };
}

interface Chdb {
  readonly Session: new () => {
    queryAsync(statement: string, options?: { format: 'JSON' }): Promise<{ json(): { data: SqlRow[] } }>;
    queryBindAsync(text: string, parameters: Readonly<Record<string, string>>, options: { format: 'JSON' }): Promise<{ json(): { data: SqlRow[] } }>;
    cleanup(): void;
  };
}

/**
 * Opens ClickHouse in this process, with a folder of its own that goes when it is closed. Most of the time of a statement goes
 * into rewriting it, so that is off; with SQL_CORPUS=all it is on, as servers have it.
 */
export async function openClickHouse(): Promise<SqlEngine> {
  const { Session } = await engine('chdb') as Chdb;
  const session = new Session();
  // The tables are tiny: threads would only wait for each other, and compiling is never paid back.
  await session.queryAsync('set max_threads = 1, compile_expressions = 0, compile_aggregate_expressions = 0, compile_sort_description = 0');
  if (process.env['SQL_CORPUS'] !== 'all') {
    const { data } = (await session.queryAsync("select name from system.settings where name like 'optimize%' and value = '1'", { format: 'JSON' })).json();
    await session.queryAsync(`set ${data.map(({ name }) => `${String(name)} = 0`).join(', ')}`);
  }
  return {
    dialect: clickhouse,
    execute: async (statement) => void await session.queryAsync(statement),
    run: async ({ text, values }) => {
      const parameters = Object.fromEntries(values.map((value, i) => [`p${i + 1}`, value]));
      return (await session.queryBindAsync(text, parameters, { format: 'JSON' })).json().data;
    },
    close: async () => session.cleanup(),
  };
}
