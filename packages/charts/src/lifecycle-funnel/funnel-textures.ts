import type { Texture } from '../theme/textures.js';

/** The texture of what a funnel draws, by its kind. What has none is plain, or hatched because it may still change. */
export const funnelTextures: Readonly<Record<string, Texture>> = {
  lost: 'dots-on-pale', back: 'columns-on-pale',
  new: 'dots-on-pale', resurrected: 'rows-on-strong', dormant: 'columns-on-pale',
  establish: 'dots-on-pale', develop: 'rows-on-strong', break_up: 'columns-on-pale', 'not-yet': 'grid-on-strong',
  'category-2': 'dots-on-strong', 'category-3': 'rows-on-strong', 'category-4': 'columns-on-strong', 'category-5': 'grid-on-strong',
};
