import { readFileSync, statSync } from 'node:fs';
import { ClienteleError } from '../../packages/metrics/src/errors.js';
import type { FrameReader } from '../../packages/metrics/src/arrow/frame.js';
import { createFrameReader } from '../../packages/metrics/src/arrow/frame-reader.js';
import { readBatches } from '../../packages/metrics/src/arrow/reader.js';
import { schemaOf } from '../../packages/metrics/src/arrow/schema-of.js';
import { columnCells } from '../metrics/arrow/batch-cells.js';
import { fuzzRegressions, goldenFiles } from '../metrics/arrow/golden.js';
import { sampleStreams } from '../metrics/arrow/sample-streams.js';
import { seeded } from '../metrics/arrow/seeded.js';
import { chunked, mutate } from './mutations.js';

/** What a run of the fuzzer found. */
export interface FuzzReport {
  readonly runs: number;
  /** How often reading ended so: `read`, or `code/reason` of the error. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Inputs that hung, threw something untyped, or took too much memory; each can be made again from seed and run. */
  readonly failures: readonly string[];
  readonly slowestMs: number;
  readonly mostBytes: number;
}

/** Above these a single input counts as failed. Inputs have 12 kB at most, so that both leave room for a noisy machine. */
const mostMs = 1_000;
const mostBytes = 64 * 1024 * 1024;

/** Returns the inputs that are damaged: small streams and files of our own, and golden files and old crashers when they are there. */
export function fuzzSeeds(): Uint8Array[] {
  const golden = goldenFiles()
    .filter(({ name, path }) => !name.includes('bigendian') && statSync(path).size <= 12_000)
    .map(({ path }) => new Uint8Array(readFileSync(path)));
  // Few: most are refused for what they are, whatever is done to them.
  const crashers = fuzzRegressions().map(({ bytes }) => bytes).filter(({ length }, i) => length > 0 && length <= 4_000 && i % 6 === 0);
  return [...Object.values(sampleStreams), ...golden, ...crashers];
}

/** Reads *runs* damaged inputs and every cell of those that are accepted. The same seed damages the same inputs. */
export async function fuzzReader(runs: number, seed: number): Promise<FuzzReport> {
  const seeds = fuzzSeeds();
  const random = seeded(seed);
  const outcomes: Record<string, number> = {};
  const failures: string[] = [];
  let slowestMs = 0;
  let most = 0;
  for (let run = 0; run < runs; run++) {
    const chunks = chunked(mutate(seeds, random), random);
    const before = process.memoryUsage().arrayBuffers;
    // Of the processor: on a busy machine any input can wait for its turn, and one that waits for ever ends by the test's own limit.
    const start = process.cpuUsage();
    const outcome = await read(chunks);
    const { user, system } = process.cpuUsage(start);
    const took = (user + system) / 1_000;
    const whenRead = await readDeferred(chunks);
    const ofFrames = await readFrames(chunks);
    const taken = process.memoryUsage().arrayBuffers - before;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    slowestMs = Math.max(slowestMs, took);
    most = Math.max(most, taken);
    if ((whenRead === 'read') !== (outcome === 'read')) failures.push(`seed ${seed} run ${run}: ${outcome}, but ${whenRead} with checks put off`);
    if (ofFrames.startsWith('untyped')) failures.push(`seed ${seed} run ${run}: ${outcome}, but frames with checks put off are ${ofFrames}`);
    if (outcome.startsWith('untyped') || outcome === 'corrupt/undecodable' || took > mostMs || taken > mostBytes) {
      failures.push(`seed ${seed} run ${run}: ${outcome}, ${took.toFixed(0)} ms, ${taken} bytes`);
    }
  }
  return { runs, outcomes, failures, slowestMs, mostBytes: most };
}

async function read(chunks: readonly Uint8Array[]): Promise<string> {
  return outcomeOf(async () => {
    for await (const batch of readBatches(chunks)) {
      batch.schema.fields.forEach((_, i) => columnCells([batch], i));
    }
  });
}

/** Reads every cell with checks put off: what is refused must be the same. */
async function readDeferred(chunks: readonly Uint8Array[]): Promise<string> {
  return outcomeOf(async () => {
    for await (const batch of readBatches(chunks, { deferChecks: true })) {
      // Cells of no rows look at no buffers.
      batch.data.children.forEach(({ buffers }) => buffers);
      batch.schema.fields.forEach((_, i) => columnCells([batch], i));
    }
  });
}

/** Reads what a metric may read of every column, as a dataset does; returns the worst of its outcomes. */
async function readFrames(chunks: readonly Uint8Array[]): Promise<string> {
  const worst: string[] = [];
  const last = await outcomeOf(async () => {
    let reader: FrameReader | null = null;
    for await (const batch of readBatches(chunks, { deferChecks: true })) {
      reader ??= createFrameReader(schemaOf(batch.schema));
      const frame = reader.frame(batch);
      for (const { name } of reader.schema.fields) {
        for (const read of [() => frame.keys(name), () => frame.numbers(name), () => frame.instants(name)]) worst.push(await outcomeOf(read));
      }
    }
  });
  return [last, ...worst].find((outcome) => outcome.startsWith('untyped')) ?? last;
}

async function outcomeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'read';
  } catch (error) {
    if (error instanceof ClienteleError) return `${error.code}/${error.reason ?? ''}`;
    return `untyped ${error instanceof Error ? error.stack ?? error.message : String(error)}`;
  }
}
