import { css, type CSSResult } from 'lit';

/** The part of a drawing that scrolls. */
export const chartPaneStyles: CSSResult = css`
  .pane {
    position: absolute;
    inset-block-start: var(--_y);
    left: var(--_x);
    inline-size: var(--_w);
    block-size: var(--_h);
    overflow: hidden auto;
    scrollbar-width: thin;
    contain: strict;
    outline: none;
  }
  .pane-content {
    position: relative;
    inline-size: var(--_w);
    block-size: var(--_h);
    overflow: hidden;
  }
  .pane .hotspot {
    scroll-margin-block: 1.5em;
  }
`;
