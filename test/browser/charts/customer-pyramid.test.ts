import { aTimeout, expect, fixture, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { Float64, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { type CustomerPyramid, customerIds, Dataset, evaluateOnce, membersOf, sourceOf, tableToIpc } from 'clientele';
import { html } from 'lit';
import { waitUntil } from '../../contracts/wait-until.js';

/** A hundred customers of whom the nth brings 1000 / n in two rows. */
const skewed = csvOf(Array.from({ length: 200 }, (_, i) => [`c${i % 100}`, 500 / ((i % 100) + 1)]));
/** Fifty customers, the last of whom bring a loss. */
const losses = csvOf(Array.from({ length: 50 }, (_, i) => [`c${i}`, 100 - 3 * i]));

function csvOf(rows: readonly (readonly [string, number])[]): Blob {
  return new Blob([`customer,amount\n${rows.map((row) => row.join(',')).join('\n')}\n`]);
}

async function chartOf(properties: Partial<Pick<CustomerPyramid, 'data' | 'by' | 'view' | 'plain' | 'tiers' | 'result' | 'value' | 'src'>>, width = 800, lang = 'en'): Promise<CustomerPyramid> {
  const place = await fixture<HTMLElement>(html`<div lang=${lang}><cl-customer-pyramid></cl-customer-pyramid></div>`);
  place.style.width = `${width}px`;
  const chart = place.querySelector('cl-customer-pyramid')!;
  Object.assign(chart, properties);
  await chart.updateComplete;
  if (['data', 'result', 'src'].some((name) => name in properties)) await waitUntil(() => chart.state === 'complete' || chart.state === 'error', 'an answer');
  await chart.updateComplete;
  // The plot's width is measured after the first drawing.
  await aTimeout(50);
  return chart;
}

function partText(chart: CustomerPyramid, part: string): string {
  return chart.renderRoot.querySelector(`[part=${part}]`)?.textContent.trim() ?? '';
}

function buttons(chart: CustomerPyramid): HTMLButtonElement[] {
  return [...chart.renderRoot.querySelectorAll<HTMLButtonElement>('.switch button')];
}

describe('<cl-customer-pyramid>', () => {
  it('draws tiers from data it was given', async () => {
    const chart = await chartOf({ data: skewed });
    expect(partText(chart, 'summary')).to.equal('The top 1% of 100 customers bring 19.3% of value; 20% bring 69.4%.');
    expect(chart.renderRoot.querySelectorAll('rect.bar')).to.have.length(8);
    const rows = (): (string | null)[] => [...chart.renderRoot.querySelectorAll('[part=data-table] tbody th')].map((name) => name.textContent);
    // The closed table is made when the browser has nothing else to do.
    await waitUntil(() => rows().length > 0, 'a table');
    expect(rows()).to.eql(['Top', 'Big', 'Medium', 'Small']);
    await expect(chart).to.be.accessible();
  });

  it('says that there are no data yet, and nobody where there is nobody', async () => {
    expect((await chartOf({})).renderRoot.querySelector('.message')?.textContent.trim()).to.equal('No data yet');
    const nobody = tableToIPC(new Table({ customer: vectorFromArray([], new Utf8()), amount: vectorFromArray([], new Float64()) }), 'stream');
    const empty = await chartOf({ data: nobody });
    expect(empty.matches(':state(complete)') && empty.matches(':state(empty)')).to.equal(true);
    expect(empty.renderRoot.querySelector('.message')?.textContent.trim()).to.equal('No customers in these data.');
  });

  it('switches views by its buttons, and leaves them out when plain', async () => {
    const chart = await chartOf({ data: losses, by: 'profit' });
    expect(buttons(chart).map((button) => button.textContent)).to.eql(['Pyramid', 'Concentration', 'Deciles', 'Whale curve']);
    for (const [i, view] of (['concentration', 'deciles', 'whale', 'pyramid'] as const).entries()) {
      buttons(chart)[(i + 1) % 4]!.click();
      await chart.updateComplete;
      expect(chart.getAttribute('view')).to.equal(view);
      expect(chart.currentScene?.view).to.equal(view);
      expect(buttons(chart).map((button) => button.getAttribute('aria-pressed'))).to.eql([0, 1, 2, 3].map((j) => String(j === (i + 1) % 4)));
      await expect(chart).to.be.accessible();
    }
    expect(buttons(await chartOf({ data: losses, plain: true }))).to.eql([]);
  });

  it('keeps every text inside the plot, as the browser measures it', async () => {
    for (const width of [280, 479, 480, 640, 1000]) {
      for (const view of ['pyramid', 'concentration', 'deciles', 'whale'] as const) {
        for (const lang of ['en', 'zh-CN']) {
          const chart = await chartOf({ data: losses, by: 'profit', view }, width, lang);
          const plot = chart.renderRoot.querySelector('.plot')!.getBoundingClientRect();
          for (const text of chart.renderRoot.querySelectorAll('.plot text')) {
            const box = text.getBoundingClientRect();
            expect(box.left, `${view} ${width} ${text.textContent}`).to.be.at.least(plot.left - 1);
            expect(box.right, `${view} ${width} ${text.textContent}`).to.be.at.most(plot.right + 1);
          }
          chart.parentElement!.remove();
        }
      }
    }
  }).timeout(60_000);

  it('tells which customers are behind a tier that was chosen by keyboard', async () => {
    const chart = await chartOf({ data: skewed });
    chart.renderRoot.querySelector<HTMLElement>('.hotspot')!.focus();
    await sendKeys({ press: 'ArrowDown' });
    await chart.updateComplete;
    await aTimeout(0);
    setTimeout(() => void sendKeys({ press: 'Enter' }));
    const { detail } = await oneEvent(chart, 'cl-select');
    expect(detail).to.deep.include({ metric: 'pyramid', marks: [{ tier: 'big' }], label: 'Big' });
    const dataset = new Dataset(sourceOf(skewed));
    const predicate = detail.predicate;
    if (predicate?.op !== 'customersIn') throw new Error('expected a predicate of customers');
    expect(await customerIds(dataset, await membersOf(dataset, predicate))).to.eql(['c1', 'c2', 'c3', 'c4']);
    const rest = await evaluateOnce(dataset, { metric: 'pyramid', options: {}, where: predicate });
    expect(rest.scalars['customers']).to.equal(4);
    await chart.updateComplete;
    expect(chart.renderRoot.querySelectorAll('rect.bar.dimmed')).to.have.length(6);
    await sendKeys({ press: 'Escape' });
    expect(chart.selection).to.eql([]);
  });

  it('shows a tooltip with the figures of the row under the pointer', async () => {
    const chart = await chartOf({ data: skewed });
    const plot = chart.renderRoot.querySelector('.plot')!;
    const box = plot.getBoundingClientRect();
    const mark = chart.currentScene!.marks[3]!;
    plot.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + 300, clientY: box.top + mark.y + 10, pointerType: 'mouse', bubbles: true }));
    await chart.updateComplete;
    const text = partText(chart, 'tooltip');
    expect(text).to.contain('Small');
    for (const { value } of mark.lines) expect(text).to.contain(value);
  });

  it('draws what a backend computed: a result, or its main table alone', async () => {
    const result = await evaluateOnce(new Dataset(sourceOf(skewed)), { metric: 'pyramid', options: {} });
    const whole = await chartOf({ result });
    expect(whole.currentScene?.views).to.eql(['pyramid', 'concentration', 'deciles']);
    const alone = await chartOf({ result: tableToIpc(result.table) });
    expect(alone.currentScene?.views).to.eql(['pyramid']);
    expect(alone.currentScene?.table.rows).to.eql(whole.currentScene?.table.rows);
    expect(buttons(alone)).to.eql([]);
  });

  it('takes tiers as JSON, and says what is wrong with them', async () => {
    const tiers = '[{"name":"Gold","cumulativeShare":0.1},{"name":"Rest","cumulativeShare":1}]';
    const chart = await chartOf({ data: skewed, tiers });
    expect(chart.currentScene?.marks.map((mark) => mark.title)).to.eql(['Gold', 'Rest']);
    const wrong = await chartOf({ data: skewed, tiers: '[{' });
    await waitUntil(() => wrong.state === 'error');
    expect(wrong.error?.message).to.contain('attribute "tiers" is no JSON');
    await wrong.updateComplete;
    expect(wrong.renderRoot.querySelector('[role=alert]')).not.to.equal(null);
    await expect(wrong).to.be.accessible();
  });

  it('says which column is missing', async () => {
    const chart = await chartOf({ data: skewed, value: 'profit' });
    expect(chart.state).to.equal('error');
    expect(chart.error?.message).to.contain('"profit"');
  });

  it('speaks another language at once when the page does', async () => {
    const chart = await chartOf({ data: skewed });
    chart.parentElement!.lang = 'zh-CN';
    await waitUntil(() => partText(chart, 'title') === '客户金字塔');
    expect(partText(chart, 'summary')).to.contain('前 20% 贡献了 69.4%');
    expect(buttons(chart).map((button) => button.textContent)).to.eql(['金字塔', '集中度', '十等分']);
  });

  it('lays tiers out under one another where it is narrow', async () => {
    const chart = await chartOf({ data: skewed }, 360);
    expect(chart.renderRoot.querySelectorAll('rect.bar.count')).to.have.length(4);
    expect(chart.renderRoot.querySelectorAll('polygon')).to.have.length(0);
    await expect(chart).to.be.accessible();
  });
});
