import type { LifecycleFunnel } from '@clientele/charts';
import { type Cell, type Result, tableOf } from '@clientele/metrics';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import 'clientele/lifecycle-funnel';
import { html } from 'lit';
import { companyArrow } from '../test/fixtures/company-arrow.js';
import { expect } from 'storybook/test';
import { annotated } from './anatomy.js';
import { halfway } from './halfway.js';
import { drawn, forcedColors, pictured, printed, says, usesMarks, usesTools } from './plays.js';
import { branded, compact, inChinese, inDark, inForcedColors, inHighContrast, onPaper, rightToLeft, tiny } from './variants.js';

type Args = Partial<Pick<LifecycleFunnel,
  | 'engine' | 'data' | 'result' | 'steps' | 'window' | 'order' | 'segment' | 'view' | 'period' | 'plain' | 'heading' | 'entryRange'
  | 'attempt' | 'optional' | 'exclusions' | 'mode' | 'regressions' | 'phaseWindow' | 'value' | 'compareRange' | 'textures' | 'minN' | 'minCell'>> & {
  readonly width?: string;
};

/**
 * How far customers come through the stages of their life with a company, where they are lost and who may still come; how
 * long they take, and whether it gets better; who is new, returning, back again or gone dormant; and the phases of their
 * relationship. The page *Guide* says when to use which view.
 */
const meta: Meta<Args> = {
  title: 'Charts/Lifecycle funnel',
  component: 'cl-lifecycle-funnel',
  args: { steps: ['visit', 'signup', 'basket', 'purchase', 'repeat', 'advocate'], window: '90d', view: 'steps', period: 'month' },
  argTypes: {
    view: { control: 'inline-radio', options: ['steps', 'segments', 'durations', 'trend', 'states', 'phases'] },
    order: { control: 'inline-radio', options: ['ordered', 'strict', 'any'] },
    attempt: { control: 'inline-radio', options: ['first', 'best', 'every'] },
    mode: { control: 'select', options: [null, 'allStages', 'anyStage', 'reachedOrLater'] },
    regressions: { control: 'inline-radio', options: ['keepHighest', 'current'] },
    period: { control: 'select', options: ['day', 'week', 'month', 'quarter', 'year'] },
  },
  render: (args) => funnel(args),
  play: ({ canvasElement }) => drawn(canvasElement),
};

export default meta;

type Story = StoryObj<Args>;

/** A funnel of the company's events, or for phases of its orders. */
function funnel(args: Args): ReturnType<typeof html> {
  const { data = args.result == null ? companyArrow(args.view === 'phases' ? 'orders' : 'events') : null, width = '' } = args;
  return html`
    <cl-lifecycle-funnel
      style=${width === '' ? '' : `inline-size: ${width}`}
      .engine=${args.engine ?? null}
      .data=${data}
      .result=${args.result ?? null}
      .steps=${args.steps ?? null}
      .window=${args.window ?? null}
      .order=${args.order ?? 'ordered'}
      .segment=${args.segment ?? null}
      .view=${args.view ?? 'steps'}
      .attempt=${args.attempt ?? 'best'}
      .optional=${args.optional ?? null}
      .exclusions=${args.exclusions ?? null}
      .mode=${args.mode ?? null}
      .regressions=${args.regressions ?? 'keepHighest'}
      .phaseWindow=${args.phaseWindow ?? '90d'}
      .value=${args.value ?? null}
      .period=${args.period ?? 'month'}
      .plain=${args.plain ?? false}
      .heading=${args.heading ?? null}
      .entryRange=${args.entryRange ?? null}
      .compareRange=${args.compareRange ?? null}
      .textures=${args.textures ?? null}
      .minN=${args.minN ?? 0}
      .minCell=${args.minCell ?? 0}
      customer="customer_id"
      time="ts"
      stage="stage"
      as-of="2026-09-20"
      time-zone="Europe/Berlin"
    ></cl-lifecycle-funnel>`;
}

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
export const Default: Story = { play: pictured };

/** Who is new, returning, back again or gone dormant. */
export const States: Story = { args: { view: 'states' }, play: pictured };

export const StatesByQuarter: Story = { args: { view: 'states', period: 'quarter' } };

/** How long customers took to the last step of which that can be told. */
export const TimeToConvert: Story = { args: { view: 'durations' } };

/** Conversion by the month in which customers entered; hollow points are still in progress. */
export const Trend: Story = { args: { view: 'trend' } };

export const TrendByQuarter: Story = { args: { view: 'trend', period: 'quarter' } };

/** In which phase of the relationship customers stand, and who went from one to another in the last 90 days. */
export const Phases: Story = { args: { view: 'phases', value: 'amount' }, play: pictured };

/** A year without a purchase before a relationship counts as broken up. */
export const PhasesOfHalfYears: Story = { args: { view: 'phases', value: 'amount', phaseWindow: '182d', period: 'quarter' } };

/** Stages as a CRM keeps them: who advanced, is still there or moved back, and who skipped a stage. */
export const Places: Story = { args: { mode: 'reachedOrLater', regressions: 'current', window: null }, play: ({ canvasElement }) => says(canvasElement, 'Moved back') };

export const PlacesInChinese: Story = { ...inChinese, args: { mode: 'reachedOrLater', regressions: 'current', window: null }, play: ({ canvasElement }) => says(canvasElement, '已退回') };

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
  render: (args) => funnel({ ...args, data: new ReadableStream() }),
  play: ({ canvasElement }) => says(canvasElement, 'Loading data'),
};

/** Some of the rows are there, and more to come. */
export const Partial: Story = { args: { engine: halfway }, play: ({ canvasElement }) => says(canvasElement, 'Partial result') };

/** Nobody reached the first step. */
export const Empty: Story = { args: { steps: ['trial', 'purchase'] }, play: ({ canvasElement }) => says(canvasElement, 'No customer reached the first step') };

/** What came is a page to sign in. */
export const Failed: Story = {
  args: { data: new TextEncoder().encode('<html><body>Please sign in</body></html>') },
  play: async ({ canvasElement }) => {
    await says(canvasElement, 'Error code');
    await says(canvasElement, 'Lifecycle funnel');
  },
};

/** Few customers: wide intervals, and a note. */
export const LowN: Story = { args: { result: counts([['visit', 21, 8, 1, null], ['signup', 12, 8, 1, 90_000], ['purchase', 3, 0, 0, 600_000]]) } };

export const OneCustomer: Story = { args: { result: counts([['visit', 1, 0, 0, null], ['signup', 1, 1, 0, 5400], ['purchase', 0, 0, 0, null]]) } };

export const TwoSteps: Story = { args: { steps: ['basket', 'purchase'], window: '7d', plain: true } };

/** Nobody came from the second step to the third. */
export const ZeroConversions: Story = { args: { result: counts([['visit', 4200, 3100, 0, null], ['trial', 1100, 1100, 0, 86_400], ['purchase', 0, 0, 0, null]]) } };

/** Every week of three years. */
export const Dense: Story = { args: { view: 'states', period: 'week' } };

/** A company of a dozen customers. */
export const Tiny: Story = tiny;

export const Narrowest: Story = { args: { width: '240px', plain: true } };

export const LongLabels: Story = {
  args: {
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

/** Each step by market, side by side. */
export const BySegment: Story = { args: { view: 'segments', segment: 'market' }, play: ({ canvasElement }) => says(canvasElement, 'the most and the fewest of') };

export const BySegmentInChinese: Story = { args: { view: 'segments', segment: 'market' }, ...inChinese };

export const BySegmentInDark: Story = { args: { view: 'segments', segment: 'market' }, ...inDark };

export const BySegmentRightToLeft: Story = { args: { view: 'segments', segment: 'market' }, ...rightToLeft };

export const NarrowBySegment: Story = { args: { view: 'segments', segment: 'market', width: '340px' } };

const aQuarter = { entryRange: { from: '2026-04-01', to: '2026-06-30' }, compareRange: 'previous' } as const;

/** Outlines say how far those came who entered in the quarter before; each step says whether the change is more than chance explains. */
export const Compared: Story = { args: aQuarter, play: ({ canvasElement }) => says(canvasElement, 'compared with those who entered') };

export const ComparedInChinese: Story = { args: aQuarter, ...inChinese, play: ({ canvasElement }) => says(canvasElement, '进入的客户相比') };

export const ComparedInDark: Story = { args: aQuarter, ...inDark };

export const NarrowCompared: Story = { args: { ...aQuarter, width: '340px' } };

/** Groups of fewer than 60 customers are withheld, and what would tell them: dotted, neither 0 nor missing. */
export const Withheld: Story = { args: { minCell: 60 }, play: ({ canvasElement }) => says(canvasElement, 'Groups of fewer than 60 customers') };

export const WithheldInChinese: Story = { ...inChinese, args: { minCell: 60 }, play: ({ canvasElement }) => says(canvasElement, '已隐去') };

export const WithheldInDark: Story = { ...inDark, args: { minCell: 60 } };

export const NarrowWithheld: Story = { args: { minCell: 60, width: '340px' } };

/** Percentages and times of fewer than 200 customers are withheld; how many they are is told. */
export const FewWithheld: Story = { args: { minN: 200 }, play: ({ canvasElement }) => says(canvasElement, 'Percentages and times of fewer than 200') };

/** Times of few customers are boxes that are not to scale; how many came in all is told. */
export const TimesWithheld: Story = { args: { view: 'durations', minCell: 6 }, play: ({ canvasElement }) => says(canvasElement, 'a box at the axis is not to scale') };

/** States of few customers are dotted: what is left of all who were active, or boxes that are not to scale. */
export const StatesWithheld: Story = { args: { view: 'states', minCell: 6, period: 'quarter' }, play: ({ canvasElement }) => says(canvasElement, 'to scale only where') };

export const NarrowStatesWithheld: Story = { args: { view: 'states', minCell: 11, width: '340px' } };

/** Textures on demand: nobody has to tell colours apart. */
export const Textures: Story = { args: { textures: 'on', view: 'segments', segment: 'market' } };

export const TexturesOfStates: Story = { args: { textures: 'on', view: 'states', period: 'quarter' } };

/** In Chinese. */
export const Chinese: Story = inChinese;

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
export const Anatomy: Story = { decorators: [annotated('.title', '.summary', '.controls', '.tools', 'text.name', '.piece.reached', '.piece.open', '.piece.lost', 'text.count', 'text.drop', '.legend')] };

/** Table, method, menu and CSV. */
export const Tools: Story = { play: usesTools };

/** Pointer and keys over the marks. */
export const Marks: Story = { play: usesMarks };

export const Narrow: Story = { args: { width: '340px' } };

export const ChineseStates: Story = { ...inChinese, args: { view: 'states', period: 'quarter' } };

export const ChineseTimes: Story = { ...inChinese, args: { view: 'durations' } };

export const ChineseTrend: Story = { ...inChinese, args: { view: 'trend' } };

export const ChinesePhases: Story = { ...inChinese, args: { view: 'phases', value: 'amount' } };

export const DarkStates: Story = { ...inDark, args: { view: 'states' } };

export const DarkTrend: Story = { ...inDark, args: { view: 'trend' } };

export const DarkPhases: Story = { ...inDark, args: { view: 'phases', value: 'amount' } };

export const RightToLeftTrend: Story = { ...rightToLeft, args: { view: 'trend' } };

export const RightToLeftPhases: Story = { ...rightToLeft, args: { view: 'phases', value: 'amount' } };
