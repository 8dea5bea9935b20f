import { css, type CSSResult } from 'lit';

/** A chart on paper: nothing to press, and tables whole. */
export const chartPrintStyles: CSSResult = css`
  @media print {
    button,
    .tooltip {
      display: none;
    }
    /* Paper doesn't scroll. */
    .scroll {
      overflow: visible;
      max-block-size: none;
      border: 0;
    }
    table {
      font-size: 0.75em;
      overflow-wrap: normal;
    }
    .wide {
      font-size: 0.6em;
    }
    .widest {
      font-size: 0.45em;
    }
    caption {
      padding-inline: 0;
    }
    th,
    td {
      padding: 0.2em 0.3em;
    }
    th,
    td:not(.numeric) {
      white-space: normal;
    }
    thead th {
      position: static;
    }
    .widest :is(th, td) {
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .swatch {
      print-color-adjust: exact;
    }
    .head {
      break-after: avoid;
    }
    .plot,
    .scroll,
    tr {
      break-inside: avoid;
    }
  }
`;
