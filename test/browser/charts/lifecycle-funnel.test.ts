import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { Dataset, evaluateOnce, type LifecycleFunnel, type SelectEvent, sourceOf, tableToIpc } from 'clientele';
import { sendKeys } from '@web/test-runner-commands';
import { companyArrow } from '../../fixtures/company-arrow.js';
import { waitUntil } from '../../contracts/wait-until.js';

const STEPS = 'visit,signup,basket,purchase,repeat,advocate';

const roles = html`<cl-lifecycle-funnel customer="customer_id" time="ts" stage="stage" steps=${STEPS} window="90d" as-of="2026-09-20" time-zone="Europe/Berlin"></cl-lifecycle-funnel>`;

async function funnelOf(data: Uint8Array | null = companyArrow('events')): Promise<LifecycleFunnel> {
  const element = await fixture<LifecycleFunnel>(roles);
  element.data = data;
  if (data !== null) await settled(element);
  return element;
}

async function settled(element: LifecycleFunnel): Promise<void> {
  await element.updateComplete;
  await waitUntil(() => element.state === 'complete' || element.state === 'error', 'never settled');
  await element.updateComplete;
}

function part(element: LifecycleFunnel, name: string): string {
  return element.shadowRoot?.querySelector(`[part~="${name}"]`)?.textContent.trim() ?? '';
}

function button(element: LifecycleFunnel, label: string): HTMLButtonElement {
  const found = [...(element.shadowRoot?.querySelectorAll<HTMLButtonElement>('.switch button') ?? [])].find((candidate) => candidate.textContent.trim() === label);
  if (found === undefined) throw new Error(`no button "${label}"`);
  return found;
}

async function focusFirst(element: LifecycleFunnel): Promise<void> {
  element.shadowRoot?.querySelector<HTMLElement>('.hotspot')?.focus();
  await element.updateComplete;
}

describe('<cl-lifecycle-funnel>', () => {
  it('draws the steps that are named, and says what it found', async () => {
    const element = await funnelOf();
    expect(element.state).to.equal('complete');
    expect([...(element.shadowRoot?.querySelectorAll('text.name') ?? [])].map((text) => text.textContent)).to.deep.equal([
      'Visit', 'Sign-up', 'Basket', 'Purchase', 'Repurchase', 'Advocate',
    ]);
    expect(part(element, 'summary')).to.match(/^Of [\d,]+ visitors, [\d,]+ \(\d+\.\d%\) bought and .+as of Sep 20, 2026\.$/);
    expect(element.shadowRoot?.querySelectorAll('.piece.reached').length).to.equal(6);
    await expect(element).to.be.accessible();
  });

  it('is initial without data, and in error where a column is missing', async () => {
    const element = await funnelOf(null);
    expect(element.state).to.equal('initial');
    const failed = oneEvent(element, 'cl-error');
    element.stage = 'phase';
    element.data = companyArrow('events');
    await failed;
    await element.updateComplete;
    expect(element.error?.code).to.equal('schema');
    expect(element.shadowRoot?.querySelector('[role=alert]')?.textContent).to.contain('phase');
  });

  it('says that a step which nobody reached is empty', async () => {
    const element = await funnelOf();
    element.steps = ['trial', 'visit'];
    await settled(element);
    expect(element.shadowRoot?.querySelector('.plot')?.textContent).to.contain('No customer reached the first step, Trial.');
  });

  it('takes steps, order and entries from attributes', async () => {
    const element = await fixture<LifecycleFunnel>(html`<cl-lifecycle-funnel steps=" basket , purchase" order="any" entry-range="2026-01-01/"></cl-lifecycle-funnel>`);
    expect(element.steps).to.deep.equal(['basket', 'purchase']);
    expect(element.order).to.equal('any');
    expect(element.entryRange).to.deep.equal({ from: '2026-01-01', to: null });
    element.removeAttribute('steps');
    expect(element.steps).to.equal(null);
  });

  it('switches to the states of customers, which need no stages', async () => {
    const element = await funnelOf();
    button(element, 'States over time').click();
    await settled(element);
    await waitUntil(() => element.currentResult?.metric === 'lifecycle');
    await element.updateComplete;
    expect(button(element, 'States over time').getAttribute('aria-pressed')).to.equal('true');
    expect(part(element, 'summary')).to.match(/^In Aug 2026, [\d,]+ customers were active/);
    expect(element.shadowRoot?.querySelectorAll('.piece.dormant').length).to.be.greaterThan(10);
    await expect(element).to.be.accessible();
  });

  it('hides the switch when plain', async () => {
    const element = await funnelOf();
    element.plain = true;
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('.switch')).to.equal(null);
  });

  it('is walked by arrow keys and chosen from by Enter', async () => {
    const element = await funnelOf();
    await focusFirst(element);
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'End' });
    await element.updateComplete;
    const hotspot = element.shadowRoot?.querySelector<HTMLElement>('.hotspot');
    expect(hotspot?.getAttribute('aria-label')).to.match(/^Lost after Visit: Customers [\d,]+; Of Visit \d+\.\d%/);
    const chosen = oneEvent<SelectEvent>(element, 'cl-select');
    await sendKeys({ press: 'Enter' });
    const { detail } = await chosen;
    expect(detail.marks).to.deep.equal([{ stage: 'visit', outcome: 'dropped' }]);
    expect(detail.predicate).to.include({ op: 'customersIn', column: 'customer_id', metric: 'funnel' });
    await element.updateComplete;
    expect(element.shadowRoot?.querySelectorAll('.piece:not(.faded)').length).to.equal(1);
  });

  it('lets go of what was chosen before the view changes', async () => {
    const element = await funnelOf();
    await focusFirst(element);
    await sendKeys({ press: 'Enter' });
    expect(element.selection.length).to.equal(1);
    const cleared = oneEvent<SelectEvent>(element, 'cl-select');
    button(element, 'States over time').click();
    const { detail } = await cleared;
    expect([detail.metric, detail.marks, detail.predicate]).to.deep.equal(['funnel', [], null]);
  });

  it('shows the tooltip of the piece under the pointer', async () => {
    const element = await funnelOf();
    const plot = element.shadowRoot?.querySelector('.plot');
    const mark = element.currentScene?.marks.find((candidate) => candidate.id === 'basket/reached');
    const box = plot?.getBoundingClientRect();
    if (plot === null || plot === undefined || mark === undefined || box === undefined) throw new Error('nothing drawn');
    plot.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + mark.x + 3, clientY: box.top + mark.y + 3, pointerType: 'mouse', bubbles: true }));
    await element.updateComplete;
    expect(part(element, 'tooltip')).to.match(/^Basket/);
    expect(part(element, 'tooltip')).to.match(/Of Sign-up\s*\d+\.\d% \(\d+\.\d% – \d+\.\d%\)/);
  });

  it('has a table that says the same', async () => {
    const element = await funnelOf();
    element.panel = 'table';
    await element.updateComplete;
    const rows = [...(element.shadowRoot?.querySelectorAll('tbody tr') ?? [])].map((row) => [...row.children].map((cell) => cell.textContent.trim()));
    expect(rows).to.deep.equal(element.currentScene?.table.rows);
    expect(rows.length).to.equal(6);
  });

  it('follows the language of the page', async () => {
    const element = await funnelOf();
    document.documentElement.lang = 'zh-CN';
    try {
      await waitUntil(() => part(element, 'title') === '客户生命周期漏斗');
      expect(part(element, 'summary')).to.contain('名访客');
    } finally {
      document.documentElement.lang = 'en';
    }
    await waitUntil(() => part(element, 'title') === 'Lifecycle funnel');
  });

  it('shows a result that was computed elsewhere, without a switch that it could not follow', async () => {
    const result = await evaluateOnce(new Dataset(sourceOf(companyArrow('events'))), {
      metric: 'lifecycle', options: { customer: 'customer_id', time: 'ts', period: 'quarter', asOf: '2026-09-20' },
    });
    const element = await fixture<LifecycleFunnel>(html`<cl-lifecycle-funnel .result=${result}></cl-lifecycle-funnel>`);
    await settled(element);
    expect(part(element, 'title')).to.equal('Customers by quarter');
    expect(element.shadowRoot?.querySelector('.switch')).to.equal(null);
  });

  it('shows the main table alone, as a backend sends it', async () => {
    const { table } = await evaluateOnce(new Dataset(sourceOf(companyArrow('events'))), {
      metric: 'funnel', options: { customer: 'customer_id', time: 'ts', stage: 'stage', steps: ['visit', 'basket'], window: '30d' },
    });
    const element = await fixture<LifecycleFunnel>(html`<cl-lifecycle-funnel .result=${tableToIpc(table)}></cl-lifecycle-funnel>`);
    await settled(element);
    expect(part(element, 'summary')).to.match(/^Of [\d,]+ visitors, [\d,]+ \(\d+\.\d%\) filled a basket\.$/);
  });

  it('takes what to compare with from its attribute, and says what became of it', async () => {
    const element = await funnelOf();
    element.setAttribute('entry-range', '2026-04-01/2026-06-30');
    element.setAttribute('compare-range', 'previous');
    await settled(element);
    await waitUntil(() => element.currentResult?.tables['earlier'] !== undefined);
    await element.updateComplete;
    expect(element.currentResult?.options['compareRange']).to.deep.equal({ from: '2026-01-01', to: '2026-03-31' });
    expect(element.shadowRoot?.querySelectorAll('.plot .ghost').length).to.be.greaterThan(2);
    expect(part(element, 'summary')).to.match(/; compared with those who entered Jan 1\s–\sMar 31, 2026, (?:no conversion changed distinguishably|conversion to )/);
    element.setAttribute('compare-range', '2025-10-01/2025-12-31');
    expect(element.compareRange).to.deep.equal({ from: '2025-10-01', to: '2025-12-31' });
    element.removeAttribute('compare-range');
    expect(element.compareRange).to.equal(null);
  });

  it('says what is missing where there is nothing to compare', async () => {
    const element = await funnelOf(null);
    element.compareRange = 'previous';
    element.data = companyArrow('events');
    await settled(element);
    expect(element.error?.message).to.contain('an entryRange with its beginning as well');
  });

  it('splits its steps by segment in a view of its own, walked by step and segment, chosen from by Enter', async () => {
    const element = await funnelOf();
    expect([...(element.shadowRoot?.querySelectorAll('.switch button') ?? [])].some((each) => each.textContent.trim() === 'Segments')).to.equal(false);
    element.segment = 'market';
    await settled(element);
    button(element, 'Segments').click();
    await settled(element);
    await focusFirst(element);
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'ArrowDown' });
    await element.updateComplete;
    const { legend } = element.currentScene!;
    const second = legend[1]!.label;
    expect(element.shadowRoot?.querySelector('.hotspot')?.getAttribute('aria-label')).to.match(new RegExp(`^${second}: Sign-up: Customers`));
    const chosen = oneEvent<SelectEvent>(element, 'cl-select');
    await sendKeys({ press: 'Enter' });
    expect((await chosen).detail.marks).to.deep.equal([{ stage: 'signup', outcome: 'reached', segment: second }]);
    const { count } = await element.members();
    const table = element.currentResult!.tables['segments']!;
    const row = table.columns['stage']!.findIndex((stage, i) => stage === 'signup' && table.columns['segment']![i] === second);
    expect(count).to.equal(table.columns['ordered_count']![row]);
    await expect(element).to.be.accessible();
  });

  it('fits a narrow column', async () => {
    const box = await fixture<HTMLElement>(html`<div></div>`);
    box.style.width = '260px';
    const element = await funnelOf();
    box.append(element);
    await settled(element);
    await waitUntil(() => element.currentScene?.width === 260);
    expect(element.scrollWidth).to.be.at.most(260);
  });
});
