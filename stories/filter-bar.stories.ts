import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Dashboard, FilterBar, PageFilter } from 'clientele';
import 'clientele';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { companyArrow } from '../test/fixtures/company-arrow.js';

type Story = StoryObj<FilterBar>;

const china: PageFilter = { id: 'market', source: 'people', where: { op: 'eq', column: 'market', value: 'CN' }, label: 'China', locked: true };

function withData(filters: readonly PageFilter[] = []): TemplateResult {
  return html`<cl-dashboard customers="orders" drill="count" .filters=${filters}>
    <cl-source id="orders" customer="customer_id" time="ts" .data=${companyArrow('orders')}></cl-source>
    <cl-source id="people" customer="customer_id" .data=${companyArrow('customers')}></cl-source>
    <cl-filter-bar dates compare with-as-of pickers="people.segment=Segment, people.market=Market, orders.channel=Channel"></cl-filter-bar>
  </cl-dashboard>`;
}

const meta: Meta<FilterBar> = { title: 'Dashboard/Filter bar', component: 'cl-filter-bar', render: () => withData() };

export default meta;

async function counted(canvas: HTMLElement): Promise<{ dashboard: Dashboard; root: ShadowRoot }> {
  const dashboard = canvas.querySelector('cl-dashboard')!;
  await waitFor(() => expect(dashboard.customerCount).not.toBe(null), { timeout: 20_000 });
  const root = canvas.querySelector('cl-filter-bar')!.shadowRoot!;
  await waitFor(() => expect(root.querySelector('select')).not.toBe(null), { timeout: 20_000 });
  return { dashboard, root };
}

const play: Story['play'] = async ({ canvasElement }) => {
  await counted(canvasElement);
};

export const Default: Story = { play };

/** Dates, a value and a cut-off: a chip each. */
export const Filtered: Story = {
  play: async ({ canvasElement }) => {
    const { dashboard } = await counted(canvasElement);
    dashboard.show({ ...dashboard.view, dates: { from: '2026-01-01', to: null }, asOf: '2026-09-20' });
    dashboard.setFilter({ id: 'orders.channel', source: 'orders', where: { op: 'in', column: 'channel', values: ['App', 'Store'] }, label: 'Channel: App and Store' });
    await waitFor(() => expect(dashboard.customerCount!.count).toBeLessThan(400), { timeout: 10_000 });
  },
};

/** Values with the customers that all other filters leave. */
export const Open: Story = {
  play: async ({ canvasElement }) => {
    const { root } = await counted(canvasElement);
    root.querySelector('summary')!.click();
    await waitFor(() => expect(root.querySelectorAll('.options input').length).toBeGreaterThan(2), { timeout: 10_000 });
  },
};

/** The page’s own filter has a chip that can’t be removed. */
export const Locked: Story = { render: () => withData([china]), play };

export const Dark: Story = { globals: { theme: 'dark' }, play: Filtered.play! };

export const Chinese: Story = { globals: { locale: 'zh-CN' }, play: Open.play! };

export const Narrow: Story = { render: () => html`<div style="inline-size: 340px">${withData()}</div>`, play: Filtered.play! };

/** Outside of a dashboard it says so. */
export const Alone: Story = { render: () => html`<cl-filter-bar></cl-filter-bar>` };
