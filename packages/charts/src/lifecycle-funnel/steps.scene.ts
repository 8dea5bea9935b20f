import type { Result } from '@clientele/metrics';
import { textWidth } from '../guides/text-width.js';
import { wrapText } from '../guides/wrap-text.js';
import { madeLater } from '../made-later.js';
import type { LegendItem, Scene, SceneLine, SceneMark, SceneSize, Words } from '../scene.js';
import { funnelTextures } from './funnel-textures.js';
import { type DropWords, goneAfter, StepsWords } from './steps-words.js';
import { type StepRow, stepRows } from './steps-rows.js';

/** A piece of a bar. */
export interface StepPiece {
  /** The id of its mark. */
  readonly id: string;
  /** `withheld` stands for what may not be told: a box of one length, or what is left between two that are told. */
  readonly kind: 'reached' | 'open' | 'lost' | 'back' | 'withheld';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The outline of how far earlier entries came. */
export type StepGhost = Pick<StepPiece, 'x' | 'y' | 'width' | 'height'>;

/** A text of the drawing. `end` aligns its right side (in right-to-left text its left) to *x*. */
export interface StepText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly kind: 'name' | 'count' | 'share' | 'head' | 'drop';
  /** How many characters at the beginning tell a loss. */
  readonly lost: number;
}

/** The steps of a funnel: bars on one baseline, what broke off beside them, numbers in columns. */
export interface StepsScene extends Scene {
  readonly view: 'steps';
  readonly pieces: readonly StepPiece[];
  readonly ghosts: readonly StepGhost[];
  readonly texts: readonly StepText[];
  /** The lines on which bars begin. */
  readonly baselines: readonly { readonly x: number; readonly y1: number; readonly y2: number }[];
}

interface Layout {
  /** The name stands over the bar, with the numbers. */
  readonly stacked: boolean;
  readonly nameWidth: number;
  readonly barX: number;
  readonly barWidth: number;
  readonly barHeight: number;
  readonly lineHeight: number;
  /** Right edges of the number columns. */
  readonly columns: readonly number[];
}

const NARROW = 480;
/** How much wider than `textWidth` says letters may be: ordinary ones of a wide font, and bold ones. */
const ROOMY = 1.06;
const BOLD = 1.2;
const COLUMN_GAP = 20;
const BAR_GAP = 14;
/** A bar of somebody is never invisible, and never too thin to be pointed at. */
const HAIRLINE = 1.5;
const THINNEST_MARK = 10;
/** How long a box is whose length would tell, in ems. */
const WITHHELD = 2.4;
/** By how much an outline is higher than its bar, above and below: it is seen over a bar of any colour. */
const GHOST_RISES = 2.5;

/** Returns the scene of a funnel's steps. */
export function stepsScene(result: Result, size: SceneSize, words: Words): StepsScene {
  const steps = stepRows(result, words.locale);
  const says = new StepsWords(result, steps, words);
  const empty = steps.every((step) => (step.reached ?? 0) === 0) && !(says.withheld.counts && steps.some((step) => step.reached === null));
  const most = Math.max(0, ...steps.flatMap((step) => [step.reached ?? 0, step.before?.reached ?? 0]));
  const cells = steps.map((step) => [says.reached(step), says.ofFirst(step), step === steps[0] ? '' : says.ofPrevious(step)]);
  const heads = [says.messages.customers, says.messages.ofFirst, size.width < NARROW ? says.messages.ofPreviousShort : says.messages.ofPrevious];
  const layout = layOut(steps, cells, heads, size);
  const drawing = new Drawing(size, words.rtl);
  const drawn = empty ? { height: 0, marks: [], baselines: [] } : drawing.draw(steps, says, cells, heads, layout, layout.barWidth / Math.max(1, most));
  return madeLater({
    view: 'steps' as const, width: size.width, height: empty ? 160 : drawn.height,
    title: says.messages.title, summary: says.summary(), empty,
    marks: drawn.marks, pieces: drawing.pieces, ghosts: drawing.ghosts, texts: drawing.texts, baselines: drawn.baselines,
    legend: [...legendOf(drawing.pieces, steps, says), ...(drawing.ghosts.length > 0 ? [{ swatch: 'ghost', label: says.comparison?.ghost ?? '' }] : [])], notes: says.notes(),
  }, { table: () => says.table(), counted: () => says.counted() });
}

function layOut(steps: readonly StepRow[], cells: readonly (readonly string[])[], heads: readonly string[], { width, fontSize }: SceneSize): Layout {
  const small = fontSize * 0.857;
  const widths = heads.map((head, c) => Math.max(textWidth(head, small) * ROOMY, ...cells.map((row) => textWidth(row[c] ?? '', fontSize) * (c === 0 ? BOLD : ROOMY))));
  const longest = Math.max(0, ...steps.map((step) => textWidth(step.name, fontSize) * BOLD));
  const lineHeight = fontSize * 1.35;
  const [customers = 0, ofFirst = 0, ofPrevious = 0] = widths;
  const nameWidth = Math.ceil(Math.min(longest, Math.max(width * 0.27, 96)));
  const numbers = customers + ofFirst + ofPrevious + 3 * COLUMN_GAP;
  const barX = nameWidth + BAR_GAP;
  const barWidth = Math.floor(width - barX - numbers);
  if (width >= NARROW && barWidth >= width * 0.3) {
    const columns = [width - ofPrevious - ofFirst - 2 * COLUMN_GAP, width - ofPrevious - COLUMN_GAP, width];
    return { stacked: false, nameWidth, barX, barWidth, barHeight: Math.round(fontSize * 2.1), lineHeight, columns };
  }
  const gap = 12;
  const room = width - (customers + ofFirst + ofPrevious + 3 * gap);
  // Where three columns leave no room for names, the share of the step before is left to the line between the steps.
  const [columns, beside] = room >= Math.min(longest, width * 0.36)
    ? [[width - ofPrevious - ofFirst - 2 * gap, width - ofPrevious - gap, width], room]
    : [[width - ofFirst - gap, width], width - (customers + ofFirst + 2 * gap)];
  return { stacked: true, nameWidth: Math.max(0, beside), barX: 1, barWidth: width - 2, barHeight: Math.round(fontSize * 1.7), lineHeight, columns };
}

/** Places things from the left, and mirrors them where text runs from right to left. */
class Drawing {
  readonly pieces: StepPiece[] = [];
  readonly texts: StepText[] = [];
  readonly ghosts: StepGhost[] = [];
  private readonly marks: SceneMark[] = [];
  private readonly size: SceneSize;
  private readonly rtl: boolean;

  constructor(size: SceneSize, rtl: boolean) {
    this.size = size;
    this.rtl = rtl;
  }

  draw(steps: readonly StepRow[], says: StepsWords, cells: readonly (readonly string[])[], heads: readonly string[], layout: Layout, scale: number):
  Pick<StepsScene, 'height' | 'marks' | 'baselines'> {
    const { fontSize } = this.size;
    const { barHeight, barX, columns, lineHeight } = layout;
    const small = fontSize * 0.857;
    layout.columns.forEach((x, c) => this.text(heads[c] ?? '', x, small, 'end', 'head'));
    let y = small + fontSize * 0.65;
    const tops: number[] = [];
    steps.forEach((step, k) => {
      const before = steps[k - 1];
      if (before !== undefined) y += this.between(says.drop(before, step), layout, y);
      // A name too long to stand beside the numbers has lines of its own above them.
      const alone = layout.stacked && textWidth(step.name, fontSize) * BOLD > layout.nameWidth;
      const lines = wrapText(step.name, alone ? this.size.width : layout.nameWidth, fontSize * BOLD, 2);
      if (alone) y += lines.length * lineHeight;
      const numbersY = layout.stacked ? y + fontSize : y + barHeight / 2 + fontSize * 0.35;
      const nameY = alone ? numbersY - lines.length * lineHeight : numbersY - ((lines.length - 1) * lineHeight) / 2;
      lines.forEach((line, i) => this.text(line, 0, nameY + i * lineHeight, 'start', 'name'));
      columns.forEach((x, c) => this.text(cells[k]?.[c] ?? '', x, numbersY, 'end', c === 0 ? 'count' : 'share'));
      if (layout.stacked) y += lineHeight + 2;
      this.bar(steps, k, says, barX, y, barHeight, scale);
      tops.push(y);
      y += barHeight;
    });
    const x = this.mirrored(barX - 0.5, 0);
    const whole = [{ x, y1: (tops[0] ?? 0) - 3, y2: y + 2 }];
    return { height: Math.ceil(y + 2), marks: this.marks, baselines: layout.stacked ? tops.map((top) => ({ x, y1: top, y2: top + barHeight })) : whole };
  }

  /** The line between two steps; returns its height. */
  private between({ change, losing, lost, median, open }: DropWords, { barX, stacked }: Layout, y: number): number {
    const small = this.size.fontSize * 0.857;
    const height = Math.round(small * (stacked ? 2.5 : 2.15));
    const baseline = y + (stacked ? small * 1.25 : height / 2 + small * 0.36);
    const room = this.size.width - barX - 8;
    let line = '';
    for (const part of [lost, change, open, median]) {
      const longer = part === null ? line : line === '' ? part : `${line} · ${part}`;
      if (textWidth(longer, small) * ROOMY > room) break;
      line = longer;
    }
    this.text(line, stacked ? 0 : barX + 6, baseline, 'start', 'drop', losing && line !== '' ? (lost?.length ?? 0) : 0);
    return height;
  }

  private bar(steps: readonly StepRow[], k: number, says: StepsWords, x: number, y: number, height: number, scale: number): void {
    const step = steps[k];
    if (step === undefined) return;
    if (says.places && step.reached !== null) {
      this.stage(step, k, says, x, y, height, scale);
      return;
    }
    const before = steps[k - 1];
    let end = x;
    if (step.reached === null && says.withheld.counts) {
      const width = this.size.fontSize * WITHHELD;
      this.piece({ id: `${step.stage}/reached`, kind: 'withheld', x, y, width, height });
      this.mark(null, k, 0, x, y, width, height, step.name, says.reachedLines(k), `${step.stage}/reached`);
    }
    if (step.reached !== null) {
      const width = step.reached === 0 ? 0 : Math.max(HAIRLINE, step.reached * scale);
      this.piece({ id: `${step.stage}/reached`, kind: 'reached', x, y, width, height });
      this.mark({ stage: step.stage, outcome: 'reached' }, k, 0, x, y, width, height, step.name, says.reachedLines(k));
      end = x + width;
    }
    // A line on the end of the bar itself says nothing.
    const ghost = (step.before?.reached ?? 0) * scale;
    if (ghost > 0 && Math.abs(ghost - (end - x)) >= 1) this.ghosts.push({ x: this.mirrored(x, ghost), y: y - GHOST_RISES, width: ghost, height: height + 2 * GHOST_RISES });
    if (before === undefined || before.reached === null || step.reached === null) return;
    const gone = goneAfter(before, step) ?? 0;
    const open = before.lost === null ? 0 : (before.open ?? 0);
    const { messages } = says;
    if (open > 0) end = this.gone(before, open, 'open', k, end, y, height, scale, messages.openAfter(before.name), says);
    const secret = before.lost === null && says.withheld.counts;
    if (gone > 0) this.gone(before, gone, secret ? 'withheld' : 'lost', k, end, y, height, scale, secret ? says.withheld.messages.goneAfter(before.name) : messages.lostAfter(before.name), says);
  }

  /** Where stages are places, a bar consists of what became of those who came there. */
  private stage(step: StepRow, k: number, says: StepsWords, x: number, y: number, height: number, scale: number): void {
    const kinds = { advanced: 'reached', here: 'open', back: 'back', lost: 'lost' } as const;
    this.mark({ stage: step.stage, outcome: 'reached' }, k, 0, x, y, Math.max(HAIRLINE, (step.reached ?? 0) * scale), height, step.name, says.reachedLines(k));
    let end = x;
    says.parts(step).forEach(({ count, outcome, part, title }, i) => {
      const width = Math.max(HAIRLINE, count * scale);
      this.piece({ id: `${step.stage}/${outcome}`, kind: kinds[part], x: end, y, width, height });
      this.mark({ stage: step.stage, outcome }, k, i + 1, end, y, width, height, title, says.partLines(step, count));
      end += width;
    });
    const rest = says.withheld.counts ? x + (step.reached ?? 0) * scale - end : 0;
    if (rest > 1) this.piece({ id: `${step.stage}/withheld`, kind: 'withheld', x: end, y, width: rest, height });
  }

  private gone(before: StepRow, count: number, kind: 'open' | 'lost' | 'withheld', k: number, x: number, y: number, height: number, scale: number, title: string, says: StepsWords): number {
    const open = kind === 'open';
    const outcome = open ? 'open' : 'dropped';
    const end = Math.min(x + Math.max(HAIRLINE, count * scale), this.size.width);
    this.piece({ id: `${before.stage}/${outcome}`, kind, x, y, width: end - x, height });
    const mark = before.lost === null ? null : { stage: before.stage, outcome };
    this.mark(mark, k, open ? 1 : 2, x, y, end - x, height, title, says.goneLines(before, count, open), `${before.stage}/${outcome}`);
    return end;
  }

  private piece(piece: StepPiece): void {
    this.pieces.push({ ...piece, x: this.mirrored(piece.x, piece.width) });
  }

  private mark(
    mark: SceneMark['mark'], row: number, column: number, x: number, y: number, width: number, height: number, title: string, lines: readonly SceneLine[],
    id = `${mark?.['stage'] ?? ''}/${mark?.['outcome'] ?? ''}`,
  ): void {
    const wide = Math.max(width, THINNEST_MARK);
    const left = Math.min(x, this.size.width - wide);
    this.marks.push({
      id, row, column, x: this.mirrored(left, wide), y, width: wide, height, title, lines, mark,
      label: `${title}: ${lines.map(({ label, value }) => (label === '' ? value : `${label} ${value}`)).join('; ')}`,
    });
  }

  private text(text: string, x: number, y: number, anchor: StepText['anchor'], kind: StepText['kind'], lost = 0): void {
    if (text !== '') this.texts.push({ text, x: this.mirrored(x, 0), y, anchor, kind, lost });
  }

  private mirrored(x: number, width: number): number {
    return this.rtl ? this.size.width - x - width : x;
  }
}

function legendOf(pieces: readonly StepPiece[], steps: readonly StepRow[], says: StepsWords): LegendItem[] {
  const { messages } = says;
  const has = (kind: StepPiece['kind']): boolean => pieces.some((piece) => piece.kind === kind);
  const withheld = has('withheld') ? [{ swatch: 'withheld', label: says.withheld.messages.swatch }] : [];
  if (says.places) {
    const swatches = { advanced: 'reached', here: 'open', back: 'back', lost: 'lost' } as const;
    return [...(['advanced', 'here', 'back', 'lost'] as const).filter((part) => has(swatches[part]))
      .map((part) => ({ swatch: swatches[part], label: says.partName(part), texture: funnelTextures[swatches[part]] })), ...withheld];
  }
  if (!has('open') && !has('lost') && !has('withheld')) return [];
  const gone = steps.some((step) => step.lost !== null) ? messages.lost : messages.notGone;
  return [
    ...(has('reached') ? [{ swatch: 'reached', label: messages.reached }] : []),
    ...(has('open') ? [{ swatch: 'open', label: messages.stillOpen }] : []),
    ...(has('lost') ? [{ swatch: 'lost', label: gone, texture: funnelTextures['lost'] }] : []),
    ...withheld,
  ];
}
