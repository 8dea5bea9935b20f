import { type Result, rowsOf } from '@clientele/metrics';
import { scaleLinear } from 'd3-scale';
import { textWidth } from '../guides/text-width.js';
import { numberIn, textIn } from '../locales/format.js';
import type { SceneMark, SceneSize, Words } from '../scene.js';
import { lifecycleFunnelMessages } from './lifecycle-funnel.messages.js';
import { type PlotMessages, plotMessages } from './plot.messages.js';
import { EMPTY_PLOT, mirrored, plotMark, type PlotBar, type PlotScene, type PlotShapes, type PlotText } from './plot-scene.js';
import { stageNames } from './stage-names.js';
import { StepsWords } from './steps-words.js';
import { stepRows } from './steps-rows.js';
import { tellingStep } from './telling-step.js';

type DurationMessages = PlotMessages['durations'];

/** The box of a bin that is withheld, in ems: its height tells nothing. */
const WITHHELD_EM = 1.4;

interface Bin {
  readonly from: number;
  readonly to: number;
  /** Null where it is withheld. */
  readonly count: number | null;
  readonly share: number | null;
}

/** Returns the scene of how long customers took from the entry to the last step of which it can be told. */
export function durationsScene(result: Result, size: SceneSize, words: Words): PlotScene {
  const { format, locale } = words;
  const says = plotMessages[locale].durations;
  const steps = rowsOf(result.table);
  const names = stageNames(steps.map((row) => textIn(row, 'stage')), locale);
  const all = result.tables['durations'] === undefined ? [] : rowsOf(result.tables['durations']);
  const told = tellingStep(result);
  const last = (told?.index ?? -1) + 1;
  const bins = all.filter((row) => row['order'] === last).map((row): Bin => ({
    from: numberIn(row, 'from_seconds') ?? 0, to: numberIn(row, 'to_seconds') ?? 0, count: numberIn(row, 'count'), share: numberIn(row, 'share'),
  }));
  const stage = told?.stage ?? '';
  const from = names[0] ?? '';
  const to = names[last - 1] ?? '';
  const whole = bins.every((bin) => bin.count !== null);
  const arrival = (result.tables['arrivals'] === undefined ? [] : rowsOf(result.tables['arrivals'])).find((row) => row['order'] === last) ?? {};
  const median = numberIn(arrival, 'median_seconds');
  const p90 = numberIn(arrival, 'p90_seconds');
  const total = bins.reduce((sum, bin) => sum + (bin.count ?? 0), 0);
  // The bins that are told don't add up to those who came where others are withheld.
  const n = numberIn(arrival, 'n') ?? (whole ? total : null);
  const bare = whole && total === 0;
  const unit = unitOf(bins);
  const funnel = new StepsWords(result, stepRows(result, locale), words);
  const shapes = bare ? EMPTY_PLOT : draw(bins, stage, { median, p90 }, unit, size, words, funnel.withheld.messages.word);
  let sum = 0;
  return {
    view: 'durations', width: size.width, ...(words.rtl ? mirrored(shapes, size.width) : shapes),
    title: says.title(from, to), empty: bare,
    summary: summaryOf(says, to, n === null ? null : format.count(n), n === 0 || told === null, !whole || bare, median === null || p90 === null ? null : [length(median, unit, words), length(p90, unit, words)]),
    table: {
      caption: says.title(from, to),
      columns: [
        { key: 'time', label: says.columns.time, numeric: false }, { key: 'count', label: lifecycleFunnelMessages[locale].steps.customers, numeric: true },
        { key: 'share', label: says.columns.share, numeric: true }, { key: 'sum', label: says.columns.sum, numeric: true },
      ],
      rows: bins.map((bin) => {
        sum += bin.count ?? 0;
        return [says.range(edge(bin.from, unit, words), edge(bin.to, unit, words)), funnel.withheld.count(bin.count), funnel.withheld.told(format.percent(bin.share), bin.share, true), whole ? format.percent(sum / total) : funnel.withheld.messages.word];
      }),
    },
    legend: whole ? [] : [{ swatch: 'withheld', label: funnel.withheld.messages.swatch }],
    notes: [...(told === null || told.last ? [] : [says.notLast(names.at(-1) ?? '', to)]), ...funnel.notes()], counted: [{ label: says.countedLabel, value: says.counted }, ...funnel.counted()],
  };
}

/** What can be said of *count* customers who came *to* a step: their times, or that those are withheld. */
function summaryOf(says: DurationMessages, to: string, count: string | null, nobody: boolean, withheld: boolean, times: readonly [median: string, p90: string] | null): string {
  if (nobody) return says.none;
  if (count !== null && times !== null) return says.summary(count, to, ...times);
  return count === null || withheld ? says.withheld(count, to) : says.some(count, to);
}

type Unit = readonly [name: 'second' | 'minute' | 'hour' | 'day', seconds: number];
const UNITS: readonly Unit[] = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** The unit in which all edges are told: the longest that bins are whole multiples of. */
function unitOf(bins: readonly Bin[]): Unit {
  const width = (bins[0]?.to ?? 1) - (bins[0]?.from ?? 0);
  return UNITS.find(([, seconds]) => width % seconds === 0) ?? ['second', 1];
}

/** A length of time as an axis tells it. */
function edge(seconds: number, [unit, size]: Unit, { format }: Words): string {
  return seconds === 0 ? '0' : new Intl.NumberFormat(format.tag, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(seconds / size);
}

/** A length of time in the unit of the axis, or as people say it where it is less than one of them. */
function length(seconds: number, [unit, size]: Unit, { format }: Words): string {
  if (seconds < size) return format.duration(seconds);
  const digits = seconds / size < 10 ? 1 : 0;
  return new Intl.NumberFormat(format.tag, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(seconds / size);
}

function draw(bins: readonly Bin[], stage: string, marks: { readonly median: number | null; readonly p90: number | null }, unit: Unit, size: SceneSize, words: Words, withheld: string): PlotShapes {
  const { format, locale } = words;
  const says = plotMessages[locale].durations;
  const { customers } = lifecycleFunnelMessages[locale].steps;
  const small = size.fontSize * 0.857;
  const narrow = size.width < 480;
  const head = small * 1.6;
  const top = head + small * 3.4;
  const plotHeight = narrow ? 190 : 240;
  const high = Math.max(1, ...bins.map((bin) => bin.count ?? 0));
  const y = scaleLinear().domain([0, high]).nice(4).range([top + plotHeight, top]);
  const ticks = y.ticks(4).filter((tick) => Number.isInteger(tick));
  const left = Math.ceil(Math.max(...ticks.map((tick) => textWidth(format.compact(tick), small)))) + 12;
  const longest = bins.at(-1)?.to ?? 1;
  const x = scaleLinear().domain([0, longest]).range([left, size.width - 4]);
  const bars: PlotBar[] = [];
  const found: SceneMark[] = [];
  bins.forEach((bin, column) => {
    const { count } = bin;
    if (count === 0) return;
    const gap = x(bin.to) - x(bin.from) > 5 ? 1 : 0;
    const box = { x: x(bin.from) + gap / 2, width: Math.max(0.5, x(bin.to) - x(bin.from) - gap), ...(count === null ? { y: y(0) - size.fontSize * WITHHELD_EM, height: size.fontSize * WITHHELD_EM } : { y: y(count), height: y(0) - y(count) }) };
    const id = `durations/${bin.from}`;
    bars.push({ id, kind: count === null ? 'withheld' : 'reached', hatched: false, ...box });
    const title = says.range(edge(bin.from, unit, words), edge(bin.to, unit, words));
    found.push(plotMark({
      id, row: 0, column, ...box, title, mark: count === null ? null : { stage, seconds: bin.from },
      lines: count === null ? [{ label: customers, value: withheld }] : [{ label: customers, value: format.count(count) }, { label: says.columns.share, value: format.percent(bin.share) }],
    }, 10, size.width));
  });
  const texts: PlotText[] = ticks.map((tick) => ({ text: format.compact(tick), x: left - 8, y: y(tick) + small * 0.35, anchor: 'end', kind: 'axis' }));
  texts.push({ text: customers, x: 0, y: small, anchor: 'start', kind: 'axis' });
  texts.push(...edgeTexts(bins, x, left, top + plotHeight + small * 1.5, unit, size, words));
  const guides = [{ at: marks.median, text: says.median, line: 0 }, { at: marks.p90, text: says.p90, line: 1 }].flatMap(({ at, line, text }) => (at === null ? [] : [{ at: x(at), line, text: text(length(at, unit, words)) }]));
  for (const { at, line, text } of guides) {
    const wide = textWidth(text, small) * 1.12;
    const after = at + 5 + wide <= size.width;
    texts.push({ text, x: after ? at + 5 : Math.max(at - 5, wide), y: head + small * (1 + line * 1.3), anchor: after ? 'start' : 'end', kind: 'label' });
  }
  return {
    ...EMPTY_PLOT, height: Math.ceil(top + plotHeight + small * 2.2), bars, marks: found, texts,
    gridlines: [
      ...ticks.map((tick) => ({ x1: left, x2: size.width - 4, y1: y(tick), y2: y(tick), kind: tick === 0 ? 'zero' as const : 'grid' as const })),
      ...guides.map(({ at, line }) => ({ x1: at, x2: at, y1: head + small * (0.2 + line * 1.3), y2: y(0), kind: 'guide' as const })),
    ],
  };
}

/** Every so many edges of bins that their lengths of time fit below. */
function edgeTexts(bins: readonly Bin[], x: (seconds: number) => number, left: number, y: number, unit: Unit, size: SceneSize, words: Words): PlotText[] {
  const small = size.fontSize * 0.857;
  const edges = [0, ...bins.map((bin) => bin.to)];
  for (let every = 1; every <= edges.length; every++) {
    const texts: PlotText[] = [];
    let end = -Infinity;
    let fits = true;
    for (let i = 0; i < edges.length && fits; i += every) {
      const text = edge(edges[i] ?? 0, unit, words);
      const wide = textWidth(text, small) * 1.12;
      const middle = Math.min(Math.max(x(edges[i] ?? 0), left - 8 + wide / 2), size.width - wide / 2);
      fits = middle - wide / 2 >= end + small * 0.8;
      end = middle + wide / 2;
      texts.push({ text, x: middle, y, anchor: 'middle', kind: 'axis' });
    }
    if (fits) return texts;
  }
  return [];
}
