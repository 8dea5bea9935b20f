import { expect } from '@open-wc/testing';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type Chart, type ChartCase, frames, mount } from './chart-case.js';
import { lengthened } from './pseudo-locale.js';

const WIDTHS = [240, 360, 640, 1280];

/** Texts never lie over one another and never leave the chart: measured in the browser, at every width, in long words and from right to left. */
export function describeLayout(chartCase: ChartCase): void {
  for (const [name, lang, dir, long] of [['English', 'en', 'ltr', false], ['Chinese', 'zh-CN', 'ltr', false], ['right to left', 'en', 'rtl', false], ['words 40 % longer', 'en', 'ltr', true]] as const) {
    it(`has no text over another or cut off, 240 to 1280 px wide: ${name}`, async () => {
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
            faults.push(...faultsOf(chart).map((fault) => `${JSON.stringify(view)} ${width}: ${fault}`));
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

/** What lies over something else or outside of the chart. A pixel is no fault: letters have room around them. */
function faultsOf(chart: Chart): string[] {
  const host = chart.getBoundingClientRect();
  const texts = [...chart.renderRoot.querySelectorAll('.plot svg text, .title, .summary, .toolbar button:not(.menu *), .legend li, .notes li')]
    .map((element) => ({ element, box: element.getBoundingClientRect(), text: element.textContent.replaceAll(/\s+/g, ' ').trim() }))
    .filter(({ box, text }) => text !== '' && box.width > 0);
  const faults: string[] = [];
  for (const { box, text } of texts) {
    if (box.left < host.left - 1.5 || box.right > host.right + 1.5) faults.push(`"${text}" leaves the chart by ${Math.round(Math.max(host.left - box.left, box.right - host.right))} px`);
  }
  for (const [i, one] of texts.entries()) {
    // The box of a turned text is larger than the text.
    if (one.element.hasAttribute('transform')) continue;
    for (const other of texts.slice(i + 1)) {
      if (other.element.hasAttribute('transform')) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (across > 1.5 && down > Math.min(one.box.height, other.box.height) * 0.35) faults.push(`"${one.text}" and "${other.text}" overlap by ${Math.round(across)} x ${Math.round(down)} px`);
    }
  }
  return faults;
}
