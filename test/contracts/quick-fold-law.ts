import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Bitmap, bitmap, setBit } from '../../packages/metrics/src/kernels/bitmap.js';
import { KernelLease } from '../../packages/metrics/src/kernels/kernel-lease.js';
import { wasmKernels } from '../../packages/metrics/src/kernels/wasm-module.js';
import type { Kernels, Metric, Summary } from '../../packages/metrics/src/metric.js';
import { type FixtureColumns, type FixtureSource, framesOf, lengthOf, takeRows } from '../fixtures/frames.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
/** Each example has the memory that the one before used. */
const lease = new KernelLease(kernels);
const lend: Kernels = () => lease.lend();

/**
 * The law of a quick fold: where it takes the rows, its summary is the fold's, in plain JavaScript and in WebAssembly, after every
 * batch, of all rows and of some. Rows are tried as they come and in order of time.
 */
export function describeQuickFold<Options extends object>(
  metric: Metric<Options>, asked: Options, anyRows: fc.Arbitrary<FixtureColumns>, params: { numRuns: number },
): void {
  if (metric.quick === undefined) return;
  const options = metric.resolve(asked);

  const orderedRows = anyRows.chain((rows) => fc.constantFrom(rows, takeRows(rows, orderByTime(rows, asked))));
  const sizeAndMask = [fc.integer({ min: 1, max: 9 }), fc.boolean()] as const;
  const maskFor = (masked: boolean) => (numRows: number): Bitmap | null => (masked ? everyThird(numRows) : null);

  for (const [host, memories] of [['plain JavaScript', null], ['WebAssembly', lend]] as const) {
    it(`says the same by its quick way in ${host}, wherever that takes the rows`, () => {
      fc.assert(fc.property(orderedRows, ...sizeAndMask, (rows, batchSize, masked) => {
        const source = framesOf(rows, batchSize);
        lease.giveBack();
        const quick = metric.quick?.(options, source.input, memories, 'time') ?? null;
        if (quick === null) return;
        for (let count = 1; count <= source.frames.length; count++) {
          const frame = source.frames[count - 1]!;
          if (!quick.add(frame, maskFor(masked)(frame.numRows))) return;
          expect(quick.finish()).toEqual(summaryOf(metric, options, { ...source, frames: source.frames.slice(0, count) }, maskFor(masked)));
        }
      }), params);
    });

    it(`says the same by its quick way for rows in any order in ${host}, if it has one`, async () => {
      await fc.assert(fc.asyncProperty(anyRows, ...sizeAndMask, async (rows, batchSize, masked) => {
        const source = framesOf(rows, batchSize);
        lease.giveBack();
        const quick = metric.quick?.(options, source.input, memories, 'any') ?? null;
        if (quick === null || !source.frames.every((frame) => quick.add(frame, maskFor(masked)(frame.numRows)))) return;
        if (await quick.settle?.(() => Promise.resolve()) === false) return;
        expect(quick.finish()).toEqual(summaryOf(metric, options, source, maskFor(masked)));
        expect(quick.finish()).toEqual(summaryOf(metric, options, source, maskFor(masked)));
      }), params);
    });
  }
}

function summaryOf<Options extends object>(metric: Metric<Options>, options: Options, { input, frames }: FixtureSource, maskOf: (numRows: number) => Bitmap | null): Summary {
  const fold = metric.fold(options, input);
  const state = fold.init();
  for (const frame of frames) fold.update(state, frame, maskOf(frame.numRows));
  return fold.finish(state);
}

/** All rows but every third. */
function everyThird(numRows: number): Bitmap {
  const mask = bitmap(numRows);
  for (let row = 0; row < numRows; row++) if (row % 3 !== 1) setBit(mask, row);
  return mask;
}

function orderByTime(rows: FixtureColumns, options: object): number[] {
  const order = Array.from({ length: lengthOf(rows) }, (_, row) => row);
  const { time = null } = options as { time?: string | null };
  const instants = time === null ? undefined : framesOf(rows, Math.max(1, order.length)).frames[0]?.instants(time);
  return instants === undefined ? order : order.sort((a, b) => (instants[a]! || 0) - (instants[b]! || 0));
}
