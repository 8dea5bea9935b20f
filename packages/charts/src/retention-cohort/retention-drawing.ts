import type { Mark } from '@clientele/metrics';
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { made, type MadeShape } from '../theme/made.js';
import type { SceneText } from './drawing.js';
import type { Curves } from './retention-curves.js';
import type { GridPaths } from './grid-shapes.js';
import type { Grid } from './retention-grid.js';
import type { Interval } from './retention-interval.js';

/** Returns what stands still of *grid*, without its texts. */
export function drawGrid({ paths, rule, ramp }: Grid): SVGTemplateResult {
  return svg`
    <defs>
      <pattern id="hatch" patternUnits="userSpaceOnUse" width="6" height="6" patternTransform="rotate(45)">
        <rect class="hatch-ground" width="6" height="6"></rect>
        <line class="hatch-line" x1="0" y1="0" x2="0" y2="6"></line>
      </pattern>
      ${withheldPattern()}
    </defs>
    <line class="rule" x1=${rule.x} x2=${rule.x + rule.width} y1=${rule.y} y2=${rule.y}></line>
    ${drawCells(paths)}
    <g shape-rendering="crispEdges" ${made(ramp, ({ shade, ...box }) => filled('rect', shade, box))}></g>
  `;
}

function withheldPattern(): SVGTemplateResult {
  return svg`<pattern id="withheld" patternUnits="userSpaceOnUse" width="5" height="5">
    <rect class="hatch-ground" width="5" height="5"></rect>
    <circle class="withheld-dot" cx="2.5" cy="2.5" r="1"></circle>
  </pattern>`;
}

/** Returns the cells of a grid: one path for each look. */
export function drawCells(paths: GridPaths): SVGTemplateResult {
  return svg`
    <path class="base" d=${paths.base}></path>
    <path d=${paths.partial} fill="url(#hatch)"></path>
    <path class="zero" d=${paths.zero}></path>
    <path class="dots" d=${paths.dots}></path>
    <path class="projected" d=${paths.projected}></path>
    <path d=${paths.withheld} fill="url(#withheld)"></path>
    <g ${made(paths.fills, ({ shade, path }) => filled('path', shade, { d: path }))}></g>
  `;
}

/** Returns the lines of *curves*; those of the cohorts in *selection* stand out. */
export function drawCurves({ lines, band, pooled, pooledDots, grid, faint }: Curves, selection: readonly Mark[]): SVGTemplateResult {
  const picked = new Set(selection.map(({ cohort }) => cohort));
  const style = (cohort: string): string => (picked.has(cohort) ? 'cohort-line picked' : 'cohort-line');
  const inOrder = [...lines].sort((a, b) => Number(picked.has(a.cohort)) - Number(picked.has(b.cohort)));
  return svg`
    ${grid.map(({ x1, x2, y }) => svg`<line class="gridline" x1=${x1} x2=${x2} y1=${y} y2=${y}></line>`)}
    <g class=${faint ? 'faint' : ''}>
      ${inOrder.map(({ cohort, path, dashed, projected }) => svg`<path class=${style(cohort)} d=${path}></path>${
        dashed === '' ? nothing : svg`<path class="${style(cohort)} dashed" d=${dashed}></path>`}${
        projected === '' ? nothing : svg`<path class="${style(cohort)} projected-line" d=${projected}></path>`}`)}
    </g>
    <path class="band" d=${band}></path>
    <path class="pooled-line" d=${pooled}></path>
    ${pooledDots.map(([x, y]) => svg`<circle class="pooled-dot" cx=${x} cy=${y} r="3.5"></circle>`)}
  `;
}

/** Returns one period of all cohorts over time. */
export function drawInterval({ band, dashed, dots, grid, line, pooled, withheld }: Interval): SVGTemplateResult {
  return svg`
    ${withheld === '' ? nothing : svg`<defs>${withheldPattern()}</defs><path d=${withheld} fill="url(#withheld)"></path>`}
    ${grid.map(({ x1, x2, y }) => svg`<line class="gridline" x1=${x1} x2=${x2} y1=${y} y2=${y}></line>`)}
    <path class="band" d=${band}></path>
    ${pooled === null ? nothing : svg`<line class="pooled-level" x1=${pooled.x1} x2=${pooled.x2} y1=${pooled.y} y2=${pooled.y}></line>`}
    <path class="interval-line" d=${line}></path>
    <path class="interval-line dashed" d=${dashed}></path>
    ${dots.map(({ open, x, y }) => svg`<circle class=${open ? 'interval-dot open' : 'interval-dot'} cx=${x} cy=${y} r="4"></circle>`)}
  `;
}

/** Returns the names of the chosen cohorts at the ends of their lines. */
export function pickedLabels({ lines }: Curves, selection: readonly Mark[]): SceneText[] {
  const picked = new Set(selection.map(({ cohort }) => cohort));
  return lines.filter(({ cohort }) => picked.has(cohort)).map(({ label }) => label);
}

/** Returns *texts*. */
export function drawTexts(texts: readonly SceneText[]): SVGTemplateResult {
  return svg`<g ${made(texts, textShape)}></g>`;
}

function textShape({ x, y, text, anchor, tone }: SceneText): MadeShape {
  return { name: 'text', attributes: { class: tone, x, y, 'text-anchor': anchor }, text };
}

/** A shape in the colour that the style sheet mixes for *shade*. */
function filled(name: 'path' | 'rect', shade: number, attributes: Readonly<Record<string, string | number>>): MadeShape {
  return { name, attributes: { class: 'fill', ...attributes }, style: { '--t': String(shade) } };
}
