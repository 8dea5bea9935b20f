/**
 * A test runner for Stryker that keeps its process: vitest takes a second to start anew for every mutant, this one some
 * milliseconds. It understands what the tests of numbers use of vitest, and gives them vitest's own `expect`.
 *
 * The cheapest tests go first and the first failure ends the run. Laws are tried on fewer inputs than in `npm test`, always the same
 * ones and without shrinking what fails; the score is so a lower bound, and the same in every run.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import * as fastCheck from 'fast-check';
import { expect, vi } from 'vitest';
import { Modules, Pending } from './modules.js';
import { collect, words } from './suite.js';

const project = fileURLToPath(new URL('../..', import.meta.url));
const tests = 'test/metrics';
const runsOfALaw = 10;
/** What starts other programs or bundlers; it tests nothing that the others don't. */
const programs = new Set(['machine-zone.test.ts', 'wasm-module.test.ts', 'funnel-clickhouse.test.ts']);

/** Tests that take seconds by themselves: of thousands of texts or periods, of many days; and the one that counts on all zones of the world. */
const slow = /laws of folds \{.*"period":"day"|in at least 600 cases|stray date would ask|tells 200,000 texts apart|over many batches while it grows|hundred thousand rows/;

/** @typedef {{ suite: ReturnType<typeof collect>, tests: Map<string, import('./suite.js').Test> }} Loaded */
/**
 * What each test costs in milliseconds of processor time; its rank, which is that, halved whenever it kills a mutant: the next one is near; and by test and by test file how often it comes to each place that a mutant changes.
 * @typedef {{ costs: Record<string, number>, ranks: Record<string, number>, hits: Record<string, Record<string, number>> }} Dry
 */

class KeptProcessRunner {
  /** @type {any} */
  #stryker;
  #sandbox = process.cwd();
  #asked = (process.env['MUTATION_TESTS'] ?? 'statistics/').split(',');
  #modules;
  #dryFile = join(this.#sandbox, 'dry.json');
  /** What the run without a mutant told. @type {Dry | null} */
  #dry = null;

  constructor() {
    this.#stryker = /** @type {any} */ (globalThis).__stryker__ ??= {};
    const assert = (/** @type {any} */ property, /** @type {any} */ params) =>
      fastCheck.assert(property, { ...params, numRuns: Math.min(params?.numRuns ?? 100, runsOfALaw), endOnFailure: true, seed: 1 });
    const law = { ...fastCheck, assert };
    this.#modules = new Modules(this.#sandbox, project, { 'fast-check': { ...law, default: law }, vitest: { ...words, expect, vi } });
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    this.#stryker.activeMutant = undefined;
    const load = this.#modules.covering();
    const ran = [];
    /** @type {Dry['costs']} */
    const costs = {};
    for (const file of this.#files()) {
      const loaded = await this.#collect(file, load);
      for (const [id, test] of loaded.tests) {
        const start = performance.now();
        const before = cpuMs();
        this.#stryker.currentTestId = id;
        const failure = await failureOf(async () => {
          await loaded.suite.open(test);
          await loaded.suite.run(test);
        });
        this.#stryker.currentTestId = undefined;
        costs[id] = cpuMs() - before;
        ran.push({ id, name: test.name, fileName: file, timeSpentMs: performance.now() - start, ...(failure === null ? { status: 0 } : { status: 1, failureMessage: failure }) });
      }
      await loaded.suite.close();
    }
    this.#modules.readWritten();
    // A process that takes the place of one that hung wants to know it as well.
    writeFileSync(this.#dryFile, JSON.stringify({ costs, ranks: costs, hits: hitsOf(this.#stryker.mutantCoverage.perTest) }));
    return { status: 'complete', tests: ran, mutantCoverage: this.#stryker.mutantCoverage };
  }

  /** @param {{ activeMutant: { id: string }, sandboxFileName: string, testFilter?: string[] }} options */
  async mutantRun({ activeMutant, sandboxFileName, testFilter }) {
    const load = this.#modules.around(resolve(sandboxFileName));
    this.#stryker.activeMutant = activeMutant.id;
    const { costs, ranks, hits } = (this.#dry ??= /** @type {Dry} */ (JSON.parse(readFileSync(this.#dryFile, 'utf8'))));
    const ids = testFilter?.toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0)) ?? this.#files().map((file) => relative(this.#sandbox, file));
    /** @type {Map<string, Loaded>} */
    const files = new Map();
    let nrOfTests = 0;
    let killedBy = '';
    let lost = '';
    const failureMessage = await failureOf(async () => {
      for (const id of ids) {
        killedBy = id;
        const [name = ''] = id.split('#');
        const file = resolve(this.#sandbox, name);
        /** An endless loop shows by the hits of one test: Stryker's own limit, a hundred times those of all tests, takes a minute to reach. @param {string} place */
        const limitHits = (place) => Object.assign(this.#stryker, { hitCount: 0, hitLimit: 1000 + 10 * (hits[place]?.[activeMutant.id] ?? 0) });
        limitHits(name);
        let loaded = files.get(file);
        if (loaded === undefined) files.set(file, (loaded = await this.#collect(file, load)));
        const asked = [...loaded.tests].filter(([one]) => testFilter === undefined || one === id);
        if (testFilter !== undefined && asked.length === 0) lost = id;
        for (const [one, test] of asked) {
          killedBy = one;
          nrOfTests++;
          limitHits(name);
          await loaded.suite.open(test);
          const run = (/** @type {number} */ limit) => withinCpu(limit, () => {
            limitHits(one);
            return test.run();
          });
          await loaded.suite.run({ ...test, run: () => run(400 + 10 * (costs[one] ?? 0)) });
        }
      }
    });
    const { hitCount, hitLimit } = this.#stryker;
    for (const { suite } of files.values()) await failureOf(() => suite.close());
    this.#stryker.activeMutant = undefined;
    if (lost !== '') return { status: 'error', errorMessage: `no test is called so any more: ${lost}` };
    if (failureMessage?.startsWith(endless)) return { status: 'timeout', reason: failureMessage };
    if (hitCount > hitLimit) return { status: 'timeout', reason: `Hit limit reached (${hitCount}/${hitLimit})` };
    if (failureMessage !== null) ranks[killedBy] = (ranks[killedBy] ?? 0) / 2;
    return failureMessage === null ? { status: 'survived', nrOfTests } : { status: 'killed', killedBy: [killedBy], failureMessage, nrOfTests };
  }

  /** Returns the test files that are asked for, in the sandbox: those whose path begins as `MUTATION_TESTS` says. */
  #files() {
    return this.#asked.flatMap((start) => readdirSync(join(tests, dirname(`${start}_`)))
      .filter((name) => name.startsWith(basename(`${start}_`).slice(0, -1)) && name.endsWith('.test.ts') && !programs.has(name))
      .map((name) => join(this.#sandbox, tests, dirname(`${start}_`), name)));
  }

  /** @param {string} file @param {(path: string) => unknown} load @returns {Promise<Loaded>} */
  async #collect(file, load) {
    const suite = await settledOf(() => collect(() => load(file)));
    const name = relative(this.#sandbox, file);
    return { suite, tests: new Map(suite.tests.filter(({ name: title }) => !slow.test(title)).map((test) => [`${name}#${test.name}`, test])) };
  }
}

const endless = 'No end';
const called = new Script('globalThis.__mutationRun()');

/**
 * Returns what *run* returns. Throws where it would go on for more than *limit* milliseconds of processor time: a clock would run on
 * while others have the processor. It is called again, with more patience, as long as it didn't get that much.
 * @param {number} limit @param {() => unknown} run
 */
function withinCpu(limit, run) {
  Object.assign(globalThis, { __mutationRun: run });
  for (let patience = Math.ceil(limit); ; patience *= 2) {
    const before = cpuMs();
    try {
      return called.runInThisContext({ timeout: patience });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      if (cpuMs() - before >= limit) throw Object.assign(new Error(`after ${limit} ms`), { name: endless });
    }
  }
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Returns what tests cover, also added up by file. @param {Record<string, Record<string, number>>} perTest */
function hitsOf(perTest) {
  /** @type {Dry['hits']} */
  const hits = { ...perTest };
  for (const [id, covered] of Object.entries(perTest)) {
    const ofFile = (hits[id.split('#')[0] ?? ''] ??= {});
    for (const [mutant, count] of Object.entries(covered)) ofFile[mutant] = (ofFile[mutant] ?? 0) + count;
  }
  return hits;
}

/** Returns what *load* returns once nothing that it loads has to wait any more. @template T @param {() => T} load @returns {Promise<T>} */
async function settledOf(load) {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof Pending)) throw error;
    await error.ready;
    return settledOf(load);
  }
}

/** Returns the message of what *run* throws, or null. @param {() => unknown} run @returns {Promise<string | null>} */
async function failureOf(run) {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : String(error);
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'kept-process', factory: () => new KeptProcessRunner() }];
