import { emulateMedia } from '@web/test-runner-commands';
import { expect } from '@open-wc/testing';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type Chart, type ChartCase, mount } from './chart-case.js';

/** Only Chromium shows a page as on paper. */
const canPrint = navigator.userAgent.includes('Chrome');

/** Who can't tell colours apart asks for textures; a chart without them has words on every cell. */
export function describeTextures(chartCase: ChartCase): void {
  const data = (): Uint8Array => companyArrow(chartCase.table);

  it('lays textures over colours where it is asked for them, or where the reader asks for more contrast, and never where it is told not to', async () => {
    try {
      for (const view of chartCase.views) {
        const chart = await mount(chartCase, { data: data(), ...view });
        const there = chart.renderRoot.querySelectorAll('.texture').length;
        const where = JSON.stringify(view);
        const expectShown = async (change: () => void | Promise<void>, count: number): Promise<void> => {
          await change();
          await chart.updateComplete;
          expect(shown(chart), where).to.equal(count);
        };
        await expectShown(() => undefined, 0);
        await expectShown(() => void (chart.textures = 'on'), there);
        await expectShown(() => void (chart.textures = 'off'), 0);
        await expectShown(() => void (chart.contrast = 'more'), 0);
        await expectShown(() => void (chart.textures = null), there);
        await expectShown(() => void (chart.contrast = null), 0);
        if (canPrint) await expectShown(() => emulateMedia({ media: 'print' }), there);
        if (canPrint) await expectShown(() => emulateMedia({ media: 'screen' }), 0);
        chart.parentElement!.remove();
      }
    } finally {
      if (canPrint) await emulateMedia({ media: 'screen' });
    }
  });

  it('tells the colours of its legend apart by texture too, and takes them along in an SVG', async () => {
    for (const view of chartCase.views) {
      const chart = await mount(chartCase, { data: data(), ...view, textures: 'on' });
      const { legend } = chart.currentScene!;
      const textured = legend.filter(({ texture }) => texture !== undefined);
      expect(new Set(textured.map(({ texture }) => texture)).size, JSON.stringify(view)).to.equal(textured.length);
      const fills = [...chart.renderRoot.querySelectorAll('.plot svg .texture[fill]')].map((element) => element.getAttribute('fill')!);
      const written = await (await chart.export('svg')).text();
      for (const fill of new Set(fills)) {
        expect(written).to.contain(fill);
        expect(written, 'the pattern itself').to.contain(`id="${/#(.*)\)/.exec(fill)![1]!}"`);
      }
      chart.textures = null;
      await chart.updateComplete;
      const plain = await (await chart.export('svg')).text();
      for (const fill of new Set(fills)) expect(plain).not.to.contain(fill);
      chart.parentElement!.remove();
    }
  });
}

/** How many textures of drawing and legend are displayed. */
function shown(chart: Chart): number {
  return [...chart.renderRoot.querySelectorAll('.texture')].filter((element) => getComputedStyle(element).display !== 'none').length;
}
