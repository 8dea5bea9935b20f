/** Cells of a table of counts that add up: the counts at *parts* make the count at *total*, or a number that is known anyway. */
export interface SumLine {
  readonly parts: readonly number[];
  /** The cell that holds the sum; null or absent where readers know the sum from elsewhere. */
  readonly total?: number | null | undefined;
}

/**
 * Returns which of *counts* to withhold so that no group of 1 to *minCell* - 1 can be read or worked out: 1 for each cell
 * withheld, 0 for each told. Whatever belongs to a withheld count (its share, its sum of money) goes with it.
 *
 * Withheld first are the counts from 1 to *minCell* - 1 (0 is told: it is about nobody). Then, until nothing gives one of
 * them away, another count in the same line (complementary suppression): one that needs the fewest further ones, and of
 * those the smallest; zeros at last. Afterwards nothing is given away, for readers who know that counts are whole and not negative:
 *
 * - no withheld count follows from the lines by linear reasoning, however many lines it takes;
 * - the withheld parts of a line whose sum is known hold *minCell* or more together, and not exactly 1 each.
 *
 * None of the additionally withheld could be told alone without breaking this. *already* are cells withheld for reasons
 * of their own, which must not follow either. With *minCell* under 2 nothing is withheld.
 * Counts are finite and not negative. The result depends on the order of cells, so give them in a fixed one.
 * (Willenborg & de Waal 2001, Elements of Statistical Disclosure Control, chapter 6; Cox 1980, JASA 75, 377-385.)
 */
export function withheldCells(counts: ArrayLike<number>, lines: readonly SumLine[], minCell: number, already: readonly number[] = []): Uint8Array {
  const primary = Uint8Array.from(counts, (count) => Number(count > 0 && count < minCell));
  if (minCell > 1) for (const cell of already) primary[cell] = 1;
  return primary.includes(1) ? new Suppression(counts, lines, minCell, primary).run() : primary;
}

/** A table on its way to being safe. */
class Suppression {
  private readonly counts: ArrayLike<number>;
  private readonly minCell: number;
  private readonly primary: Uint8Array;
  private readonly withheld: Uint8Array;
  private readonly lines: readonly SumLine[];
  /** The cells of each line: parts, then the total. */
  private readonly cells: readonly (readonly number[])[];
  /** The lines through each cell. */
  private readonly through: readonly (readonly number[])[];

  constructor(counts: ArrayLike<number>, lines: readonly SumLine[], minCell: number, primary: Uint8Array) {
    this.counts = counts;
    this.minCell = minCell;
    this.primary = primary;
    this.withheld = primary.slice();
    this.lines = lines;
    this.cells = lines.map(({ parts, total = null }) => (total === null ? parts : [...parts, total]));
    const through: number[][] = Array.from(counts, () => []);
    this.cells.forEach((cells, line) => cells.forEach((cell) => through[cell]!.push(line)));
    this.through = through;
  }

  run(): Uint8Array {
    const broken: number[] = [...this.lines.keys()].reverse();
    while (broken.length > 0) {
      // Lines that tell something by themselves first: that is cheap to see.
      while (broken.length > 0) {
        const line = broken.pop()!;
        if (!this.tells(line)) continue;
        const next = this.cheapestNear([line]);
        if (next === null) continue;
        this.withheld[next] = 1;
        broken.push(line, ...this.through[next]!);
      }
      const known = this.determined([...this.withheld.keys()].filter((cell) => this.withheld[cell] === 1));
      if (known.length === 0) break;
      const next = this.cheapestNear(known.flatMap((cell) => this.through[cell]!));
      if (next === null) break;
      this.withheld[next] = 1;
      broken.push(...this.through[next]!);
    }
    this.tellAgain();
    return this.withheld;
  }

  /** The told cell of *lines* that costs least; where they have none left, of the lines that share a cell with them, and so on. */
  private cheapestNear(lines: readonly number[]): number | null {
    const reached = new Set(lines);
    for (let ring: readonly number[] = [...reached]; ring.length > 0;) {
      for (const line of ring) {
        const best = this.cheapest(line);
        if (best !== null) return best;
      }
      const next = new Set(ring.flatMap((line) => this.cells[line]!.flatMap((cell) => this.through[cell]!)).filter((line) => !reached.has(line)));
      next.forEach((line) => reached.add(line));
      ring = [...next];
    }
    return null;
  }

  /**
   * The told cell of a line that is best withheld: not 0 if there is another, then one that leaves the fewest lines with a
   * single withheld cell, then the smallest count, then the last part; a total after the parts.
   */
  private cheapest(line: number): number | null {
    const { parts, total = null } = this.lines[line]!;
    let best: number | null = null;
    for (const cell of [...parts.toReversed(), ...(total === null ? [] : [total])]) {
      if (this.withheld[cell] === 0 && (best === null || this.isBetter(cell, best))) best = cell;
    }
    return best;
  }

  private isBetter(cell: number, other: number): boolean {
    const { counts } = this;
    const zeros = Number(counts[cell] === 0) - Number(counts[other] === 0);
    const opened = zeros === 0 ? this.opens(cell) - this.opens(other) : zeros;
    return opened < 0 || (opened === 0 && counts[cell]! < counts[other]!);
  }

  /** How many lines through *cell* have nothing withheld yet, each of which will need one more. */
  private opens(cell: number): number {
    return this.through[cell]!.filter((line) => !this.cells[line]!.some((other) => this.withheld[other] === 1)).length;
  }

  /** Whether a line by itself tells a withheld count, or that its withheld parts are few together. */
  private tells(line: number): boolean {
    const hidden = this.cells[line]!.filter((cell) => this.withheld[cell] === 1);
    if (hidden.length < 2) return hidden.length === 1;
    const total = this.lines[line]!.total ?? null;
    if (total !== null && this.withheld[total] === 1) return false;
    const together = hidden.reduce((sum, cell) => sum + this.counts[cell]!, 0);
    return together < this.minCell || together === hidden.length;
  }

  /** Tells what was withheld additionally and turned out not to be needed, the greatest counts first. */
  private tellAgain(): void {
    const { withheld, counts } = this;
    const extra = [...withheld.keys()].filter((cell) => withheld[cell] === 1 && this.primary[cell] === 0);
    extra.sort((a, b) => counts[b]! - counts[a]! || a - b);
    // One that is told may free another that was needed for it, so once more until nothing changes.
    for (let changed = true; changed;) {
      changed = false;
      for (const cell of extra) {
        if (withheld[cell] === 0) continue;
        withheld[cell] = 0;
        const lines = this.through[cell]!;
        const near = lines.flatMap((line) => this.cells[line]!.filter((other) => withheld[other] === 1));
        const safe = !lines.some((line) => this.tells(line)) && this.determined(near).length === 0;
        if (safe) changed = true;
        else withheld[cell] = 1;
      }
    }
  }

  /**
   * The withheld cells, among those that lines connect with *cells*, whose count follows from the lines: they stand alone
   * in a row of the equations in reduced echelon form.
   */
  private determined(cells: readonly number[]): number[] {
    const lines = new Set<number>();
    const seen = new Set(cells);
    for (const cell of seen) {
      for (const line of this.through[cell]!) {
        if (lines.has(line)) continue;
        lines.add(line);
        for (const other of this.cells[line]!) if (this.withheld[other] === 1) seen.add(other);
      }
    }
    const rows = [...lines].map((line) => this.equation(line));
    const holding = new Map<number, Set<Map<number, number>>>();
    for (const row of rows) for (const cell of row.keys()) holding.set(cell, (holding.get(cell) ?? new Set()).add(row));
    for (const row of rows) {
      const pivot = row.entries().next().value;
      if (pivot === undefined) continue;
      const [column, size] = pivot;
      for (const [cell, factor] of row) row.set(cell, factor / size);
      for (const other of [...holding.get(column)!]) {
        if (other !== row) subtract(other, row, other.get(column)!, holding);
      }
    }
    return rows.filter((row) => row.size === 1).flatMap((row) => [...row.keys()]);
  }

  private equation(line: number): Map<number, number> {
    const { parts, total = null } = this.lines[line]!;
    const row = new Map<number, number>();
    for (const cell of parts) if (this.withheld[cell] === 1) row.set(cell, 1);
    if (total !== null && this.withheld[total] === 1) row.set(total, -1);
    return row;
  }
}

function subtract(row: Map<number, number>, other: ReadonlyMap<number, number>, factor: number, holding: ReadonlyMap<number, Set<Map<number, number>>>): void {
  for (const [cell, size] of other) {
    const rest = (row.get(cell) ?? 0) - factor * size;
    // Factors are small whole numbers and quotients of such: anything this near 0 is 0.
    if (Math.abs(rest) < 1e-9) {
      row.delete(cell);
      holding.get(cell)?.delete(row);
    } else {
      row.set(cell, rest);
      holding.get(cell)?.add(row);
    }
  }
}
