import { aTimeout, expect, fixture, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { customerIds, Dataset, evaluateOnce, membersOf, type RetentionCohort, sourceOf, tableOf, tableToIpc } from 'clientele';
import { html } from 'lit';
import { frames } from '../../contracts/chart-case.js';
import { contrast, parseColor } from '../../../packages/charts/src/theme/color.js';
import { waitUntil } from '../../contracts/wait-until.js';

type Row = readonly [customer: string, day: string, amount: number];

function people(prefix: string, count: number, day: string, amount: number): Row[] {
  return Array.from({ length: count }, (_, i) => [`${prefix}${i}`, day, amount]);
}

function csvOf(rows: readonly Row[]): Blob {
  return new Blob([`customer,day,amount\n${rows.map((row) => row.join(',')).join('\n')}\n`]);
}

/** January: 40 customers, 10 of whom come back in February and 4 in March. February: 50, 10 come back. March: 35. */
const purchases = csvOf([
  ...people('j', 40, '2024-01-05', 10), ...people('j', 10, '2024-02-10', 5), ...people('j', 4, '2024-03-10', 5),
  ...people('f', 50, '2024-02-05', 10), ...people('f', 10, '2024-03-05', 20), ...people('m', 35, '2024-03-15', 10),
]);
/** Two years of weekly cohorts: 104 rows, 5,460 cells. */
const weekly = csvOf(Array.from({ length: 104 }, (_, week) => Array.from({ length: 104 - week }, (_, offset): Row => (
  [`${week}/${offset % 7}`, new Date(Date.UTC(2022, 0, 3 + 7 * (week + offset))).toISOString().slice(0, 10), 5]))).flat());
const columns = { customer: 'customer', time: 'day', value: 'amount' };

async function chartOf(properties: Partial<RetentionCohort>, width = 800, lang = 'en'): Promise<RetentionCohort> {
  const place = await fixture<HTMLElement>(html`<div lang=${lang}><cl-retention-cohort></cl-retention-cohort></div>`);
  place.style.width = `${width}px`;
  const chart = place.querySelector('cl-retention-cohort')!;
  Object.assign(chart, properties);
  await chart.updateComplete;
  if ('data' in properties || 'result' in properties) await waitUntil(() => chart.state === 'complete' || chart.state === 'error', 'an answer');
  await chart.updateComplete;
  // The plot's width is measured after the first drawing.
  await aTimeout(50);
  return chart;
}

function partText(chart: RetentionCohort, part: string): string {
  return chart.renderRoot.querySelector(`[part=${part}]`)?.textContent.trim() ?? '';
}

function button(chart: RetentionCohort, name: string): HTMLButtonElement {
  return [...chart.renderRoot.querySelectorAll<HTMLButtonElement>('.switch button')].find(({ textContent }) => textContent === name)!;
}

describe('<cl-retention-cohort>', () => {
  it('draws the triangle from data it was given, with a table that says the same', async () => {
    const chart = await chartOf({ data: purchases, ...columns });
    expect(partText(chart, 'summary')).to.equal('Of 90 customers observed long enough, 22.2% came back in the month after their first purchase and 10.0% in month 2; best in month 1: Jan 2024 (25.0%), as of Mar 31, 2024.');
    const drawn = [...chart.renderRoot.querySelectorAll('.plot text')].map(({ textContent }) => textContent);
    const rows = [...chart.renderRoot.querySelectorAll('[part=data-table] tbody tr')].map((row) => [...row.children].map(({ textContent }) => textContent));
    expect(rows[1]).to.eql(['Jan 2024', '40', '100%', '25.0%', '10.0%']);
    for (const cell of rows.flat()) if (cell !== '') expect(drawn).to.include(cell);
    await expect(chart).to.be.accessible();
  });

  it('colours cells by the stylesheet, low to high', async () => {
    const chart = await chartOf({ data: purchases, ...columns });
    const fills = [...chart.renderRoot.querySelectorAll<SVGPathElement>('.plot path.fill')];
    const colours = fills.map((path) => getComputedStyle(path).fill);
    expect(new Set(colours).size).to.equal(fills.length);
    expect(chart.renderRoot.querySelector('[style*="--t: 1"], path.fill:last-of-type')).not.to.equal(null);
    expect(getComputedStyle(chart.renderRoot.querySelector('.plot path.base')!).fill).not.to.be.oneOf(colours);
  });

  it('switches view, measure and unit by its buttons, and leaves them out when plain', async () => {
    const chart = await chartOf({ data: purchases, ...columns });
    button(chart, 'Curves').click();
    await chart.updateComplete;
    expect(chart.getAttribute('view')).to.equal('curves');
    expect(chart.renderRoot.querySelectorAll('path.cohort-line').length).to.be.at.least(2);
    await expect(chart).to.be.accessible();
    button(chart, 'Grid').click();
    button(chart, 'Number').click();
    await chart.updateComplete;
    expect(chart.currentScene?.table.rows[1]).to.eql(['Jan 2024', '40', '40', '10', '4']);
    button(chart, 'Value').click();
    await chart.updateComplete;
    expect(button(chart, 'Value').getAttribute('aria-pressed')).to.equal('true');
    expect(chart.currentScene?.table.rows[1]?.[2]).to.equal('400.00');
    expect((await chartOf({ data: purchases, ...columns, plain: true })).renderRoot.querySelector('.switch')).to.equal(null);
    const valueless = await chartOf({ result: { ...chart.currentResult!, table: { ...chart.currentResult!.table, columns: { ...chart.currentResult!.table.columns, value: chart.currentResult!.table.columns['value']!.map(() => null) } } } });
    expect([...valueless.renderRoot.querySelectorAll('.switch')]).to.have.length(3);
    expect([...valueless.renderRoot.querySelectorAll('.switch button')].map((choice) => choice.textContent)).to.include('Orders').and.not.include('Value');
  });

  it('tells which customers are in a cell that was chosen by keyboard', async () => {
    const chart = await chartOf({ data: purchases, ...columns });
    chart.renderRoot.querySelector<HTMLElement>('.hotspot')!.focus();
    for (const press of ['ArrowDown', 'ArrowRight', 'Home', 'ArrowRight', 'ArrowRight']) {
      await sendKeys({ press });
      await chart.updateComplete;
      await aTimeout(0);
    }
    expect(chart.renderRoot.querySelector('.hotspot')!.getAttribute('aria-label')).to.contain('Jan 2024 cohort, month 1 (Feb 2024): Customers 10 of 40, Retention 25.0%');
    setTimeout(() => void sendKeys({ press: 'Enter' }));
    const { detail } = await oneEvent(chart, 'cl-select');
    expect(detail).to.deep.include({ metric: 'retention', marks: [{ cohort: '2024-01-01', offset: 1 }], label: 'Jan 2024 cohort, month 1 (Feb 2024)' });
    const dataset = new Dataset(sourceOf(purchases));
    if (detail.predicate?.op !== 'customersIn') throw new Error('no customers behind the mark');
    const ids = await customerIds(dataset, await membersOf(dataset, detail.predicate));
    expect(ids.sort()).to.eql(Array.from({ length: 10 }, (_, i) => `j${i}`).sort());
  });

  it('marks the chosen cohort in both views', async () => {
    const chart = await chartOf({ data: purchases, ...columns, selection: [{ cohort: '2024-02-01' }] });
    expect(chart.renderRoot.querySelectorAll('.chosen')).to.have.length(1);
    chart.view = 'curves';
    await chart.updateComplete;
    expect(chart.renderRoot.querySelectorAll('path.cohort-line.picked')).to.have.length.of.at.least(1);
    expect([...chart.renderRoot.querySelectorAll('.plot text')].map(({ textContent }) => textContent)).to.include('Feb 2024');
  });

  it('shows a tooltip with all of a cell, and until when it is in progress', async () => {
    const chart = await chartOf({ data: purchases, ...columns, asOf: '2024-03-20' });
    const plot = chart.renderRoot.querySelector('.plot')!;
    const box = plot.getBoundingClientRect();
    const mark = chart.currentScene!.marks.find(({ id }) => id === '2024-02-01/1')!;
    plot.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + mark.x + 5, clientY: box.top + mark.y + 5, pointerType: 'mouse', bubbles: true }));
    await chart.updateComplete;
    expect(partText(chart, 'tooltip')).to.contain('until Mar 31, 2024');
    for (const { value } of mark.lines) expect(partText(chart, 'tooltip')).to.contain(value);
  });

  it('keeps every text inside the plot, as the browser measures it', async () => {
    for (const width of [280, 479, 480, 640, 1000]) {
      for (const [data, period] of [[purchases, 'month'], [weekly, 'week']] as const) {
        for (const view of ['grid', 'curves'] as const) {
          const chart = await chartOf({ data, period, view, ...columns }, width, width === 480 ? 'zh-CN' : 'en');
          const plot = chart.renderRoot.querySelector('.plot')!.getBoundingClientRect();
          for (const text of chart.renderRoot.querySelectorAll('.plot text')) {
            const box = text.getBoundingClientRect();
            expect(box.left, `${view} ${width} ${text.textContent}`).to.be.at.least(plot.left - 2);
            expect(box.right, `${view} ${width} ${text.textContent}`).to.be.at.most(plot.right + 2);
          }
          chart.parentElement!.remove();
        }
      }
    }
  }).timeout(60_000);

  it('draws 104 weekly cohorts with one path a colour', async () => {
    const chart = await chartOf({ data: weekly, period: 'week', ...columns }, 1000);
    expect(chart.renderRoot.querySelectorAll('.plot path')).to.have.length.below(40);
    expect(chart.currentScene!.marks.length).to.be.above(5460);
  });

  it('draws what a backend computed: a result, or its main table alone', async () => {
    const result = await evaluateOnce(new Dataset(sourceOf(purchases)), { metric: 'retention', options: columns });
    const whole = await chartOf({ result });
    const alone = await chartOf({ result: tableToIpc(result.table) });
    expect(alone.currentScene?.table.rows).to.eql(whole.currentScene?.table.rows);
    expect(alone.currentScene?.grid?.paths).to.eql(whole.currentScene?.grid?.paths);
  });

  it('says that there are no data yet, which column is missing, and which option is wrong', async () => {
    expect((await chartOf({})).renderRoot.querySelector('.message')?.textContent.trim()).to.equal('No data yet');
    const missing = await chartOf({ data: purchases, ...columns, time: 'moment' });
    expect(missing.error?.message).to.contain('"moment"');
    expect(missing.renderRoot.querySelector('[role=alert]')).not.to.equal(null);
    await expect(missing).to.be.accessible();
    const wrong = await chartOf({ data: purchases, ...columns, period: 'fortnight' as 'week' });
    expect(wrong.error?.message).to.contain('fortnight');
  });

  it('speaks another language at once when the page does', async () => {
    const chart = await chartOf({ data: purchases, ...columns });
    chart.parentElement!.lang = 'zh-CN';
    await waitUntil(() => partText(chart, 'title') === '客户留存');
    expect(partText(chart, 'summary')).to.contain('22.2% 在首购次月再次购买');
    expect(button(chart, '曲线')).to.not.equal(undefined);
    await expect(chart).to.be.accessible();
  });

  it('is readable in the dark', async () => {
    const chart = await chartOf({ data: purchases, ...columns, theme: 'dark' });
    chart.parentElement!.style.background = '#15191d';
    await expect(chart).to.be.accessible();
  });

  it('has text that is read on each of its cells (4.5:1), in every theme', async () => {
    const result = tableOf({ cohort: 'date', size: 'int32', offset: 'int32', active: 'int32' }, Array.from({ length: 64 }, (_, i) => {
      const [row, offset] = [Math.floor(i / 8), i % 8];
      return { cohort: `2024-0${row + 1}-01`, size: 1000, offset, active: offset === 0 ? 1000 : 10 * (row * 7 + offset) };
    }));
    for (const theme of ['light', 'dark'] as const) {
      for (const more of [null, 'more'] as const) {
        const chart = await chartOf({ result, theme, contrast: more });
        const grounds = [...chart.renderRoot.querySelectorAll<SVGPathElement>('.plot path.fill, .plot path.base')];
        expect(grounds).to.have.length.above(50);
        let read = 0;
        for (const text of chart.renderRoot.querySelectorAll<SVGTextElement>('.plot text')) {
          const [x, y] = [Number(text.getAttribute('x')), Number(text.getAttribute('y')) - 4];
          const ground = grounds.find((path) => path.isPointInFill(new DOMPoint(x, y)));
          if (ground === undefined) continue;
          read++;
          const [ink, cell] = [getComputedStyle(text).fill, getComputedStyle(ground).fill];
          expect(contrast(parseColor(ink)!, parseColor(cell)!), `${theme} ${more} ${text.textContent}: ${ink} on ${cell}`).to.be.at.least(4.5);
        }
        // All cells, and the row of all cohorts.
        expect(read).to.equal(72);
        chart.parentElement!.remove();
      }
    }
  });

  it('has text that is read on hatched and on projected cells, in every theme', async () => {
    const rows: Row[] = [0, 1, 2, 3].flatMap((from) => [60, 30, 20, 15].slice(0, 4 - from).flatMap((count, offset) => people(`${from}-`, count, `2024-0${from + offset + 1}-05`, 10)));
    for (const theme of ['light', 'dark'] as const) {
      for (const more of [null, 'more'] as const) {
        const chart = await chartOf({ data: csvOf(rows), ...columns, mode: 'streak', project: true, asOf: '2024-04-20', theme, contrast: more });
        const colour = (selector: string, name: 'fill' | 'stroke'): string => getComputedStyle(chart.renderRoot.querySelector(selector)!)[name];
        const grounds = [colour('.hatch-ground', 'fill'), colour('.hatch-line', 'stroke')];
        const [hatched, projected] = ['.on-partial', '.projected-text'].map((tone) => [...chart.renderRoot.querySelectorAll(`.plot text${tone}`)]);
        expect(hatched).to.have.length.above(2);
        expect(projected).to.have.length.above(2);
        for (const text of hatched!) for (const ground of grounds) expect(contrast(parseColor(getComputedStyle(text).fill)!, parseColor(ground)!), `${theme} ${more} on ${ground}`).to.be.at.least(4.5);
        for (const text of projected!) expect(contrast(parseColor(getComputedStyle(text).fill)!, parseColor(grounds[0]!)!), `${theme} ${more}`).to.be.at.least(4.5);
        chart.parentElement!.remove();
      }
    }
  });

  it('scrolls the rows of 104 cohorts under their head, by pointer and by key, and draws only those in sight', async () => {
    for (const dir of ['ltr', 'rtl']) {
      const chart = await chartOf({ data: weekly, period: 'week', dir, ...columns }, 700);
      await expect(chart).to.be.accessible();
      const pane = chart.renderRoot.querySelector('.pane')!;
      const names = (): string[] => [...pane.querySelectorAll('text.small:not(.muted)')].map(({ textContent }) => textContent);
      expect(names()).to.include('Jan 3, 2022').and.to.have.length.below(40);
      pane.scrollTop = 900;
      await frames(3);
      await chart.updateComplete;
      expect(names()).not.to.include('Jan 3, 2022');
      expect(names()).to.include(chart.currentScene!.marks.find(({ row, column }) => row === 55 && column === 0)!.title);
      const box = chart.renderRoot.querySelector('.plot')!.getBoundingClientRect();
      const mark = chart.currentScene!.marks.find(({ row, column }) => row === 60 && column === 5)!;
      const at = { clientX: box.left + mark.x + mark.width / 2, clientY: box.top + mark.y + mark.height / 2 - 900, bubbles: true };
      pane.dispatchEvent(new PointerEvent('pointermove', { ...at, pointerType: 'mouse' }));
      expect(partText(chart, 'tooltip')).to.contain(mark.title);
      pane.dispatchEvent(new MouseEvent('click', at));
      await chart.updateComplete;
      expect(chart.selection).to.eql([mark.mark]);
      const frame = pane.querySelector('.chosen')!.getBoundingClientRect();
      expect(frame.left).to.be.closeTo(box.left + mark.x, 0.6);
      expect(frame.top).to.be.closeTo(box.top + mark.y - 900, 0.6);
      const hotspot = (): HTMLElement => chart.renderRoot.querySelector<HTMLElement>('.hotspot')!;
      hotspot().focus();
      for (const press of ['PageDown', 'Home']) {
        await sendKeys({ press });
        await chart.updateComplete;
        await frames(2);
      }
      expect(hotspot().getAttribute('aria-description')).to.contain('Cohort 104 of 104');
      expect(pane.scrollTop).to.be.above(1300);
      expect(hotspot().getBoundingClientRect().bottom).to.be.at.most(pane.getBoundingClientRect().bottom + 1);
      await expect(chart).to.be.accessible();
      await sendKeys({ press: 'PageUp' });
      await chart.updateComplete;
      // The row of all cohorts has a cell there, or the nearest.
      expect(hotspot().closest('.pane')).to.equal(null);
      chart.parentElement!.remove();
    }
  });

  it('prints and exports all rows, and is scrolled to where it was afterwards', async () => {
    const chart = await chartOf({ data: weekly, period: 'week', ...columns }, 1000);
    const pane = (): Element | null => chart.renderRoot.querySelector('.pane');
    const cells = (root: ParentNode): number => [...root.querySelectorAll('path')].map((path) => path.getAttribute('d')?.match(/M/g)?.length ?? 0).reduce((sum, count) => sum + count, 0);
    pane()!.scrollTop = 500;
    await frames(3);
    const written = new DOMParser().parseFromString(await (await chart.export('svg')).text(), 'image/svg+xml');
    expect(cells(written)).to.be.at.least((104 * 105) / 2);
    expect(pane()!.scrollTop).to.equal(500);
    window.dispatchEvent(new Event('beforeprint'));
    expect(pane()).to.equal(null);
    expect(cells(chart.renderRoot.querySelector('.plot svg')!)).to.be.at.least((104 * 105) / 2);
    window.dispatchEvent(new Event('afterprint'));
    expect(pane()!.scrollTop).to.equal(500);
    expect(chart.currentScene!.table.rows).to.have.length(106);
  });
});
