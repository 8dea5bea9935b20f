import { nothing, svg, type TemplateResult } from 'lit';
import { textured, texturePatterns } from '../theme/textures.js';
import { funnelTextures } from './funnel-textures.js';
import type { StatesScene } from './states.scene.js';
import type { StepsScene } from './steps.scene.js';
import { withheldPattern } from './withheld-pattern.js';

/** Returns the drawing of a funnel's steps. Pieces of which *faded* is true step back. */
export function drawSteps({ baselines, ghosts, pieces, texts }: StepsScene, faded: (id: string) => boolean): TemplateResult {
  return svg`
    ${hatch}
    ${texturePatterns}
    ${pieces.map((piece) => svg`<g class="piece ${piece.kind} ${faded(piece.id) ? 'faded' : ''}">
      <rect x=${piece.x} y=${piece.y} width=${piece.width} height=${piece.height}></rect>
      ${textured(funnelTextures[piece.kind], piece)}
      ${piece.kind === 'open' || piece.kind === 'withheld' ? svg`<rect class="over" x=${piece.x} y=${piece.y} width=${piece.width} height=${piece.height} fill="url(#${piece.kind})"></rect>` : nothing}
    </g>`)}
    ${ghosts.map(({ height, width, x, y }) => svg`<rect class="ghost" x=${x} y=${y} width=${width} height=${height}></rect>`)}
    ${baselines.map(({ x, y1, y2 }) => svg`<line class="baseline" x1=${x} x2=${x} y1=${y1} y2=${y2}></line>`)}
    ${texts.map(({ anchor, kind, lost, text, x, y }) => svg`<text class=${kind} x=${x} y=${y} text-anchor=${anchor}>${
      lost === 0 ? text : svg`<tspan class="loss">${text.slice(0, lost)}</tspan>${text.slice(lost)}`
    }</text>`)}
  `;
}

/** Returns the drawing of a customer base's states. Pieces of which *faded* is true step back. */
export function drawStates({ dots, gridlines, keys, net, pieces, roomy, texts }: StatesScene, faded: (id: string) => boolean): TemplateResult {
  return svg`
    ${hatch}
    ${texturePatterns}
    ${gridlines.map(({ x1, x2, y, zero }) => (zero ? nothing : svg`<line class="grid" x1=${x1} x2=${x2} y1=${y} y2=${y}></line>`))}
    ${pieces.map((piece) => svg`<g class="piece ${piece.state} ${roomy && piece.state !== 'withheld' ? 'roomy' : ''} ${faded(piece.id) ? 'faded' : ''}">
      <rect x=${piece.x} y=${piece.y} width=${piece.width} height=${piece.height}></rect>
      ${textured(funnelTextures[piece.state], piece)}
      ${piece.partial || piece.state === 'withheld' ? svg`<rect class="over" x=${piece.x} y=${piece.y} width=${piece.width} height=${piece.height} fill="url(#${piece.partial ? 'partial' : 'withheld'})"></rect>` : nothing}
    </g>`)}
    ${gridlines.map(({ x1, x2, y, zero }) => (zero ? svg`<line class="zero" x1=${x1} x2=${x2} y1=${y} y2=${y}></line>` : nothing))}
    ${net.map((points) => {
      const path = points.map(({ x, y }) => `${x},${y}`).join(' ');
      return svg`<polyline class="net-halo ${roomy ? '' : 'fine'}" points=${path}></polyline><polyline class="net-line ${roomy ? '' : 'fine'}" points=${path}></polyline>`;
    })}
    ${roomy ? dots.map(({ partial, x, y }) => svg`<circle class="net-dot ${partial ? 'partial' : ''}" cx=${x} cy=${y} r="3.5"></circle>`) : nothing}
    ${keys.map((key) => svg`<rect class="key ${key.state}" x=${key.x} y=${key.y} width=${key.width} height=${key.height}></rect>${textured(funnelTextures[key.state], key)}`)}
    ${texts.map(({ anchor, kind, text, x, y }) => svg`<text class=${kind} x=${x} y=${y} text-anchor=${anchor}>${text}</text>`)}
  `;
}

const hatch: TemplateResult = svg`<defs>
  <pattern id="open" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stripe open" width="2.5" height="6"></rect></pattern>
  <pattern id="partial" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stripe partial" width="2.5" height="6"></rect></pattern>
  ${withheldPattern}
</defs>`;
