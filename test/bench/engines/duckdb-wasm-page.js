/* global Worker, location */
import { inTurns } from '../in-turns.js';
import { answerOfRows, duckDbQueries } from './duckdb-queries.js';
import { fastestQuery } from './fastest-query.js';
import { fromBytes } from './ours.js';
import { expectSame } from './questions.js';

/** @typedef {import('./questions.js').Question} Question */

/**
 * Runs in a page: the kit on the page's own thread beside DuckDB-WASM in its worker, over the same bytes, in turns.
 * @param {any} kit @param {any} duckdb
 * @param {import('./measure.js').Task} task
 */
export async function race(kit, duckdb, task) {
  const [named, nameless, plain] = await Promise.all(['named', 'nameless', 'plain'].map(async (name) => (
    new Uint8Array(await (await fetch(`/${name}.arrow`)).arrayBuffer()))));
  const worker = new Worker('/duckdb-browser-eh.worker.js');
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(new URL('/duckdb-eh.wasm', location.href).href);
  const connection = await database.connect();
  const start = performance.now();
  await connection.insertArrowFromIPCStream(plain, { name: 'rows', create: true });
  const loadMs = performance.now() - start;
  for (const name of ['event', 'segment']) await connection.query(`create type ${name}_name as enum (select distinct ${name} from rows)`);
  await connection.query('create table orders as select * replace (event::event_name as event, segment::segment_name as segment, ts::timestamp as ts) from rows');
  await connection.query('drop table rows');
  /** @param {string} query @param {Question} question */
  const ask = async (query, question) => answerOfRows(question, (await connection.query(query)).toArray().map((/** @type {{ toJSON(): Record<string, unknown> }} */ row) => row.toJSON()));
  const asks = await fastestQuery(duckDbQueries, task.questions, ask);
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const question of task.questions) {
    const bytes = /** @type {Uint8Array} */ (question === 'satisfaction' ? nameless : named);
    const theirs = /** @type {() => Promise<import('./questions.js').Answer>} */ (asks[question]);
    expectSame('DuckDB-WASM', await fromBytes(kit, bytes, question), await theirs());
    const turns = await inTurns({ ours: () => fromBytes(kit, bytes, question), duckdbWasm: theirs }, task.rounds, task);
    found[question] = {
      ours: { ms: turns.ms.ours, ratio: 1 },
      'duckdb-wasm': { ms: turns.ms.duckdbWasm, ratio: turns.ratio('duckdbWasm', 'ours') },
      'duckdb-wasm load': { ms: loadMs, ratio: loadMs / turns.ms.ours },
    };
  }
  worker.terminate();
  return found;
}
