/** Writes down how the mutation tests went: scores.json for what counts, report.md for who reads, and the results that the next run starts from. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

/** @typedef {{ killed: number, timeout: number, survived: number, noCoverage: number }} Counts */
/** @typedef {{ date: string, commit: string, mutants: number, seconds: number, files: Record<string, Counts> }} RoomScores */

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
 * Keeps the results of *room* and its scores.
 * @param {string} room @param {{ date: string, commit: string, seconds: number }} run
 */
export function keepResults(room, run) {
  const results = JSON.parse(readFileSync(stryker(room), 'utf8'));
  /** @type {Record<string, Counts>} */
  const files = {};
  for (const [path, { mutants }] of Object.entries(results.files)) {
    /** @param {string} status */
    const count = (status) => mutants.filter((/** @type {{ status: string }} */ mutant) => mutant.status === status).length;
    files[path.replace(/^packages\/metrics\/src\//, '')] = { killed: count('Killed'), timeout: count('Timeout'), survived: count('Survived'), noCoverage: count('NoCoverage') };
    for (const mutant of mutants) delete mutant.statusReason;
  }
  const { date, commit, seconds } = run;
  const scores = { ...readScores(), [room]: { date, commit, mutants: sum(Object.values(files).map(total)), seconds: Math.round(seconds), files } };
  writeFileSync(scoresFile, `${JSON.stringify(scores, null, 1)}\n`);
  writeFileSync(here('report.md'), reportOf(scores));
  mkdirSync(here('results'), { recursive: true });
  writeFileSync(resultsFile(room), gzipSync(JSON.stringify(results), { level: 9 }));
}

/** @returns {Record<string, RoomScores>} */
function readScores() {
  return existsSync(scoresFile) ? JSON.parse(readFileSync(scoresFile, 'utf8')) : {};
}

/** @param {Record<string, RoomScores>} rooms */
function reportOf(rooms) {
  const heading = (/** @type {string} */ first) => `| ${first} | mutants | killed | timed out | survived | not covered | score |\n|---|---:|---:|---:|---:|---:|---:|`;
  const all = Object.entries(rooms).sort(([a], [b]) => a.localeCompare(b));
  const sums = all.map(([room, { files }]) => row(room, sumOf(Object.values(files))));
  const parts = all.map(([room, { date, commit, seconds, files }]) => [
    `## ${room}`, '', `Last run on ${date} at ${commit}, ${seconds} s for what had changed.`, '', heading('file'),
    ...Object.entries(files).sort(([a], [b]) => a.localeCompare(b)).map(([file, counts]) => row(file.slice(room.length + 1), counts)), '',
  ].join('\n'));
  return `${[
    '# Mutation tests', '',
    'Written by `npm run mutation`; survivors.md says what became of the survivors. The score is the share of mutants that tests find (killed or timed out).',
    'Files that are not here, such as those of a metric that was not asked for, were not tried yet.', '',
    heading('room'), ...sums, row('all', sumOf(all.flatMap(([, { files }]) => Object.values(files)))), '',
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
