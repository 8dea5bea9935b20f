/** @typedef {import('./questions.js').Question} Question */
/** @typedef {{ rows: number, ids: string, question: Question, ms: Record<string, number>, ratio: Record<string, number> }} Line What was measured of a question over one data set. */

/** What a rival's time over ours should be at least, by rival, question and data (TARGETS of the project). @type {readonly { rival: string, question: Question, ids?: string, rows?: number, least: number }[]} */
const TARGETS = [
  { rival: 'duckdb', question: 'satisfaction', least: 9 },
  { rival: 'duckdb-wasm', question: 'satisfaction', least: 23 },
  { rival: 'duckdb', question: 'cohort', ids: 'dictionary', least: 14 },
  { rival: 'clickhouse', question: 'cohort', ids: 'dictionary', least: 23 },
  { rival: 'duckdb', question: 'cohort', least: 5 },
  { rival: 'clickhouse', question: 'cohort', least: 5 },
  { rival: 'duckdb-wasm', question: 'cohort', rows: 1_000_000, least: 8 },
  { rival: 'duckdb-wasm', question: 'cohort', ids: 'int64', least: 5.5 },
  { rival: 'duckdb-wasm', question: 'cohort', ids: 'utf8', least: 7.5 },
  { rival: 'duckdb-wasm', question: 'cohort', ids: 'dictionary', least: 30 },
  { rival: 'clickhouse', question: 'funnel', ids: 'dictionary', least: 7.5 },
  { rival: 'clickhouse', question: 'funnel', rows: 1_000_000, least: 3 },
  { rival: 'clickhouse', question: 'funnel', least: 4 },
  { rival: 'duckdb', question: 'pyramid', ids: 'dictionary', least: 10 },
  { rival: 'clickhouse', question: 'pyramid', ids: 'dictionary', least: 5 },
  { rival: 'clickhouse', question: 'pyramid', rows: 1_000_000, least: 1 },
  { rival: 'duckdb', question: 'pyramid', ids: 'int64', rows: 10_000_000, least: 3.4 },
  { rival: 'clickhouse', question: 'pyramid', ids: 'int64', rows: 10_000_000, least: 1.5 },
  { rival: 'duckdb', question: 'pyramid', ids: 'utf8', least: 2.8 },
  { rival: 'clickhouse', question: 'pyramid', ids: 'utf8', least: 2 },
  { rival: 'flechette', question: 'pyramid', least: 20 },
  { rival: 'flechette', question: 'cohort', least: 45 },
  { rival: 'arquero', question: 'cohort', least: 90 },
  { rival: 'd3', question: 'cohort', least: 80 },
];

/** The rivals in the order in which they are shown, with the words for them. */
export const RIVALS = {
  'duckdb-wasm': 'DuckDB-WASM in Chromium', duckdb: 'DuckDB, 1 thread', clickhouse: 'ClickHouse, 1 thread', flechette: 'Flechette and a Map', arquero: 'Arquero', d3: 'd3 rollup', plain: 'ours without WebAssembly',
};

/** @param {Line} line @param {string} rival @returns {number | null} */
export function targetOf({ rows, ids, question }, rival) {
  const target = TARGETS.find((one) => one.rival === rival && one.question === question && (one.ids ?? ids) === ids && (one.rows ?? rows) === rows);
  return target?.least ?? null;
}

/** Returns the lines as a table to read. @param {readonly Line[]} lines */
export function textOf(lines) {
  const names = Object.keys(RIVALS).filter((name) => lines.some(({ ratio }) => name in ratio));
  const head = ['rows', 'ids', 'question', 'ours ms', 'x scan', 'again', ...names];
  const body = lines.map((line) => [
    `${line.rows / 1e6} M`, line.ids, line.question, digits(line.ms.ours), digits(1 / (line.ratio.scan ?? NaN)), digits(1 / (line.ratio.resident ?? NaN)),
    ...names.map((name) => {
      const target = targetOf(line, name);
      return `${digits(line.ratio[name])}${target === null || line.ratio[name] === undefined ? '' : line.ratio[name] >= target ? ` ok ${target}` : ` <  ${target}`}`;
    }),
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((cells) => (cells[i] ?? '').length)));
  return [head, ...body].map((cells) => cells.map((cell, i) => (i < 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ').trimEnd()).join('\n');
}

/** @param {number | undefined} value */
function digits(value) {
  if (value === undefined || Number.isNaN(value)) return '-';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
