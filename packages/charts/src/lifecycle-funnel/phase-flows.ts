import { fitText, textWidth } from '../guides/text-width.js';
import type { SceneMark, SceneSize, Words } from '../scene.js';
import { lifecycleFunnelMessages } from './lifecycle-funnel.messages.js';
import { type PhaseName, plotMessages } from './plot.messages.js';
import { EMPTY_PLOT, plotMark, type PlotBar, type PlotRibbon, type PlotShapes, type PlotText } from './plot-scene.js';

/** Customers who were in *source* and are in *target*. */
export interface FlowRow {
  readonly source: string;
  readonly target: string;
  readonly customers: number | null;
  readonly share: number | null;
}

/** Who had bought nothing before, as the metric writes it. */
const NOT_YET = '(not yet)';
const GAP = 6;
const LEAST = 2;
/** How much wider than `textWidth` says letters of a wide font may be. */
const ROOMY = 1.12;
const NARROW = 480;
/** What ribbons keep of the width, however long the names beside them are, CSS pixels. */
const RIBBONS = 40;

/** Returns who went from which phase to which, as ribbons between two columns; it begins at *top*. */
export function drawFlows(flows: readonly FlowRow[], phases: readonly PhaseName[], before: string, after: string, top: number, size: SceneSize, words: Words): PlotShapes {
  const { format, locale } = words;
  const says = plotMessages[locale].phases;
  const { customers: customersLabel } = lifecycleFunnelMessages[locale].steps;
  const { fontSize, width } = size;
  const small = fontSize * 0.857;
  const sources = [...phases, NOT_YET].filter((source) => flows.some((flow) => flow.source === source && (flow.customers ?? 0) > 0));
  const targets = phases.filter((target) => flows.some((flow) => flow.target === target && (flow.customers ?? 0) > 0));
  const total = flows.reduce((sum, flow) => sum + (flow.customers ?? 0), 0);
  const nameOf = (phase: string): string => (phase === NOT_YET ? says.notYet : says.names[phase as PhaseName]);
  const height = width < NARROW ? 200 : 220;
  const room = height - GAP * (Math.max(sources.length, targets.length) - 1);
  const heightOf = (count: number): number => Math.max(count > 0 ? LEAST : 0, (count / Math.max(1, total)) * (room - LEAST * 8));
  const start = top + small * 3;
  const block = 10;
  const widest = (names: readonly string[]): number => Math.ceil(Math.max(0, ...names.map((phase) => Math.max(textWidth(nameOf(phase), small), textWidth(format.count(total), small)) * ROOMY))) + 8;
  // On a phone the names of one side leave the ribbons no room: the other has the same colours in the same order.
  const bare = width < NARROW;
  const forNames = width - RIBBONS - 2 * block;
  // As wide on both sides as the widest name, where that leaves room.
  const names = widest([...sources, ...targets]);
  const counts = Math.ceil(textWidth(format.count(total), small) * ROOMY) + 8;
  const [left, right] = bare ? [Math.min(widest(sources), forNames - counts), counts] : 2 * names <= forNames ? [names, names] : widest(sources) + widest(targets) <= forNames ? [widest(sources), widest(targets)] : [forNames / 2, forNames / 2];
  const x1 = left;
  const x2 = width - right - block;
  const bars: PlotBar[] = [];
  const ribbons: PlotRibbon[] = [];
  const texts: PlotText[] = [
    { text: before, x: 0, y: top + small * 1.4, anchor: 'start', kind: 'date' }, { text: after, x: width, y: top + small * 1.4, anchor: 'end', kind: 'date' },
  ];
  const marks: SceneMark[] = [];

  const column = (names: readonly string[], x: number, sideOf: (flow: FlowRow) => string, kindOf: (name: string) => string): Map<string, number> => {
    const tops = new Map<string, number>();
    let y = start;
    let floor = start;
    for (const name of names) {
      const mine = flows.filter((flow) => sideOf(flow) === name);
      const tall = mine.reduce((sum, flow) => sum + heightOf(flow.customers ?? 0), 0);
      tops.set(name, y);
      bars.push({ id: `block/${x}/${name}`, kind: kindOf(name), hatched: false, x, y, width: block, height: tall });
      const outside = x === x1;
      const named = outside || !bare;
      const label = Math.max(y + tall / 2, floor + small * 0.6);
      floor = label + small * 2.1;
      if (named) texts.push({ text: fitText(nameOf(name), ((outside ? left : right) - 6) / ROOMY, small), x: outside ? x - 6 : x + block + 6, y: label, anchor: outside ? 'end' : 'start', kind: 'label' });
      texts.push({ text: format.count(mine.reduce((sum, flow) => sum + (flow.customers ?? 0), 0)), x: outside ? x - 6 : x + block + 6, y: label + small * (named ? 1.15 : 0.36), anchor: outside ? 'end' : 'start', kind: 'axis' });
      y += tall + Math.max(GAP, floor - small * 0.6 - (y + tall) > 0 ? floor - small * 0.6 - (y + tall) - tall / 2 : GAP);
    }
    return tops;
  };
  const from = column(sources, x1, (flow) => flow.source, (name) => (name === NOT_YET ? 'not-yet' : name));
  const to = column(targets, x2, (flow) => flow.target, (name) => name);
  let bottom = start + height;
  sources.forEach((source, row) => targets.forEach((target, line) => {
    const flow = flows.find((candidate) => candidate.source === source && candidate.target === target);
    const count = flow?.customers ?? 0;
    if (flow === undefined || count <= 0) return;
    const tall = heightOf(count);
    const y1 = from.get(source) ?? start;
    const y2 = to.get(target) ?? start;
    from.set(source, y1 + tall);
    to.set(target, y2 + tall);
    bottom = Math.max(bottom, y1 + tall, y2 + tall);
    const [a, b, middle] = [x1 + block, x2, (x1 + block + x2) / 2];
    const id = `flow/${source}/${target}`;
    ribbons.push({
      id, kind: source === NOT_YET ? 'not-yet' : source,
      path: `M${a},${y1} C${middle},${y1} ${middle},${y2} ${b},${y2} L${b},${y2 + tall} C${middle},${y2 + tall} ${middle},${y1 + tall} ${a},${y1 + tall} Z`,
    });
    // Ribbons cross in the middle: each is pointed at where it begins.
    marks.push(plotMark({
      id, row: phases.length + row, column: line, x: a, y: y1, width: Math.min(60, (b - a) / 3), height: tall,
      title: says.way(nameOf(source), nameOf(target)), mark: { source, target },
      lines: [{ label: customersLabel, value: format.count(count) }, { label: says.ofSource(nameOf(source)), value: format.percent(flow.share) }],
    }, 4, width));
  }));
  return { ...EMPTY_PLOT, height: Math.ceil(Math.max(bottom, ...texts.map((text) => text.y)) + small), bars, ribbons, texts, marks };
}
