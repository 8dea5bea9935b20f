import { type AnswerCell, MOST_WORDS, type ScoreLevels } from './answer-counts.js';
import type { TextList } from './stored-columns.js';

/** What stands for a group that was not looked up yet. */
export const ASK = 0xffffffff;
/** More than any table has room for. */
const MOST_GROUPS = 4096;
/** A text that two groups may have: the name of the missing one, and what malformed bytes are read as. */
const AMBIGUOUS = /^\(missing\)$|\ufffd/;

/** Which cells a table has room for: *periods* from *base* on, *groups* of each. */
export interface AnswerExtent {
  readonly base: number;
  readonly periods: number;
  readonly groups: number;
}

/** Words of a cell: its scores and the two counts behind them. */
export function cellWords({ levels }: ScoreLevels): number {
  return levels + 2;
}

/** Returns an extent with room for *period* and for *groups* besides what *extent* (null: nothing yet) has, or null where that would be too much. */
export function extentWith(extent: AnswerExtent | null, period: number, groups: number, words: number): AnswerExtent | null {
  const from = extent === null ? period : Math.min(period, extent.base);
  const to = extent === null ? period : Math.max(period, extent.base + extent.periods - 1);
  const isWider = extent === null || from < extent.base || to >= extent.base + extent.periods;
  // Twice as many as are needed, on the side where they were missing.
  const periods = isWider ? Math.max(32, 2 * (to - from + 1)) : extent.periods;
  const base = !isWider ? extent.base : extent !== null && period < extent.base ? to - periods + 1 : from;
  const room = groups <= (extent?.groups ?? 0) ? extent!.groups : Math.max(8, 2 * groups);
  return periods * room * words > MOST_WORDS ? null : { base, periods, groups: room };
}

/** The level of each number of 8 bits that may be stored, *signed* or not. */
export function byteLevels({ lowest, levels }: ScoreLevels, signed: boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const level = (signed ? (byte << 24) >> 24 : byte) - lowest;
    return level >= 0 && level < levels ? level : levels + 1;
  });
}

/** Groups by text, numbered in the order in which rows bring them. */
export class AnswerGroups {
  readonly texts: (string | null)[] = [];
  readonly #numbers: Map<string | null, number> = new Map();

  /** Returns the number of the group that *list* has at *position*, or of the missing one at null; null where it has none, or one that others may be taken for. */
  numberOf(list: TextList | null, position: number | null): number | null {
    if (position !== null && (list === null || position >= list.size)) return null;
    const text = position === null || list === null ? null : list.text(position);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (text !== null && AMBIGUOUS.test(text)) return null;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** Sums of cells by period and group, into which tables are emptied. */
export class AnswerSums {
  readonly #cells: Map<number, { period: number; group: number; counts: Float64Array }> = new Map();
  readonly #words: number;

  constructor(words: number) {
    this.#words = words;
  }

  /** Adds the cells of a table that begins at word *at*, and sets it to 0. */
  take(table: Uint32Array, at: number, { base, periods, groups }: AnswerExtent): void {
    const words = this.#words;
    for (let cell = 0, from = at; cell < periods * groups; cell++, from += words) {
      let rows = 0;
      for (let i = from; i < from + words; i++) rows += table[i]!;
      if (rows === 0) continue;
      const period = base + Math.floor(cell / groups);
      const group = cell % groups;
      const key = period * MOST_GROUPS + group;
      const { counts } = this.#cells.get(key) ?? { counts: new Float64Array(words) };
      for (let i = 0; i < words; i++) counts[i]! += table[from + i]!;
      this.#cells.set(key, { period, group, counts });
    }
    table.fill(0, at, at + periods * groups * words);
  }

  cells(groups: AnswerGroups): AnswerCell[] {
    return [...this.#cells].sort(([a], [b]) => a - b).map(([, { period, group, counts }]) => ({ period, group: groups.texts[group] ?? null, counts: counts.slice() }));
  }
}
