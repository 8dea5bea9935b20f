import { type Result, rowsOf } from '@clientele/metrics';
import { scaleLinear } from 'd3-scale';
import { textWidth } from '../guides/text-width.js';
import { type Grain, numberIn, textIn } from '../locales/format.js';
import type { SceneLine, SceneMark, SceneSize, Words } from '../scene.js';
import { funnelTextures } from './funnel-textures.js';
import { lifecycleFunnelMessages } from './lifecycle-funnel.messages.js';
import { periodLabels } from './period-axis.js';
import { drawFlows, type FlowRow } from './phase-flows.js';
import { type PhaseName, plotMessages } from './plot.messages.js';
import { EMPTY_PLOT, mirrored, plotMark, type PlotBar, type PlotScene, type PlotShapes } from './plot-scene.js';
import { Withholding } from './withholding.js';

/** The phases in the order in which they are stacked, from the top; the last stands below the line. */
export const PHASES: readonly PhaseName[] = ['establish', 'develop', 'maintain', 'break_up'];

interface PhaseDate {
  readonly period: string;
  readonly name: string;
  readonly partial: boolean;
  readonly cells: Readonly<Record<PhaseName, { readonly customers: number | null; readonly share: number | null; readonly value: number | null; readonly suppressed: boolean }>>;
}

const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];
/** Phases above the line. */
const LIVING = ['establish', 'develop', 'maintain'] as const;
/** How high a box of what is withheld is, CSS pixels: it tells nothing. */
const WITHHELD = 9;
const THINNEST_COLUMN = 3;

/** Returns the scene of relationship phases over time, and of the ways between them in the last D days. */
export function phasesScene(result: Result, size: SceneSize, words: Words): PlotScene {
  const { format, locale } = words;
  const says = plotMessages[locale].phases;
  const shared = lifecycleFunnelMessages[locale];
  const grain = GRAINS.find((known) => known === result.options['period']) ?? 'month';
  const rows = rowsOf(result.table);
  const withheld = new Withholding(result, words);
  const dates = [...new Set(rows.map((row) => textIn(row, 'period')))].map((period): PhaseDate => {
    const mine = rows.filter((row) => row['period'] === period);
    const cell = (phase: PhaseName): PhaseDate['cells'][PhaseName] => {
      const row = mine.find((other) => other['phase'] === phase) ?? {};
      return { customers: numberIn(row, 'customers'), share: numberIn(row, 'share'), value: numberIn(row, 'value'), suppressed: row['suppressed'] === true };
    };
    return {
      period, name: format.period(period, grain), partial: mine.some((row) => row['partial'] === true),
      cells: { establish: cell('establish'), develop: cell('develop'), maintain: cell('maintain'), break_up: cell('break_up') },
    };
  });
  const flows = (result.tables['transitions'] === undefined ? [] : rowsOf(result.tables['transitions'])).map((row): FlowRow => ({
    source: textIn(row, 'source'), target: textIn(row, 'target'), customers: numberIn(row, 'customers'), share: numberIn(row, 'share'),
  }));
  const latest = dates.at(-1);
  const shareOf = ({ share, suppressed }: PhaseDate['cells'][PhaseName]): string => withheld.told(format.percent(share), share, suppressed);
  // What is withheld is somebody.
  const empty = latest === undefined || PHASES.every((phase) => latest.cells[phase].customers === 0 || (latest.cells[phase].customers === null && !withheld.counts));
  const before = result.scalars['before'];
  const asOf = result.scalars['as_of'];
  const days = typeof result.scalars['window_days'] === 'number' ? result.scalars['window_days'] : 90;
  const dated = (iso: unknown): string => (typeof iso === 'string' ? format.date(iso) : '');
  const areas = empty ? EMPTY_PLOT : new Areas(dates, grain, size, words, withheld).draw();
  const ways = empty || flows.length === 0 ? EMPTY_PLOT : drawFlows(flows, PHASES, dated(before), dated(asOf), areas.height + size.fontSize * 1.5, size, words);
  const shapes: PlotShapes = empty ? EMPTY_PLOT : {
    height: flows.length === 0 ? areas.height : ways.height, bars: [...areas.bars, ...ways.bars], ribbons: ways.ribbons, bands: [], lines: [], dots: [], gridlines: areas.gridlines,
    texts: [...areas.texts, ...ways.texts], marks: [...areas.marks, ...ways.marks],
  };
  const all = latest === undefined ? 0 : sumOf(PHASES.map((phase) => latest.cells[phase].customers));
  const back = sumOf(flows.filter((flow) => flow.source === 'break_up' && flow.target !== 'break_up').map(({ customers }) => customers));
  const gone = sumOf(flows.filter((flow) => flow.target === 'break_up' && flow.source !== 'break_up').map(({ customers }) => customers));
  return {
    view: 'phases', width: size.width, ...(words.rtl ? mirrored(shapes, size.width) : shapes), title: says.title, empty,
    summary: empty || latest === undefined ? says.none : says.summary(
      dated(asOf), withheld.count(all), PHASES.filter((phase) => latest.cells[phase].customers !== 0).map((phase) => says.part(says.names[phase], shareOf(latest.cells[phase]))),
      flows.length === 0 ? null : says.moved(format.count(days), withheld.count(gone), withheld.count(back))),
    table: {
      caption: says.title,
      columns: [
        { key: 'period', label: shared.states.columns.period, numeric: false },
        ...PHASES.flatMap((phase) => [{ key: phase, label: says.names[phase], numeric: true }, { key: `${phase}-share`, label: says.shareOf(says.names[phase]), numeric: true }]),
      ],
      rows: dates.map((date) => [
        date.partial ? shared.states.partialPeriod(date.name) : date.name,
        ...PHASES.flatMap((phase) => [withheld.count(date.cells[phase].customers), shareOf(date.cells[phase])]),
      ]),
    },
    legend: [
      ...PHASES.map((phase) => ({ swatch: phase, label: says.names[phase], texture: funnelTextures[phase] })),
      ...(shapes.bars.some(({ kind }) => kind === 'withheld') ? [{ swatch: 'withheld', label: withheld.messages.columns }] : []),
    ],
    notes: [...result.diagnostics.notes.filter(({ code }) => code !== 'cells_withheld').map((note) => says.notes[note.code] ?? note.message), ...withheld.notes(rows.some((row) => row['suppressed'] === true))],
    counted: [
      { label: says.counted.definition, value: says.definition }, { label: says.counted.window, value: says.windowOf(format.count(days)) },
      { label: says.counted.rules, value: says.rules }, { label: says.counted.ways, value: says.ways(dated(before), dated(asOf)) },
    ],
  };
}

/** Null where a part is withheld: the rest of it is no sum. */
function sumOf(counts: readonly (number | null)[]): number | null {
  return counts.reduce((sum: number | null, count) => (sum === null || count === null ? null : sum + count), 0);
}

/** Columns of the living relationships above a line, those broken up below it. */
class Areas {
  private readonly dates: readonly PhaseDate[];
  private readonly grain: Grain;
  private readonly size: SceneSize;
  private readonly words: Words;
  private readonly withheld: Withholding;

  constructor(dates: readonly PhaseDate[], grain: Grain, size: SceneSize, words: Words, withheld: Withholding) {
    this.dates = dates;
    this.grain = grain;
    this.size = size;
    this.words = words;
    this.withheld = withheld;
  }

  draw(): PlotShapes {
    const { dates, grain, size, words } = this;
    const small = size.fontSize * 0.857;
    const plotHeight = size.width < 480 ? 190 : 240;
    const top = small * 2.3;
    const above = (date: PhaseDate): number => (date.cells.establish.customers ?? 0) + (date.cells.develop.customers ?? 0) + (date.cells.maintain.customers ?? 0);
    const y = scaleLinear().domain([-Math.max(0, ...dates.map((date) => date.cells.break_up.customers ?? 0)), Math.max(1, ...dates.map(above))]).nice(6).range([top + plotHeight, top]);
    const ticks = y.ticks(6).filter((tick) => Number.isInteger(tick));
    const tickText = (tick: number): string => words.format.compact(Math.abs(tick));
    const left = Math.ceil(Math.max(...ticks.map((tick) => textWidth(tickText(tick), small) * 1.12))) + 8;
    const shown = dates.slice(-Math.max(1, Math.floor((size.width - left) / THINNEST_COLUMN)));
    const step = Math.min((size.width - left - 2) / shown.length, 90);
    const band = step >= 8 ? step - 2 : step;
    const bars: PlotBar[] = [];
    const marks: SceneMark[] = [];
    shown.forEach((date, column) => {
      let edge = above(date);
      PHASES.forEach((phase, row) => {
        const count = date.cells[phase].customers;
        if (count === null || count <= 0) return;
        const [from, to] = phase === 'break_up' ? [0, -count] : [edge, edge - count];
        if (phase !== 'break_up') edge = to;
        const box = { x: left + column * step + (step - band) / 2, y: y(from), width: band, height: y(to) - y(from) };
        const id = `${date.period}/${phase}`;
        bars.push({ id, kind: phase, hatched: date.partial, ...box });
        marks.push(plotMark({ id, row, column, ...box, title: this.title(date, phase), lines: this.lines(date, phase), mark: { period: date.period, phase } }, 3, size.width));
      });
      for (const phases of this.withheld.counts ? [LIVING, ['break_up'] as const] : []) {
        const hidden = phases.filter((phase) => date.cells[phase].customers === null);
        const [row] = hidden.map((phase) => PHASES.indexOf(phase));
        if (row === undefined) continue;
        // Beyond what is told of them, and always as high.
        const box = { x: left + column * step + (step - band) / 2, y: phases === LIVING ? y(above(date)) - WITHHELD : y(0), width: band, height: WITHHELD };
        const id = `${date.period}/${hidden.join('+')}`;
        bars.push({ id, kind: 'withheld', hatched: false, ...box });
        const name = words.format.list(hidden.map((phase) => plotMessages[words.locale].phases.names[phase]));
        marks.push(plotMark({
          id, row, column, ...box, title: lifecycleFunnelMessages[words.locale].states.markTitle(name, date.name), mark: null,
          lines: [{ label: lifecycleFunnelMessages[words.locale].steps.customers, value: this.withheld.messages.word }],
        }, 3, size.width));
      }
    });
    return {
      ...EMPTY_PLOT, height: Math.ceil(top + plotHeight + small * 2), bars, marks,
      gridlines: ticks.map((tick) => ({ x1: left, x2: left + step * shown.length, y1: y(tick), y2: y(tick), kind: tick === 0 ? 'zero' : 'grid' })),
      texts: [
        { text: lifecycleFunnelMessages[words.locale].steps.customers, x: 0, y: small, anchor: 'start', kind: 'axis' },
        ...ticks.map((tick) => ({ text: tickText(tick), x: left - 8, y: y(tick) + small * 0.35, anchor: 'end' as const, kind: 'axis' as const })),
        ...periodLabels(shown, grain, (i) => left + (i + 0.5) * step, left, size.width, small).map((label) => ({ ...label, y: top + plotHeight + small * 1.5, kind: 'axis' as const })),
      ],
    };
  }

  private title(date: PhaseDate, phase: PhaseName): string {
    const { locale } = this.words;
    return lifecycleFunnelMessages[locale].states.markTitle(plotMessages[locale].phases.names[phase], date.name);
  }

  private lines(date: PhaseDate, phase: PhaseName): SceneLine[] {
    const { format, locale } = this.words;
    const says = plotMessages[locale].phases;
    const shared = lifecycleFunnelMessages[locale];
    const cell = date.cells[phase];
    return [
      { label: shared.steps.customers, value: format.count(cell.customers) }, { label: says.ofAll, value: format.percent(cell.share) },
      ...(cell.value === null ? [] : [{ label: says.value, value: format.money(cell.value) }]),
      ...(date.partial ? [{ label: '', value: shared.states.inProgressLine }] : []),
    ];
  }
}
