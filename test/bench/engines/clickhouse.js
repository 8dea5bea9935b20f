import { engine } from '../../engines/engines.js';
import { clickHouseQueries } from './clickhouse-queries.js';
import { answerOfRows } from './duckdb-queries.js';
import { fastestQuery } from './fastest-query.js';

/**
 * ClickHouse in this process (chdb) on one thread, its table in memory, made from an Arrow stream. Customers are plain strings or
 * integers even where the stream has a dictionary: a dictionary of a million values is repeated in every block and slower.
 * The table is written to *parquet* too, for engines that read no Arrow.
 * @param {string} stream @param {string} parquet @param {import('./orders.js').Ids} ids @param {readonly import('./questions.js').Question[]} questions
 */
export async function openClickHouse(stream, parquet, ids, questions) {
  const { Session } = await engine('chdb');
  const session = new Session();
  await session.queryAsync('set max_threads = 1');
  const columns = `customer ${ids === 'int64' ? 'Int64' : 'String'}, ts DateTime64(3, ''UTC''), amount Float64, event LowCardinality(String), score Int8, segment LowCardinality(String)`;
  await session.queryAsync(`create table orders engine = Memory as select * from file('${stream}', 'ArrowStream', '${columns}')`);
  await session.queryAsync(`insert into function file('${parquet}', 'Parquet') select * replace (toString(event) as event, toString(segment) as segment, toDateTime64(ts, 3) as ts) from orders`);
  const asks = await fastestQuery(clickHouseQueries, questions, async (query, question) => (
    answerOfRows(question, (await session.queryAsync(query, { format: 'JSON' })).json().data)));
  return { asks, close: () => session.cleanup() };
}
