import { html, type TemplateResult } from 'lit';

/** A negative amount: a browser may break a line between its sign and its currency, which Chinese text with its few spaces makes likely. */
const AMOUNT = /([-−]\p{Sc}[\d.,\s]*\d[万亿]?)/u;

/** Returns *text* as it is, with its negative amounts kept in one line. */
export function unbroken(text: string): string | readonly (string | TemplateResult)[] {
  const parts = text.split(AMOUNT);
  return parts.length === 1 ? text : parts.map((part, i) => (i % 2 === 0 ? part : html`<span class="amount">${part}</span>`));
}
