import type { LifecycleFunnel } from '@clientele/charts';
import { type Cell, type Result, tableOf } from '@clientele/metrics';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import 'clientele/lifecycle-funnel';
import { html } from 'lit';
import { companyArrow } from '../test/fixtures/company-arrow.js';
import { expect } from 'storybook/test';
import { drawn, says } from './drawn.js';
import { halfway } from './halfway.js';

const events = companyArrow('events');
const orders = companyArrow('orders');

type Args = Partial<Pick<LifecycleFunnel,
  | 'engine' | 'data' | 'result' | 'steps' | 'window' | 'order' | 'segment' | 'view' | 'period' | 'plain' | 'heading' | 'entryRange'
  | 'attempt' | 'optional' | 'exclusions' | 'mode' | 'regressions' | 'phaseWindow' | 'value'>> & {
  readonly width?: string;
  readonly lang?: string;
  readonly scheme?: 'light' | 'dark';
  readonly dir?: 'ltr' | 'rtl' | '';
};

/**
 * How far customers come through the stages of their life with a company, where they are lost and who may still come; how
 * long they take, and whether it gets better; who is new, returning, back again or gone dormant; and the phases of their
 * relationship. The page *Guide* says when to use which view.
 */
const meta: Meta<Args> = {
  title: 'Charts/Lifecycle funnel',
  component: 'cl-lifecycle-funnel',
  args: { data: events, steps: ['visit', 'signup', 'basket', 'purchase', 'repeat', 'advocate'], window: '90d', view: 'steps', period: 'month' },
  argTypes: {
    view: { control: 'inline-radio', options: ['steps', 'durations', 'trend', 'states', 'phases'] },
    order: { control: 'inline-radio', options: ['ordered', 'strict', 'any'] },
    attempt: { control: 'inline-radio', options: ['first', 'best', 'every'] },
    mode: { control: 'select', options: [null, 'allStages', 'anyStage', 'reachedOrLater'] },
    regressions: { control: 'inline-radio', options: ['keepHighest', 'current'] },
    period: { control: 'select', options: ['day', 'week', 'month', 'quarter', 'year'] },
  },
  render: ({ attempt = 'best', data = null, dir = '', engine = null, entryRange = null, exclusions = null, heading = null, lang = '', mode = null, optional = null, order = 'ordered', period = 'month', phaseWindow = '90d', plain = false, regressions = 'keepHighest', result = null, scheme, segment = null, steps = null, value = null, view = 'steps', width = '', window = null }) => html`
    <cl-lifecycle-funnel
      style=${width === '' ? '' : `inline-size: ${width}`}
      lang=${lang}
      dir=${dir}
      .engine=${engine}
      .data=${data}
      .result=${result}
      .steps=${steps}
      .window=${window}
      .order=${order}
      .segment=${segment}
      .view=${view}
      .attempt=${attempt}
      .optional=${optional}
      .exclusions=${exclusions}
      .mode=${mode}
      .regressions=${regressions}
      .phaseWindow=${phaseWindow}
      .value=${value}
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

function chartIn(canvas: HTMLElement): LifecycleFunnel {
  const chart = canvas.querySelector('cl-lifecycle-funnel');
  if (chart === null) throw new Error('no cl-lifecycle-funnel in the story');
  return chart;
}

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

/** How long customers took to the last step of which that can be told. */
export const TimeToConvert: Story = { args: { view: 'durations' } };

/** Conversion by the month in which customers entered; hollow points are still in progress. */
export const Trend: Story = { args: { view: 'trend' } };

export const TrendByQuarter: Story = { args: { view: 'trend', period: 'quarter' } };

/** In which phase of the relationship customers stand, and who went from one to another in the last 90 days. */
export const Phases: Story = { args: { view: 'phases', data: orders, value: 'amount' } };

/** A year without a purchase before a relationship counts as broken up. */
export const PhasesOfHalfYears: Story = { args: { view: 'phases', data: orders, value: 'amount', phaseWindow: '182d', period: 'quarter' } };

/** Stages as a CRM keeps them: who advanced, is still there or moved back, and who skipped a stage. */
export const Places: Story = { args: { mode: 'reachedOrLater', regressions: 'current', window: null }, play: ({ canvasElement }) => says(canvasElement, 'Moved back') };

export const PlacesInChinese: Story = { args: { mode: 'reachedOrLater', regressions: 'current', window: null, lang: 'zh-CN' }, play: ({ canvasElement }) => says(canvasElement, '已退回') };

/** Nothing else may come in between. */
export const Strict: Story = { args: { order: 'strict' } };

export const EveryAttempt: Story = { args: { attempt: 'every' }, play: ({ canvasElement }) => says(canvasElement, 'Every attempt counts') };

/** A basket may be left out: it changes nothing about the other steps. */
export const OptionalStep: Story = { args: { optional: ['basket'] } };

/** A repurchase before the first basket ends an attempt. */
export const Excluded: Story = { args: { steps: ['visit', 'signup', 'purchase'], exclusions: [{ stage: 'repeat' }] } };

/** The views are switched by a button each; what was chosen in one is let go. */
export const SwitchingViews: Story = {
  play: async ({ canvasElement }) => {
    await drawn(canvasElement);
    const chart = chartIn(canvasElement);
    for (const [label, title] of [['Time to convert', 'Time from'], ['Trend', 'Conversion by month'], ['States over time', 'Customers by month'], ['Steps', 'Lifecycle funnel']] as const) {
      const button = [...(chart.shadowRoot?.querySelectorAll('button') ?? [])].find((candidate) => candidate.textContent?.trim() === label);
      button?.click();
      await says(canvasElement, title);
      await drawn(canvasElement);
    }
    await expect(chart.selection).toEqual([]);
  },
};

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

export const ChineseTimes: Story = { args: { lang: 'zh-CN', view: 'durations' } };

export const ChineseTrend: Story = { args: { lang: 'zh-CN', view: 'trend' } };

export const ChinesePhases: Story = { args: { lang: 'zh-CN', view: 'phases', data: orders, value: 'amount' } };

export const DarkTrend: Story = { args: { scheme: 'dark', view: 'trend' }, globals: { theme: 'dark' } };

export const DarkPhases: Story = { args: { scheme: 'dark', view: 'phases', data: orders, value: 'amount' }, globals: { theme: 'dark' } };

export const NarrowTimes: Story = { args: { width: '340px', view: 'durations' } };

export const NarrowTrend: Story = { args: { width: '340px', view: 'trend' } };

export const NarrowPhases: Story = { args: { width: '340px', view: 'phases', data: orders, value: 'amount' } };

export const RightToLeft: Story = { args: { dir: 'rtl' }, globals: { direction: 'rtl' } };

export const RightToLeftTrend: Story = { args: { dir: 'rtl', view: 'trend' }, globals: { direction: 'rtl' } };

export const RightToLeftPhases: Story = { args: { dir: 'rtl', view: 'phases', data: orders, value: 'amount' }, globals: { direction: 'rtl' } };
