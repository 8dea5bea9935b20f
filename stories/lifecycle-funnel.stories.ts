import type { LifecycleFunnel } from '@clientele/charts';
import { type Cell, type Result, tableOf } from '@clientele/metrics';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import 'clientele/lifecycle-funnel';
import { html } from 'lit';
import { companyArrow } from '../test/fixtures/company-arrow.js';
import { drawn, says } from './drawn.js';
import { halfway } from './halfway.js';

const events = companyArrow('events');

type Args = Partial<Pick<LifecycleFunnel, 'engine' | 'data' | 'result' | 'steps' | 'window' | 'order' | 'segment' | 'view' | 'period' | 'plain' | 'heading' | 'entryRange'>> & {
  readonly width?: string;
  readonly lang?: string;
  readonly scheme?: 'light' | 'dark';
};

/**
 * How far customers come through the stages of their life with a company, where they are lost and who may still come. The
 * second view shows who is new, returning, back again or gone dormant in each period.
 */
const meta: Meta<Args> = {
  title: 'Charts/Lifecycle funnel',
  component: 'cl-lifecycle-funnel',
  args: { data: events, steps: ['visit', 'signup', 'basket', 'purchase', 'repeat', 'advocate'], window: '90d', view: 'steps', period: 'month' },
  argTypes: {
    view: { control: 'inline-radio', options: ['steps', 'states'] },
    order: { control: 'inline-radio', options: ['ordered', 'any'] },
    period: { control: 'select', options: ['day', 'week', 'month', 'quarter', 'year'] },
  },
  render: ({ data = null, engine = null, entryRange = null, heading = null, lang = '', order = 'ordered', period = 'month', plain = false, result = null, scheme, segment = null, steps = null, view = 'steps', width = '', window = null }) => html`
    <cl-lifecycle-funnel
      style=${width === '' ? '' : `inline-size: ${width}`}
      lang=${lang}
      .engine=${engine}
      .data=${data}
      .result=${result}
      .steps=${steps}
      .window=${window}
      .order=${order}
      .segment=${segment}
      .view=${view}
      .period=${period}
      .plain=${plain}
      .heading=${heading}
      .entryRange=${entryRange}
      .theme=${scheme ?? null}
      customer="customer_id"
      time="ts"
      stage="stage"
      as-of="2026-09-20"
      time-zone="Europe/Berlin"
    ></cl-lifecycle-funnel>
  `,
  play: ({ canvasElement }) => drawn(canvasElement),
};

export default meta;

type Story = StoryObj<Args>;

/** Returns a funnel as a backend would send it: stage, reached, lost, still open, seconds since the step before. */
function counts(rows: readonly (readonly [string, number, number, number, number | null])[]): Result {
  const entered = rows[0]?.[1] ?? 0;
  const table = tableOf(
    {
      stage: 'utf8', order: 'int32', ordered_count: 'int32', step_conversion: 'float64', overall_conversion: 'float64', lost: 'int32', still_open: 'int32',
      median_seconds: 'float64', low_n: 'bool',
    },
    rows.map(([stage, reached, lost, open, seconds], k): Record<string, Cell> => {
      const before = rows[k - 1]?.[1] ?? 0;
      return {
        stage, order: k + 1, ordered_count: reached, step_conversion: before === 0 ? null : reached / before, overall_conversion: entered === 0 ? null : reached / entered,
        lost, still_open: open, median_seconds: seconds, low_n: (k === 0 ? reached : before) < 30,
      };
    }),
  );
  return {
    metric: 'funnel', options: { window: '30d', order: 'ordered' }, table, scalars: { steps: 'named' }, tables: {},
    diagnostics: {
      rowsIn: 0, rowsUsed: 0, dropped: {}, duplicates: null, window: { start: null, end: null, asOf: '2026-09-20', partial: [] },
      timeZone: 'Europe/Berlin', currency: null, inferred: {}, notes: [],
    },
  };
}

/** Six stages, skipped and walked back by some. */
export const Default: Story = {};

/** Who is new, returning, back again or gone dormant. */
export const States: Story = { args: { view: 'states' } };

export const StatesByQuarter: Story = { args: { view: 'states', period: 'quarter' } };

export const Initial: Story = { args: { data: null }, play: ({ canvasElement }) => says(canvasElement, 'No data yet') };

/** Nothing has come yet. A stream is read once: each time the story is shown it gets its own. */
export const Loading: Story = {
  render: (args, context) => meta.render?.({ ...args, data: new ReadableStream() }, context) ?? html``,
  play: ({ canvasElement }) => says(canvasElement, 'Loading data'),
};

/** Some of the rows are there, and more to come. */
export const SomeRows: Story = { args: { engine: halfway }, play: ({ canvasElement }) => says(canvasElement, 'Partial result') };

/** Nobody reached the first step. */
export const Empty: Story = { args: { steps: ['trial', 'purchase'] }, play: ({ canvasElement }) => says(canvasElement, 'No customer reached the first step') };

/** What came is a page to sign in. */
export const SomethingElse: Story = {
  args: { data: new TextEncoder().encode('<html><body>Please sign in</body></html>') },
  play: ({ canvasElement }) => says(canvasElement, 'Error code'),
};

/** Few customers: wide intervals, and a note. */
export const LowN: Story = { args: { data: null, result: counts([['visit', 21, 8, 1, null], ['signup', 12, 8, 1, 90_000], ['purchase', 3, 0, 0, 600_000]]) } };

export const OneCustomer: Story = { args: { data: null, result: counts([['visit', 1, 0, 0, null], ['signup', 1, 1, 0, 5400], ['purchase', 0, 0, 0, null]]) } };

export const TwoSteps: Story = { args: { steps: ['basket', 'purchase'], window: '7d', plain: true } };

/** Nobody came from the second step to the third. */
export const ZeroConversions: Story = { args: { data: null, result: counts([['visit', 4200, 3100, 0, null], ['trial', 1100, 1100, 0, 86_400], ['purchase', 0, 0, 0, null]]) } };

/** Every week of three years. */
export const Dense: Story = { args: { view: 'states', period: 'week' } };

export const Tiny: Story = { args: { width: '240px', plain: true } };

export const LongLabels: Story = {
  args: {
    data: null,
    result: counts([
      ['Saw the campaign banner on the start page or in a newsletter', 12_345, 2422, 800, null],
      ['Opened the product configurator and chose a material', 9123, 8983, 0, 240],
      ['Requested an individual offer by e-mail', 140, 128, 0, 180_000],
      ['Donaudampfschifffahrtsgesellschaftskapitän', 12, 0, 0, 900_000],
    ]),
  },
};

/** The table and the tooltips split the steps by market. */
export const Segments: Story = { args: { segment: 'market' } };

export const Chinese: Story = { args: { lang: 'zh-CN' } };

export const ChineseStates: Story = { args: { lang: 'zh-CN', view: 'states', period: 'quarter' } };

export const Dark: Story = { args: { scheme: 'dark' }, globals: { theme: 'dark' } };

export const DarkStates: Story = { args: { scheme: 'dark', view: 'states' }, globals: { theme: 'dark' } };

export const Narrow: Story = { args: { width: '340px' } };

export const NarrowStates: Story = { args: { width: '340px', view: 'states' } };
