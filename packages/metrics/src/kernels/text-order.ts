import type { KeyIndex } from './key-index.js';

/**
 * Returns the rank of each code's text in ascending code-unit order (C4), from 0: `rank[a] < rank[b]` when the text of *a*
 * comes before that of *b*. Integers order as the text of their decimals. Makes every text once: for breaking ties in a
 * result, not for rows.
 */
export function textOrder(index: KeyIndex): Uint32Array {
  const { size } = index;
  const texts: string[] = [];
  for (let code = 0; code < size; code++) texts.push(index.text(code));
  const heads = headsOf(texts);
  const order = new Uint32Array(size);
  for (let code = 0; code < size; code++) order[code] = code;
  order.sort((a, b) => heads[a]! - heads[b]! || (texts[a]! < texts[b]! ? -1 : 1));
  const rank = new Uint32Array(size);
  for (let i = 0; i < size; i++) rank[order[i]!] = i;
  return rank;
}

/**
 * The first code units after what all texts share, as one number each that orders as they do: most comparisons then
 * touch no string. 7 units of ASCII or 3 of any text stay below 2^53; 0 stands for the end of the text.
 */
function headsOf(texts: readonly string[]): Float64Array {
  const heads = new Float64Array(texts.length);
  const first = texts[0] ?? '';
  let shared = first.length;
  let highest = 0;
  for (const text of texts) {
    let same = 0;
    while (same < shared && text.charCodeAt(same) === first.charCodeAt(same)) same++;
    shared = same;
    for (let i = 0; i < text.length; i++) highest = Math.max(highest, text.charCodeAt(i));
  }
  const units = highest < 128 ? 7 : 3;
  const base = highest < 128 ? 129 : 65537;
  for (const [code, text] of texts.entries()) {
    let head = 0;
    for (let i = shared; i < shared + units; i++) head = head * base + (i < text.length ? text.charCodeAt(i) + 1 : 0);
    heads[code] = head;
  }
  return heads;
}
