import type { Grain, Scene, SceneSize, Words } from '@clientele/charts';
import type { Result } from '@clientele/metrics';
import { type Figure, type FigureSeries, READINGS, seriesOf } from './figures.js';
import { metricTileMessages } from './metric-tile.messages.js';

/** Periods in the spark line at most. */
const SPARK_POINTS = 24;
const VALUE_SIZE = 2.4;

/** What a tile shows: the figure, its spark line, and the goal's line in it. */
export interface MetricTileScene extends Scene {
  readonly value: string;
  readonly valueX: number;
  readonly valueY: number;
  /** The height of the value's letters in ordinary ones. */
  readonly valueSize: number;
  /** Runs of the line, as points of it; a period without a value interrupts it. */
  readonly spark: readonly (readonly (readonly [x: number, y: number])[])[];
  readonly end: readonly [x: number, y: number] | null;
  /** The height of the goal in the spark line, null where it has none or it lies outside. */
  readonly goalY: number | null;
  readonly sparkX: readonly [from: number, to: number];
}

/** What of a tile's properties its scene depends on. */
export interface MetricTileOptions {
  readonly figure: Figure;
  readonly period: Grain;
  readonly goal: number | null;
  readonly compare: boolean;
}

/** Returns the scene of a key figure: its value in the last period that is over, beside its course. */
export function metricTileScene(result: Result, { fontSize, width }: SceneSize, words: Words, options: MetricTileOptions): MetricTileScene {
  const { figure, goal, period } = options;
  const messages = metricTileMessages[words.locale];
  const { format } = words;
  const series = seriesOf(figure, result);
  const title = messages.figures[figure];
  const value = series === null ? '' : READINGS[figure].write(format, series.now.value);
  const height = Math.round(fontSize * 3);
  const valueWidth = Math.ceil(lettersOf(value) * fontSize * VALUE_SIZE);
  const beside = width - valueWidth > 5 * fontSize;
  const sparkX: readonly [number, number] = words.rtl ? [4, Math.max(5, width - valueWidth - fontSize)] : [Math.min(width - 5, valueWidth + fontSize), width - 4];
  const points = beside && series !== null ? series.points.slice(-SPARK_POINTS) : [];
  const spark = sparkOf(points.map((point) => point.value), sparkX, [6, height - 6], goal, words.rtl);
  return {
    width, height, title, marks: [], legend: [],
    empty: series === null,
    summary: series === null ? messages.none : summaryOf(series, words, options),
    value, valueX: words.rtl ? width : 0, valueY: Math.round(height * 0.78), valueSize: VALUE_SIZE,
    ...spark, sparkX,
    notes: [],
    table: {
      caption: title,
      columns: [{ key: 'period', label: messages.period, numeric: false }, { key: 'value', label: title, numeric: true }],
      rows: (series?.points ?? []).map((point) => [format.period(point.period, period), READINGS[figure].write(format, point.value)]),
    },
    counted: [{ label: messages.counted, value: messages.meanings[figure] }],
  };
}

/** The period, the change on the one before with what is known about it, and the goal. */
function summaryOf({ before, change, distinguishable, now }: FigureSeries, words: Words, { compare, figure, goal, period }: MetricTileOptions): string {
  const { format, locale } = words;
  const messages = metricTileMessages[locale];
  const { write, writeChange } = READINGS[figure];
  const inPoints = figure === 'retention-rate' || figure === 'nps' || figure === 'csat';
  const said = (amount: number): string => (inPoints ? messages.points(writeChange(format, amount)) : writeChange(format, amount));
  const parts = [messages.inPeriod(format.period(now.period, period))];
  const difference = change?.difference ?? (now.value === null || before?.value == null ? null : now.value - before.value);
  if (compare && before !== null && difference !== null) {
    const name = format.period(before.period, period);
    const share = inPoints || before.value === null || before.value === 0 ? null : format.signed((100 * difference) / before.value, 1);
    parts.push(messages.changed(said(difference), share === null ? null : `${share}%`, name));
    if (change !== null) {
      const interval = messages.interval(writeChange(format, change.lower), writeChange(format, change.upper));
      parts.push(distinguishable === true ? messages.clear(interval) : messages.unclear(name, interval));
    }
  }
  // A score may be below nothing: no share of it was reached.
  if (goal !== null) parts.push(messages.goal(write(format, goal), figure === 'nps' || now.value === null || goal <= 0 ? null : format.percent(now.value / goal, 0)));
  return parts.join(locale === 'zh-CN' ? '；' : '; ');
}

type Line = Pick<MetricTileScene, 'spark' | 'end' | 'goalY'>;

function sparkOf(values: readonly (number | null)[], [left, right]: readonly [number, number], [top, bottom]: readonly [number, number], goal: number | null, rtl: boolean): Line {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return { spark: [], end: null, goalY: null };
  const low = Math.min(...known, goal ?? Infinity);
  const high = Math.max(...known, goal ?? -Infinity);
  const y = (value: number): number => round(high === low ? (top + bottom) / 2 : bottom - ((value - low) / (high - low)) * (bottom - top));
  const x = (i: number): number => round(rtl ? right - (i / (values.length - 1)) * (right - left) : left + (i / (values.length - 1)) * (right - left));
  const spark: (readonly [number, number])[][] = [[]];
  let end: readonly [number, number] | null = null;
  for (const [i, value] of values.entries()) {
    if (value === null) spark.push([]);
    else spark.at(-1)?.push((end = [x(i), y(value)]));
  }
  return { spark: spark.filter((run) => run.length > 1), end, goalY: goal === null ? null : y(goal) };
}

/** About how many times as wide as high *value* is, in bold: Chinese units are as wide as high, capitals wider than digits. */
function lettersOf(value: string): number {
  let letters = 0;
  for (const character of value) letters += /\p{Script=Han}/u.test(character) ? 1 : /\p{Lu}/u.test(character) ? 0.8 : 0.64;
  return letters;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
