import { nice, ticks } from 'd3-array';
import { WIDE_FACE } from '../guides/text-width.js';
import type { Grain } from '../locales/format.js';
import type { SceneMark } from '../scene.js';
import type { Reading, Readings } from './readings.js';
import { Sketch } from './shapes.js';
import { type LaidOut, readingMark, type ViewInput } from './view.js';

const DAY = 86_400_000;
const DAYS: Readonly<Record<Grain, number>> = { day: 1, week: 7, month: 30.44, quarter: 91.31, year: 365.25 };
const COLUMNS = 40;

interface Point {
  readonly reading: Reading;
  readonly x: number;
  /** The number of the period, from 0. */
  readonly place: number;
  /** How many periods lie between this one and the one before; 1 where they adjoin. */
  readonly apart: number;
}

/** Returns the score by period as a line within its interval, over the number of answers. */
export function layOutTrend(input: ViewInput): LaidOut {
  const { readings, wording, width, fontSize, partial } = input;
  const sketch = new Sketch(fontSize);
  const small = sketch.size('small');
  const { low, high, clipped } = domainOf(readings);
  const marked = ticks(low, high, 4);
  const last = [...readings.periods].reverse().find(({ score }) => score !== null);
  const soFar = last?.period !== null && last !== undefined && partial.includes(last.period ?? '');
  const most = wording.format.compact(mostAnswers(readings.periods));
  const left = Math.max(...[most, ...marked.map((tick) => wording.round(tick))].map((text) => sketch.width(text, 'small'))) * WIDE_FACE + 8;
  const right = Math.max(sketch.width(wording.round(last?.score ?? null), 'strong'), soFar ? sketch.width(wording.messages.soFar, 'small') : 0) + 14;
  const top = small * 1.2;
  const plot = width < 480 ? 140 : 180;
  const points = pointsOf(readings, left, width - right);
  const step = points.length > 1 ? (width - left - right) / Math.max(1, points.reduce((sum, { apart }) => sum + apart, -1)) : width - left - right;
  const y = (score: number): number => top + plot - ((Math.max(low, Math.min(high, score)) - low) / (high - low)) * plot;

  for (const tick of marked) {
    sketch.line(left, y(tick), width - right + 6, y(tick), tick === 0 ? 'axis' : 'grid');
    sketch.text(left - 8, y(tick) + small * 0.35, wording.round(tick), 'small', 'end');
  }
  for (const run of runsOf(points)) drawBand(sketch, run, y);
  drawLine(sketch, points, y, partial);
  drawPoints(sketch, points, y, step, partial, wording.round.bind(wording), width - right);
  const end = points.find(({ reading }) => reading === last);
  if (end !== undefined && last?.score != null) {
    sketch.text(end.x + 10, y(last.score) + fontSize * 0.35, wording.round(last.score), 'strong');
    if (soFar) sketch.text(end.x + 10, y(last.score) + fontSize * 0.35 + small * 1.25, wording.messages.soFar, 'small');
  }
  const bottom = drawAnswers(sketch, input, points, step, left, top + plot + small * 2.4, width - right);
  const marks = points.map(({ reading, x }, i): SceneMark => {
    const date = reading.period ?? '';
    const reach = Math.min(step, 64);
    const from = Math.max(0, x - reach / 2);
    const title = wording.format.period(date, readings.grain);
    return readingMark(input, `period-${date}`, title, reading, { period: date }, { x: from, y: 0, width: Math.min(width, x + reach / 2) - from, height: bottom }, { row: 0, column: i });
  });
  return { shapes: sketch.shapes, marks, height: Math.ceil(bottom), legend: legendOf(input), notes: clipped ? [wording.messages.notes.clipped] : [] };
}

/** From the lowest to the highest score and interval; those of few answers count by their score alone. */
function domainOf({ periods, scale }: Readings): { low: number; high: number; clipped: boolean } {
  const [least, most] = [scale.type === 'nps' ? -100 : 0, 100];
  const solid = periods.some(({ lowN, score }) => !lowN && score !== null);
  const values = periods.flatMap(({ score, lower, upper, lowN }) => (lowN && solid ? [score] : [score, lower, upper])).filter((value) => value !== null);
  const from = Math.max(least, Math.min(...values, most));
  const to = Math.min(most, Math.max(...values, least));
  const spare = Math.max(0, 10 - (to - from)) / 2;
  const [low, high] = nice(Math.max(least, from - spare), Math.min(most, to + spare), 4);
  const clipped = periods.some(({ lower, upper }) => (lower !== null && lower < low && low > least) || (upper !== null && upper > high && high < most));
  return { low: Math.max(least, low), high: Math.min(most, high), clipped };
}

/** Periods stand where they are in time: one without rows leaves its place free. */
function pointsOf({ periods, grain }: Readings, from: number, to: number): Point[] {
  const days = periods.map(({ period }) => Date.parse(`${period ?? ''}T00:00:00Z`) / DAY);
  const apart = days.map((day, i) => (i === 0 ? 1 : Math.max(1, Math.round((day - (days[i - 1] ?? day)) / DAYS[grain]))));
  const steps = apart.slice(1).reduce((sum, gap) => sum + gap, 0);
  const pad = Math.min(16, (to - from) / (steps + 2) / 2);
  let place = 0;
  return periods.map((reading, i) => {
    if (i > 0) place += apart[i] ?? 1;
    return { reading, place, apart: apart[i] ?? 1, x: steps === 0 ? (from + to) / 2 : from + pad + (place / steps) * (to - from - 2 * pad) };
  });
}

function mostAnswers(periods: readonly Reading[]): number {
  return Math.max(1, ...periods.map(({ n }) => n));
}

/** Neighbouring periods with a score. */
function runsOf(points: readonly Point[]): Point[][] {
  const runs: Point[][] = [];
  let open: Point[] | null = null;
  for (const point of points) {
    if (point.reading.score === null) {
      open = null;
    } else if (open === null || point.apart > 1) {
      runs.push((open = [point]));
    } else {
      open.push(point);
    }
  }
  return runs;
}

function drawBand(sketch: Sketch, run: readonly Point[], y: (score: number) => number): void {
  const known = run.filter(({ reading }) => reading.lower !== null && reading.upper !== null);
  const [only] = known;
  if (only === undefined) return;
  if (known.length === 1) {
    sketch.rect(only.x - 2, y(only.reading.upper ?? 0), 4, y(only.reading.lower ?? 0) - y(only.reading.upper ?? 0), 'band');
    return;
  }
  const above = known.map(({ reading, x }) => `${x},${y(reading.upper ?? 0)}`);
  const below = [...known].reverse().map(({ reading, x }) => `${x},${y(reading.lower ?? 0)}`);
  sketch.path(`M${[...above, ...below].join('L')}Z`, 'band');
}

function drawLine(sketch: Sketch, points: readonly Point[], y: (score: number) => number, partial: readonly string[]): void {
  for (const run of runsOf(points)) {
    const whole = run.filter(({ reading }) => !partial.includes(reading.period ?? ''));
    if (whole.length > 1) sketch.path(`M${whole.map(({ reading, x }) => `${x},${y(reading.score ?? 0)}`).join('L')}`, 'trend');
    const unfinished = run.at(-1);
    const before = run.at(-2);
    if (unfinished === undefined || before === undefined || whole.includes(unfinished)) continue;
    sketch.line(before.x, y(before.reading.score ?? 0), unfinished.x, y(unfinished.reading.score ?? 0), 'trend unfinished');
  }
}

/** Filled where the score changed distinguishably, else hollow; values stand by the filled ones as far as there is room. */
function drawPoints(sketch: Sketch, points: readonly Point[], y: (score: number) => number, step: number, partial: readonly string[], say: (score: number) => string, right: number): void {
  let free = right;
  for (const { reading, x } of [...points].reverse()) {
    const { score, distinguishable, change } = reading;
    if (score === null) continue;
    const last = reading === points.at(-1)?.reading;
    const unfinished = partial.includes(reading.period ?? '');
    if (step >= 9 || distinguishable === true || last) {
      sketch.dot(x, y(score), step >= 14 ? 4.5 : 3, `point ${distinguishable === true ? 'changed' : 'unchanged'}${unfinished ? ' unfinished' : ''}`);
    }
    const half = sketch.width(say(score), 'small') / 2;
    if (last || distinguishable !== true || x + half > free || step < 14) continue;
    sketch.text(x, y(score) + ((change ?? 0) < 0 ? sketch.size('small') * 1.7 : -sketch.size('small') * 0.9), say(score), 'small halo', 'middle');
    free = x - half - 6;
  }
}

/** Columns of answers with the dates under them. Returns the lower end. */
function drawAnswers(sketch: Sketch, { readings, wording, partial, width }: ViewInput, points: readonly Point[], step: number, left: number, top: number, right: number): number {
  const small = sketch.size('small');
  const most = mostAnswers(readings.periods);
  const base = top + COLUMNS;
  const bar = Math.max(1, Math.min(28, step * 0.62));
  sketch.text(left, top - small * 0.6, wording.messages.columns.answers, 'small');
  sketch.text(left - 8, top + small * 0.35, wording.format.compact(most), 'small', 'end');
  sketch.line(left, top, right + 6, top, 'grid');
  for (const { reading, x } of points) {
    const height = (reading.n / most) * COLUMNS;
    sketch.rect(x - bar / 2, base - height, bar, height, `answers${partial.includes(reading.period ?? '') ? ' unfinished' : ''}${reading.lowN ? ' thin' : ''}`);
  }
  sketch.line(left, base, right + 6, base, 'axis');
  const labels = points.map(({ reading }) => wording.format.period(reading.period ?? '', readings.grain));
  const every = Math.max(1, Math.ceil((Math.max(0, ...labels.map((label) => sketch.width(label, 'small'))) + 10) / step));
  const last = points.at(-1);
  points.forEach(({ x, place }, i) => {
    const label = labels[i] ?? '';
    const half = sketch.width(label, 'small') / 2;
    if (((last?.place ?? 0) - place) % every !== 0 || x - half < 0) return;
    sketch.text(Math.min(x, width - half), base + small * 1.5, label, 'small', 'middle');
  });
  return base + small * 2;
}

function legendOf({ readings, wording }: ViewInput): LaidOut['legend'] {
  const { legend } = wording.messages;
  const told = readings.periods.some(({ distinguishable }) => distinguishable !== null);
  return [
    ...(told ? [{ swatch: 'changed', label: legend.changed(readings.rolling > 1) }, { swatch: 'unchanged', label: legend.unchanged }] : []),
    ...(readings.periods.some(({ lower }) => lower !== null) ? [{ swatch: 'band', label: legend.interval(wording.level) }] : []),
  ];
}
