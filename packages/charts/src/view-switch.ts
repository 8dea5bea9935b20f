import { css, type CSSResult, html, nothing, type TemplateResult } from 'lit';

/** One of the ways in which a chart can be looked at. */
export interface ViewChoice<View extends string> {
  readonly view: View;
  readonly label: string;
}

/**
 * Returns a row of buttons of which one is pressed, called *label* to a screen reader; nothing where there is no choice.
 * *choose* is called with another view than the current one. *tight*: the buttons stand closer together.
 */
export function viewSwitch<View extends string>(
  label: string,
  choices: readonly ViewChoice<View>[],
  current: View,
  choose: (view: View) => void,
  tight = false,
): TemplateResult | typeof nothing {
  if (choices.length < 2) return nothing;
  return html`<div class=${tight ? 'switch tight' : 'switch'} role="group" aria-label=${label}>
    ${choices.map(
      (choice) => html`<button
        type="button"
        aria-pressed=${choice.view === current ? 'true' : 'false'}
        @click=${() => (choice.view === current ? undefined : choose(choice.view))}
      >${choice.label}</button>`,
    )}
  </div>`;
}

/** The look of `viewSwitch`: one frame around all buttons. */
export const viewSwitchStyles: CSSResult = css`
  .switch {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 2px;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) + 2px);
  }
  .switch button {
    border-color: transparent;
    padding: 0.15em 0.7em;
    font-size: 0.929em;
    color: var(--_text-muted);
  }
  .switch button:hover {
    color: var(--_text);
    border-color: var(--_line-strong);
  }
  .switch button[aria-pressed='true'] {
    background: color-mix(in oklab, var(--_accent) 14%, transparent);
    border-color: transparent;
    color: var(--_text);
    font-weight: 650;
  }
  .switch.tight button {
    padding-inline: 0.4em;
  }
  @container cl-chart (max-width: 430px) {
    .switch.switch button {
      padding-inline: 0.3em;
    }
  }
  @media (forced-colors: active) {
    .switch button[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
