/**
 * The kit beside databases and libraries, over the same made-up orders:
 *
 *   npm run bench -- engines [--quick] [--rows 1000000,10000000] [--ids utf8] [--questions cohort] [--places node,libraries,page,ours] [--cpu] [--out folder]
 *
 * Ours reads the bytes of an Arrow stream, counts and estimates, all of it timed; the engines have loaded the same rows beforehand and
 * are timed for the query alone, on one thread. Each takes turns with ours in one process (databases, libraries, a page for DuckDB-WASM); shown are medians of
 * the ratios within rounds. On a busy machine `--cpu` takes the time of processors instead of the clock's (not in the page). Every answer must have the same numbers as ours, or the bench fails. Writes `engines.json` and
 * `engines.svg` into the folder.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureEngines } from '../engines/engines.js';
import { pictureOf } from './engines/picture.js';
import { QUESTIONS } from './engines/questions.js';
import { textOf } from './engines/report.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false }, rows: { type: 'string' }, ids: { type: 'string', default: 'dictionary,utf8,int64' },
    questions: { type: 'string', default: QUESTIONS.join(',') }, places: { type: 'string', default: 'node,libraries,page,ours' }, rounds: { type: 'string' }, cpu: { type: 'boolean', default: false },
    out: { type: 'string', default: 'coverage/bench' },
  },
});
const quick = { rounds: 2, warmUps: 0, patienceMs: 1_000 };
const { quick: isQuick } = values;
const measure = join(import.meta.dirname, 'engines/measure.js');
const places = values.places.split(',');

/** @type {import('./engines/report.js').Line[]} */
const lines = [];
/** @type {{ rows: number, ids: string, question: string, ratio: Record<string, number> }[]} */
const alone = [];

ensureEngines();
const folder = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
try {
  for (const rows of (values.rows ?? (isQuick ? '300000' : '1000000,10000000')).split(',').map(Number)) {
    const pace = isQuick ? quick : { rounds: rows > 2e6 ? 3 : 7, warmUps: 1, patienceMs: rows > 2e6 ? 30_000 : 8_000 };
    if (values.rounds !== undefined) pace.rounds = Number(values.rounds);
    values.ids.split(',').forEach((ids, i) => {
      // How customers are told apart makes no difference to answers without customers.
      const questions = values.questions.split(',').filter((question) => question !== 'satisfaction' || i === 0);
      /** @type {typeof lines} */
      const found = questions.map((question) => ({ rows, ids, question: /** @type {import('./engines/questions.js').Question} */ (question), ms: {}, ratio: {} }));
      for (const place of places) {
        const measured = run({ place, rows, ids, questions, cpu: values.cpu, ...pace });
        for (const line of found) {
          for (const [name, { ms, ratio }] of Object.entries(measured[line.question] ?? {})) {
            if (place === 'ours') continue;
            if (place === 'libraries' && name === 'ours') continue;
            if (place === 'page' && name === 'ours') line.ms['ours in the page'] = ms;
            else Object.assign(line, { ms: { ...line.ms, [name]: ms }, ratio: { ...line.ratio, [name]: ratio } });
          }
          if (place === 'ours') alone.push({ ...line, ratio: Object.fromEntries(Object.entries(measured[line.question] ?? {}).map(([name, { ratio }]) => [name, ratio])) });
        }
      }
      lines.push(...found);
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report();

/** @param {object} task @returns {import('./engines/measure.js').Found} */
function run(task) {
  const out = join(folder, 'found.json');
  // Rows as objects need more heap than Node grants by itself. Between two turns garbage is collected, which would take compiled code
  // for old that waits for its next turn, and throw it away.
  const { status } = spawnSync(process.execPath, ['--expose-gc', '--no-flush-bytecode', '--max-old-space-size=8192', measure, JSON.stringify({ ...task, out })], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`bench: measuring ${JSON.stringify(task)} failed (its message is above)`);
  return JSON.parse(readFileSync(out, 'utf8'));
}

function report() {
  const compared = lines.filter(({ ratio }) => Object.keys(ratio).length > 0);
  if (compared.length > 0) {
    console.log('\nHow many times as long as ours each engine takes (all with the same numbers as ours; "ok 5": the target of 5 is reached).');
    console.log('"x scan": ours over a plain loop through the same columns; "again": the first pass over another one with the columns in memory.\n');
    console.log(textOf(compared));
  }
  for (const { rows, ids, question, ratio } of alone) {
    const { shuffled = NaN, pieces = NaN, snapshots = NaN } = ratio;
    console.log(`${rows / 1e6} M ${ids} ${question}: shuffled rows ${shuffled.toFixed(2)} x ordered; snapshots ${(100 * (snapshots / pieces - 1)).toFixed(1)} % later; heap grew by ${(100 * (ratio['heap growth'] ?? NaN)).toFixed(2)} % of the bytes read`);
  }
  mkdirSync(values.out, { recursive: true });
  const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'CPU'}${values.cpu ? ', processor time' : ''}`;
  writeFileSync(join(values.out, 'engines.json'), `${JSON.stringify({ machine, date: new Date().toISOString(), lines, alone }, null, 2)}\n`);
  writeFileSync(join(values.out, 'engines.svg'), pictureOf(compared, `${machine}. Right is slower than ours; thin lines are targets.`));
  console.log(`\nWritten: ${join(values.out, 'engines.json')}, ${join(values.out, 'engines.svg')}`);
}
