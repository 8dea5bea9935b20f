import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { MetricTile } from 'clientele';
import 'clientele';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { companyArrow } from '../test/fixtures/company-arrow.js';
import { halfway } from './halfway.js';

type Story = StoryObj<MetricTile>;

const state = (wanted: string): Story['play'] => async ({ canvasElement }) => {
  await waitFor(() => expect(canvasElement.querySelector('cl-metric-tile')?.state).toBe(wanted), { timeout: 20_000 });
};

const meta: Meta<MetricTile> = {
  title: 'Dashboard/Metric tile',
  component: 'cl-metric-tile',
  args: { figure: 'active-customers', period: 'month' },
  render: ({ figure, goal, period, withoutChange }) => html`<cl-metric-tile
    .data=${companyArrow(figure === 'nps' || figure === 'csat' ? 'surveys' : 'orders')}
    figure=${figure} period=${period} .goal=${goal ?? null} ?without-change=${withoutChange ?? false}
    customer="customer_id" time="ts" value="amount" score=${figure === 'csat' ? 'csat' : 'nps'} currency="EUR" as-of="2026-09-20"
  ></cl-metric-tile>`,
  play: state('complete')!,
};

export default meta;

/** Two months that can’t be told apart say so. */
export const Default: Story = {};

export const Value: Story = { args: { figure: 'value' } };

export const Retention: Story = { args: { figure: 'retention-rate', period: 'quarter' } };

/** The goal is a line through the course. */
export const WithGoal: Story = { args: { figure: 'nps', period: 'quarter', goal: 40 } };

export const WithoutChange: Story = { args: { figure: 'new-customers', withoutChange: true } };

export const Dark: Story = { globals: { theme: 'dark' } };

export const Chinese: Story = { globals: { locale: 'zh-CN' } };

export const Narrow: Story = { render: (args, context) => html`<div style="inline-size: 340px">${(meta.render as (a: typeof args, c: typeof context) => unknown)(args, context)}</div>` };

export const Loading: Story = {
  render: () => html`<cl-metric-tile .engine=${halfway} .data=${companyArrow('orders')} customer="customer_id" time="ts"></cl-metric-tile>`,
  play: state('partial')!,
};

export const Misspelt: Story = { args: { figure: 'active-customer' as 'active-customers' }, play: state('error')! };

/** No period is over: no number rather than half of one. */
export const Empty: Story = {
  render: () => html`<cl-metric-tile .data=${new Blob(['customer_id,ts\na,2024-01-02\n'])} customer="customer_id" time="ts" as-of="2024-01-10"></cl-metric-tile>`,
};
