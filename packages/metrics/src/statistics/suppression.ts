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
 * them away, the smallest count in the same line (complementary suppression; the last of several, the total after its
 * parts, zeros at last). Afterwards nothing is given away, for readers who know that counts are whole and not negative:
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
  const withheld = primary.slice();
  if (!withheld.includes(1)) return withheld;
  const cost = (cell: number): number => (counts[cell] === 0 ? Infinity : counts[cell]!);

  for (let broken = brokenLines(counts, lines, withheld, minCell); broken.length > 0; broken = brokenLines(counts, lines, withheld, minCell)) {
    // Where a broken line has nothing left to withhold, lines that share a withheld cell with it have.
    let reach = broken;
    let next = cheapest(reach, withheld, cost);
    while (next === null) {
      const wider = linesThrough(lines, new Set(reach.flatMap(cellsOf)));
      if (wider.length === reach.length) return withheld;
      reach = wider;
      next = cheapest(reach, withheld, cost);
    }
    withheld[next] = 1;
  }
  tellAgain(counts, lines, withheld, primary, minCell);
  return withheld;
}

/** The told cell of *lines* that costs least; of equals the last part of the first line, a total after the parts. */
function cheapest(lines: readonly SumLine[], withheld: Uint8Array, cost: (cell: number) => number): number | null {
  for (const { parts, total = null } of lines) {
    const candidates = [...parts.toReversed(), ...(total === null ? [] : [total])].filter((cell) => withheld[cell] === 0);
    const best = candidates.reduce<number | null>((least, cell) => (least === null || cost(cell) < cost(least) ? cell : least), null);
    if (best !== null) return best;
  }
  return null;
}

/** Tells what was withheld additionally and turned out not to be needed, the greatest counts first. */
function tellAgain(counts: ArrayLike<number>, lines: readonly SumLine[], withheld: Uint8Array, primary: Uint8Array, minCell: number): void {
  const extra = Array.from(withheld.keys()).filter((cell) => withheld[cell] === 1 && primary[cell] === 0);
  extra.sort((a, b) => counts[b]! - counts[a]! || a - b);
  // One that is told may free another that was needed for it, so once more until nothing changes.
  for (let changed = true; changed;) {
    changed = false;
    for (const cell of extra) {
      if (withheld[cell] === 0) continue;
      withheld[cell] = 0;
      const through = linesThrough(lines, new Set([cell]));
      const safe = !through.some((line) => tells(counts, line, withheld, minCell)) && determinedCells(lines, withheld).size === 0;
      if (safe) changed = true;
      else withheld[cell] = 1;
    }
  }
}

/** The lines by which something withheld can be worked out; the first that does so alone, or all through cells that many give away. */
function brokenLines(counts: ArrayLike<number>, lines: readonly SumLine[], withheld: Uint8Array, minCell: number): SumLine[] {
  const alone = lines.find((line) => tells(counts, line, withheld, minCell));
  return alone !== undefined ? [alone] : linesThrough(lines, determinedCells(lines, withheld));
}

function linesThrough(lines: readonly SumLine[], cells: ReadonlySet<number>): SumLine[] {
  return lines.filter((line) => cellsOf(line).some((cell) => cells.has(cell)));
}

function tells(counts: ArrayLike<number>, line: SumLine, withheld: Uint8Array, minCell: number): boolean {
  const hidden = cellsOf(line).filter((cell) => withheld[cell] === 1);
  if (hidden.length === 0) return false;
  const total = line.total ?? null;
  if (hidden.length === 1) return true;
  if (total !== null && withheld[total] === 1) return false;
  const together = hidden.reduce((sum, cell) => sum + counts[cell]!, 0);
  return together < minCell || together === hidden.length;
}

function cellsOf({ parts, total = null }: SumLine): number[] {
  return total === null ? [...parts] : [...parts, total];
}

/**
 * The withheld cells whose count follows from the lines: those that stand alone in a row of the lines' equations, in
 * reduced echelon form over the withheld cells.
 */
function determinedCells(lines: readonly SumLine[], withheld: Uint8Array): Set<number> {
  const rows: Map<number, number>[] = [];
  for (const { parts, total = null } of lines) {
    const row = new Map<number, number>();
    for (const cell of parts) if (withheld[cell] === 1) row.set(cell, 1);
    if (total !== null && withheld[total] === 1) row.set(total, -1);
    if (row.size > 0) rows.push(row);
  }
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows[i]!.entries().next().value;
    if (pivot === undefined) continue;
    const [column, size] = pivot;
    for (const [cell, factor] of rows[i]!) rows[i]!.set(cell, factor / size);
    for (let j = 0; j < rows.length; j++) {
      const factor = rows[j]!.get(column);
      if (j !== i && factor !== undefined) subtract(rows[j]!, rows[i]!, factor);
    }
  }
  return new Set(rows.filter((row) => row.size === 1).flatMap((row) => [...row.keys()]));
}

function subtract(row: Map<number, number>, other: ReadonlyMap<number, number>, factor: number): void {
  for (const [cell, size] of other) {
    const rest = (row.get(cell) ?? 0) - factor * size;
    // Factors are small whole numbers and quotients of such: anything this near 0 is 0.
    if (Math.abs(rest) < 1e-9) row.delete(cell);
    else row.set(cell, rest);
  }
}
