import { setCustomElementsManifest, type Decorator, type Preview } from '@storybook/web-components-vite';
import { html } from 'lit';

interface ElementsManifest {
  readonly modules: readonly unknown[];
}

// Written by the build, and absent until it ran.
const manifests = import.meta.glob<ElementsManifest>('../../packages/*/custom-elements.json', { eager: true, import: 'default' });
setCustomElementsManifest({ schemaVersion: '1.0.0', readme: '', modules: Object.values(manifests).flatMap((m) => m.modules) });

/** Puts a story on a page of the chosen theme, language and direction: all three are inherited, none is an option. */
const onPage: Decorator = (story, { globals }) => html`
  <div
    data-theme=${globals['theme']}
    lang=${globals['locale']}
    dir=${globals['direction']}
    class="page"
  >${story()}</div>
`;

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    a11y: { test: 'error' },
    controls: { expanded: true },
  },
  initialGlobals: { theme: 'light', locale: 'en', direction: 'ltr' },
  globalTypes: {
    theme: {
      description: 'Colour scheme',
      toolbar: { title: 'Theme', icon: 'circlehollow', dynamicTitle: true, items: [{ value: 'light', title: 'Light' }, { value: 'dark', title: 'Dark' }] },
    },
    locale: {
      description: 'Language',
      toolbar: { title: 'Locale', icon: 'globe', dynamicTitle: true, items: [{ value: 'en', title: 'English' }, { value: 'zh-CN', title: '简体中文' }] },
    },
    direction: {
      description: 'Writing direction',
      toolbar: { title: 'Direction', icon: 'transfer', dynamicTitle: true, items: [{ value: 'ltr', title: 'Left to right' }, { value: 'rtl', title: 'Right to left' }] },
    },
  },
  decorators: [onPage],
};

export default preview;
