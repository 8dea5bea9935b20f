/** Writes down how the mutation tests went: scores.json for what counts, report.md for who reads, and the results that the next run starts from. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

/** @typedef {{ killed: number, timeout: number, survived: number, noCoverage: number }} Counts */
/** @typedef {Counts & { tried: string, source: string }} FileScores *tried* says when and at which commit, *source* what was written there (`digestOf`). */
/** @typedef {{ mutants: number, files: Record<string, FileScores> }} RoomScores */

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const scoresFile = here('scores.json');
/** @param {string} room */
const resultsFile = (room) => here(`results/${room}.json.gz`);
/** @param {string} room */
const stryker = (room) => here(`../../coverage/mutation/${room}.json`);

/** Gives Stryker the results of *room* that are kept with the project, where this checkout has none of its own. @param {string} room */
export function takeResults(room) {
  if (existsSync(stryker(room)) || !existsSync(resultsFile(room))) return;
  mkdirSync(dirname(stryker(room)), { recursive: true });
  writeFileSync(stryker(room), gunzipSync(readFileSync(resultsFile(room))));
}

/**
 * Keeps the results of *room* and its scores; of files that were not in this run those that were there before.
 * @param {string} room @param {readonly string[]} mutate the files in this run, by patterns (`isIn`) @param {string} tried
 */
export function keepResults(room, mutate, tried) {
  const results = JSON.parse(readFileSync(stryker(room), 'utf8'));
  const before = readScores();
  /** @type {Record<string, FileScores>} */
  const files = {};
  for (const [path, { mutants }] of Object.entries(results.files)) {
    if (!existsSync(here(`../../${path}`))) {
      delete results.files[path];
      continue;
    }
    /** @param {string} status */
    const count = (status) => mutants.filter((/** @type {{ status: string }} */ mutant) => mutant.status === status).length;
    const name = path.replace(/^packages\/metrics\/src\//, '');
    const earlier = before[room]?.files[name];
    // Of a file that has changed since it was tried, Stryker keeps the mutants of what has not.
    files[name] = earlier !== undefined && !isIn(name, mutate) ? earlier : {
      killed: count('Killed'), timeout: count('Timeout'), survived: count('Survived'), noCoverage: count('NoCoverage'), tried, source: digestOf(name),
    };
    for (const mutant of mutants) delete mutant.statusReason;
  }
  const scores = { ...before, [room]: { mutants: sum(Object.values(files).map(total)), files } };
  writeFileSync(scoresFile, `${JSON.stringify(scores, null, 1)}\n`);
  mkdirSync(here('results'), { recursive: true });
  writeFileSync(resultsFile(room), gzipSync(JSON.stringify(results), { level: 9 }));
}

/** Writes report.md anew, from the scores that are kept and the sources as they are now. */
export function writeReport() {
  writeFileSync(here('report.md'), reportOf(readScores()));
}

/** Returns whether *patterns*, of which later ones win, take the file *name*. @param {string} name @param {readonly string[]} patterns */
export function isIn(name, patterns) {
  const last = patterns.findLast((pattern) => new RegExp(`^${pattern.replace('!', '').replace('.', '\\.').replaceAll('*', '.*')}$`).test(name));
  return last !== undefined && !last.startsWith('!');
}

/** Returns what tells the source of a file of the metrics from another, empty where there is no such file. @param {string} name */
function digestOf(name) {
  const path = here(`../../packages/metrics/src/${name}`);
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16) : '';
}

/** @returns {Record<string, RoomScores>} */
function readScores() {
  return existsSync(scoresFile) ? JSON.parse(readFileSync(scoresFile, 'utf8')) : {};
}

/** @param {Record<string, RoomScores>} rooms */
function reportOf(rooms) {
  const heading = (/** @type {string} */ first, /** @type {string} */ last) => `| ${first} | mutants | killed | timed out | survived | not covered | score |${last}\n|---|---:|---:|---:|---:|---:|---:|${last && '---|'}`;
  const all = Object.entries(rooms).sort(([a], [b]) => a.localeCompare(b));
  const sums = all.map(([room, { files }]) => row(room, sumOf(Object.values(files))));
  const parts = all.map(([room, { files }]) => {
    const rows = Object.entries(files).sort(([a], [b]) => a.localeCompare(b))
      .map(([file, scores]) => `${row(file.slice(room.length + 1), scores)} ${scores.tried}${digestOf(file) !== scores.source ? ', changed since' : ''} |`);
    return [`## ${room}`, '', heading('file', ' tried |'), ...rows, ''].join('\n');
  });
  return `${[
    '# Mutation tests', '',
    'Written by `npm run mutation`; survivors.md says what became of the survivors. The score is the share of mutants that tests find (killed or timed out).',
    'A file was last tried on the day and at the commit in its row; where its source is another now, the row says so. What a file imports may have changed as well.', '',
    heading('room', ''), ...sums, row('all', sumOf(all.flatMap(([, { files }]) => Object.values(files)))), '',
    ...parts,
  ].join('\n').trimEnd()}\n`;
}

/** @param {string} name @param {Counts} counts */
function row(name, counts) {
  const { killed, timeout, survived, noCoverage } = counts;
  const score = total(counts) === 0 ? '' : `${((100 * (killed + timeout)) / total(counts)).toFixed(1)} %`;
  return `| ${name} | ${total(counts)} | ${killed} | ${timeout} | ${survived} | ${noCoverage} | ${score} |`;
}

/** @param {Counts} counts */
function total({ killed, timeout, survived, noCoverage }) {
  return killed + timeout + survived + noCoverage;
}

/** @param {Counts[]} all @returns {Counts} */
function sumOf(all) {
  const of = (/** @type {keyof Counts} */ key) => sum(all.map((counts) => counts[key]));
  return { killed: of('killed'), timeout: of('timeout'), survived: of('survived'), noCoverage: of('noCoverage') };
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((before, value) => before + value, 0);
}
