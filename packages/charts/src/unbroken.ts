import { html, type TemplateResult } from 'lit';

/**
 * What a line does not end within: a negative amount, between whose sign and currency a browser may break (which Chinese text
 * with its few spaces makes likely), and a date or period of both languages.
 */
const WHOLE = new RegExp(
  `(${[
    /[-−]\p{Sc}[\d.,\s]*\d[万亿]?/u,
    /\p{Lu}\p{Ll}{2,8} \d{1,2}, \d{4}/u,
    /(?:\d{1,2} )?\p{Lu}\p{Ll}{2,8} (?:19|20)\d\d/u,
    /(?:截至)?\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?|Q\d)/u,
    /\d{4} Q\d/u,
  ].map(({ source }) => source).join('|')})`,
  'gu',
);

/** Returns *text* with no place to break in what `unbroken` keeps in one line, for a drawing that breaks lines at spaces. */
export function withoutBreaks(text: string): string {
  return text.replaceAll(WHOLE, (whole) => whole.replaceAll(' ', '\u00A0'));
}

/** Returns *text* as it is, with its negative amounts and dates each kept in one line. */
export function unbroken(text: string): string | readonly (string | TemplateResult)[] {
  const parts = text.split(WHOLE);
  return parts.length === 1 ? text : parts.map((part, i) => (i % 2 === 0 ? part : html`<span class="whole">${part}</span>`));
}
