import { type Result, rowsOf } from '@clientele/metrics';
import { scaleLinear } from 'd3-scale';
import { textWidth } from '../guides/text-width.js';
import { type Grain, numberIn, textIn } from '../locales/format.js';
import type { SceneLine, SceneSize, Words } from '../scene.js';
import { type LifecycleFunnelMessages, lifecycleFunnelMessages } from './lifecycle-funnel.messages.js';
import { periodLabels } from './period-axis.js';
import { plotMessages } from './plot.messages.js';
import { EMPTY_PLOT, mirrored, plotMark, type PlotScene, type PlotShapes } from './plot-scene.js';
import { stageNames } from './stage-names.js';
import { StepsWords } from './steps-words.js';
import { stepRows } from './steps-rows.js';
import { tellingStep } from './telling-step.js';

interface TrendRow {
  readonly period: string;
  readonly name: string;
  readonly entered: number | null;
  readonly suppressed: boolean;
  readonly reached: number | null;
  readonly rate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Null where nothing ends: there is no window. */
  readonly complete: boolean | null;
  readonly lowN: boolean;
}

const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];

/** Nearer to each other, dots hide the line, CSS pixels. */
const ROOMY_STEP = 10;

/** Returns the scene of conversion by the period in which customers entered. */
export function trendScene(result: Result, size: SceneSize, words: Words): PlotScene {
  const { format, locale } = words;
  const says = plotMessages[locale].trend;
  const shared = lifecycleFunnelMessages[locale].steps;
  const grain = GRAINS.find((known) => known === result.options['period']) ?? 'month';
  const stages = rowsOf(result.table).map((row) => textIn(row, 'stage'));
  const names = stageNames(stages, locale);
  const told = tellingStep(result);
  const rows = (result.tables['trend'] === undefined ? [] : rowsOf(result.tables['trend'])).filter((row) => told !== null && row['order'] === told.index + 1).map((row): TrendRow => ({
    period: textIn(row, 'period'), name: format.period(textIn(row, 'period'), grain), entered: numberIn(row, 'entered'), suppressed: row['suppressed'] === true,
    reached: numberIn(row, 'reached'), rate: numberIn(row, 'conversion'), lower: numberIn(row, 'lower'), upper: numberIn(row, 'upper'),
    complete: typeof row['complete'] === 'boolean' ? row['complete'] : null, lowN: row['low_n'] === true,
  }));
  const to = names[told?.index ?? 0] ?? '';
  const rated = rows.filter((row) => row.rate !== null);
  const latest = rated.findLast((row) => row.complete !== false) ?? rated.at(-1);
  const funnel = new StepsWords(result, stepRows(result, locale), words);
  const { withheld } = funnel;
  const clipped = rows.some(({ complete, upper }) => complete !== false && (upper ?? 0) > highestOf(rows));
  const running = rows.filter((row) => row.complete === false && row.entered !== 0);
  const lines = (row: TrendRow): SceneLine[] => [
    { label: says.rate, value: row.lower === null ? format.percent(row.rate) : shared.within(format.percent(row.rate), format.percentRange(row.lower, row.upper) ?? '') },
    { label: says.entered, value: withheld.count(row.entered) },
    { label: to, value: withheld.count(row.reached) },
    ...(row.complete === false ? [{ label: '', value: says.runningLine }] : []),
    ...(row.lowN ? [{ label: '', value: shared.lowN }] : []),
  ];
  const shapes = rated.length === 0 ? EMPTY_PLOT : draw(rows, grain, lines, told?.stage ?? '', size, words);
  return {
    view: 'trend', width: size.width, ...(words.rtl ? mirrored(shapes, size.width) : shapes), title: says.title[grain], empty: rated.length === 0,
    summary: latest === undefined ? says.none
      : says.summary(format.count(latest.entered), inSentence(latest, grain, lifecycleFunnelMessages[locale]), grain === 'day', format.percent(latest.rate), to, says.between(format.percent(least(rated)), format.percent(most(rated)), rated.length)),
    table: {
      caption: says.title[grain],
      columns: [
        { key: 'period', label: says.period, numeric: false }, { key: 'entered', label: says.entered, numeric: true }, { key: 'reached', label: to, numeric: true },
        { key: 'rate', label: says.rate, numeric: true }, { key: 'interval', label: shared.columns.interval, numeric: true },
      ],
      rows: rows.map((row) => [
        row.complete === false ? says.running(row.name) : row.name, withheld.count(row.entered), withheld.told(format.count(row.reached), row.reached, row.suppressed), withheld.told(format.percent(row.rate), row.rate, row.suppressed),
        withheld.told(format.percentRange(row.lower, row.upper) ?? '—', row.rate, row.suppressed),
      ]),
    },
    legend: [{ swatch: 'conversion', label: says.rate }, { swatch: 'band', label: shared.columns.interval }, ...(running.length > 0 ? [{ swatch: 'hollow', label: says.runningLine }] : [])],
    notes: [...(told === null || told.last ? [] : [plotMessages[locale].durations.notLast(names.at(-1) ?? '', to)]), ...(running.length > 0 ? [says.runningNote] : []), ...(clipped ? [says.clipped] : []), ...funnel.notes()],
    counted: [{ label: says.countedLabel, value: says.counted }, ...funnel.counted()],
  };
}

/** When *row* was, as a sentence says it: a week is not its first day. */
function inSentence({ name }: TrendRow, grain: Grain, { states }: LifecycleFunnelMessages): string {
  return states.periodNames[grain](name).trim();
}

const least = (rows: readonly TrendRow[]): number => Math.min(...rows.map((row) => row.rate ?? 1));
const most = (rows: readonly TrendRow[]): number => Math.max(...rows.map((row) => row.rate ?? 0));

/** Where the scale ends. Intervals of a handful of customers would flatten the line: they may leave the picture, which a note says. */
function highestOf(rows: readonly TrendRow[]): number {
  const high = Math.max(0.01, ...rows.map((row) => Math.min(row.upper ?? 0, (row.rate ?? 0) + 0.1)));
  return scaleLinear().domain([0, Math.min(1, high)]).nice(5).domain()[1] ?? 1;
}

function draw(rows: readonly TrendRow[], grain: Grain, lines: (row: TrendRow) => SceneLine[], stage: string, size: SceneSize, words: Words): PlotShapes {
  const { format } = words;
  const small = size.fontSize * 0.857;
  const plotHeight = size.width < 480 ? 200 : 260;
  const top = 10;
  const y = scaleLinear().domain([0, highestOf(rows)]).range([top + plotHeight, top]);
  const ticks = y.ticks(5);
  const percent = (tick: number): string => format.percent(tick, ticks.some((other) => !Number.isInteger(Math.round(other * 1e6) / 1e4)) ? 1 : 0);
  const left = Math.ceil(Math.max(...ticks.map((tick) => textWidth(percent(tick), small) * 1.12))) + 8;
  const step = (size.width - left - 6) / rows.length;
  const centre = (i: number): number => left + (i + 0.5) * step;
  const clipped = (rate: number): number => Math.max(top, Math.min(top + plotHeight, y(rate)));
  const runs = stretches(rows);
  // A period between two without a rate has no line to stand on.
  const alone = new Set(runs.filter((run) => run.length === 1).flat());
  return {
    ...EMPTY_PLOT, height: Math.ceil(top + plotHeight + small * 2.2),
    bands: runs.map((run) => [
      ...run.map((i) => `${centre(i)},${clipped(rows[i]?.upper ?? 0)}`), ...run.toReversed().map((i) => `${centre(i)},${clipped(rows[i]?.lower ?? 0)}`),
    ].join(' ')),
    lines: runs.map((run) => ({ kind: 'conversion', points: run.map((i) => `${centre(i)},${y(rows[i]?.rate ?? 0)}`).join(' ') })),
    dots: rows.flatMap((row, i) => (row.rate === null || (step < ROOMY_STEP && row.complete !== false && !alone.has(i)) ? [] : [{ id: `trend/${row.period}`, x: centre(i), y: clipped(row.rate), hollow: row.complete === false }])),
    gridlines: ticks.map((tick) => ({ x1: left, x2: size.width - 4, y1: y(tick), y2: y(tick), kind: tick === 0 ? 'zero' : 'grid' })),
    texts: [
      ...ticks.map((tick) => ({ text: percent(tick), x: left - 8, y: y(tick) + small * 0.35, anchor: 'end' as const, kind: 'axis' as const })),
      ...periodLabels(rows, grain, centre, left, size.width, small).map((label) => ({ ...label, y: top + plotHeight + small * 1.5, kind: 'axis' as const })),
    ],
    marks: rows.flatMap((row, column) => (row.rate === null ? [] : [plotMark({
      id: `trend/${row.period}`, row: 0, column, x: centre(column) - step / 2, width: step, y: clipped(row.rate) - 12, height: 24,
      title: row.name, lines: lines(row), mark: { stage, period: row.period },
    }, 6, size.width)])),
  };
}

/** Unbroken stretches of periods that have a rate and are over, as positions. */
function stretches(rows: readonly TrendRow[]): number[][] {
  const found: number[][] = [[]];
  rows.forEach((row, i) => {
    if (row.rate === null || row.complete === false) found.push([]);
    else found.at(-1)?.push(i);
  });
  return found.filter((run) => run.length > 0);
}
