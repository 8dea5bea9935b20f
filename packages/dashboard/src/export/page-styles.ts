/** The look of an exported page, on paper and on a screen. */
export const pageStyles = `
@page { size: A4; margin: 14mm; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b2126; background: #fff; font: 14px/1.45 system-ui, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 2em; line-height: 1.15; }
h2 { margin: 0; font-size: 1.25em; }
.broken { font-weight: 600; }
.what, section > p, ul { color: #4c565f; }
section { margin-top: 2rem; padding-top: 1.25rem; border-top: 1px solid #dfe4e8; }
svg, img { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin-top: 1rem; font-size: 0.9em; }
caption { text-align: start; font-weight: 600; padding-bottom: 0.3em; }
th, td { padding: 0.2em 0.75em 0.2em 0; border-bottom: 1px solid #dfe4e8; text-align: start; vertical-align: top; font-weight: 400; }
thead th { font-weight: 600; }
.numeric { text-align: end; }
h2, section > p, svg, img { break-inside: avoid; break-after: avoid; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
`;
