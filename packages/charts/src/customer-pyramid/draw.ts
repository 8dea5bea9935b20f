import { html, nothing, svg, type TemplateResult } from 'lit';
import { styled } from '../theme/styled.js';
import type { CustomerPyramidScene } from './customer-pyramid.scene.js';
import { type Label, LEAD_GAP, type Point } from './drawing.js';

/** Returns *scene* as SVG. Marks for which *isDimmed* holds step back. */
export function draw({ drawing, width, view, fontSize }: CustomerPyramidScene, isDimmed: (mark: string) => boolean): TemplateResult {
  const dimmed = (mark: string | null): string => (mark !== null && isDimmed(mark) ? ' dimmed' : '');
  return html`<svg class="view-${view}" width=${width} height=${drawing.height} viewBox="0 0 ${width} ${drawing.height}" aria-hidden="true">
    ${drawing.areas.map((area) => svg`<polygon class="area ${area.tone}" points=${pathOf(area.points)}></polygon>`)}
    ${drawing.lines.map((line) => svg`<polyline class="line ${line.tone}" points=${pathOf(line.points)}></polyline>`)}
    ${drawing.bars.map(
      (bar) => svg`<rect class="bar ${bar.tone}${dimmed(bar.mark)}" x=${round(bar.x)} y=${round(bar.y)} width=${round(bar.width)} height=${round(bar.height)}
        ${styled({ '--t': bar.t })}></rect>`,
    )}
    ${drawing.dots.map((dot) => svg`<circle class="dot ${dot.tone}" cx=${round(dot.x)} cy=${round(dot.y)} r="4.5"></circle>`)}
    ${drawing.labels.map(
      (label) => svg`<text class="label ${label.tone} ${label.size}" x=${round(label.x)} y=${round(label.y)} text-anchor=${label.anchor}
        transform=${turnOf(label)}>${label.lead === '' ? label.text : svg`<tspan class="lead">${label.lead}</tspan><tspan dx=${LEAD_GAP * fontSize}>${label.text}</tspan>`}</text>`,
    )}
  </svg>`;
}

function turnOf({ angle, x, y }: Label): string | typeof nothing {
  return angle === 0 ? nothing : `rotate(${round(angle)} ${round(x)} ${round(y)})`;
}

function pathOf(points: readonly Point[]): string {
  return points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
