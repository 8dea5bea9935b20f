import { textWidth } from '../guides/text-width.js';
import type { GridLayout } from './grid-layout.js';
import { amountOf, firstColumn, isMoney, pooledAmountOf } from './retention-model.js';
import type { RetentionWords } from './retention-words.js';

/** What a number keeps free of its cell: numbers of cells side by side would be read as one. */
export const PADDING = 8;

/** Returns the ways to write *amount*, longest first; *exact* is how the table writes it. */
export function waysToWrite(words: RetentionWords, amount: number | null, exact: string): readonly string[] {
  if (amount === null) return [];
  const { show, format } = words;
  if (show.unit === 'percent') return [exact, bare(exact), whole(words, amount)];
  return [exact, isMoney(show.measure) ? format.compactMoney(amount) : format.compact(amount), format.compact(amount)];
}

/** Returns *amount* as whole per cent without their sign, which leaves numbers in cells where none would fit. Some are never none. */
function whole({ format }: RetentionWords, amount: number): string {
  return amount > 0 && amount < 0.005 ? `<${format.count(1)}` : bare(format.percent(amount, 0));
}

function bare(percent: string): string {
  return percent.replace(/\s?%/, '');
}

/** Returns the ways to write each cell of all cohorts. */
export function waysToWritePooled(words: RetentionWords): (readonly string[])[] {
  const { measure, unit } = words.show;
  return words.model.pooled.map((cell) => {
    const amount = cell === null ? null : pooledAmountOf(cell, measure, unit);
    return waysToWrite(words, amount, words.pooledAmount(amount));
  });
}

/**
 * Returns the first form in which all cells after offset 0 fit, so that all compare like with like; null where none does.
 * Offset 0 repeats the size, so it never takes the others' room.
 */
export function commonForm(words: RetentionWords, { shown, cellWidth, small, textual }: GridLayout): number | null {
  const { model, show } = words;
  const room = (cellWidth - PADDING) / small;
  const first = firstColumn(model);
  let possible = [0, 1, 2];
  const narrowTo = (ways: readonly string[]): boolean => {
    if (ways.length > 0) possible = possible.filter((form) => textWidth(written(ways, form), 1) <= room);
    return possible.length > 0;
  };
  if (textWidth('0', 1) > room) return null;
  for (const ways of waysToWritePooled(words).slice(first, shown)) if (!narrowTo(ways)) return null;
  if (!textual) return possible[0] ?? null;
  for (const { cells } of model.cohorts) {
    for (let offset = first; offset < shown; offset++) {
      const cell = cells[offset];
      const amount = cell === null || cell === undefined || cell.suppressed ? null : amountOf(cell, show.measure, show.unit);
      if (amount !== null && !narrowTo(waysToWrite(words, amount, words.amount(amount)))) return null;
    }
  }
  return possible[0] ?? null;
}

/** Returns the width of the longest text in *form*, in ems. */
export function widest(ways: readonly (readonly string[])[], form: number | null): number {
  return form === null ? 0 : ways.reduce((most, texts) => Math.max(most, textWidth(written(texts, form), 1)), 0);
}

/** Returns the text in *form*, empty where it has no room. */
export function fittingText(ways: readonly string[] | undefined, form: number | null, width: number, fontSize: number): string {
  if (form === null || ways === undefined) return '';
  const text = written(ways, form);
  return textWidth(text, fontSize) <= width - PADDING ? text : '';
}

function written(ways: readonly string[], form: number): string {
  return ways[form] ?? ways.at(-1) ?? '';
}
