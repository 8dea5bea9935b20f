import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { type ChartElement, type Dashboard, type DrillEvent, type FilterBar, type MetricTile, rowsOf } from 'clientele';
import { companyArrow } from '../fixtures/company-arrow.js';
import { waitUntil } from '../contracts/wait-until.js';

type Chart = ChartElement & HTMLElement;

/** The demo's four charts and key figures on the company of 400 customers, drawn. */
async function mount(attributes: Partial<Dashboard> = {}): Promise<Dashboard> {
  const dashboard = await fixture<Dashboard>(html`<cl-dashboard customers="orders">
    <cl-source id="orders" customer="customer_id" time="ts" .data=${companyArrow('orders')}></cl-source>
    <cl-source id="surveys" customer="customer_id" time="ts" .data=${companyArrow('surveys')}></cl-source>
    <cl-source id="people" customer="customer_id" .data=${companyArrow('customers')}></cl-source>
    <cl-filter-bar dates compare with-as-of pickers="people.segment=Segment, orders.channel"></cl-filter-bar>
    <cl-metric-tile for="orders" figure="active-customers" customer="customer_id" time="ts" as-of="2026-09-20"></cl-metric-tile>
    <cl-customer-pyramid id="pyramid" for="orders" value="amount" time="ts" span="full"></cl-customer-pyramid>
    <cl-retention-cohort id="retention" for="orders" time="ts" period="quarter"></cl-retention-cohort>
    <cl-satisfaction-score id="satisfaction" for="surveys" score="nps" customer="customer_id"></cl-satisfaction-score>
  </cl-dashboard>`);
  Object.assign(dashboard, attributes);
  await settled(dashboard);
  return dashboard;
}

const chartsOf = (dashboard: Dashboard): Chart[] => [...dashboard.querySelectorAll<Chart>('cl-metric-tile, cl-customer-pyramid, cl-retention-cohort, cl-satisfaction-score:not(.alone)')];
const chart = (dashboard: Dashboard, id: string): Chart => dashboard.querySelector<Chart>(`#${id}`)!;
const bar = (dashboard: Dashboard): FilterBar => dashboard.querySelector('cl-filter-bar')!;
const inBar = (dashboard: Dashboard, selector: string): HTMLElement[] => [...bar(dashboard).renderRoot.querySelectorAll<HTMLElement>(selector)];
const said = (dashboard: Dashboard): string => inBar(dashboard, 'output')[0]!.textContent.trim();
const chips = (dashboard: Dashboard): string[] => inBar(dashboard, '.chip').map((chip) => chip.textContent.replace('×', '').trim());
const button = (dashboard: Dashboard, text: string): HTMLButtonElement => inBar(dashboard, 'button').find((one) => one.textContent.trim() === text) as HTMLButtonElement;

async function settled(dashboard: Dashboard): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 30));
  await waitUntil(() => chartsOf(dashboard).every(({ state }) => state === 'complete') && dashboard.customerCount !== null && inBar(dashboard, 'output[aria-busy=false]').length === 1, 'the dashboard settles');
  await new Promise((resolve) => setTimeout(resolve, 30));
  await waitUntil(() => chartsOf(dashboard).every(({ state }) => state === 'complete'), 'the charts settle');
}

const answersOf = (one: Chart): number => Number(one.currentResult!.scalars['n']);
const tiersOf = (dashboard: Dashboard): unknown[] => rowsOf(chart(dashboard, 'pyramid').currentResult!.table).map((row) => row['customers']);

describe('cl-dashboard', () => {
  it('shows every other chart the customers chosen in one, says how many, and spares the chart that was asked', async () => {
    const dashboard = await mount();
    expect(said(dashboard)).to.equal('All 400 customers');
    const [answers, tiers] = [answersOf(chart(dashboard, 'satisfaction')), tiersOf(dashboard)];
    chart(dashboard, 'pyramid').select([{ tier: 'big' }]);
    await settled(dashboard);
    expect(said(dashboard)).to.equal('16 of 400 customers');
    expect(chips(dashboard)).to.deep.equal(['Customer pyramid: Big']);
    expect(tiersOf(dashboard)).to.deep.equal(tiers);
    expect(answersOf(chart(dashboard, 'satisfaction'))).to.be.lessThan(answers);
    expect(rowsOf(chart(dashboard, 'retention').currentResult!.table).filter((row) => row['offset'] === 0).reduce((sum, row) => sum + Number(row['active']), 0)).to.equal(16);
  });

  it('goes back and forth, one step at a time, to the same numbers', async () => {
    const dashboard = await mount();
    const before = answersOf(chart(dashboard, 'satisfaction'));
    expect(button(dashboard, 'Undo').disabled).to.equal(true);
    chart(dashboard, 'pyramid').select([{ tier: 'big' }]);
    await settled(dashboard);
    const after = answersOf(chart(dashboard, 'satisfaction'));
    button(dashboard, 'Undo').click();
    await settled(dashboard);
    expect(answersOf(chart(dashboard, 'satisfaction'))).to.equal(before);
    expect(chart(dashboard, 'pyramid').selection).to.deep.equal([]);
    button(dashboard, 'Redo').click();
    await settled(dashboard);
    expect(answersOf(chart(dashboard, 'satisfaction'))).to.equal(after);
    expect(chart(dashboard, 'pyramid').selection).to.deep.equal([{ tier: 'big' }]);
    inBar(dashboard, '.chip button')[0]!.click();
    await settled(dashboard);
    expect([chips(dashboard), said(dashboard)]).to.deep.equal([[], 'All 400 customers']);
    button(dashboard, 'Undo').click();
    await settled(dashboard);
    button(dashboard, 'Reset').click();
    await settled(dashboard);
    expect(dashboard.view.choices).to.deep.equal([]);
  });

  it('offers values of a column with the customers they leave, in native controls', async () => {
    const dashboard = await mount();
    const [segment] = inBar(dashboard, 'details summary');
    segment!.click();
    await waitUntil(() => inBar(dashboard, '.options .check').length > 0);
    const offered = inBar(dashboard, '.options .check').map((label) => label.textContent.replaceAll(/\s+/g, ' ').trim());
    expect(offered.reduce((sum, text) => sum + Number(text.split(' ').at(-1)), 0)).to.equal(400);
    inBar(dashboard, '.options input')[0]!.click();
    await settled(dashboard);
    const [name, count] = [offered[0]!.split(' ').slice(0, -1).join(' '), offered[0]!.split(' ').at(-1)];
    expect(said(dashboard)).to.equal(`${count} of 400 customers`);
    expect(chips(dashboard)).to.deep.equal([`Segment: ${name}`]);
    expect(inBar(dashboard, 'summary .count')[0]!.textContent).to.equal('1');
  });

  it('narrows sources by dates that count back from the last date of the data', async () => {
    const dashboard = await mount();
    const rows = chart(dashboard, 'pyramid').currentResult!.diagnostics.rowsIn;
    const select = bar(dashboard).renderRoot.querySelector('select')!;
    select.value = 'days-90';
    select.dispatchEvent(new Event('change'));
    await settled(dashboard);
    const result = chart(dashboard, 'pyramid').currentResult!;
    expect(result.diagnostics.rowsUsed).to.be.lessThan(rows);
    expect(dashboard.view.dates!.to).to.match(/^2026-09-/);
    expect(chips(dashboard)[0]).to.match(/^Period: .+ 2026 – .+ 2026$/);
    expect(Number(result.scalars['customers'])).to.equal(dashboard.customerCount!.count);
    expect(inBar(dashboard, '.only-then')[0]!.textContent).to.match(/active before it appears as new/);
    button(dashboard, 'Undo').click();
    await settled(dashboard);
    expect(inBar(dashboard, '.only-then')).to.have.length(0);
  });

  it('says in a tile without data which figure it is, in either language', async () => {
    const tile = await fixture<MetricTile>(html`<cl-metric-tile figure="nps"></cl-metric-tile>`);
    const title = (): string => tile.renderRoot.querySelector('[part=title]')?.textContent.trim() ?? '';
    expect(title()).to.equal('NPS');
    tile.figure = 'active-customers';
    tile.lang = 'zh-CN';
    await waitUntil(() => title() === '活跃客户', 'the title follows');
  });

  it('compares key figures with the period before, whatever day the dates begin on', async () => {
    const dashboard = await mount();
    const tile = (): MetricTile => dashboard.querySelector('cl-metric-tile')!;
    const monthsOf = (): (readonly string[])[] => tile().currentScene!.table.rows.map((row) => [...row]);
    const all = monthsOf();
    dashboard.show({ ...dashboard.view, dates: { from: '2026-03-28', to: '2026-05-10' } });
    await settled(dashboard);
    const april = all.findIndex(([month]) => month === 'Apr 2026');
    expect(april).to.be.greaterThan(1);
    expect(monthsOf()).to.deep.equal(all.slice(0, april + 1));
    expect(tile().currentScene!.summary).to.match(/^Apr 2026; .+ on Mar 2026/);
  });

  it('follows the page: sets and reads the view, tells of each change, and honours its filters', async () => {
    const dashboard = await mount();
    const views: number[] = [];
    dashboard.addEventListener('cl-view', ({ detail }) => views.push(detail.choices.length + detail.filters.length));
    dashboard.choose('pyramid', [{ tier: 'small' }]);
    dashboard.setFilter({ id: 'channel', source: 'orders', where: { op: 'eq', column: 'channel', value: 'App' }, label: 'App' });
    dashboard.removeFilter('channel');
    dashboard.choose('pyramid', []);
    expect(views).to.deep.equal([1, 2, 1, 0]);
    expect(() => dashboard.choose('pyramide', [])).to.throw(/no such chart, got "pyramide".+did you mean "pyramid"/);
    dashboard.filters = [
      { id: 'a', source: 'people', where: { op: 'eq', column: 'market', value: 'CN' }, label: 'China', locked: true },
      { id: 'b', source: 'orders', where: { op: 'eq', column: 'kind', value: 'purchase' }, label: 'Purchases', hidden: true, keeps: 'rows' },
    ];
    await settled(dashboard);
    expect(chips(dashboard)).to.deep.equal(['China']);
    expect(inBar(dashboard, '.chip button')).to.have.length(0);
    expect(dashboard.customerCount!.count).to.be.greaterThan(0).and.lessThan(400);
    dashboard.reset();
    expect(dashboard.filters).to.have.length(2);
  });

  it('tells who the customers are only where the page allows it', async () => {
    const dashboard = await mount();
    dashboard.choose('pyramid', [{ tier: 'top' }]);
    await settled(dashboard);
    expect(button(dashboard, 'Show customers')).to.equal(undefined);
    for (const drill of ['count', 'ids'] as const) {
      dashboard.drill = drill;
      await dashboard.updateComplete;
      bar(dashboard).requestUpdate();
      await bar(dashboard).updateComplete;
      setTimeout(() => button(dashboard, 'Show customers').click());
      const { detail } = await oneEvent<DrillEvent>(dashboard, 'cl-drill');
      expect(detail).to.include({ count: 4, total: 400 });
      expect(detail.ids?.length).to.equal(drill === 'ids' ? 4 : undefined);
    }
  });

  it('steers charts in shadow roots and slots, by sources of the dashboard', async () => {
    const dashboard = await mount();
    const host = document.createElement('div');
    const inner = document.createElement('cl-customer-pyramid');
    inner.setAttribute('for', 'orders');
    inner.setAttribute('value', 'amount');
    host.attachShadow({ mode: 'open' }).append(inner);
    dashboard.append(host);
    await waitUntil(() => inner.state === 'complete', 'the chart in the shadow root draws');
    dashboard.choose('satisfaction', [{ group: 'promoters' }]);
    await settled(dashboard);
    await waitUntil(() => Number(inner.currentResult!.scalars['customers']) < 400, 'it follows');
    expect(inner.currentResult!.scalars['customers']).to.equal(chart(dashboard, 'pyramid').currentResult!.scalars['customers']);
    inner.select([{ tier: 'big' }]);
    expect(dashboard.view.choices.map(({ chart }) => chart)).to.deep.equal(['satisfaction', 'cl-customer-pyramid-1']);
  });

  it('lets charts off screen wait, and draws them when they are seen or the page is idle', async () => {
    const dashboard = await mount();
    const far = document.createElement('cl-customer-pyramid');
    for (const [name, value] of [['for', 'orders'], ['value', 'amount'], ['id', 'far']] as const) far.setAttribute(name, value);
    const spacer = document.createElement('div');
    spacer.style.blockSize = '6000px';
    dashboard.append(spacer, far);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await waitUntil(() => far.state === 'complete', 'an idle page draws it');
    expect(far.getBoundingClientRect().top).to.be.greaterThan(innerHeight);
  });

  it('opens a tile large without making the chart anew, and gives it back', async () => {
    const dashboard = await mount();
    const pyramid = chart(dashboard, 'pyramid');
    const width = pyramid.clientWidth;
    const states: string[] = [];
    pyramid.addEventListener('cl-state', ({ detail }) => states.push(detail.state));
    const open = dashboard.renderRoot.querySelector<HTMLButtonElement>('.tile .enlarge')!;
    expect(open.getAttribute('aria-label')).to.equal('Enlarge: Customer pyramid');
    open.focus();
    open.click();
    await dashboard.updateComplete;
    const dialog = dashboard.renderRoot.querySelector('dialog')!;
    expect(dialog.open).to.equal(true);
    await waitUntil(() => pyramid.assignedSlot === null || pyramid.clientWidth !== width || innerWidth < width + 100);
    expect(pyramid.getBoundingClientRect().width).to.be.greaterThan(0);
    dialog.querySelector<HTMLButtonElement>('.close')!.click();
    await dashboard.updateComplete;
    expect([dialog.open, states, pyramid.clientWidth]).to.deep.equal([false, [], width]);
  });

  it('comes back as it was saved, also from the address', async () => {
    const dashboard = await mount();
    dashboard.choose('pyramid', [{ tier: 'medium' }]);
    await settled(dashboard);
    const [saved, numbers] = [JSON.parse(JSON.stringify(dashboard.save())) as unknown, answersOf(chart(dashboard, 'satisfaction'))];
    const link = await dashboard.link();
    expect(new URL(link).hash.length).to.be.lessThan(2_000);
    const other = await mount();
    other.restore(saved);
    await settled(other);
    expect([answersOf(chart(other, 'satisfaction')), said(other), chips(other)]).to.deep.equal([numbers, said(dashboard), chips(dashboard)]);
    expect(() => other.restore({ version: 1 })).to.throw(/saved view: .+expected a property "view"/);
    const before = location.hash;
    history.replaceState(null, '', new URL(link).hash);
    const linked = await mount({ hash: 'view' });
    await linked.updateComplete;
    dispatchEvent(new HashChangeEvent('hashchange'));
    await waitUntil(() => linked.view.choices.length === 1);
    linked.reset();
    await waitUntil(() => location.hash !== new URL(link).hash);
    linked.hash = null;
    history.replaceState(null, '', before === '' ? location.pathname + location.search : before);
  });

  it('counts appended rows in every chart', async () => {
    const dashboard = await mount();
    const total = Number(chart(dashboard, 'pyramid').currentResult!.scalars['total']);
    expect(await dashboard.appendRows('orders', companyArrow('orders'))).to.be.greaterThan(0);
    await settled(dashboard);
    expect(Number(chart(dashboard, 'pyramid').currentResult!.scalars['total'])).to.be.closeTo(2 * total, 1e-6);
    let failed = '';
    await dashboard.appendRows('order', companyArrow('orders')).catch((error: Error) => (failed = error.message));
    expect(failed).to.match(/no such source, got "order"/);
  });

  it('writes itself down as one page with every table and picture, and nothing that runs', async () => {
    const dashboard = await mount({ heading: 'Us <b>&</b> them' });
    await settled(dashboard);
    // Nobody waits here: what is written is the answer to what was chosen.
    dashboard.choose('pyramid', [{ tier: 'big' }]);
    const text = await (await dashboard.exportHtml()).text();
    const page = new DOMParser().parseFromString(text, 'text/html');
    expect(page.querySelector('h1')!.textContent).to.equal('Us <b>&</b> them');
    expect(page.querySelector('.what')!.textContent).to.equal('16 of 400 customers · Big');
    expect([...page.querySelectorAll('h2')].map((title) => title.textContent)).to.include.members(['Customer pyramid', 'Customer retention']);
    expect(page.querySelectorAll('table').length).to.equal(4);
    expect(page.querySelectorAll('svg, img').length).to.be.at.least(4);
    expect(page.querySelectorAll('script, link, [src^=http], [href^=http]').length).to.equal(0);
  });

  it('builds itself from a dashboard.json, and says what is wrong with one', async () => {
    const orders = URL.createObjectURL(new Blob([companyArrow('orders')]));
    const description = (tiles: unknown): string => URL.createObjectURL(new Blob([JSON.stringify({
      version: 1, title: { en: 'Customers', 'zh-CN': '客户' }, columns: 1, customers: 'orders',
      sources: [{ id: 'orders', src: orders, customer: 'customer_id', time: 'ts' }],
      filterBar: { dates: true, pickers: [{ source: 'orders', column: 'channel' }] }, tiles,
    })]));
    const dashboard = await fixture<Dashboard>(html`<cl-dashboard src=${description([{ element: 'cl-customer-pyramid', id: 'pyramid', for: 'orders', span: 'full', options: { value: 'amount', timeZone: 'Europe/Berlin', minN: 5 } }, { element: 'cl-metric-tile', for: 'orders', options: { figure: 'new-customers' } }])}></cl-dashboard>`);
    await waitUntil(() => dashboard.querySelector('cl-customer-pyramid')?.state === 'complete', 'the chart is built');
    const pyramid = dashboard.querySelector('cl-customer-pyramid')!;
    expect([pyramid.getAttribute('time-zone'), pyramid.minN, dashboard.heading, dashboard.columns]).to.deep.equal(['Europe/Berlin', 5, 'Customers', 1]);
    expect(dashboard.querySelector<MetricTile>('cl-metric-tile')!.figure).to.equal('new-customers');
    dashboard.src = description([{ element: 'cl-customer-pyramid', options: { valeu: 'amount' } }]);
    await waitUntil(() => dashboard.renderRoot.querySelector('[role=alert]') !== null);
    expect(dashboard.renderRoot.querySelector('[role=alert]')!.textContent).to.match(/tiles\[0\]\.options: unknown property, got "valeu".+did you mean "value"/);
    dashboard.src = '/there-is-no-such-dashboard.json';
    await waitUntil(() => dashboard.renderRoot.querySelector('[role=alert]')!.textContent.includes('404'));
  });

  it('fails alone: a chart that can’t follow says why, the others go on', async () => {
    const dashboard = await mount();
    const nobody = document.createElement('cl-satisfaction-score');
    const source = document.createElement('cl-source');
    source.id = 'nobody';
    source.data = new Blob(['score\n9\n10\n3\n']);
    nobody.className = 'alone';
    nobody.setAttribute('for', 'nobody');
    nobody.setAttribute('score', 'score');
    dashboard.append(source, nobody);
    await waitUntil(() => nobody.state === 'complete');
    dashboard.choose('pyramid', [{ tier: 'big' }]);
    await waitUntil(() => nobody.state === 'error');
    expect(nobody.error!.message).to.match(/source "nobody" has no column with the customer/);
    await settled(dashboard);
    expect(said(dashboard)).to.equal('16 of 400 customers');
    dashboard.undo();
    await waitUntil(() => nobody.state === 'complete');
  });

  it('leaves nothing behind when it goes', async () => {
    const dashboard = await mount({ refreshEvery: 5 });
    const pyramid = chart(dashboard, 'pyramid');
    dashboard.remove();
    dashboard.show({ ...dashboard.view, asOf: '2026-01-01' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pyramid.isConnected).to.equal(false);
    document.body.append(dashboard);
    await settled(dashboard);
    expect(chips(dashboard)).to.deep.equal(['As of: Jan 1, 2026']);
    dashboard.remove();
  });
});
