import { OptionError } from '../errors.js';
import type { Bitmap } from '../kernels/bitmap.js';
import type { KeyIndex } from '../kernels/key-index.js';
import type { Estimate } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type DatedPyramid, movedCustomers } from './pyramid-migration.js';
import { BELOW, ENTERED, LEFT } from './pyramid-places.js';
import { customersInRanks, decileRanges, type RankRange } from './pyramid-ranking.js';
import { tellsNumber } from './told-marks.js';

/** A pyramid, and the earlier one that it is compared with. */
export interface Pyramids {
  readonly later: DatedPyramid;
  readonly earlier: DatedPyramid | null;
}

/** Throws OptionError where *mark* is no mark of these pyramids: `{tier}`, `{decile}`, or `{from, to}` where two are compared. */
export function checkPyramidMark(mark: Mark, pyramids: Pyramids): void {
  const parts = Object.keys(mark).sort().join(', ');
  const tiers = pyramids.later.tiers.map(({ name }) => name);
  if ((parts === 'tier' || parts === 'decile') && rangeOf(mark, pyramids.later) !== undefined) return;
  const compared = pyramids.earlier !== null;
  const isMove = parts === 'from, to' && [...tiers, BELOW, ENTERED].includes(String(mark['from'])) && [...tiers, BELOW, LEFT].includes(String(mark['to']));
  if (compared && isMove && !(mark['from'] === ENTERED && mark['to'] === LEFT)) return;
  throw new OptionError(
    `pyramid: no such mark, got ${JSON.stringify(mark)}; expected {tier: ${tiers.join(' | ')}} or {decile: 1 to 10}${compared ? ' or {from: a tier, to: a tier}' : ''}`,
  );
}

/** Returns the customers behind a mark that was checked, as bits by code. */
export function markedCustomers(mark: Mark, { later, earlier }: Pyramids, index: KeyIndex): Bitmap {
  const range = rangeOf(mark, later);
  if (range !== undefined) return customersInRanks(later.sums, later.ranking, range, index);
  return movedCustomers(earlier!, later, index, String(mark['from']), String(mark['to']));
}

/** Returns whether the number of customers behind *mark* is told. */
export function tellsPyramidMark(mark: Mark, { table, tables }: Estimate): boolean {
  return tellsNumber('tier' in mark ? table : tables['decile' in mark ? 'deciles' : 'migration'], mark, 'customers');
}

function rangeOf({ tier, decile }: Mark, { tiers, ranking }: DatedPyramid): RankRange | undefined {
  if (tier !== undefined) return tiers.find(({ name }) => name === String(tier));
  return decile === undefined ? undefined : decileRanges(ranking).find(({ name }) => name === String(decile));
}
