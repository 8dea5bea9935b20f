import { fitText, textWidth } from './text-width.js';

/**
 * Returns *text* broken into at most *maxLines* lines of *width* CSS pixels in letters of *fontSize*: between words where it
 * can, inside a word where it must (Chinese has no spaces), but not inside a number that fits the next line. What does not fit the last line ends in an ellipsis.
 */
export function wrapText(text: string, width: number, fontSize: number, maxLines: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  // Two lines of a Chinese name are as long as each other: three characters over one look like a mistake.
  const whole = textWidth(rest, fontSize);
  if (maxLines > 1 && whole > width && whole <= 2 * width - fontSize && /^[^\s\p{Script=Latin}]+$/u.test(rest)) width = Math.max(width / 2, whole / 2 + fontSize / 2);
  while (rest !== '' && lines.length < maxLines - 1 && textWidth(rest, fontSize) > width) {
    const end = charactersWithin(rest, width, fontSize);
    const space = rest.slice(0, end + 1).lastIndexOf(' ');
    const cut = space > 0 ? space : wholeAmounts(rest, end);
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== '') lines.push(fitText(rest, width, fontSize));
  return lines;
}

/** Returns a place to break *text* at or before *end* that is not inside a number with its sign, currency and percent; *end* where the number fills the line. */
function wholeAmounts(text: string, end: number): number {
  const inside = /[\p{Sc}\d.,%+\-−]/u;
  let cut = end;
  while (cut > 0 && cut < text.length && inside.test(text[cut - 1]!) && inside.test(text[cut]!)) cut--;
  return cut === 0 ? end : cut;
}

/** Returns how much of *text*, in code units, fits *width*: whole characters, at least one. */
function charactersWithin(text: string, width: number, fontSize: number): number {
  let end = 0;
  let used = 0;
  for (const character of text) {
    used += textWidth(character, fontSize);
    if (end > 0 && used > width) break;
    end += character.length;
  }
  return end;
}
