import { expect } from '@open-wc/testing';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type ChartCase, frames, mount } from './chart-case.js';
import { layoutFaults } from './layout-faults.js';
import { lengthened } from './pseudo-locale.js';

const WIDTHS = [240, 360, 640, 1280, 2000];

/** Texts never lie over one another and never leave the chart: measured in the browser, at every width, in long words and from right to left. */
export function describeLayout(chartCase: ChartCase): void {
  for (const [name, lang, dir, long] of [['English', 'en', 'ltr', false], ['Chinese', 'zh-CN', 'ltr', false], ['right to left', 'en', 'rtl', false], ['words 40 % longer', 'en', 'ltr', true]] as const) {
    it(`has no text over another or cut off, 240 to 2000 px wide: ${name}`, async () => {
      const restore = long ? lengthened() : () => undefined;
      const faults: string[] = [];
      try {
        for (const view of chartCase.views) {
          const chart = await mount(chartCase, { data: companyArrow(chartCase.table), dir, ...view }, { lang, width: WIDTHS[0]! });
          for (const width of WIDTHS) {
            chart.parentElement!.style.width = `${width}px`;
            await frames(3);
            await chart.updateComplete;
            expect(chart.currentScene?.width).to.equal(width);
            faults.push(...layoutFaults(chart).map((fault) => `${JSON.stringify(view)} ${width}: ${fault}`));
          }
          chart.parentElement!.remove();
        }
      } finally {
        restore();
      }
      expect(faults.slice(0, 8), `${faults.length} faults`).to.deep.equal([]);
    });
  }
}
