import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DataSource } from 'clientele';
import 'clientele';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { companyArrow } from '../test/fixtures/company-arrow.js';
import { drawn } from './plays.js';

type Story = StoryObj<DataSource>;

const meta: Meta<DataSource> = {
  title: 'Data/Source',
  component: 'cl-source',
  render: (args) => html`
    <cl-source id="orders" .src=${args.src ?? null} .data=${args.src === undefined || args.src === null ? companyArrow('orders') : null}></cl-source>
    <cl-customer-pyramid for="orders" value="amount" currency="EUR"></cl-customer-pyramid>
    <br />
    <cl-retention-cohort for="orders" period="quarter" value="amount"></cl-retention-cohort>
  `,
};

export default meta;

/** Two charts on one source: one download, one decoding, one index of customers. */
export const TwoCharts: Story = { play: ({ canvasElement }) => drawn(canvasElement) };

export const Dark: Story = { globals: { theme: 'dark' }, play: TwoCharts.play! };

export const Chinese: Story = { globals: { locale: 'zh-CN' }, play: TwoCharts.play! };

/** A source that can't be read fails in each chart that shares it, and each offers to try again. */
export const Unreachable: Story = {
  args: { src: '/there-is-no-such-file.arrow' },
  play: async ({ canvasElement }) => {
    for (const chart of canvasElement.querySelectorAll('cl-customer-pyramid, cl-retention-cohort')) {
      await waitFor(() => expect(chart.shadowRoot?.querySelector('[role=alert] button')).toBeInstanceOf(HTMLButtonElement), { timeout: 20_000 });
    }
  },
};
