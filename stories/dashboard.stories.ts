import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { ChartElement, Dashboard } from 'clientele';
import 'clientele';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { companyArrow } from '../test/fixtures/company-arrow.js';
import { halfway } from './halfway.js';

type Story = StoryObj<Dashboard>;

const AS_OF = '2026-09-20';

function company(sources: TemplateResult, columns = 2): TemplateResult {
  return html`<cl-dashboard columns=${columns} customers="orders" heading="Our customers">
    ${sources}
    <cl-filter-bar dates compare pickers="people.segment=Segment, orders.channel=Channel"></cl-filter-bar>
    <cl-metric-tile for="orders" customer="customer_id" time="ts" value="amount" as-of=${AS_OF}></cl-metric-tile>
    <cl-metric-tile for="surveys" figure="nps" score="nps" customer="customer_id" time="ts" period="quarter" goal="40" as-of=${AS_OF}></cl-metric-tile>
    <cl-customer-pyramid id="pyramid" for="orders" customer="customer_id" value="amount" time="ts" currency="EUR" span="full"></cl-customer-pyramid>
    <cl-retention-cohort id="retention" for="orders" customer="customer_id" time="ts" value="amount" period="quarter" as-of=${AS_OF}></cl-retention-cohort>
    <cl-satisfaction-score id="satisfaction" for="surveys" customer="customer_id" score="nps" time="ts" as-of=${AS_OF}></cl-satisfaction-score>
  </cl-dashboard>`;
}

const sources = (): TemplateResult => html`
  <cl-source id="orders" customer="customer_id" time="ts" .data=${companyArrow('orders')}></cl-source>
  <cl-source id="surveys" customer="customer_id" time="ts" .data=${companyArrow('surveys')}></cl-source>
  <cl-source id="people" customer="customer_id" .data=${companyArrow('customers')}></cl-source>`;

const meta: Meta<Dashboard> = {
  title: 'Dashboard/Dashboard',
  component: 'cl-dashboard',
  render: () => company(sources()),
};

export default meta;

async function drawn(canvas: HTMLElement): Promise<Dashboard> {
  const dashboard = canvas.querySelector('cl-dashboard')!;
  await waitFor(() => {
    for (const chart of dashboard.querySelectorAll<ChartElement>('cl-metric-tile, cl-customer-pyramid, cl-retention-cohort, cl-satisfaction-score')) void expect(chart.state).toBe('complete');
    void expect(dashboard.customerCount).not.toBe(null);
  }, { timeout: 20_000 });
  return dashboard;
}

const play: Story['play'] = async ({ canvasElement }) => {
  await drawn(canvasElement);
};

/** Choose a tier, a cohort or a group: every other chart shows the same customers. */
export const Default: Story = { play };

/** The largest customers are chosen in the pyramid, by a click. */
export const Chosen: Story = {
  play: async ({ canvasElement }) => {
    const dashboard = await drawn(canvasElement);
    dashboard.choose('pyramid', [{ tier: 'big' }]);
    await waitFor(() => expect(dashboard.customerCount!.count).toBe(16), { timeout: 10_000 });
    await drawn(canvasElement);
  },
};

export const Dark: Story = { globals: { theme: 'dark' }, play: Chosen.play! };

export const Chinese: Story = { globals: { locale: 'zh-CN' }, play: Chosen.play! };

export const Narrow: Story = { render: () => html`<div style="inline-size: 340px">${company(sources())}</div>`, play };

/** Rows are still on their way. */
export const Loading: Story = {
  render: () => company(html`<cl-source id="orders" customer="customer_id" time="ts" .engine=${halfway} .data=${companyArrow('orders')}></cl-source>
    <cl-source id="surveys" customer="customer_id" time="ts" .engine=${halfway} .data=${companyArrow('surveys')}></cl-source>
    <cl-source id="people" customer="customer_id" .engine=${halfway} .data=${companyArrow('customers')}></cl-source>`),
  play: async ({ canvasElement }) => {
    await waitFor(() => expect([canvasElement.querySelector('cl-customer-pyramid')?.state, canvasElement.querySelector('cl-customer-pyramid')?.error?.message]).toEqual(['partial', undefined]), { timeout: 20_000 });
  },
};

/** One source is broken: its charts say so, the others go on. */
export const PartlyBroken: Story = {
  render: () => company(html`<cl-source id="orders" customer="customer_id" time="ts" .data=${companyArrow('orders')}></cl-source>
    <cl-source id="surveys" customer="customer_id" time="ts" src="/there-is-no-such-file.arrow"></cl-source>
    <cl-source id="people" customer="customer_id" .data=${companyArrow('customers')}></cl-source>`),
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(canvasElement.querySelector('cl-satisfaction-score')?.state).toBe('error'), { timeout: 20_000 });
    await waitFor(() => expect(canvasElement.querySelector('cl-customer-pyramid')?.state).toBe('complete'), { timeout: 20_000 });
  },
};

/** A `dashboard.json` with a misspelt name. */
export const WrongDescription: Story = {
  render: () => html`<cl-dashboard src=${URL.createObjectURL(new Blob([JSON.stringify({ version: 1, sources: [{ id: 'orders', src: 'orders.arrow' }], tiles: [{ elment: 'cl-customer-pyramid' }] })]))}></cl-dashboard>`,
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(canvasElement.querySelector('cl-dashboard')?.shadowRoot?.querySelector('[role=alert]')).toBeInstanceOf(HTMLElement));
  },
};

/** Nobody is left: every chart says so, and the way back is there. */
export const Empty: Story = {
  play: async ({ canvasElement }) => {
    const dashboard = await drawn(canvasElement);
    dashboard.setFilter({ id: 'nobody', source: 'orders', where: { op: 'eq', column: 'channel', value: 'Fax' }, label: 'Channel: Fax' });
    await waitFor(() => expect(dashboard.customerCount!.count).toBe(0), { timeout: 10_000 });
  },
};
