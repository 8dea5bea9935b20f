import type { CustomerPyramid } from '@clientele/charts';
import { type Row, type Table, tableOf } from '@clientele/metrics';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import 'clientele/customer-pyramid';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { companyArrow } from '../test/fixtures/company-arrow.js';
import { annotated } from './anatomy.js';
import { halfway } from './halfway.js';
import { drawn, forcedColors, pictured, printed, says, usesMarks, usesTools } from './plays.js';
import { branded, compact, inChinese, inDark, inForcedColors, inHighContrast, onPaper, rightToLeft } from './variants.js';

type Story = StoryObj<CustomerPyramid>;

const meta: Meta<CustomerPyramid> = {
  title: 'Charts/Customer pyramid',
  component: 'cl-customer-pyramid',
  args: { customer: 'customer_id', value: 'amount', time: 'ts', by: 'share', timeZone: 'Europe/Berlin', currency: 'EUR', view: 'pyramid' },
  argTypes: {
    by: { control: 'inline-radio', options: ['share', 'threshold', 'profit'] },
    ties: { control: 'inline-radio', options: ['rank', 'together'] },
    view: { control: 'inline-radio', options: ['pyramid', 'moves', 'concentration', 'deciles', 'whale'] },
  },
  render: (args) => pyramid(args),
  play: ({ canvasElement }) => drawn(canvasElement),
};

export default meta;

function pyramid(args: Partial<CustomerPyramid>): ReturnType<typeof html> {
  return html`
    <cl-customer-pyramid
      .data=${args.data ?? companyArrow('orders')}
      .result=${args.result ?? null}
      .engine=${args.engine ?? null}
      .customer=${args.customer ?? null}
      .value=${args.value ?? null}
      .time=${args.time ?? null}
      .by=${args.by ?? 'share'}
      .tiers=${args.tiers ?? null}
      .ties=${args.ties ?? 'rank'}
      .asOf=${args.asOf ?? null}
      .timeZone=${args.timeZone ?? 'UTC'}
      .currency=${args.currency ?? null}
      .minN=${args.minN ?? 0}
      .minCell=${args.minCell ?? 0}
      .window=${args.window ?? null}
      .compareAsOf=${args.compareAsOf ?? null}
      ?claims=${args.claims ?? false}
      .heading=${args.heading ?? null}
      .selection=${args.selection ?? []}
      .view=${args.view ?? 'pyramid'}
      .textures=${args.textures ?? null}
      ?plain=${args.plain ?? false}
    ></cl-customer-pyramid>`;
}

/** What a backend sends: a table of tiers and nothing else. */
function tiersTable(rows: readonly Row[]): Table {
  return tableOf({
    tier: 'utf8', order: 'int32', customers: 'int32', customer_share: 'float64', value: 'float64', value_share: 'float64',
    mean: 'float64', min: 'float64', max: 'float64', low_n: 'bool', suppressed: 'bool',
  }, rows);
}

const tiers = tiersTable([
  { tier: 'top', order: 1, customers: 194, customer_share: 0.01, value: 524_000, value_share: 0.125, mean: 2701.03, min: 1617.5, max: 11_515.2 },
  { tier: 'big', order: 2, customers: 777, customer_share: 0.04, value: 806_000, value_share: 0.192, mean: 1037.32, min: 747.7, max: 1615.5 },
  { tier: 'medium', order: 3, customers: 2912, customer_share: 0.15, value: 1_291_000, value_share: 0.308, mean: 443.34, min: 283.5, max: 745 },
  { tier: 'small', order: 4, customers: 15_529, customer_share: 0.8, value: 1_572_000, value_share: 0.375, mean: 101.23, min: 0.5, max: 283.3 },
]);

/** Rows of a customer and a value, as CSV. */
function csv(values: readonly number[]): Blob {
  return new Blob([`customer_id,amount\n${values.map((value, i) => `c${i},${value}`).join('\n')}\n`]);
}

const halfYears: Partial<CustomerPyramid> = { asOf: '2026-06-30', window: '180d', compareAsOf: '2025-12-31' };

/** Four tiers by share of customers, beside the value they bring. */
export const Default: Story = { play: pictured };

/** The Lorenz curve, Gini and both readings of the 80/20 rule. */
export const Concentration: Story = { args: { view: 'concentration' }, play: pictured };

/** Tenths of the customers, and how many times as much the best brings as the last. */
export const Deciles: Story = { args: { view: 'deciles' }, play: pictured };

/** Compared with half a year before: outlines of then, and how many customers each tier had. */
export const Compared: Story = { args: halfYears };

/** Who moved up, down, in and out between the two dates; a cell can be chosen like any mark. */
export const Moves: Story = {
  args: { ...halfYears, view: 'moves' },
  play: async ({ canvasElement }) => {
    await drawn(canvasElement);
    const chart = canvasElement.querySelector<CustomerPyramid>('cl-customer-pyramid')!;
    const chosen: unknown[] = [];
    chart.addEventListener('cl-select', (event) => chosen.push(event.detail.marks));
    chart.shadowRoot!.querySelector<HTMLElement>('.hotspot')!.focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(chosen).toEqual([[{ from: 'big', to: 'top' }]]));
  },
};

/** Moves under 480 px, in Chinese. */
export const MovesNarrow: Story = {
  render: (args) => html`<div lang="zh-CN" style="max-inline-size: 21rem">${pyramid({ ...args, ...halfYears, view: 'moves' })}</div>`,
};

/** What the literature claims, marked on demand and with its source: 80/20. */
export const ClaimEightyTwenty: Story = { args: { view: 'concentration', claims: true } };

/** What the literature claims: the best tenth brings 5 to 10 times as much. */
export const ClaimFiveToTen: Story = { args: { view: 'deciles', claims: true } };

/** Tiers of those who bring profit; who brings none lies below the line. */
export const Profit: Story = { args: { by: 'profit', value: 'profit' } };

/** Where customers bring a loss: how much of the value they take back. */
export const WhaleCurve: Story = { args: { by: 'profit', value: 'profit', view: 'whale' } };

/** Tiers of the page's own, by value, with names as long as people make them. */
export const LongLabels: Story = {
  args: {
    by: 'threshold',
    tiers: [{ name: 'Platinum members of the inner circle', minimum: 2000 }, { name: 'Gold', minimum: 500 }, { name: 'Silver', minimum: 100 }, { name: 'Everybody else', minimum: null }],
  },
};

/** One tier is chosen; the others step back. */
export const Selected: Story = { args: { selection: [{ tier: 'medium' }] } };

/** Without the switch between views. */
export const Plain: Story = { args: { plain: true, heading: 'Who brings our revenue' } };

/** In Chinese. */
export const Chinese: Story = { ...inChinese, args: { currency: 'CNY' } };

/** From right to left. */
export const RightToLeft: Story = rightToLeft;

/** On a dark page. */
export const Dark: Story = inDark;

/** For readers who ask for more contrast. */
export const HighContrast: Story = inHighContrast;

/** On a screen whose reader has forced colours. */
export const ForcedColors: Story = { ...inForcedColors, play: forcedColors };

/** On paper: grey, and nothing to press. */
export const Print: Story = { ...onPaper, play: printed };

/** Less room. */
export const Compact: Story = compact;

/** A brand in ten lines at most: `brand.css`. */
export const Brand: Story = { decorators: [branded] };

/** What is where; the guide says it by these numbers. */
export const Anatomy: Story = { args: halfYears, decorators: [annotated('.title', '.summary', '.controls', '.tools', '.area.slope', '.line.baseline', 'rect:last-of-type', '.notes')] };

/** Table, method, menu and CSV. */
export const Tools: Story = { play: usesTools };

/** Pointer and keys over the marks. */
export const Marks: Story = { play: usesMarks };

/** Under 480 px tiers lie under one another. */
export const Narrow: Story = {
  render: (args) => html`<div style="max-inline-size: 21rem">${pyramid({ ...args, by: 'profit', value: 'profit' })}</div>`,
};

/** Seven customers: the top tier is empty, and shown as such. */
export const Tiny: Story = { args: { data: csv([1, 2, 4, 8, 16, 32, 64]), time: null, currency: null } };

/** Values of fewer than ten customers are withheld. */
export const Withheld: Story = { args: { minN: 10 } };

/** Groups of fewer than eleven customers are withheld, with whatever would tell them. */
export const SmallGroupsWithheld: Story = { args: { minCell: 11 } };

/** Moves with small groups withheld. */
export const MovesWithheld: Story = { args: { ...halfYears, view: 'moves', minCell: 5 } };

/** Fewer than thirty customers in a tier: the chart says so. */
export const LowN: Story = { args: { data: csv(Array.from({ length: 90 }, (_, i) => 9000 / (i + 1))), time: null } };

/** Two hundred thousand customers. */
export const Dense: Story = {
  args: {
    data: csv(Array.from({ length: 200_000 }, (_, i) => Math.round(5e6 / (i + 1)) / 100)), time: null, currency: 'USD',
    tiers: Array.from({ length: 12 }, (_, i) => ({ name: `Tier ${i + 1}`, cumulativeShare: i === 11 ? 1 : 2 ** (i - 11) })),
  },
};

/** Losses outweigh all gains: there is no total to have a share of. */
export const NoTotal: Story = { args: { data: csv([50, 20, -90, 0]), by: 'profit', time: null } };

/** All that a backend sent is the main table. */
export const MainTableAlone: Story = { args: { result: tiers } };

/** No data yet. */
export const Initial: Story = { render: () => html`<cl-customer-pyramid></cl-customer-pyramid>`, play: ({ canvasElement }) => says(canvasElement, 'No data yet') };

/** Data are on their way. */
export const Loading: Story = {
  render: (args) => pyramid({ ...args, data: new ReadableStream({ start: (controller) => controller.enqueue(companyArrow('orders').subarray(0, 4096)) }) }),
  play: ({ canvasElement }) => says(canvasElement, 'Loading data'),
};

/** Some of the rows are there, and more to come. */
export const Partial: Story = { args: { engine: halfway }, play: ({ canvasElement }) => says(canvasElement, 'Partial result') };

/** Nobody bought anything. */
export const Empty: Story = { args: { result: tiersTable([]) }, play: ({ canvasElement }) => says(canvasElement, 'No customers in these data.') };

/** A column is missing. */
export const Failed: Story = {
  args: { value: 'turnover_eur' },
  play: async ({ canvasElement }) => {
    await says(canvasElement, 'turnover_eur');
    await says(canvasElement, 'Customer pyramid');
  },
};

/** Textures on demand: tiers are told apart without their colours. */
export const Textures: Story = { args: { textures: 'on', by: 'profit', value: 'profit' } };
