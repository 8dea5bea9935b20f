import { readFileSync, statSync } from 'node:fs';
import { ClienteleError } from '../../packages/metrics/src/errors.js';
import { readBatches } from '../../packages/metrics/src/arrow/reader.js';
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
    const start = performance.now();
    const outcome = await read(chunks);
    const took = performance.now() - start;
    const taken = process.memoryUsage().arrayBuffers - before;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    slowestMs = Math.max(slowestMs, took);
    most = Math.max(most, taken);
    if (outcome.startsWith('untyped') || outcome === 'corrupt/undecodable' || took > mostMs || taken > mostBytes) {
      failures.push(`seed ${seed} run ${run}: ${outcome}, ${took.toFixed(0)} ms, ${taken} bytes`);
    }
  }
  return { runs, outcomes, failures, slowestMs, mostBytes: most };
}

async function read(chunks: readonly Uint8Array[]): Promise<string> {
  try {
    for await (const batch of readBatches(chunks)) {
      batch.schema.fields.forEach((_, i) => columnCells([batch], i));
    }
    return 'read';
  } catch (error) {
    if (error instanceof ClienteleError) return `${error.code}/${error.reason ?? ''}`;
    return `untyped ${error instanceof Error ? error.stack ?? error.message : String(error)}`;
  }
}
