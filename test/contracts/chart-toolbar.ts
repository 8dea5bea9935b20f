import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type Chart, type ChartCase, createChart, inside, mount, settled } from './chart-case.js';

/** Every chart has its controls in one place: one tab stop, arrow keys within. */
export function describeToolbar(chartCase: ChartCase): void {
  const drawn = (properties: Readonly<Record<string, unknown>> = {}, options = {}): Promise<Chart> =>
    mount(chartCase, { data: companyArrow(chartCase.table), ...properties }, options);

  it('has two tab stops in every view: the controls and the marks', async () => {
    for (const view of chartCase.views) {
      const chart = await drawn(view);
      const stops = [...chart.renderRoot.querySelectorAll<HTMLElement>('button, a, input, select, [tabindex]')]
        .filter((element) => element.tabIndex >= 0 && element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
      expect(stops.length, stops.map((stop) => stop.outerHTML.slice(0, 60)).join()).to.equal(2);
      chart.parentElement!.remove();
    }
  });

  it('moves among its controls by arrow keys, Home and End, in the direction of the text', async () => {
    for (const dir of ['ltr', 'rtl']) {
      const chart = await drawn({ dir });
      const controls = [...chart.renderRoot.querySelectorAll<HTMLElement>('.toolbar button:not(.menu *)')];
      const [next, back] = dir === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
      controls[0]!.focus();
      const press = (key: string): void => void focused(chart).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      const seen = controls.map(() => {
        const at = controls.indexOf(focused(chart));
        expect(controls.filter(({ tabIndex }) => tabIndex === 0).map(nameOf)).to.deep.equal([nameOf(controls[at])]);
        press(next);
        return at;
      });
      expect(seen).to.deep.equal(controls.map((_, i) => i));
      expect(nameOf(focused(chart))).to.equal(nameOf(controls[0]));
      press(back);
      expect(nameOf(focused(chart))).to.equal(nameOf(controls.at(-1)));
      press('Home');
      expect(nameOf(focused(chart))).to.equal(nameOf(controls[0]));
      press('End');
      expect(nameOf(focused(chart))).to.equal(nameOf(controls.at(-1)));
      chart.parentElement!.remove();
    }
  });

  it('opens its menu by key, walks it by arrows, and gives the focus back on Escape', async () => {
    const chart = await drawn({}, { width: 600 });
    const opener = inside(chart, '[aria-haspopup=menu]')!;
    opener.focus();
    await sendKeys({ press: 'Enter' });
    const items = [...chart.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')];
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(inside(chart, '.menu')!.matches(':popover-open')).to.equal(true);
    expect(nameOf(focused(chart))).to.equal(nameOf(items[0]));
    await sendKeys({ press: 'ArrowUp' });
    expect(nameOf(focused(chart))).to.equal(nameOf(items.at(-1)));
    await sendKeys({ press: 'ArrowDown' });
    expect(nameOf(focused(chart))).to.equal(nameOf(items[0]));
    const menu = inside(chart, '.menu')!.getBoundingClientRect();
    expect([menu.left >= 0, menu.top >= 0, menu.right <= innerWidth, menu.bottom <= innerHeight]).to.deep.equal([true, true, true, true]);
    await expect(chart).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    expect(inside(chart, '.menu')!.matches(':popover-open')).to.equal(false);
    expect(nameOf(focused(chart))).to.equal(nameOf(opener));
  });

  it('opens and closes the table and the method, and says so', async () => {
    const chart = await drawn();
    for (const panel of ['table', 'method'] as const) {
      const button = inside(chart, `[aria-controls=${panel}-panel]`)!;
      button.click();
      await chart.updateComplete;
      expect(chart.panel).to.equal(panel);
      expect(chart.getAttribute('panel')).to.equal(panel);
      expect(button.getAttribute('aria-expanded')).to.equal('true');
      expect(inside(chart, `#${panel}-panel`)!.getBoundingClientRect().height).to.be.greaterThan(30);
      expect(chart.renderRoot.querySelectorAll('.panel:not([hidden])').length).to.equal(1);
      button.click();
      await chart.updateComplete;
      expect(chart.panel).to.equal(null);
      expect(inside(chart, `#${panel}-panel`)!.getBoundingClientRect().height).to.equal(0);
    }
  });

  it('has no toolbar when plain, and the page’s own controls in it', async () => {
    const chart = createChart(chartCase, { data: companyArrow(chartCase.table) });
    const own = document.createElement('button');
    own.slot = 'toolbar';
    own.textContent = 'Ours';
    chart.append(own);
    (await mount(chartCase)).parentElement!.append(chart);
    await settled(chart);
    expect(own.getBoundingClientRect().height).to.be.greaterThan(10);
    expect(own.assignedSlot?.closest('.toolbar')?.localName).to.equal('div');
    chart.toggleAttribute('plain', true);
    await chart.updateComplete;
    expect(inside(chart, '.toolbar')?.localName).to.equal(undefined);
    chart.panel = 'table';
    await chart.updateComplete;
    expect(inside(chart, '#table-panel')!.getBoundingClientRect().height).to.be.greaterThan(30);
  });
}

function focused(chart: Chart): HTMLElement {
  return (chart.renderRoot as ShadowRoot).activeElement as HTMLElement;
}

/** A control as text: a failed comparison of elements prints the whole page. */
function nameOf(control: HTMLElement | null | undefined): string {
  return control?.textContent.trim() ?? 'nothing';
}
