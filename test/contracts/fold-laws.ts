import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateError } from '../../packages/metrics/src/errors.js';
import type { Fold, Metric, Summary } from '../../packages/metrics/src/metric.js';
import { bitmap, countBits, setBit } from '../../packages/metrics/src/kernels/bitmap.js';
import type { Mark } from '../../packages/metrics/src/predicate/predicate.js';
import type { Cell, Table } from '../../packages/metrics/src/table.js';
import { describeQuickFold } from './quick-fold-law.js';
import { type FixtureColumns, type FixtureSource, framesOf, framesOfSizes, lengthOf, takeRows } from '../fixtures/frames.js';

/** What `describeFold` has to know about a metric. */
export interface FoldCase<Options extends object> {
  readonly metric: Metric<Options>;
  /** Each is tried with every law. */
  readonly options: readonly Options[];
  /** Random rows: the more ties, missing values and repeated customers, the better. */
  readonly rows: fc.Arbitrary<FixtureColumns>;
  /** Marks for which `members` is asked, the same for all options or by them; without them members are not tested. */
  readonly marks?: readonly Mark[] | ((options: Options) => readonly Mark[]);
  /** How many random inputs a law is tried on. */
  readonly runs?: number;
}

/**
 * The laws of every fold (DESIGN.md), on random rows: the split into batches, their order and the order of rows change
 * nothing; merging is associative and commutative with `init()` as identity; reading out consumes nothing; a batch
 * counts once; a mask is the same as leaving rows out; state survives a structured clone; counts add up.
 *
 * Equality is exact, sums included, so *rows* should hold money-like values (cents), whose compensated sums are exact.
 */
export function describeFold<Options extends object>(name: string, law: FoldCase<Options>): void {
  const { metric } = law;
  const params = { numRuns: law.runs ?? 40 };
  const foldOf = (source: FixtureSource, options: Options): Fold<unknown> => metric.fold(metric.resolve(options), source.input);

  describe(`${name} obeys the laws of folds`, () => {
    for (const options of law.options) {
      const marks = typeof law.marks === 'function' ? law.marks(options) : (law.marks ?? []);
      describe(JSON.stringify(options), () => {
        it('gives the same summary however the rows are split into batches', () => {
          fc.assert(fc.property(law.rows.chain(withSizes), ([rows, sizes]) => {
            const whole = framesOf(rows, Math.max(1, lengthOf(rows)));
            const parts = framesOfSizes(rows, sizes);
            expect(summaryOf(foldOf(parts, options), parts)).toEqual(summaryOf(foldOf(whole, options), whole));
          }), params);
        });

        it('gives the same summary and members whatever the order of the rows', () => {
          fc.assert(fc.property(law.rows.chain(withOrder), fc.integer({ min: 1, max: 7 }), ([rows, order], batchSize) => {
            const sorted = framesOf(rows, batchSize);
            const shuffled = framesOf(takeRows(rows, order), batchSize);
            const before = foldOf(sorted, options);
            const after = foldOf(shuffled, options);
            const sortedState = stateOf(before, sorted);
            const shuffledState = stateOf(after, shuffled);
            expect(after.finish(shuffledState)).toEqual(before.finish(sortedState));
            for (const mark of marks) {
              expect(memberTexts(after, shuffledState, shuffled, mark)).toEqual(memberTexts(before, sortedState, sorted, mark));
            }
          }), params);
        });

        it('gives the same summary whatever the order of the batches', () => {
          fc.assert(fc.property(law.rows, fc.integer({ min: 1, max: 7 }), fc.infiniteStream(fc.nat()), (rows, batchSize, picks) => {
            const source = framesOf(rows, batchSize);
            const fold = foldOf(source, options);
            const state = fold.init();
            const rest = [...source.frames];
            for (const pick of picks) {
              if (rest.length === 0) break;
              for (const frame of rest.splice(pick % rest.length, 1)) fold.update(state, frame, null);
            }
            expect(fold.finish(state)).toEqual(summaryOf(foldOf(source, options), source));
          }), params);
        });

        it('merges associatively and commutatively, with the empty state as identity, counts and members alike', () => {
          fc.assert(fc.property(law.rows, fc.integer({ min: 1, max: 5 }), (rows, batchSize) => {
            const source = framesOf(rows, batchSize);
            const fold = foldOf(source, options);
            const third = (remainder: number): unknown => {
              const state = fold.init();
              for (const frame of source.frames) if (frame.ordinal % 3 === remainder) fold.update(state, frame, null);
              return state;
            };
            const merged = (...states: unknown[]): unknown => {
              const [into, ...others] = states;
              for (const state of others) fold.merge(into, state);
              return into;
            };
            const expected = summaryOf(fold, source);
            expect(fold.finish(merged(third(0), third(1), third(2)))).toEqual(expected);
            expect(fold.finish(merged(third(2), third(0), third(1)))).toEqual(expected);
            expect(fold.finish(merged(third(0), merged(third(1), third(2))))).toEqual(expected);
            const all = merged(fold.init(), third(1), third(0), fold.init(), third(2));
            expect(fold.finish(all)).toEqual(expected);
            const whole = stateOf(fold, source);
            for (const mark of marks) expect(memberTexts(fold, all, source, mark)).toEqual(memberTexts(fold, whole, source, mark));
          }), params);
        });

        it('leaves the other state as it was when merging, and goes on counting afterwards', () => {
          fc.assert(fc.property(law.rows, (rows) => {
            const source = framesOf(rows, 3);
            const fold = foldOf(source, options);
            const other = fold.init();
            const into = fold.init();
            for (const frame of source.frames) if (frame.ordinal % 2 === 0) fold.update(other, frame, null);
            const before = fold.finish(other);
            fold.merge(into, other);
            for (const frame of source.frames) if (frame.ordinal % 2 === 1) fold.update(into, frame, null);
            expect(fold.finish(other)).toEqual(before);
            expect(fold.finish(into)).toEqual(summaryOf(fold, source));
          }), params);
        });

        it('may be read out after every batch without changing what comes', () => {
          fc.assert(fc.property(law.rows, (rows) => {
            const source = framesOf(rows, 4);
            const fold = foldOf(source, options);
            const state = fold.init();
            for (const frame of source.frames) {
              fold.update(state, frame, null);
              const once = fold.finish(state);
              metric.estimate(once, metric.resolve(options));
              for (const mark of marks) fold.members?.(state, mark);
              expect(fold.finish(state)).toEqual(once);
            }
            expect(fold.finish(state)).toEqual(summaryOf(fold, source));
          }), params);
        });

        it('counts a batch once: the same batch again is ignored, states that share one are not merged', () => {
          fc.assert(fc.property(law.rows.filter((rows) => lengthOf(rows) > 0), (rows) => {
            const source = framesOf(rows, 4);
            const fold = foldOf(source, options);
            const state = stateOf(fold, source);
            for (const frame of source.frames) fold.update(state, frame, null);
            const expected = summaryOf(fold, source);
            expect(fold.finish(state)).toEqual(expected);
            const other = fold.init();
            for (const frame of source.frames.slice(-1)) fold.update(other, frame, null);
            expect(() => fold.merge(state, other)).toThrow(StateError);
            expect(() => fold.merge(state, state)).toThrow(StateError);
            expect(fold.finish(state)).toEqual(expected);
          }), params);
        });

        it('sees through a mask what it would see of those rows alone', () => {
          fc.assert(fc.property(law.rows.chain(withChoice), fc.integer({ min: 1, max: 70 }), ([rows, chosen], batchSize) => {
            const source = framesOf(rows, batchSize);
            const fold = foldOf(source, options);
            const state = fold.init();
            for (const frame of source.frames) {
              const mask = bitmap(frame.numRows);
              for (let i = 0; i < frame.numRows; i++) if (chosen.has(frame.firstRow + i)) setBit(mask, i);
              fold.update(state, frame, mask);
            }
            const alone = framesOf(takeRows(rows, [...chosen].sort((a, b) => a - b)), batchSize);
            const aloneFold = foldOf(alone, options);
            expect(fold.finish(state)).toEqual(summaryOf(aloneFold, alone));
            // A customer whose rows are all masked out is nobody's member.
            for (const mark of marks) {
              expect(memberTexts(fold, state, source, mark)).toEqual(memberTexts(aloneFold, stateOf(aloneFold, alone), alone, mark));
            }
          }), params);
        });

        it('has state that survives a structured clone and goes on from there', () => {
          fc.assert(fc.property(law.rows, (rows) => {
            const source = framesOf(rows, 3);
            const fold = foldOf(source, options);
            let state = fold.init();
            for (const frame of source.frames) {
              fold.update(state, frame, null);
              state = structuredClone(state);
            }
            expect(fold.finish(state)).toEqual(summaryOf(fold, source));
          }), params);
        });

        it('accounts for every row, and writes to no frame', () => {
          fc.assert(fc.property(law.rows, (rows) => {
            const source = framesOf(rows, 5);
            const fold = foldOf(source, options);
            const state = fold.init();
            const names = Object.keys(rows);
            for (const frame of source.frames) {
              const read = (): unknown => names.map((column) => [frame.keys(column).slice(), frame.instants(column).slice(), frame.numbers(column).slice()]);
              const before = read();
              fold.update(state, frame, null);
              expect(read()).toEqual(before);
            }
            const { rows: counts } = fold.finish(state);
            const dropped = Object.values(counts.dropped).reduce((sum, count) => sum + count, 0);
            expect(counts.rowsIn).toBe(lengthOf(rows));
            expect(counts.rowsUsed + dropped).toBe(counts.rowsIn);
            for (const count of Object.values(counts.dropped)) expect(count).toBeGreaterThan(0);
          }), params);
        });

        it('estimates without NaN, without infinities, and without touching the summary', () => {
          fc.assert(fc.property(law.rows, (rows) => {
            const source = framesOf(rows, 5);
            const summary = summaryOf(foldOf(source, options), source);
            const copy = structuredClone(summary);
            const estimate = metric.estimate(summary, metric.resolve(options));
            expect(summary).toEqual(copy);
            expect(metric.estimate(summary, metric.resolve(options))).toEqual(estimate);
            for (const table of [...Object.values(summary.tables), estimate.table, ...Object.values(estimate.tables)]) expectSound(table);
            for (const scalar of Object.values(estimate.scalars)) expectFinite(scalar);
          }), params);
        });

        it('makes something of nothing', () => {
          fc.assert(fc.property(law.rows, (rows) => {
            const nothing = framesOf(takeRows(rows, []), 5);
            const fold = foldOf(nothing, options);
            const summary = fold.finish(fold.init());
            expect(summary.rows.rowsIn).toBe(0);
            const estimate = metric.estimate(summary, metric.resolve(options));
            expectSound(estimate.table);
            expect(estimate.diagnostics.rowsIn).toBe(0);
          }), { numRuns: 3 });
        });

        describeQuickFold(metric, options, law.rows, params);

        if (marks.length > 0) {
          it('has members that are customers of the source, as many as it says', () => {
            fc.assert(fc.property(law.rows, (rows) => {
              const source = framesOf(rows, 5);
              const fold = foldOf(source, options);
              const state = stateOf(fold, source);
              for (const mark of marks) {
                const members = fold.members?.(state, mark);
                if (members === undefined) throw new Error(`${name} has no members`);
                expect(countBits(members.bits)).toBe(members.count);
                expect(memberTexts(fold, state, source, mark)).toHaveLength(members.count);
              }
            }), params);
          });
        }
      });
    }
  });
}

/** Returns the state of *fold* after every frame of *source*. */
export function stateOf(fold: Fold<unknown>, source: FixtureSource): unknown {
  const state = fold.init();
  for (const frame of source.frames) fold.update(state, frame, null);
  return state;
}

/** Returns the summary of *fold* after every frame of *source*. */
export function summaryOf(fold: Fold<unknown>, source: FixtureSource): Summary {
  return fold.finish(stateOf(fold, source));
}

/** Returns the customers behind *mark* as they are written in the data, ascending. */
export function memberTexts(fold: Fold<unknown>, state: unknown, source: FixtureSource, mark: Mark): string[] {
  const members = fold.members?.(state, mark);
  if (members === undefined) throw new Error('memberTexts: the fold has no members');
  const index = source.input.keyIndex(members.column);
  const texts: string[] = [];
  members.bits.forEach((word, w) => {
    for (let bit = 0; bit < 32; bit++) if ((word & (1 << bit)) !== 0) texts.push(index.text(w * 32 + bit));
  });
  return texts.sort();
}

function withSizes(rows: FixtureColumns): fc.Arbitrary<[FixtureColumns, number[]]> {
  const length = lengthOf(rows);
  return fc.array(fc.nat(length), { maxLength: 6 }).map((cuts) => {
    const bounds = [0, ...cuts.sort((a, b) => a - b), length];
    return [rows, bounds.slice(1).map((bound, i) => bound - (bounds[i] ?? 0))];
  });
}

function withOrder(rows: FixtureColumns): fc.Arbitrary<[FixtureColumns, number[]]> {
  const positions = Array.from({ length: lengthOf(rows) }, (_, i) => i);
  return fc.shuffledSubarray(positions, { minLength: positions.length }).map((order) => [rows, order]);
}

function withChoice(rows: FixtureColumns): fc.Arbitrary<[FixtureColumns, Set<number>]> {
  const positions = Array.from({ length: lengthOf(rows) }, (_, i) => i);
  return fc.subarray(positions).map((chosen) => [rows, new Set(chosen)]);
}

function expectSound(table: Table): void {
  expect(Object.keys(table.columns)).toEqual(table.fields.map((field) => field.name));
  for (const [name, column] of Object.entries(table.columns)) {
    expect(column, name).toHaveLength(table.numRows);
    for (const cell of column) expectFinite(cell);
  }
}

function expectFinite(cell: Cell): void {
  if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true);
}
