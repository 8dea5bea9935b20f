import { svg, type TemplateResult } from 'lit';
import { type Texture, textured, texturePattern } from '../theme/textures.js';
import type { Shape } from './shapes.js';

/** The texture of each part of an answer; the favourable one is plain. */
const TEXTURES: Readonly<Record<string, Texture>> = { neutral: 'dots-on-strong', negative: 'columns-on-strong' };

/** The patterns of a key's letters. */
export const keyPatterns: TemplateResult = svg`<defs class="texture">${Object.entries(TEXTURES).map(([tone, texture]) => texturePattern(texture, `key-${tone}`, tone))}</defs>`;

/** Returns *shapes* as SVG. */
export function drawShapes(shapes: readonly Shape[]): TemplateResult[] {
  return shapes.map((shape) => {
    switch (shape.kind) {
      case 'rect':
        return svg`<rect class=${shape.look} x=${shape.x} y=${shape.y} width=${shape.width} height=${shape.height}></rect>${
          textured(shape.look.startsWith('part ') ? TEXTURES[shape.look.slice(5)] : null, shape)}`;
      case 'line':
        return svg`<line class=${shape.look} x1=${shape.x1} y1=${shape.y1} x2=${shape.x2} y2=${shape.y2}></line>`;
      case 'path':
        return svg`<path class=${shape.look} d=${shape.d}></path>`;
      case 'dot':
        return svg`<circle class=${shape.look} cx=${shape.x} cy=${shape.y} r=${shape.r}></circle>`;
      case 'key':
        return svg`<text class="small" x=${shape.x} y=${shape.y} text-anchor=${shape.anchor}>${shape.items.map(
          ({ tone, text }, i) => svg`${keyOf(tone, i === 0 ? 0 : '1em')}<tspan dx="0.35em">${text}</tspan>`,
        )}</text>`;
      case 'text':
        return svg`<text class=${shape.look} x=${shape.x} y=${shape.y} text-anchor=${shape.anchor}>${
          shape.lead === '' ? '' : svg`<tspan class="lead">${shape.lead}</tspan> `
        }${shape.text}</text>`;
    }
  });
}

/** The square of a key, in two looks of which one is shown. */
function keyOf(tone: string, dx: number | string): TemplateResult {
  if (TEXTURES[tone] === undefined) return svg`<tspan class=${tone} dx=${dx}>■</tspan>`;
  return svg`<tspan class="${tone} untextured" dx=${dx}>■</tspan><tspan class="texture" dx=${dx} fill=${`url(#key-${tone})`}>■</tspan>`;
}
