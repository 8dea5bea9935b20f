import { svg, type TemplateResult } from 'lit';
import type { Shape } from './shapes.js';

/** Returns *shapes* as SVG. */
export function drawShapes(shapes: readonly Shape[]): TemplateResult[] {
  return shapes.map((shape) => {
    switch (shape.kind) {
      case 'rect':
        return svg`<rect class=${shape.look} x=${shape.x} y=${shape.y} width=${shape.width} height=${shape.height}></rect>`;
      case 'line':
        return svg`<line class=${shape.look} x1=${shape.x1} y1=${shape.y1} x2=${shape.x2} y2=${shape.y2}></line>`;
      case 'path':
        return svg`<path class=${shape.look} d=${shape.d}></path>`;
      case 'dot':
        return svg`<circle class=${shape.look} cx=${shape.x} cy=${shape.y} r=${shape.r}></circle>`;
      case 'key':
        return svg`<text class="small" x=${shape.x} y=${shape.y}>${shape.items.map(
          ({ tone, text }, i) => svg`<tspan class=${tone} dx=${i === 0 ? 0 : '1em'}>■</tspan><tspan dx="0.35em">${text}</tspan>`,
        )}</text>`;
      case 'text':
        return svg`<text class=${shape.look} x=${shape.x} y=${shape.y} text-anchor=${shape.anchor}>${
          shape.lead === '' ? '' : svg`<tspan class="lead">${shape.lead}</tspan> `
        }${shape.text}</text>`;
    }
  });
}
