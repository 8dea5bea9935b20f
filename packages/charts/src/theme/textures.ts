import { css, type CSSResult, nothing, svg, type TemplateResult, unsafeCSS } from 'lit';

/**
 * What lies over a colour, so that nobody has to tell colours apart: on a `strong` colour in the colour of the surface, on a
 * `pale` one in that of text. A slanted hatch is none of them: it means "may still change" on every chart.
 */
export type Texture = `${TextureName}-on-${Ground}`;
type TextureName = 'dots' | 'rows' | 'columns' | 'grid' | 'rings';
type Ground = 'strong' | 'pale';

/** The side of a pattern's tile, CSS pixels. */
const TILE = 6;

const SHAPES: Readonly<Record<TextureName, TemplateResult>> = {
  dots: svg`<circle cx="1.5" cy="1.5" r="1.1"></circle><circle cx="4.5" cy="4.5" r="1.1"></circle>`,
  rows: svg`<rect y="2" width="6" height="1.6"></rect>`,
  columns: svg`<rect x="2" width="1.6" height="6"></rect>`,
  grid: svg`<rect y="2.4" width="6" height="1.2"></rect><rect x="2.4" width="1.2" height="6"></rect>`,
  rings: svg`<circle class="ring" cx="3" cy="3" r="1.7"></circle>`,
};

/** The same as backgrounds of the legend's swatches: `ink` stands for the colour. */
const SWATCHES: Readonly<Record<TextureName, string>> = {
  dots: 'radial-gradient(circle, ink 1.1px, transparent 1.4px) 0 0 / 4px 4px',
  rows: 'linear-gradient(transparent 2px, ink 2px 3.6px, transparent 3.6px) 0 0 / 100% 5px',
  columns: 'linear-gradient(90deg, transparent 2px, ink 2px 3.6px, transparent 3.6px) 0 0 / 5px 100%',
  grid: 'linear-gradient(transparent 2px, ink 2px 3.2px, transparent 3.2px) 0 0 / 100% 5px, linear-gradient(90deg, transparent 2px, ink 2px 3.2px, transparent 3.2px) 0 0 / 5px 100%',
  rings: 'radial-gradient(circle, transparent 1.1px, ink 1.4px 2.1px, transparent 2.4px) 0 0 / 6px 6px',
};

const GROUNDS: readonly Ground[] = ['strong', 'pale'];
const INKS: Readonly<Record<Ground, string>> = { strong: 'var(--_texture-on-strong)', pale: 'var(--_texture-on-pale)' };
const NAMES = Object.keys(SHAPES) as readonly TextureName[];

/** The patterns that `textured` fills with; every drawing that has textures begins with them. */
export const texturePatterns: TemplateResult = svg`<defs class="texture">${NAMES.flatMap((name) => GROUNDS.map((ground) => texturePattern(`${name}-on-${ground}`)))}</defs>`;

/** Returns the pattern of *texture*, called *id*; over the colour of the class *under* where one is given, for what can't lie over something, as letters. */
export function texturePattern(texture: Texture, id: string = texture, under: string | null = null): TemplateResult {
  const [name, ground] = texture.split('-on-') as [TextureName, Ground];
  return svg`<pattern id=${id} class=${`on-${ground}`} width=${TILE} height=${TILE} patternUnits="userSpaceOnUse">${
    under === null ? nothing : svg`<rect class=${under} width=${TILE} height=${TILE}></rect>`}${SHAPES[name]}</pattern>`;
}

/** A frame of the colour itself, so that a stripe at the edge makes no bar shorter, CSS pixels. */
const FRAME = 1;

/** Returns *texture* over a box of the drawing; nothing where there is none, or where the box has no room for it. */
export function textured(texture: Texture | null | undefined, { height, width, x, y }: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>): TemplateResult | typeof nothing {
  if (texture == null || Math.min(width, height) <= 2 * FRAME) return nothing;
  return svg`<rect class="over texture" x=${x + FRAME} y=${y + FRAME} width=${width - 2 * FRAME} height=${height - 2 * FRAME} fill=${`url(#${texture})`}></rect>`;
}

/**
 * Shows textures where the attribute `textures` asks for them, to readers whose system asks for more contrast or has few
 * colours, and on paper, which may be grey; `textures="off"` never.
 */
export const textureStyles: CSSResult = css`
  :host {
    --_textures: none;
    --_no-textures: inline;
    --_texture-on-strong: var(--_surface);
    --_texture-on-pale: color-mix(in oklab, var(--_text) 70%, transparent);
  }
  :host([textures]),
  :host([contrast='more']) {
    --_textures: block;
    --_no-textures: none;
  }
  @media (prefers-contrast: more), (forced-colors: active), (monochrome), print {
    :host {
      --_textures: block;
      --_no-textures: none;
    }
  }
  @media (forced-colors: active) {
    :host {
      --_texture-on-strong: Canvas;
      --_texture-on-pale: CanvasText;
    }
  }
  :host([textures='off']) {
    --_textures: none;
    --_no-textures: inline;
  }
  .texture {
    display: var(--_textures);
  }
  .untextured {
    display: var(--_no-textures);
  }
  .texture .on-strong {
    fill: var(--_texture-on-strong);
    stroke: var(--_texture-on-strong);
    stroke-width: 0;
  }
  .texture .on-pale {
    fill: var(--_texture-on-pale);
    stroke: var(--_texture-on-pale);
    stroke-width: 0;
  }
  .texture .ring {
    fill: none;
    stroke-width: 1.1px;
  }
  .swatch .texture {
    block-size: 100%;
  }
  ${unsafeCSS(NAMES.flatMap((name) => GROUNDS.map((ground) => `.swatch .${name}-on-${ground} { background: ${SWATCHES[name].replaceAll('ink', INKS[ground])}; }`)).join('\n'))}
`;
