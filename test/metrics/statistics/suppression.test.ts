import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellableCuts } from '../../../packages/metrics/src/statistics/rank-suppression.js';
import { type SumLine, withheldCells } from '../../../packages/metrics/src/statistics/suppression.js';
import { matrixRank } from '../../fixtures/matrix-rank.js';

/** A table of rows and columns with its margins as cells: the sums of rows, of columns, and of all. */
function withMargins(table: readonly (readonly number[])[]): { counts: number[]; lines: SumLine[] } {
  const columns = table[0]?.length ?? 0;
  const counts = table.flat();
  const lines: SumLine[] = [];
  const sum = (parts: readonly number[]): number => {
    lines.push({ parts, total: counts.length });
    counts.push(parts.reduce((total, cell) => total + counts[cell]!, 0));
    return counts.length - 1;
  };
  const rows = table.map((row, i) => sum(row.map((_, j) => i * columns + j)));
  for (let j = 0; j < columns; j++) sum(table.map((_, i) => i * columns + j));
  sum(rows);
  return { counts, lines };
}

/** Every way in which the withheld cells can be filled with whole numbers so that all lines still add up. */
function* fillings(counts: readonly number[], lines: readonly SumLine[], withheld: Uint8Array): Generator<number[]> {
  const hidden = [...withheld.keys()].filter((cell) => withheld[cell] === 1);
  const most = Math.max(...counts) + 4;
  function* fill(place: number, filled: number[]): Generator<number[]> {
    if (place === hidden.length) {
      if (lines.every(({ parts, total }) => total == null || parts.reduce((sum, cell) => sum + filled[cell]!, 0) === filled[total])) yield filled;
      return;
    }
    for (let value = 0; value <= most; value++) yield* fill(place + 1, filled.with(hidden[place]!, value));
  }
  yield* fill(0, [...counts]);
}

/** The withheld cells that linear reasoning gives away: a cell's unit vector adds nothing to what the lines say. */
function givenAway(counts: readonly number[], lines: readonly SumLine[], withheld: Uint8Array): number[] {
  const equations = lines.map(({ parts, total }) => counts.map((_, cell) => (
    withheld[cell] === 0 ? 0 : parts.includes(cell) ? 1 : cell === total ? -1 : 0)));
  const known = matrixRank(equations);
  return [...withheld.keys()].filter((cell) => withheld[cell] === 1 && matrixRank([...equations, counts.map((_, other) => Number(other === cell))]) === known);
}

const small = fc.oneof({ weight: 3, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 5, max: 60 }) });
const tables = fc.integer({ min: 1, max: 6 }).chain((columns) => fc.array(fc.array(small, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }));

describe('suppression', () => {
  it('withholds counts under the threshold, and the smallest other where a total would tell', () => {
    const counts = [40, 3, 12, 90, 145];
    const lines = [{ parts: [0, 1, 2, 3], total: 4 }];
    expect([...withheldCells(counts, lines, 5)]).toEqual([0, 1, 1, 0, 0]);
    expect([...withheldCells(counts, [], 5)]).toEqual([0, 1, 0, 0, 0]);
    expect([...withheldCells(counts, lines, 0)]).toEqual([0, 0, 0, 0, 0]);
  });

  it('tells zero, which is about nobody', () => {
    expect([...withheldCells([0, 8, 30, 38], [{ parts: [0, 1, 2], total: 3 }], 5)]).toEqual([0, 0, 0, 0]);
    expect([...withheldCells([0, 4, 30, 34], [{ parts: [0, 1, 2], total: 3 }], 5)]).toEqual([0, 1, 1, 0]);
  });

  it('needs no complement where two small ones hide each other, unless they are too few together or one each', () => {
    expect([...withheldCells([3, 4, 30, 37], [{ parts: [0, 1, 2], total: 3 }], 5)]).toEqual([1, 1, 0, 0]);
    expect([...withheldCells([1, 2, 30, 33], [{ parts: [0, 1, 2], total: 3 }], 5)]).toEqual([1, 1, 1, 0]);
    expect([...withheldCells([1, 1, 1, 1, 1, 30, 35], [{ parts: [0, 1, 2, 3, 4, 5], total: 6 }], 5)]).toEqual([1, 1, 1, 1, 1, 1, 0]);
  });

  it('takes a sum that readers know from elsewhere for told', () => {
    expect([...withheldCells([2, 50, 60], [{ parts: [0, 1, 2] }], 5)]).toEqual([1, 1, 0]);
  });

  it('withholds cells that are withheld anyway, and what would give them away', () => {
    const line = [{ parts: [0, 1, 2], total: 3 }];
    expect([...withheldCells([50, 60, 70, 180], line, 5, [1])]).toEqual([1, 1, 0, 0]);
    expect([...withheldCells([0, 60, 70, 130], line, 5, [1])]).toEqual([0, 1, 1, 0]);
    expect([...withheldCells([50, 60, 70, 180], line, 1, [1])]).toEqual([0, 0, 0, 0]);
    expect([...withheldCells([50, 1, 70, 121], line, 2)]).toEqual([1, 1, 0, 0]);
  });

  it('withholds parts that make just the threshold together, and of equal ones the last', () => {
    expect([...withheldCells([2, 3, 30, 35], [{ parts: [0, 1, 2], total: 3 }], 5)]).toEqual([1, 1, 0, 0]);
    expect([...withheldCells([2, 30, 30, 62], [{ parts: [0, 1, 2], total: 3 }], 5)]).toEqual([1, 0, 1, 0]);
    expect([...withheldCells([2, 0, 0, 2], [{ parts: [0, 1, 2], total: 3 }], 5)]).toEqual([1, 0, 0, 1]);
  });

  it('takes a cell whose other lines have one withheld already, though a smaller would do in this line', () => {
    const { counts, lines } = withMargins([[3, 20, 30], [4, 60, 50]]);
    expect([...withheldCells(counts, lines, 5)].slice(0, 6)).toEqual([1, 1, 0, 1, 1, 0]);
    expect([...withheldCells(counts, lines, 5)].slice(6)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('goes on to lines further away where a line has nothing left to withhold', () => {
    // The only customer of the first row is all of it, so that its sum in the column of sums has to be hidden too.
    const lines = [{ parts: [0], total: 1 }, { parts: [1, 2, 3] }];
    expect([...withheldCells([2, 2, 40, 30], lines, 5)]).toEqual([1, 1, 0, 1]);
  });

  it('sees through lines taken together', () => {
    // Rows and columns with two withheld each, and yet one cell is the difference of sums over two blocks.
    const { counts, lines } = withMargins([[2, 3, 40, 40], [3, 2, 9, 40], [40, 40, 2, 3], [40, 40, 3, 2]]);
    const withheld = withheldCells(counts, lines, 5);
    expect(givenAway(counts, lines, withheld)).toEqual([]);
    expect(counts.every((count, cell) => withheld[cell] === 1 || count === 0 || count >= 5)).toBe(true);
  });

  it('never gives a withheld count away by linear reasoning over any lines', () => {
    fc.assert(fc.property(tables, fc.constantFrom(5, 11), (table, minCell) => {
      const { counts, lines } = withMargins(table);
      const withheld = withheldCells(counts, lines, minCell);
      expect(givenAway(counts, lines, withheld)).toEqual([]);
      counts.forEach((count, cell) => {
        if (withheld[cell] === 0) expect(count === 0 || count >= minCell).toBe(true);
      });
    }), { numRuns: 400 });
  });

  it('leaves at least two fillings for every withheld cell of a small table', () => {
    const tiny = fc.array(fc.array(fc.nat(4), { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 2 });
    fc.assert(fc.property(tiny, (table) => {
      const counts = table.flat();
      const lines = [{ parts: [0, 1] }, { parts: [2, 3] }, { parts: [0, 2] }, { parts: [1, 3] }];
      const withheld = withheldCells(counts, lines, 3);
      const known = lines.map(({ parts }) => parts.reduce((sum, cell) => sum + counts[cell]!, 0));
      // Sums under the threshold tell by themselves; tables have them as cells.
      fc.pre(known.every((sum) => sum === 0 || sum >= 3));
      const seen = counts.map(() => new Set<number>());
      for (const filled of fillings(counts, [], withheld)) {
        if (lines.some(({ parts }, i) => parts.reduce((sum, cell) => sum + filled[cell]!, 0) !== known[i])) continue;
        filled.forEach((value, cell) => seen[cell]!.add(value));
      }
      withheld.forEach((hidden, cell) => expect(seen[cell]!.size > 1).toBe(hidden === 1));
    }), { numRuns: 200 });
  });

  it('withholds nothing more than needed: no complement could be told alone', () => {
    fc.assert(fc.property(tables, (table) => {
      const { counts, lines } = withMargins(table);
      const withheld = withheldCells(counts, lines, 5);
      const safe = (hidden: Uint8Array): boolean => givenAway(counts, lines, hidden).length === 0 && lines.every(({ parts, total }) => {
        const few = parts.filter((cell) => hidden[cell] === 1);
        const together = few.reduce((sum, cell) => sum + counts[cell]!, 0);
        return few.length === 0 || (total != null && hidden[total] === 1) || (together >= 5 && together > few.length);
      });
      expect(safe(withheld)).toBe(true);
      for (const [cell, hidden] of withheld.entries()) {
        if (hidden === 1 && (counts[cell] === 0 || counts[cell]! >= 5)) expect(safe(withheld.with(cell, 0))).toBe(false);
      }
    }), { numRuns: 200 });
  });
});

describe('cuts of a ranking', () => {
  const cutGroups = fc.array(fc.array(fc.nat(200), { maxLength: 12 }), { maxLength: 4 });

  it('keeps told cuts the threshold apart, so that no group between two of them is smaller', () => {
    fc.assert(fc.property(cutGroups, fc.integer({ min: 0, max: 12 }), (groups, minCell) => {
      const told = [...tellableCuts(groups, 200, minCell)].sort((a, b) => a - b);
      expect(told.slice(1).every((cut, i) => cut - told[i]! >= minCell)).toBe(true);
      expect([told[0], told.at(-1)]).toEqual([0, 200]);
    }));
  });

  it('tells every cut where there is no threshold, or where all are far apart', () => {
    expect([...tellableCuts([[0, 1, 5, 20, 100], [10, 20, 30]], 100, 0)].sort((a, b) => a - b)).toEqual([0, 1, 5, 10, 20, 30, 100]);
    expect([...tellableCuts([[0, 10, 50, 200], [20, 30]], 1000, 5)].sort((a, b) => a - b)).toEqual([0, 10, 20, 30, 50, 200, 1000]);
  });

  it('leaves out the cut that costs the fewest tiers', () => {
    // Top 1 and big 4 make 5 together: the cut between them goes, the rest stays.
    expect([...tellableCuts([[0, 1, 5, 20, 100]], 100, 5)].sort((a, b) => a - b)).toEqual([0, 5, 20, 100]);
    // Of 50 and 53 one must go: without 50, the lowest tier can still be read.
    expect([...tellableCuts([[0, 20, 50, 53, 100]], 100, 5)].sort((a, b) => a - b)).toEqual([0, 20, 53, 100]);
    // Of three in a row the middle one goes, because two tiers can be read without it.
    expect([...tellableCuts([[0, 20, 24, 28, 60, 100]], 100, 7)].sort((a, b) => a - b)).toEqual([0, 20, 28, 60, 100]);
  });

  it('tells as many tiers as any choice could, and of those choices one with the most cuts', () => {
    const subsets = (cuts: readonly number[]): number[][] => cuts.reduce<number[][]>((sets, cut) => [...sets, ...sets.map((set) => [...set, cut])], [[]]);
    const some = fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 8 }).map((cuts) => cuts.sort((a, b) => a - b));
    fc.assert(fc.property(some, some, fc.integer({ min: 2, max: 12 }), (first, second, minCell) => {
      let told = new Set([0, 40]);
      for (const [i, group] of [first, second].entries()) {
        const pairs = (cuts: readonly number[]): number => group.filter((cut, place) => place > 0 && cuts.includes(cut) && cuts.includes(group[place - 1]!)).length;
        const rank = (cuts: readonly number[]): number => 100 * pairs(cuts) + cuts.length;
        const apart = (cuts: readonly number[]): boolean => [...told, ...cuts].every((cut) => cuts.every((other) => cut === other || Math.abs(cut - other) >= minCell));
        const best = Math.max(...subsets(group).filter((cuts) => group.every((cut) => !told.has(cut) || cuts.includes(cut)) && apart(cuts)).map(rank));
        told = tellableCuts([first, second].slice(0, i + 1), 40, minCell);
        expect(rank(group.filter((cut) => told.has(cut)))).toBe(best);
      }
    }));
  });

  it('tells nothing new that would come too near to what an earlier group told', () => {
    expect([...tellableCuts([[0, 50, 100], [10, 48, 60]], 100, 5)].sort((a, b) => a - b)).toEqual([0, 10, 50, 60, 100]);
  });

  it('tells no more cuts than fit: none can be added', () => {
    fc.assert(fc.property(cutGroups, fc.integer({ min: 2, max: 12 }), (groups, minCell) => {
      const told = tellableCuts(groups, 200, minCell);
      for (const cut of groups.flat()) {
        if (!told.has(cut)) expect([...told].some((other) => Math.abs(other - cut) < minCell)).toBe(true);
      }
    }));
  });
});
