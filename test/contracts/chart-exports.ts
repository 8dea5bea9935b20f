import { expect, fixture, html } from '@open-wc/testing';
import { fromArrow, pageEngine, rowsOf } from 'clientele';
import { tableFromIPC } from 'apache-arrow';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type Chart, type ChartCase, createChart, inside, mount, settled, textOf } from './chart-case.js';
import { waitUntil } from './wait-until.js';

/** A chart can be taken along in every format, and says everywhere the same. */
export function describeExports(chartCase: ChartCase): void {
  const drawn = (properties: Readonly<Record<string, unknown>> = {}, options = {}): Promise<Chart> =>
    mount(chartCase, { data: companyArrow(chartCase.table), ...properties }, options);

  it('says the same to the digit in drawing, tooltip, sentence, table and CSV, in every view, language and width', async () => {
    for (const [i, view] of chartCase.views.entries()) {
      for (const lang of ['en', 'zh-CN']) {
        const chart = await drawn(view, { lang, width: [360, 800, 1280][i % 3] });
        const { columns, marks, table } = { ...chart.currentScene!, ...chart.currentScene!.table, table: chart.currentScene!.table };
        const where = `${JSON.stringify(view)} ${lang}`;
        chart.panel = 'table';
        await waitUntil(() => inside(chart, '#table-panel:not([hidden]) tbody') !== null);
        const shown = [...chart.renderRoot.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));
        const csv = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await (await chart.export('csv')).arrayBuffer());
        expect(csv.startsWith('\uFEFF'), where).to.equal(true);
        const [head, ...rows] = parse(csv.slice(1));
        expect(head, where).to.deep.equal(columns.map(({ label }) => label));
        // A minus is a hyphen in a file, where a spreadsheet has to read it.
        const typed = (cells: readonly (readonly (string | null)[])[]): unknown => cells.map((row) => row.map((cell) => cell?.replaceAll('−', '-')));
        expect(typed(rows), where).to.deep.equal(typed(table.rows));
        expect(typed(rows), where).to.deep.equal(typed(shown));
        expect(rows.flat().filter((cell) => /^−[\p{Sc}\d.,]+%?$/u.test(cell)), where).to.deep.equal([]);
        for (const mark of marks) {
          const spoken = mark.label.replaceAll(/\s/g, '');
          for (const { value } of mark.lines) {
            for (const number of value.match(/\d[\d.,]*/g) ?? []) expect(spoken, `${where} ${mark.id}`).to.contain(number);
          }
        }
        chart.parentElement!.remove();
      }
    }
  });

  it('writes an SVG that needs no style sheet, with the colours and texts that are drawn', async () => {
    for (const [view, theme, dir] of chartCase.views.map((view, i) => [view, i % 2 === 0 ? 'light' : 'dark', i % 3 === 2 ? 'rtl' : 'ltr'] as const)) {
      const chart = await drawn({ ...view, theme, dir });
      const text = await (await chart.export('svg')).text();
      const written = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement as unknown as SVGSVGElement;
      expect(written.localName).to.equal('svg');
      expect(text).not.to.match(/var\(|light-dark|oklab|oklch|color-mix| class=| style=|<!--/);
      const texts = (root: ParentNode): string[] => [...root.querySelectorAll('text')].map((element) => shownText(element).replaceAll(/\s+/g, ' ').trim()).filter((line) => line !== '');
      const drawing = texts(chart.renderRoot.querySelector('.plot svg')!);
      expect(texts(written.querySelector('svg')!)).to.deep.equal(drawing);
      expect(texts(written).join(' ').replaceAll(' ', '')).to.contain(chart.currentScene!.summary.replaceAll(/\s/g, ''));
      const place = await fixture<HTMLElement>(html`<div></div>`);
      place.append(written);
      const [inPage, alone] = [looksOf(chart.renderRoot.querySelector('.plot svg')!), looksOf(written.querySelector('svg')!)];
      const different = alone.flatMap((look, i) => (isAlike(look, inPage[i] ?? '') ? [] : [`${look} instead of ${inPage[i]}`]));
      expect(different.slice(0, 3), JSON.stringify(view)).to.deep.equal([]);
      expect(alone.length).to.equal(inPage.length);
      chart.parentElement!.remove();
    }
  });

  it('draws the swatches of the legend as they are: stripes and dots in two colours, dashed borders dashed', async () => {
    for (const view of chartCase.views) {
      const chart = await drawn(view);
      const swatches = [...chart.renderRoot.querySelectorAll<HTMLElement>('.legend .swatch')];
      const written = new DOMParser().parseFromString(await (await chart.export('svg')).text(), 'image/svg+xml');
      const patterns = [...written.querySelectorAll('pattern')].filter((pattern) => !chart.renderRoot.querySelector(`.plot svg pattern[id="${pattern.id}"]`));
      expect(patterns.length, JSON.stringify(view)).to.equal(swatches.filter((swatch) => /^(repeating-linear|radial)/.test(getComputedStyle(swatch).backgroundImage)).length);
      for (const pattern of patterns) expect(new Set([...pattern.children].map((shape) => shape.getAttribute('fill'))).size, pattern.outerHTML).to.equal(2);
      chart.parentElement!.remove();
    }
  });

  it('makes a picture of one to four pixels for each of the page’s, and refuses others', async () => {
    const chart = await drawn({}, { width: 360 });
    const surface = [255, 255, 255];
    for (const scale of [1, 4]) {
      const picture = await createImageBitmap(await chart.export('png', { scale }));
      expect(picture.width).to.equal((360 + 32) * scale);
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext('2d')!;
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, picture.width, picture.height);
      expect([...data.slice(0, 3)]).to.deep.equal(surface);
      const colours = new Set<number>();
      for (let i = 0; i < data.length; i += 4) colours.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
      expect(colours.size, 'colours').to.be.greaterThan(10);
    }
    for (const scale of [0, 5, NaN]) expect(await refusal(chart.export('png', { scale }))).to.contain('scale is out of range');
  });

  it('writes the result’s main table as Arrow', async () => {
    const chart = await drawn();
    const bytes = new Uint8Array(await (await chart.export('arrow')).arrayBuffer());
    const { table } = chart.currentResult!;
    expect(rowsOf(fromArrow(tableFromIPC(bytes)))).to.deep.equal(rowsOf(table));
  });

  it('says why there is nothing to export, and which formats there are', async () => {
    expect(await refusal((await mount(chartCase)).export('svg'))).to.contain('nothing is drawn');
    const chart = await drawn();
    expect(await refusal(chart.export('pdf' as 'svg'))).to.contain('unknown format "pdf"; expected svg, png, csv, arrow');
    const { writeTable: _, ...unable } = pageEngine;
    chart.engine = unable;
    await settled(chart);
    expect(await refusal(chart.export('arrow'))).to.contain('nobody can write Arrow');
    expect(chart.renderRoot.querySelectorAll('[role=menuitem]').length).to.equal(6);
  });

  it('hands out files and prints from its menu, and leaves the page as it was', async () => {
    const chart = await drawn();
    const saved: string[] = [];
    const printed: string[] = [];
    const { click } = HTMLAnchorElement.prototype;
    const { print } = window;
    const nodes = document.querySelectorAll('*').length;
    const sheets = document.adoptedStyleSheets.length;
    HTMLAnchorElement.prototype.click = function keep(this: HTMLAnchorElement) {
      saved.push(this.download);
    };
    window.print = () => printed.push(document.querySelector<HTMLImageElement>('body > .clientele-print')?.alt ?? '');
    try {
      const choose = async (name: string): Promise<void> => {
        inside(chart, '[aria-haspopup=menu]')!.click();
        [...chart.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')].find((item) => item.textContent.trim() === name)!.click();
        await chart.updateComplete;
      };
      for (const [name, ending] of [['Drawing (SVG)', 'svg'], ['Picture (PNG)', 'png'], ['Table (CSV)', 'csv'], ['Data (Arrow)', 'arrow']] as const) {
        await choose(name);
        await waitUntil(() => saved.at(-1)?.endsWith(`.${ending}`) === true, name);
        await waitUntil(() => textOf(chart, '[aria-live]') === `Saved ${saved.at(-1)}`);
      }
      await choose('Print');
      await waitUntil(() => printed.length === 1);
      expect(printed).to.deep.equal([chart.currentScene!.title]);
    } finally {
      HTMLAnchorElement.prototype.click = click;
      window.print = print;
    }
    await waitUntil(() => document.querySelectorAll('*').length === nodes);
    expect(document.adoptedStyleSheets.length).to.equal(sheets);
    expect(chart.hasAttribute('theme')).to.equal(false);
  });

  it('exports from a chart that stands in another shadow root', async () => {
    const place = await fixture<HTMLElement>(html`<section></section>`);
    const chart = createChart(chartCase, { data: companyArrow(chartCase.table) });
    place.attachShadow({ mode: 'closed' }).append(chart);
    await settled(chart);
    expect((await chart.export('png', { scale: 1 })).size).to.be.greaterThan(1000);
  });
}

/** What every element of a drawing looks like, drawn as it stands. */
function looksOf(drawing: SVGSVGElement): string[] {
  return [...drawing.querySelectorAll('rect, path, line, circle, polygon, polyline, text')].filter((element) => isShown(element, drawing)).map((element) => {
    const { fill, fontSize, fontWeight, opacity, stroke, strokeDasharray, strokeWidth, textAnchor } = getComputedStyle(element);
    const text = element.localName === 'text' ? `${fontSize} ${fontWeight} ${textAnchor}` : '';
    return `${element.localName} ${rgbOf(fill)} ${rgbOf(stroke)} ${stroke === 'none' ? '' : `${strokeWidth} ${strokeDasharray}`} ${opacity} ${text}`;
  });
}

/** Whether neither *element* nor anything around it within *root* is hidden. */
function isShown(element: Element, root: Element): boolean {
  for (let each: Element | null = element; each !== null && each !== root; each = each.parentElement) if (getComputedStyle(each).display === 'none') return false;
  return true;
}

/** The text of *element* but for its hidden parts; outside of a document nothing is hidden. */
function shownText(element: Element): string {
  return [...element.childNodes].map((node) => (node instanceof Element ? (getComputedStyle(node).display === 'none' ? '' : node.textContent) : node.nodeType === Node.TEXT_NODE ? node.nodeValue : '')).join('');
}

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

/** The colour that the browser paints for *paint*. */
function rgbOf(paint: string): string {
  if (paint === 'none' || paint.startsWith('url')) return paint.replaceAll('"', '');
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = paint;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).join(' ');
}

/** Whether two looks are the same but for four steps of 255 in a colour: what is nearly transparent is read back that roughly. */
function isAlike(one: string, other: string): boolean {
  const [a, b] = [one.split(' '), other.split(' ')];
  return a.length === b.length && a.every((word, i) => word === b[i] || Math.abs(Number(word) - Number(b[i])) <= 4);
}

async function refusal(promised: Promise<unknown>): Promise<string> {
  return promised.then(() => 'no refusal', (error: Error) => error.message);
}

/** Reads CSV by RFC 4180, without the apostrophe that keeps formulas from running. */
function parse(csv: string): string[][] {
  const rows: string[][] = [];
  for (const line of csv.replace(/\r\n$/, '').split('\r\n')) {
    const cells = line.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,"]*)/g) ?? [];
    rows.push(cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell).replace(/^'(?=[=+\-@])/, '')));
  }
  return rows;
}
