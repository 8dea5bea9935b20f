import { describe, expect, it } from 'vitest';
import { fuzzReader } from './reader-fuzz.js';

const runs = Number(process.env['FUZZ_RUNS'] ?? 10_000);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_301);

describe('damaged Arrow bytes', () => {
  it(`give a result or a typed error, soon and within memory, ${runs} times (seed ${seed})`, { timeout: 60_000 + runs * 50 }, async () => {
    const report = await fuzzReader(runs, seed);
    expect(report.failures).toEqual([]);
    // The mutations reach all parts of the reader: without that, no failures would mean little.
    if (runs >= 10_000) {
      expect(Object.keys(report.outcomes).length).toBeGreaterThan(30);
      for (const outcome of ['read', 'truncated/message', 'corrupt/offsets', 'corrupt/buffer-range', 'corrupt/null-count', 'corrupt/flatbuffer-field']) {
        expect(report.outcomes[outcome] ?? 0, outcome).toBeGreaterThan(0);
      }
    }
    if (process.env['FUZZ_RUNS'] !== undefined) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  });
});
