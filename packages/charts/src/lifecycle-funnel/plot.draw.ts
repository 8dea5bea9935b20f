import { nothing, svg, type TemplateResult } from 'lit';
import { textured, texturePatterns } from '../theme/textures.js';
import { funnelTextures } from './funnel-textures.js';
import { withheldPattern } from './withheld-pattern.js';
import type { PlotScene } from './plot-scene.js';

/** Returns the drawing of a view that is no funnel. What *faded* says of an id is true steps back. */
export function drawPlot({ bands, bars, dots, gridlines, lines, ribbons, texts }: PlotScene, faded: (id: string) => boolean): TemplateResult {
  const line = ({ kind, x1, x2, y1, y2 }: PlotScene['gridlines'][number]): TemplateResult => svg`<line class=${kind} x1=${x1} x2=${x2} y1=${y1} y2=${y2}></line>`;
  return svg`
    <defs><pattern id="running" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stripe partial" width="2.5" height="6"></rect></pattern>${withheldPattern}</defs>
    ${texturePatterns}
    ${gridlines.filter(({ kind }) => kind === 'grid').map(line)}
    ${ribbons.map(({ id, kind, path }) => svg`<path class="ribbon ${kind} ${faded(id) ? 'faded' : ''}" d=${path}></path>`)}
    ${bars.map((bar) => svg`<g class="piece ${bar.kind} ${faded(bar.id) ? 'faded' : ''}">
      <rect x=${bar.x} y=${bar.y} width=${bar.width} height=${bar.height}></rect>
      ${textured(funnelTextures[bar.kind], bar)}
      ${bar.kind === 'withheld' ? svg`<rect class="over" x=${bar.x} y=${bar.y} width=${bar.width} height=${bar.height} fill="url(#withheld)"></rect>` : nothing}
      ${bar.hatched ? svg`<rect class="over" x=${bar.x} y=${bar.y} width=${bar.width} height=${bar.height} fill="url(#running)"></rect>` : nothing}
    </g>`)}
    ${bands.map((points) => svg`<polygon class="band" points=${points}></polygon>`)}
    ${lines.map(({ kind, points }) => svg`<polyline class=${kind} points=${points}></polyline>`)}
    ${gridlines.filter(({ kind }) => kind !== 'grid').map(line)}
    ${dots.map(({ hollow, id, x, y }) => svg`<circle class="dot ${hollow ? 'hollow' : ''} ${faded(id) ? 'faded' : ''}" cx=${x} cy=${y} r="3.5"></circle>`)}
    ${texts.map(({ anchor, kind, text, x, y }) => svg`<text class=${kind} x=${x} y=${y} text-anchor=${anchor}>${text}</text>`)}
  `;
}
