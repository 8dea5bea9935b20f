import { ChartElement } from 'clientele';
import { expect } from 'storybook/test';

/** The globals of the toolbar that a story can be pinned to. */
interface Pinned {
  readonly globals: Readonly<Record<string, string>>;
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

/** Opens table and method, the menu and the keys, one after the other: what a reader can do with every chart. */
export async function useToolbar(canvas: HTMLElement): Promise<void> {
  const chart = [...canvas.querySelectorAll('*')].find((element) => element instanceof ChartElement);
  if (chart === undefined) throw new Error('useToolbar: there is no chart in the story');
  const inside = <Found extends HTMLElement>(selector: string): Found => {
    const found = chart.renderRoot.querySelector<Found>(selector);
    if (found === null) throw new Error(`useToolbar: nothing in the chart is ${selector}`);
    return found;
  };
  for (const panel of ['table', 'method']) {
    inside(`[aria-controls=${panel}-panel]`).click();
    await chart.updateComplete;
    await expect(inside(`#${panel}-panel`)).toBeVisible();
  }
  inside('[aria-haspopup=menu]').click();
  await expect(inside('.menu').matches(':popover-open')).toBe(true);
  inside('.menu').hidePopover();
  const csv = await (await chart.export('csv')).text();
  for (const { label } of chart.currentScene?.table.columns ?? []) await expect(csv).toContain(String(label).replaceAll('"', '""'));
}
