import { expect } from '@open-wc/testing';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type Chart, type ChartCase, frames, inside, mount } from './chart-case.js';

/** What pages say about all their elements, meant for others. */
const SHEETS: Readonly<Record<string, string>> = {
  'boxes and margins': '* { box-sizing: content-box; margin: 10px !important; } *, *::before { border-radius: 9px; }',
  'everything unset': '* { all: revert; color: lime; background: none; }',
  'drawings': 'svg { fill: red; stroke: blue; width: 20px; height: 20px; } text { font-size: 40px; fill: lime; } path, rect, circle { fill: lime !important; stroke-width: 9px; }',
  'buttons, tables and lists': 'button { padding: 40px; background: red; text-transform: uppercase; } table, td, th { border: 9px solid; padding: 30px; } details, summary, ul, li, dl, dd { display: flex; margin: 40px; }',
  'huge lines': 'body { line-height: 5; letter-spacing: 6px; word-spacing: 20px; }',
  'no text at all': 'body { font-size: 0; }',
  'text of 30 pixels': 'body { font: italic 900 30px/3 monospace; }',
  'a tiny root': ':root { font-size: 5px; }',
  'text everywhere': '* { text-transform: uppercase; text-indent: 50px; white-space: pre; text-align: right; font-variant: small-caps; text-shadow: 2px 2px red; font-stretch: 50%; }',
  'colour and weight of all': '* { color: red; font-weight: 900; font-family: cursive; line-height: 4; }',
  'a filter and a transform': 'body { filter: grayscale(1); transform: translate(30px, 20px); }',
  'columns and words': 'body { word-break: break-all; hyphens: auto; tab-size: 20; quotes: "x" "y"; list-style: square inside; border-collapse: separate; border-spacing: 20px; }',
  'classes of its own': '.plot, .title, .chart, .status, .hotspot, .tooltip, .legend { display: none !important; }',
};

/** A chart looks the same on every page: only its tokens come in. */
export function describeHostStyles(chartCase: ChartCase): void {
  it('has the same geometry and colours whatever the page’s styles are', async () => {
    const clean = await mount(chartCase, { data: companyArrow(chartCase.table) }, { width: 700 });
    const expected = looksOf(clean);
    expect(expected.length).to.be.greaterThan(10);
    clean.parentElement!.remove();
    for (const [name, css] of Object.entries(SHEETS)) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      try {
        const chart = await mount(chartCase, { data: companyArrow(chartCase.table) }, { width: 700 });
        if (name === 'boxes and margins') chart.parentElement!.style.width = '720px';
        await frames(3);
        await chart.updateComplete;
        const looks = looksOf(chart);
        const different = looks.flatMap((look, i) => (look === expected[i] ? [] : [`${look} instead of ${expected[i]}`]));
        expect(different.slice(0, 3), name).to.deep.equal([]);
        expect(looks.length, name).to.equal(expected.length);
        chart.parentElement!.remove();
      } finally {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      }
    }
  });

  it('has no text under 12 px at the default size, in any view', async () => {
    for (const view of chartCase.views) {
      const chart = await mount(chartCase, { data: companyArrow(chartCase.table), panel: 'table', ...view });
      await frames(2);
      const small = [...chart.renderRoot.querySelectorAll('.chart *')]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() !== ''))
        // 0.857 em of 14 px is 11.998.
        .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 11.99)
        .map((element) => `${element.textContent.trim()}: ${getComputedStyle(element).fontSize}`);
      expect(small.slice(0, 3), JSON.stringify(view)).to.deep.equal([]);
      chart.parentElement!.remove();
    }
  });

  it('takes size, face and colours from the tokens of the page', async () => {
    const chart = await mount(chartCase, { data: companyArrow(chartCase.table) });
    expect(chart.currentScene).not.to.equal(null);
    expect(getComputedStyle(inside(chart, '.chart')!).fontSize).to.equal('14px');
    chart.parentElement!.style.cssText = '--cl-font-size: 20px; --cl-text: rgb(1, 2, 3); width: 800px';
    chart.requestUpdate();
    await chart.updateComplete;
    expect(getComputedStyle(inside(chart, '.chart')!).fontSize).to.equal('20px');
    expect(getComputedStyle(inside(chart, '.tooltip')!).fontSize).to.equal('20px');
    expect(getComputedStyle(inside(chart, '.title')!).color).to.equal('rgb(1, 2, 3)');
  });
}

/** Box and colours of everything that is drawn, as text, from the chart's own corner. */
function looksOf(chart: Chart): string[] {
  const origin = inside(chart, '.chart')!.getBoundingClientRect();
  return [...chart.renderRoot.querySelectorAll('.chart *')]
    .filter((element) => element.closest('.tooltip-layer, .menu, .help, .texture') === null && element.closest('defs') === null && !['slot', 'br', 'tspan'].includes(element.localName))
    .map((element) => {
      const { height, left, top, width } = element.getBoundingClientRect();
      const { backgroundColor, color, fill, stroke } = getComputedStyle(element);
      const box = [left - origin.left, top - origin.top, width, height].map((length) => Math.round(length)).join(' ');
      return `${element.localName}.${element.getAttribute('class') ?? ''} ${box} ${color} ${backgroundColor} ${fill} ${stroke}`;
    });
}
