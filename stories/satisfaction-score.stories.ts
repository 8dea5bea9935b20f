import type { Meta, StoryObj } from '@storybook/web-components-vite';
import 'clientele/satisfaction-score';
import type { SatisfactionScore } from '@clientele/charts';
import { type Result, tableOf } from '@clientele/metrics';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import { companyArrow } from '../test/fixtures/company-arrow.js';
import { annotated } from './anatomy.js';
import { drawn, forcedColors, pictured, printed, says, usesMarks, usesTools } from './plays.js';
import { branded, compact, inChinese, inDark, inForcedColors, inHighContrast, onPaper, rightToLeft, tiny } from './variants.js';

type Story = StoryObj<SatisfactionScore>;

/** What customers say of the company: NPS, CSAT or CES with its uncertainty, by score, over time and by segment. */
const meta: Meta<SatisfactionScore> = {
  title: 'Charts/Satisfaction score',
  component: 'cl-satisfaction-score',
  args: { score: 'nps', scale: 'nps', customer: 'customer_id', time: 'ts', period: 'quarter', segment: 'channel', timeZone: 'Europe/Berlin', view: 'score' },
  argTypes: {
    view: { control: 'inline-radio', options: ['score', 'distribution', 'trend', 'segments'] },
    period: { control: 'select', options: ['day', 'week', 'month', 'quarter', 'year'] },
    interval: { control: 'inline-radio', options: ['adjusted-wald', 'wald'] },
  },
  render: (args) => satisfaction(args),
  play: ({ canvasElement }) => drawn(canvasElement),
};

export default meta;

function satisfaction(args: Partial<SatisfactionScore>): TemplateResult {
  return html`
    <cl-satisfaction-score
      .data=${args.data ?? companyArrow('surveys')}
      .result=${args.result ?? null}
      .score=${args.score ?? null}
      .scale=${args.scale ?? 'nps'}
      .customer=${args.customer ?? null}
      .time=${args.time ?? null}
      .period=${args.period ?? null}
      .segment=${args.segment ?? null}
      .weight=${args.weight ?? null}
      .timeZone=${args.timeZone ?? 'UTC'}
      .weekStart=${args.weekStart ?? 1}
      .asOf=${args.asOf ?? null}
      .interval=${args.interval ?? 'adjusted-wald'}
      .rolling=${args.rolling ?? null}
      ?unanswered=${args.unanswered ?? false}
      .minN=${args.minN ?? 0}
      .minCell=${args.minCell ?? 0}
      .heading=${args.heading ?? null}
      .selection=${args.selection ?? []}
      .view=${args.view ?? 'score'}
      .textures=${args.textures ?? null}
      ?plain=${args.plain ?? false}
    ></cl-satisfaction-score>`;
}

/** Answers of a score and a segment, as CSV. */
function csv(rows: readonly (readonly [score: number | null, segment: string])[]): Blob {
  return new Blob([`score,segment\n${rows.map(([score, segment]) => `${score ?? ''},${segment}`).join('\n')}\n`]);
}

const alone = { score: 'score', customer: null, time: null, period: null, segment: null } as const;
const bySegment = { ...alone, segment: 'segment', view: 'segments' } as const;

/** The Net Promoter Score with its interval, its groups and its scores. */
export const Default: Story = { play: pictured };

/** How many chose each answer. */
export const Distribution: Story = { args: { view: 'distribution' } };

/** The score by quarter within its interval; changes that chance doesn't explain are filled. */
export const Trend: Story = { args: { view: 'trend' }, play: pictured };

/** Who is content and who isn't, best first. */
export const Segments: Story = { args: { view: 'segments' }, play: pictured };

/** Customer satisfaction: who answers 4 or 5 of 5. */
export const Satisfaction: Story = { args: { score: 'csat', scale: 'csat:1-5:4' } };

/** Customer effort on a scale where 7 is easy. */
export const Effort: Story = { args: { score: 'ces', scale: 'ces:1-7:high', segment: 'touch_point', view: 'segments' } };

/** Many short periods. */
export const Dense: Story = { args: { period: 'week', view: 'trend' } };

/** The last month is not over: its line is dashed, and the finding is of the month before. */
export const Unfinished: Story = { args: { period: 'month', asOf: '2026-09-10', view: 'trend' } };

/** Five answers: an interval as wide as that says it all. */
export const LowN: Story = { args: { ...alone, data: csv([9, 10, 3, 8, 7].map((score) => [score, 'a'])) } };

/** A company of a dozen customers. */
export const Tiny: Story = tiny;

/** Everybody is a promoter, and still the score is not certain. */
export const AllPromoters: Story = { args: { ...alone, data: csv(Array.from({ length: 80 }, (_, i) => [9 + (i % 2), 'a'])) } };

/** Segments with names as long as people make them, and answers without one. */
export const LongLabels: Story = {
  args: {
    ...bySegment,
    data: csv(Array.from({ length: 400 }, (_, i) => [
      (i * 7) % 11, ['Small and medium-sized enterprises in German-speaking countries', '华东地区企业客户（含直营与加盟门店）', 'Web', ''][i % 4] ?? '',
    ])),
  },
};

/** Thirty segments, some with few answers. */
export const ThirtySegments: Story = {
  args: { ...bySegment, data: csv(Array.from({ length: 1500 }, (_, i) => [Math.min(10, ((i * i) % 11) + (i % 30) / 6) | 0, `Store ${(i * (i % 7)) % 30 + 1}`])) },
};

/** Answers of three months counted together at each month, which makes a line of few answers calm. */
export const Rolling: Story = { args: { period: 'month', rolling: 3, view: 'trend' } };

/** Rows without a score are customers who were asked: the chart tells the response rate. */
export const ResponseRate: Story = {
  args: { ...alone, unanswered: true, data: csv(Array.from({ length: 300 }, (_, i) => [i % 3 === 0 ? null : (i * 7) % 11, 'a'])) },
};

/** School marks: the lowest is best. */
export const SchoolMarks: Story = {
  args: { ...alone, scale: 'csat:1-6:low:2', data: csv(Array.from({ length: 240 }, (_, i) => [1 + ((i * i) % 5), 'a'])) },
};

/** Two segments of few answers: withheld, and with the second the one that would tell it by the total. */
export const Withheld: Story = {
  args: {
    ...bySegment, minCell: 5,
    data: csv([['Web', 120], ['App', 60], ['Shop', 3], ['Fair', 18]].flatMap(([name, n]) => Array.from({ length: Number(n) }, (_, i): [number, string] => [[10, 9, 8, 2][i % 4] ?? 0, String(name)]))),
  },
};

/** Scores that few gave are withheld; what the groups add up to is told. */
export const RareScoresWithheld: Story = {
  args: { ...alone, view: 'distribution', minCell: 5, data: csv(Array.from({ length: 200 }, (_, i) => [i < 2 ? 3 : i < 40 ? 5 : i < 80 ? 8 : 10 - (i % 2), 'a'])) },
};

/** So few answered in all that nothing is told. */
export const AllWithheld: Story = {
  args: { ...alone, minCell: 5, data: csv([[9, 'a'], [3, 'a'], [10, 'a']]) },
  play: ({ canvasElement }) => says(canvasElement, 'The score is withheld'),
};

/** Without the switch between views. */
export const Plain: Story = { args: { plain: true, heading: 'Would they recommend us?' } };

/** The promoters are chosen. */
export const Selected: Story = { args: { selection: [{ group: 'promoters' }] } };

/** In Chinese. */
export const Chinese: Story = { ...inChinese, args: { view: 'trend' } };

/** From right to left. */
export const RightToLeft: Story = { ...rightToLeft, args: { view: 'segments' } };

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
export const Anatomy: Story = { decorators: [annotated('.title', '.summary', '.controls', '.tools', 'text.headline', '.marker', '.positive', '.notes')] };

/** Table, method, menu and CSV. */
export const Tools: Story = { play: usesTools };

/** Pointer and keys over the marks. */
export const Marks: Story = { play: usesMarks };

/** In a column of 20 rem. */
export const Narrow: Story = { args: { view: 'segments' }, render: (args) => html`<div style="inline-size: 20rem">${satisfaction(args)}</div>` };

/** All that a backend sent is the main table. */
export const MainTableAlone: Story = { args: { result: mainTable() } };

/** No data yet. */
export const Initial: Story = { render: () => html`<cl-satisfaction-score></cl-satisfaction-score>`, play: ({ canvasElement }) => says(canvasElement, 'No data yet') };

/** Data are on their way. */
export const Loading: Story = {
  render: (args) => satisfaction({ ...args, data: stalled(4096) }),
  play: ({ canvasElement }) => says(canvasElement, 'Loading data'),
};

/** A first part of the rows is there. */
export const Partial: Story = {
  render: (args) => satisfaction({ ...args, data: stalled(companyArrow('surveys').length - 1000) }),
  play: ({ canvasElement }) => waitFor(() => expect(canvasElement.querySelector('cl-satisfaction-score')?.state).not.toBe('initial'), { timeout: 20_000 }),
};

/** Nobody answered. */
export const Empty: Story = {
  args: { ...alone, data: csv([[11, 'a'], [null, 'b']]) },
  play: ({ canvasElement }) => says(canvasElement, 'No answers: 2 rows have none on the scale.'),
};

/** A column is missing. */
export const Failed: Story = { args: { score: 'recommendation' }, play: ({ canvasElement }) => says(canvasElement, 'recommendation') };

/** The first bytes of the surveys, and then nothing for ever. */
function stalled(bytes: number): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(companyArrow('surveys').subarray(0, bytes)) });
}

function mainTable(): Result {
  const rows = [['Web', 420, 12, 210, 130, 80], ['Stations', 96, 0, 40, 26, 30], ['Airports', 21, 3, 12, 6, 3]] as const;
  return {
    metric: 'satisfaction',
    options: { scale: 'nps' },
    table: tableOf(
      { segment: 'utf8', n: 'int32', excluded: 'int32', promoters: 'float64', passives: 'float64', detractors: 'float64', nps: 'float64', lower: 'float64', upper: 'float64' },
      rows.map(([segment, n, excluded, promoters, passives, detractors]) => ({
        segment, n, excluded, promoters, passives, detractors, nps: (100 * (promoters - detractors)) / n, lower: null, upper: null,
      })),
    ),
    scalars: {},
    tables: {},
    diagnostics: {
      rowsIn: 0, rowsUsed: 0, dropped: {}, duplicates: null, window: { start: null, end: null, asOf: null, partial: [] },
      timeZone: 'UTC', currency: null, inferred: {}, notes: [],
    },
  };
}

/** Textures on demand: promoters are plain, passives dotted, detractors striped. */
export const Textures: Story = { args: { textures: 'on' } };

export const TexturesOfSegments: Story = { args: { textures: 'on', view: 'segments' } };
