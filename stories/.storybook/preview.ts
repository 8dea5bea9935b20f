import { setCustomElementsManifest, type Decorator, type Preview } from '@storybook/web-components-vite';
import { html } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { configure } from 'storybook/test';
import { useCompanyOf } from '../../test/fixtures/company-arrow.js';
import { chartsIn, expectLaidOut, storyTest } from '../checks.js';
import { approximate, type EmulatedMedia, endApproximation } from '../emulated-media.js';

// A busy machine is no fault of a chart.
configure({ asyncUtilTimeout: 20_000 });

interface ElementsManifest {
  readonly modules: readonly unknown[];
}

// Written by the build, and absent until it ran.
const manifests = import.meta.glob<ElementsManifest>('../../packages/*/custom-elements.json', { eager: true, import: 'default' });
setCustomElementsManifest({ schemaVersion: '1.0.0', readme: '', modules: Object.values(manifests).flatMap((m) => m.modules) });

/** Puts a story on a page of the chosen theme, language and direction: all three are inherited, none is an option. */
const onPage: Decorator = (story, { globals, parameters, viewMode }) => {
  useCompanyOf(String(globals['size']));
  const media = mediaOf(parameters);
  // Beside other stories nothing is approximated: charts of a kind share their styles.
  const alone = viewMode === 'story' && storyTest() === undefined;
  return html`
  <div
    data-theme=${globals['theme'] === 'dark' ? 'dark' : 'light'}
    data-media=${media.media ?? (media.forcedColors === undefined ? 'screen' : 'forced-colors')}
    lang=${globals['locale']}
    dir=${globals['direction']}
    class="page"
    ${ref((page) => page instanceof HTMLElement && setLooks(page, globals, alone ? media : {}))}
  >${story()}</div>
`;
};

/** Contrast and density are attributes of each chart: nothing inherited says them. */
function setLooks(page: HTMLElement, globals: Readonly<Record<string, unknown>>, media: EmulatedMedia): void {
  queueMicrotask(() => {
    for (const chart of chartsIn(page)) {
      if (globals['theme'] === 'high-contrast') chart.contrast = 'more';
      if (globals['density'] === 'compact') chart.density = 'compact';
    }
    approximate(page, media);
  });
}

function mediaOf(parameters: Readonly<Record<string, unknown>>): EmulatedMedia {
  return parameters['emulated'] ?? {};
}

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    a11y: { test: 'error' },
    controls: { expanded: true },
  },
  initialGlobals: { theme: 'light', locale: 'en', direction: 'ltr', density: 'comfortable', size: 'small' },
  globalTypes: {
    theme: {
      description: 'Colour scheme',
      toolbar: { title: 'Theme', icon: 'circlehollow', dynamicTitle: true, items: [{ value: 'light', title: 'Light' }, { value: 'dark', title: 'Dark' }, { value: 'high-contrast', title: 'High contrast' }] },
    },
    locale: {
      description: 'Language',
      toolbar: { title: 'Locale', icon: 'globe', dynamicTitle: true, items: [{ value: 'en', title: 'English' }, { value: 'zh-CN', title: '简体中文' }] },
    },
    density: {
      description: 'Density',
      toolbar: { title: 'Density', icon: 'component', dynamicTitle: true, items: [{ value: 'comfortable', title: 'Comfortable' }, { value: 'compact', title: 'Compact' }] },
    },
    size: {
      description: 'Size of the company',
      toolbar: { title: 'Data', icon: 'database', dynamicTitle: true, items: [{ value: 'tiny', title: '12 customers' }, { value: 'small', title: '400 customers' }, { value: 'large', title: '4,000 customers' }] },
    },
    direction: {
      description: 'Writing direction',
      toolbar: { title: 'Direction', icon: 'transfer', dynamicTitle: true, items: [{ value: 'ltr', title: 'Left to right' }, { value: 'rtl', title: 'Right to left' }] },
    },
  },
  decorators: [onPage],
  async beforeEach({ parameters }) {
    const media = mediaOf(parameters);
    if (Object.keys(media).length > 0) await storyTest()?.emulateMedia(media);
    return async () => {
      endApproximation();
      if (Object.keys(media).length > 0) await storyTest()?.emulateMedia({});
    };
  },
  async afterEach({ canvasElement }) {
    if (storyTest() !== undefined) await expectLaidOut(canvasElement);
  },
};

export default preview;
