/**
 * Returns roughly how wide *text* is in ordinary letters of *fontSize*, CSS pixels, a little on the wide side: enough to
 * decide what fits without measuring in a browser. Chinese, Japanese and Korean characters are as wide as they are high.
 */
export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0x2e80) em += 1;
    else if (code < 128 && NARROW.has(character)) em += 0.32;
    else if (WIDEST.has(character)) em += 1;
    else if (WIDE.has(character)) em += 0.86;
    else em += 0.58;
  }
  return em * fontSize;
}

/** How much wider than `textWidth` says the letters of a wide face may be, where nothing else gives room. */
export const WIDE_FACE = 1.1;

/** Returns *text* as it is where it fits *width*, else its beginning with an ellipsis; empty where not even that fits. */
export function fitText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  // From the front, because text of others' data can be a million characters long.
  let kept = '';
  let em = 0;
  const room = width / fontSize - textWidth('…', 1);
  for (const character of text) {
    em += textWidth(character, 1);
    if (em > room) break;
    kept += character;
  }
  kept = kept.trimEnd();
  return kept === '' ? '' : `${kept}…`;
}

const NARROW = new Set([..." .,:;'|!iljtfrI()[]-"]);
const WIDE = new Set([...'mwM%+−<>=']);
const WIDEST = new Set([...'W@—']);
