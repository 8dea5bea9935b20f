import type { RetentionCohort } from '@clientele/charts';
import { type Row, tableOf } from '@clientele/metrics';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import 'clientele/retention-cohort';
import { html } from 'lit';
import { companyArrow } from '../test/fixtures/company-arrow.js';
import { annotated } from './anatomy.js';
import { halfway } from './halfway.js';
import { drawn, forcedColors, pictured, printed, says, usesMarks, usesTools } from './plays.js';
import { branded, compact, inChinese, inDark, inForcedColors, inHighContrast, onPaper, rightToLeft, tiny } from './variants.js';

type Story = StoryObj<RetentionCohort>;

const meta: Meta<RetentionCohort> = {
  title: 'Charts/Retention cohort',
  component: 'cl-retention-cohort',
  args: {
    customer: 'customer_id', time: 'ts', value: 'amount', order: 'order_id', period: 'quarter', mode: 'on', timeZone: 'Europe/Berlin',
    currency: 'EUR', view: 'grid', measure: 'customers', unit: 'percent',
  },
  argTypes: {
    period: { control: 'inline-radio', options: ['day', 'week', 'month', 'quarter', 'year'] },
    mode: { control: 'inline-radio', options: ['on', 'onOrAfter', 'onOrBefore', 'streak'] },
    view: { control: 'inline-radio', options: ['grid', 'curves', 'interval'] },
    measure: { control: 'inline-radio', options: ['customers', 'orders', 'value', 'cumulativeValue'] },
    scale: { control: 'inline-radio', options: ['grid', 'row'] },
    unit: { control: 'inline-radio', options: ['percent', 'number'] },
  },
  render: (args) => cohorts(args),
  play: ({ canvasElement }) => drawn(canvasElement),
};

export default meta;

function cohorts(args: Partial<RetentionCohort>): ReturnType<typeof html> {
  return html`
    <cl-retention-cohort
      .data=${args.data ?? companyArrow('orders')}
      .result=${args.result ?? null}
      .engine=${args.engine ?? null}
      .customer=${args.customer ?? null}
      .time=${args.time ?? null}
      .value=${args.value ?? null}
      .order=${args.order ?? null}
      .period=${args.period ?? 'month'}
      .mode=${args.mode ?? 'on'}
      .timeZone=${args.timeZone ?? 'UTC'}
      .asOf=${args.asOf ?? null}
      .minN=${args.minN ?? 0}
      .minCell=${args.minCell ?? 0}
      .brackets=${args.brackets ?? null}
      .entry=${args.entry ?? 'first'}
      .windows=${args.windows ?? 'calendar'}
      .scale=${args.scale ?? 'grid'}
      ?project=${args.project ?? false}
      .currency=${args.currency ?? null}
      .heading=${args.heading ?? null}
      .selection=${args.selection ?? []}
      .view=${args.view ?? 'grid'}
      .offset=${args.offset ?? 1}
      .measure=${args.measure ?? 'customers'}
      .unit=${args.unit ?? 'percent'}
      ?plain=${args.plain ?? false}
    ></cl-retention-cohort>`;
}

/** What a backend sends: cells and nothing else. */
function cellsTable(rows: readonly Row[]): ReturnType<typeof tableOf> {
  return tableOf({ cohort: 'date', size: 'int32', offset: 'int32', active: 'int32', observed: 'bool', partial: 'bool' }, rows);
}

const cells = cellsTable([
  { cohort: '2026-01-01', size: 412, offset: 0, active: 412, observed: true }, { cohort: '2026-01-01', size: 412, offset: 1, active: 97, observed: true },
  { cohort: '2026-01-01', size: 412, offset: 2, active: 71, observed: true }, { cohort: '2026-02-01', size: 388, offset: 0, active: 388, observed: true },
  { cohort: '2026-02-01', size: 388, offset: 1, active: 85, observed: true }, { cohort: '2026-03-01', size: 455, offset: 0, active: 455, observed: true },
]);

/** Orders of a customer on a day, as CSV. */
function csv(rows: readonly (readonly [customer: string, day: string])[]): Blob {
  return new Blob([`customer_id,day,amount\n${rows.map((row) => `${row.join(',')},10`).join('\n')}\n`]);
}

/** Two years of weekly cohorts, whose customers come back ever more rarely. */
const weekly = csv(Array.from({ length: 104 }, (_, week) => week).flatMap((week) => Array.from({ length: 6 * (104 - week) }, (_, i): readonly [string, string] => {
  const offset = Math.floor(i / 6);
  const customer = offset === 0 ? i : (i * i + 3 * week) % (6 + 3 * offset);
  return [`${week}-${Math.min(5, customer)}`, new Date(Date.UTC(2024, 0, 1 + 7 * (customer > 5 ? week : week + offset))).toISOString().slice(0, 10)];
})));

/** How many customers of each cohort come back, quarter by quarter. */
export const Default: Story = { play: pictured };

/** One line a cohort, and all of them together with their interval. */
export const Curves: Story = { args: { view: 'curves' }, play: pictured };

/** How cohorts did in one and the same period of theirs, one after the other, with the interval of each. */
export const OverTime: Story = { args: { view: 'interval', period: 'month', asOf: '2026-08-10', minN: 6 } };

/** The same in Chinese, of another period. */
export const OverTimeInChinese: Story = { args: { view: 'interval', offset: 3 }, render: (args) => html`<div lang="zh-CN">${cohorts({ ...args, currency: 'CNY' })}</div>` };

/** What cohorts brought later, as a share of what they brought at first. */
export const Value: Story = { args: { measure: 'value' } };

/** Numbers in place of shares. */
export const Numbers: Story = { args: { unit: 'number' } };

/** Amounts of nine digits, and a title as long as people make them. */
export const LongLabels: Story = {
  args: {
    data: new Blob([`customer_id,day,amount\n${Array.from({ length: 600 }, (_, i) => `c${i % 150},${new Date(Date.UTC(2025, (i % 150) % 9 + Math.floor(i / 150) * (i % 3), 3)).toISOString().slice(0, 10)},${1_234_567.89 * (1 + (i % 7))}`).join('\n')}\n`]),
    time: 'day', order: null, period: 'month', measure: 'value', unit: 'number',
    heading: 'How much of what customers brought at first they bring again, by the month of their first purchase, in all German-speaking countries',
  },
};

/** Who is still there: active then or in any later period. */
export const Rolling: Story = { args: { mode: 'onOrAfter' } };

/** The last quarter is not over: its cells are hatched and out of the average. */
export const InProgress: Story = { args: { asOf: '2026-08-10' }, play: pictured };

/** Cohorts of fewer than thirty customers tell their size only. */
export const Withheld: Story = { args: { minN: 30 } };

/** Two years of weekly cohorts: rows scroll under their head, colour alone, numbers in tooltip and table. */
export const Dense: Story = { args: { data: weekly, time: 'day', order: null, period: 'week' } };

/** One customer who came once. */
export const OneCustomer: Story = { args: { data: csv([['a', '2026-05-04']]), time: 'day', order: null } };

/** A company of a dozen customers. */
export const Tiny: Story = tiny;

/** A handful of customers, and a month with nobody. */
export const LowN: Story = {
  args: { data: csv([['a', '2026-01-04'], ['b', '2026-01-09'], ['a', '2026-03-02'], ['c', '2026-02-02'], ['c', '2026-03-02']]), time: 'day', order: null, period: 'month' },
};

/** Colours are relative to each row: a weak cohort shows its own rise and fall. */
export const ColoursByRow: Story = { args: { scale: 'row' } };

/** How often they ordered, against the first period. */
export const Orders: Story = { args: { measure: 'orders' } };

/** What they have brought so far, against the first period. */
export const ValueSoFar: Story = { args: { measure: 'cumulativeValue' } };

/** What a model expects of the periods that nobody has seen, in dashed cells. */
export const Projected: Story = { args: { mode: 'onOrAfter', project: true } };

/** The same in curves: what a model expects is dotted. */
export const ProjectedCurves: Story = { args: { mode: 'onOrAfter', project: true, view: 'curves' } };

/** Two years of weekly cohorts, from right to left, in the dark, on a phone. */
export const DenseOnAPhone: Story = { ...Dense, globals: { direction: 'rtl', theme: 'dark' }, render: (args) => html`<div style="max-inline-size: 21rem">${cohorts(args)}</div>` };

/** Windows of 91 days from each customer's own first day. */
export const OwnWindows: Story = { args: { windows: 'rolling' } };

/** Groups of fewer than 11 customers are withheld, and what would tell them. */
export const SmallGroupsWithheld: Story = { args: { minCell: 11, period: 'month' } };

/** Who came back in some of the next three months, and in some of the four after: fewer columns, less chance in each. */
export const Brackets: Story = { args: { period: 'month', brackets: [[0, 0], [1, 3], [4, 7], [8, 15]] }, play: ({ canvasElement }) => says(canvasElement, 'in months 1–3') };

export const BracketsInChinese: Story = { ...inChinese, args: { currency: 'CNY', period: 'month', brackets: [[0, 0], [1, 3], [4, 7], [8, 15]] }, play: ({ canvasElement }) => says(canvasElement, '第 1–3 个月') };

/** The same as curves. */
export const BracketCurves: Story = { args: { period: 'month', view: 'curves', brackets: [[1, 3], [4, 7], [8, 15]] } };

/** One cohort is chosen. */
export const Selected: Story = { args: { view: 'curves', selection: [{ cohort: '2024-10-01' }] } };

/** Without controls, under the page's own title. */
export const Plain: Story = { args: { plain: true, heading: 'Do customers come back?' } };

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
export const Anatomy: Story = { args: { asOf: '2026-08-10' }, decorators: [annotated('.title', '.summary', '.controls', '.tools', '.rule', '.fill', 'path[fill="url(#hatch)"]', '.zero', '.legend', '.notes')] };

/** Table, method, menu and CSV. */
export const Tools: Story = { play: usesTools };

/** Pointer and keys over the marks. */
export const Marks: Story = { play: usesMarks };

/** Under 480 px labels are short, and columns that have no room are in the table. */
export const Narrow: Story = { render: (args) => html`<div style="max-inline-size: 21rem">${cohorts(args)}</div>` };

/** All that a backend sent is the main table. */
export const MainTableAlone: Story = { args: { result: cells, period: 'month' } };

/** No data yet. */
export const Initial: Story = { render: () => html`<cl-retention-cohort></cl-retention-cohort>`, play: ({ canvasElement }) => says(canvasElement, 'No data yet') };

/** Data are on their way. */
export const Loading: Story = {
  render: (args) => cohorts({ ...args, data: new ReadableStream({ start: (controller) => controller.enqueue(companyArrow('orders').subarray(0, 4096)) }) }),
  play: ({ canvasElement }) => says(canvasElement, 'Loading data'),
};

/** Some of the rows are there, and more to come. */
export const Partial: Story = { args: { engine: halfway }, play: ({ canvasElement }) => says(canvasElement, 'Partial result') };

/** Nobody bought anything. */
export const Empty: Story = { args: { result: cellsTable([]) }, play: ({ canvasElement }) => says(canvasElement, 'No customer has a purchase in these data.') };

/** A column is missing. */
export const Failed: Story = { args: { time: 'moment' }, play: ({ canvasElement }) => says(canvasElement, 'moment') };
