import { expect } from '@open-wc/testing';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type ChartCase, inside, mount } from './chart-case.js';

/** Every view passes axe, light and dark, with its table open and a mark in focus. */
export function describeAccessibility(chartCase: ChartCase): void {
  for (const theme of ['light', 'dark'] as const) {
    it(`can be read by everyone in every view, ${theme}`, async () => {
      for (const view of chartCase.views) {
        const chart = await mount(chartCase, { data: companyArrow(chartCase.table), theme, ...view });
        chart.parentElement!.style.background = theme === 'dark' ? '#15191d' : '#ffffff';
        chart.panel = theme === 'light' ? 'table' : 'method';
        inside(chart, '.hotspot')!.focus();
        await new Promise((resolve) => setTimeout(resolve, 30));
        await chart.updateComplete;
        await expect(chart).to.be.accessible();
        chart.parentElement!.remove();
      }
    });
  }

  it('calls its legend and its notes by name, in the language of the page', async () => {
    for (const [lang, names] of [['en', ['Legend', 'Notes']], ['zh-CN', ['图例', '说明']]] as const) {
      const chart = await mount(chartCase, { data: companyArrow(chartCase.table), lang, ...chartCase.views[0] });
      const { legend, notes } = chart.currentScene!;
      const lists = [...chart.shadowRoot!.querySelectorAll('ul')].map((list) => list.getAttribute('aria-label'));
      expect(lists).to.deep.equal(names.filter((_, i) => [legend, notes][i]!.length > 0));
      chart.parentElement!.remove();
    }
  });

  it('has a heading of the level that the page wants, and none beyond six', async () => {
    const chart = await mount(chartCase, { data: companyArrow(chartCase.table) });
    for (const [given, level] of [[2, '2'], [9, '6'], [0, '3'], [NaN, '3']] as const) {
      chart.headingLevel = given;
      await chart.updateComplete;
      expect(inside(chart, '[role=heading]')?.getAttribute('aria-level')).to.equal(level);
    }
  });
}
