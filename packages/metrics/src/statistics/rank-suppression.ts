/**
 * Returns which of *cuts* may be told: 1 for each cut up to which, counted from the best, a sum of values may be shown.
 *
 * Sums over ranks are differences of sums up to a cut, so whatever is told of any tiers, tenths or curves over one ranking
 * of *count* customers, the groups that can be worked out lie between told cuts. Told cuts are *minCell* or more apart, from 0
 * and *count* too, or equal; so every such group holds *minCell* customers or none. A tier that ends at a cut that isn't
 * told is withheld, and with it the tier next to it: that is complementary suppression of a ranking.
 *
 * Cuts come in groups, the most wanted first; within a group as many neighbouring pairs are told as can be, each pair a
 * tier that can be read, and of equal choices the one that tells more of the low ranks. With *minCell* under 2 all are told.
 */
export function tellableCuts(groups: readonly (readonly number[])[], count: number, minCell: number): Set<number> {
  const told = new Set([0, count]);
  for (const group of groups) {
    const free = [...new Set(group)].sort((a, b) => a - b).filter((cut) => told.has(cut) || isApart(cut, told, minCell));
    for (const cut of mostPairs(free, told, new Set(group), minCell)) told.add(cut);
  }
  return told;
}

function isApart(cut: number, told: ReadonlySet<number>, minCell: number): boolean {
  for (const other of told) if (other !== cut && Math.abs(other - cut) < minCell) return false;
  return true;
}

/** A choice of cuts that ends with a certain one. */
interface Choice {
  readonly pairs: number;
  readonly cuts: readonly number[];
}

/** The cuts of *free*, ascending, to be told: *minCell* apart, all of those already *told*, with the most neighbours of *wanted*. */
function mostPairs(free: readonly number[], told: ReadonlySet<number>, wanted: ReadonlySet<number>, minCell: number): readonly number[] {
  const neighbours = [...wanted].sort((a, b) => a - b);
  const best: Choice[] = [];
  for (const [i, cut] of free.entries()) {
    const before = neighbours[neighbours.indexOf(cut) - 1];
    let choice: Choice = { pairs: 0, cuts: [cut] };
    for (let j = i - 1; j >= 0; j--) {
      const last = free[j]!;
      if (cut - last >= minCell) {
        const { pairs, cuts } = best[j]!;
        const candidate = { pairs: pairs + Number(last === before), cuts: [...cuts, cut] };
        if (candidate.pairs > choice.pairs || (candidate.pairs === choice.pairs && candidate.cuts.length > choice.cuts.length)) choice = candidate;
      }
      // What is told already can't be passed over.
      if (told.has(last)) break;
    }
    best.push(choice);
  }
  let end: Choice = { pairs: -1, cuts: [] };
  for (let i = best.length - 1; i >= 0; i--) {
    const choice = best[i]!;
    if (choice.pairs > end.pairs || (choice.pairs === end.pairs && choice.cuts.length > end.cuts.length)) end = choice;
    if (told.has(free[i]!)) break;
  }
  return end.cuts;
}
