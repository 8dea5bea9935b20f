import type { Result } from '@clientele/metrics';
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { textWidth } from '../guides/text-width.js';
import type { LegendItem, Scene, SceneMark, SceneSize, Words } from '../scene.js';
import { funnelTextures } from './funnel-textures.js';
import type { LifecycleStateName } from './lifecycle-funnel.messages.js';
import { periodLabels } from './period-axis.js';
import { markLabel } from './plot-scene.js';
import { type StateRow, STATES, StatesWords } from './states-words.js';

/** A state's share of a column. */
export interface StatePiece {
  /** The id of its mark. */
  readonly id: string;
  /** `withheld`: states of which it may not be told how many are in them. */
  readonly state: LifecycleStateName | 'withheld';
  /** The period is not over. */
  readonly partial: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text of the drawing, `anchor` as in SVG. */
export interface StateText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly kind: 'axis' | 'label';
}

/** The net change of a period. */
export interface NetPoint {
  readonly x: number;
  readonly y: number;
  readonly partial: boolean;
}

/** Columns of active customers above a line, those gone dormant below it, and the net change as a line. */
export interface StatesScene extends Scene {
  readonly view: 'states';
  readonly pieces: readonly StatePiece[];
  readonly texts: readonly StateText[];
  /** The swatches before direct labels. */
  readonly keys: readonly { readonly state: LifecycleStateName | 'net'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  readonly gridlines: readonly { readonly y: number; readonly zero: boolean; readonly x1: number; readonly x2: number }[];
  /** Unbroken stretches of the net change; periods in progress are no part of them. */
  readonly net: readonly (readonly NetPoint[])[];
  readonly dots: readonly NetPoint[];
  /** Columns are wide enough for dots on the line and gaps between pieces. */
  readonly roomy: boolean;
}

const NARROW = 480;
const THINNEST_COLUMN = 3;
const WIDEST_COLUMN = 80;
/** How high a box of what is withheld is where its height would tell, CSS pixels. */
const WITHHELD = 9;
/** The states above the line. */
const ACTIVE = ['new', 'resurrected', 'returning'] as const;
/** How much wider than `textWidth` says letters of a wide font may be. */
const ROOMY = 1.12;
/** Returns the scene of a customer base's states by period. */
export function statesScene(result: Result, size: SceneSize, words: Words): StatesScene {
  const says = new StatesWords(result, words);
  const base = {
    view: 'states', width: size.width, title: says.title, summary: says.summary(), table: says.table(), counted: says.counted(),
  } as const;
  if (says.rows.length === 0) {
    return { ...base, height: 160, empty: true, marks: [], pieces: [], texts: [], keys: [], gridlines: [], net: [], dots: [], roomy: false, legend: [], notes: says.notes([], 0) };
  }
  return { ...base, empty: false, ...new Plot(says, size, words).draw() };
}

class Plot {
  private readonly says: StatesWords;
  private readonly size: SceneSize;
  private readonly words: Words;
  private readonly small: number;

  constructor(says: StatesWords, size: SceneSize, words: Words) {
    this.says = says;
    this.size = size;
    this.words = words;
    this.small = size.fontSize * 0.857;
  }

  draw(): Pick<StatesScene, 'height' | 'marks' | 'pieces' | 'texts' | 'keys' | 'gridlines' | 'net' | 'dots' | 'roomy' | 'legend' | 'notes'> {
    const { says, size, small } = this;
    const { names } = says.messages;
    const direct = size.width >= NARROW;
    const labelWidth = direct ? Math.max(...[...STATES, 'net' as const].map((state) => textWidth(names[state], small) * ROOMY)) + small + 12 : 0;
    const plotHeight = direct ? 300 : 230;
    const ticksWanted = direct ? 7 : 5;
    const top = 10;
    // A period that has only just begun would show everybody as gone: it stands in the table only.
    const all = says.rows.filter((row, i) => i === 0 || !(row.partial && row.active === 0));
    const high = Math.max(0, ...all.map((row) => row.active ?? above(row)), ...all.map((row) => row.net ?? 0));
    const deepest = Math.min(0, ...all.map((row) => -(row.dormant ?? 0)), ...all.map((row) => row.net ?? 0));
    // A box of what is withheld needs its room below the line.
    const low = deepest === 0 && all.some((row) => says.isWithheld(row, ['dormant'])) ? -Math.max(1, high) * 0.05 : deepest;
    const y = scaleLinear().domain([low, high === 0 && low === 0 ? 1 : high]).nice(ticksWanted).range([top + plotHeight, top]);
    const ticks = y.ticks(ticksWanted).filter((tick) => Number.isInteger(tick));
    const tickTexts = ticks.map((tick) => this.axisText(tick));
    const left = Math.ceil(Math.max(...tickTexts.map((text) => textWidth(text, small) * ROOMY))) + 8;
    const room = size.width - left - labelWidth - 2;
    const shown = all.slice(-Math.max(1, Math.floor(room / THINNEST_COLUMN)));
    const step = Math.min(room / shown.length, WIDEST_COLUMN * 1.25);
    const band = step >= 6 ? Math.round(step * 0.8) : step * 0.86;
    const xOf = (i: number): number => (step >= 6 ? Math.round(left + i * step + (step - band) / 2) : left + i * step + (step - band) / 2);
    const right = left + step * shown.length;
    const texts: StateText[] = ticks.map((tick, i) => ({ text: tickTexts[i] ?? '', x: left - 8, y: y(tick) + small * 0.35, anchor: 'end', kind: 'axis' }));
    const axisY = top + plotHeight + small * 1.5;
    texts.push(...periodLabels(shown, says.grain, (i) => left + (i + 0.5) * step, left, right + labelWidth, small).map((label) => ({ ...label, y: axisY, kind: 'axis' as const })));
    const { marks, pieces } = this.columns(shown, all[all.length - shown.length - 1], y, xOf, band);
    const labels = direct ? this.labels(shown, y, right + 10, top, top + plotHeight) : { texts: [], keys: [] };
    const mirror = this.mirror();
    const point = (row: StateRow, i: number): NetPoint | null => (row.net === null ? null : { x: mirror(xOf(i) + band / 2, 0), y: y(row.net), partial: row.partial });
    return {
      height: Math.ceil(top + plotHeight + small * 2), roomy: band >= 8,
      marks: marks.map((mark) => ({ ...mark, x: mirror(mark.x, mark.width) })),
      pieces: pieces.map((piece) => ({ ...piece, x: mirror(piece.x, piece.width) })),
      texts: [...texts, ...labels.texts].map((text) => ({ ...text, x: mirror(text.x, 0) })),
      keys: labels.keys.map((key) => ({ ...key, x: mirror(key.x, key.width) })),
      gridlines: ticks.map((tick) => ({ y: y(tick), zero: tick === 0, x1: mirror(left, 0), x2: mirror(right, 0) })),
      net: stretches(shown, (row, i) => (row.partial ? null : point(row, i))), dots: shown.flatMap((row, i) => point(row, i) ?? []),
      legend: this.legend(direct, pieces), notes: says.notes(shown, all.length - shown.length),
    };
  }

  private mirror(): (x: number, width: number) => number {
    return this.words.rtl ? (x, width) => this.size.width - x - width : (x) => x;
  }

  private axisText(tick: number): string {
    return `${tick < 0 ? '−' : ''}${this.words.format.compact(Math.abs(tick))}`;
  }

  private columns(rows: readonly StateRow[], earlier: StateRow | undefined, y: ScaleLinear<number, number>, xOf: (i: number) => number, band: number):
  { readonly marks: SceneMark[]; readonly pieces: StatePiece[] } {
    const { says } = this;
    const marks: SceneMark[] = [];
    const pieces: StatePiece[] = [];
    rows.forEach((row, column) => {
      let top = above(row);
      STATES.forEach((state, line) => {
        const count = row[state];
        if (count === null || count <= 0) return;
        const [from, to] = state === 'dormant' ? [0, -count] : [top, top - count];
        if (state !== 'dormant') top = to;
        const box = { x: xOf(column), y: y(from), width: band, height: y(to) - y(from) };
        const id = `${row.period}/${state}`;
        pieces.push({ id, state, partial: row.partial, ...box });
        const title = says.messages.markTitle(says.messages.names[state], says.inSentence(row));
        const lines = says.lines(row, rows[column - 1] ?? earlier, state);
        marks.push({
          id, row: line, column, ...box, title, lines, mark: { period: row.period, state },
          label: markLabel(title, lines),
        });
      });
      for (const states of [ACTIVE, ['dormant'] as const]) {
        if (says.isWithheld(row, states)) this.hidden(row, column, states, y, { x: xOf(column), width: band }, marks, pieces);
      }
    });
    return { marks, pieces };
  }

  /** What is withheld of *states*, beyond what is told of them: as high as all active customers leave it, or always as high. */
  private hidden(row: StateRow, column: number, states: readonly LifecycleStateName[], y: ScaleLinear<number, number>, place: { readonly x: number; readonly width: number }, marks: SceneMark[], pieces: StatePiece[]): void {
    const { says } = this;
    const hidden = states.filter((state) => row[state] === null);
    const told = states === ACTIVE ? above(row) : 0;
    const rest = states === ACTIVE && row.active !== null ? y(told) - y(row.active) : WITHHELD;
    if (rest <= 0) return;
    const box = { ...place, y: states === ACTIVE ? y(told) - rest : y(0), height: rest };
    const id = `${row.period}/${hidden.join('+')}`;
    pieces.push({ id, state: 'withheld', partial: false, ...box });
    const title = says.messages.markTitle(this.words.format.list(hidden.map((state) => says.messages.names[state])), says.inSentence(row));
    const lines = says.withheldLines(row);
    marks.push({ id, row: STATES.findIndex((state) => state === hidden[0]), column, ...box, title, lines, label: markLabel(title, lines), mark: null });
  }

  /** Names beside the last column, pushed apart where they would touch. */
  private labels(rows: readonly StateRow[], y: ScaleLinear<number, number>, x: number, top: number, bottom: number): Pick<StatesScene, 'texts' | 'keys'> {
    const { says, small } = this;
    const row = rows.at(-1);
    if (row === undefined) return { texts: [], keys: [] };
    let height = above(row);
    const wanted: { readonly state: LifecycleStateName | 'net'; y: number }[] = [];
    for (const state of STATES) {
      const count = row[state] ?? 0;
      wanted.push({ state, y: state === 'dormant' ? y(-count / 2) : y(height - count / 2) });
      if (state !== 'dormant') height -= count;
    }
    if (row.net !== null) wanted.push({ state: 'net', y: y(row.net) });
    wanted.sort((a, b) => a.y - b.y);
    const gap = small * 1.35;
    let floor = top + small / 2;
    for (const label of wanted) floor = (label.y = Math.max(label.y, floor)) + gap;
    let ceiling = bottom - small / 2;
    for (const label of wanted.toReversed()) ceiling = (label.y = Math.min(label.y, ceiling)) - gap;
    return {
      texts: wanted.map((label) => ({ text: says.messages.names[label.state], x: x + small + 4, y: label.y + small * 0.35, anchor: 'start', kind: 'label' })),
      keys: wanted.map(({ state, y: middle }) => {
        const thick = state === 'net' ? 2.5 : small * 0.8;
        return { state, x, y: middle - thick / 2, width: small * 0.8, height: thick };
      }),
    };
  }

  /** The states, where their names don't stand beside the columns, and what dots mean. */
  private legend(direct: boolean, pieces: readonly StatePiece[]): LegendItem[] {
    const { says } = this;
    return [
      ...(direct ? [] : [...STATES, 'net' as const].map((state) => ({ swatch: state, label: says.messages.names[state], texture: funnelTextures[state] }))),
      ...(pieces.some(({ state }) => state === 'withheld') ? [{ swatch: 'withheld', label: says.withheldSwatch }] : []),
    ];
  }
}

function above(row: StateRow): number {
  return (row.new ?? 0) + (row.returning ?? 0) + (row.resurrected ?? 0);
}

function stretches(rows: readonly StateRow[], pointOf: (row: StateRow, i: number) => NetPoint | null): NetPoint[][] {
  const found: NetPoint[][] = [[]];
  rows.forEach((row, i) => {
    const point = pointOf(row, i);
    if (point === null) found.push([]);
    else found.at(-1)?.push(point);
  });
  return found.filter((points) => points.length > 0);
}
