/** What a story is shown on: paper, or the screen of a reader who has forced colours. */
export interface EmulatedMedia {
  readonly media?: 'print';
  readonly forcedColors?: 'active';
}

const conditions: Readonly<Record<string, string>> = { print: 'print', forced: '(forced-colors: active)' };
/** Rules that apply for the moment, and when they do else. */
const shown = new Map<CSSMediaRule, string>();

/**
 * Applies to the elements within *page* what their styles say about *media*. An approximation for looking at: only tests, which may
 * tell the browser, get real forced colours and real paper.
 */
export function approximate(page: HTMLElement, { forcedColors, media }: EmulatedMedia): void {
  const wanted = [media === undefined ? '' : conditions['print'], forcedColors === undefined ? '' : conditions['forced']];
  for (const { shadowRoot } of page.querySelectorAll('*')) {
    for (const rule of (shadowRoot?.adoptedStyleSheets ?? []).flatMap((sheet) => [...sheet.cssRules])) {
      if (!(rule instanceof CSSMediaRule) || !wanted.includes(rule.conditionText)) continue;
      shown.set(rule, rule.conditionText);
      rule.media.mediaText = 'all';
    }
  }
}

/** Puts back what `approximate` changed: elements of a kind share their styles. */
export function endApproximation(): void {
  for (const [rule, condition] of shown) rule.media.mediaText = condition;
  shown.clear();
}
