import type { Decorator } from '@storybook/web-components-vite';
import { html } from 'lit';
import brand from './brand.css?raw';
import type { EmulatedMedia } from './emulated-media.js';

/** What a story can be pinned to: globals of the toolbar, or what the page is shown on. */
interface Pinned {
  readonly globals?: Readonly<Record<string, string>>;
  readonly parameters?: { readonly emulated: EmulatedMedia };
}

/** A story in Simplified Chinese. */
export const inChinese: Pinned = { globals: { locale: 'zh-CN' } };

/** A story from right to left. */
export const rightToLeft: Pinned = { globals: { direction: 'rtl' } };

/** A story on a dark page. */
export const inDark: Pinned = { globals: { theme: 'dark' } };

/** A story in the theme of more contrast. */
export const inHighContrast: Pinned = { globals: { theme: 'high-contrast' } };

/** A story in less room. */
export const compact: Pinned = { globals: { density: 'compact' } };

/** A story of a dozen customers. */
export const tiny: Pinned = { globals: { size: 'tiny' } };

/** A story on the screen of a reader who has forced colours. */
export const inForcedColors: Pinned = { parameters: { emulated: { forcedColors: 'active' } } };

/** A story on paper. */
export const onPaper: Pinned = { parameters: { emulated: { media: 'print' } } };

/** Puts a story on a page of an invented brand, by its style sheet as it is written: a build would take `light-dark` apart. */
export const branded: Decorator = (story) => html`<style>${brand}</style><div class="brand">${story()}</div>`;
