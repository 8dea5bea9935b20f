import { fitText, textWidth } from './text-width.js';

/**
 * Returns *text* broken into at most *maxLines* lines of *width* CSS pixels in letters of *fontSize*: between words where it
 * can, inside a word where it must (Chinese has no spaces). What does not fit the last line ends in an ellipsis.
 */
export function wrapText(text: string, width: number, fontSize: number, maxLines: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < maxLines - 1 && textWidth(rest, fontSize) > width) {
    const characters = [...rest];
    let end = 1;
    while (end < characters.length && textWidth(characters.slice(0, end + 1).join(''), fontSize) <= width) end++;
    const space = characters.slice(0, end + 1).lastIndexOf(' ');
    const cut = space > 0 ? space : end;
    lines.push(characters.slice(0, cut).join('').trimEnd());
    rest = characters.slice(cut).join('').trimStart();
  }
  if (rest !== '') lines.push(fitText(rest, width, fontSize));
  return lines;
}
