import { html, nothing, svg, type TemplateResult } from 'lit';
import { styled } from '../theme/styled.js';
import { type Texture, textured, texturePatterns } from '../theme/textures.js';
import type { CustomerPyramidScene } from './customer-pyramid.scene.js';
import { type Bar, type Label, LEAD_GAP, type Point } from './drawing.js';

/** The textures of tiers from the best on, which is plain; tiers beyond begin again. */
const TIER_TEXTURES: readonly (Texture | null)[] = [null, 'dots-on-strong', 'rows-on-strong', 'grid-on-strong', 'columns-on-strong'];

/** Returns *scene* as SVG. Marks for which *isDimmed* holds step back. */
export function draw({ drawing, width, view, fontSize }: CustomerPyramidScene, isDimmed: (mark: string) => boolean): TemplateResult {
  // Tiers lie on the ramp in their order, tenths too, but those are too many to tell apart by texture.
  const tiers = view === 'pyramid' ? [...new Set(drawing.bars.map((bar) => bar.t))].toSorted((a, b) => b - a) : [];
  const textureOf = ({ t, tone }: Bar): Texture | null => (tone === 'negative' ? 'rings-on-strong' : tone === 'ramp' && tiers.length > 0 ? (TIER_TEXTURES[tiers.indexOf(t) % TIER_TEXTURES.length] ?? null) : null);
  const dimmed = (mark: string | null): string => (mark !== null && isDimmed(mark) ? ' dimmed' : '');
  return html`<svg class="view-${view}" width=${width} height=${drawing.height} viewBox="0 0 ${width} ${drawing.height}" aria-hidden="true">
    ${texturePatterns}
    ${drawing.areas.map((area) => svg`<polygon class="area ${area.tone}" points=${pathOf(area.points)}></polygon>`)}
    ${drawing.lines.map((line) => svg`<polyline class="line ${line.tone}" points=${pathOf(line.points)}></polyline>`)}
    ${drawing.bars.map(
      (bar) => svg`<rect class="bar ${bar.tone}${dimmed(bar.mark)}" x=${round(bar.x)} y=${round(bar.y)} width=${round(bar.width)} height=${round(bar.height)}
        ${styled({ '--t': bar.t })}></rect>${textured(textureOf(bar), rounded(bar))}`,
    )}
    ${drawing.dots.map((dot) => svg`<circle class="dot ${dot.tone}" cx=${round(dot.x)} cy=${round(dot.y)} r="4.5"></circle>`)}
    ${drawing.labels.map(
      (label) => svg`<text class="label ${label.tone} ${label.size}" x=${round(label.x)} y=${round(label.y)} text-anchor=${label.anchor}
        transform=${turnOf(label)}>${label.lead === '' ? label.text : svg`<tspan class="lead">${label.lead}</tspan><tspan dx=${LEAD_GAP * fontSize}>${label.text}</tspan>`}</text>`,
    )}
  </svg>`;
}

function rounded({ height, width, x, y }: Bar): Pick<Bar, 'x' | 'y' | 'width' | 'height'> {
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
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
