import { engine } from '../../engines/engines.js';
import { answerOfRows, duckDbQueries } from './duckdb-queries.js';
import { fastestQuery } from './fastest-query.js';

/**
 * Native DuckDB on one thread, its table made from a Parquet file. Events and segments are enums, which are its fastest.
 * @param {string} parquet @param {readonly import('./questions.js').Question[]} questions
 */
export async function openDuckDb(parquet, questions) {
  const { DuckDBInstance } = await engine('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (const name of ['event', 'segment']) await connection.run(`create type ${name}_name as enum (select distinct ${name} from read_parquet('${parquet}'))`);
  // Times with a zone go through ICU, which is many times slower.
  await connection.run(`create table orders as select * replace (event::event_name as event, segment::segment_name as segment, ts at time zone 'UTC' as ts) from read_parquet('${parquet}')`);
  /** @param {string} query */
  const rows = async (query) => (await connection.runAndReadAll(query)).getRowObjects();
  const asks = await fastestQuery(duckDbQueries, questions, async (query, question) => answerOfRows(question, await rows(query)));
  return {
    asks,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
