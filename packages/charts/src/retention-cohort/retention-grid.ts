import { textWidth } from '../guides/text-width.js';
import type { MarkFinder, ScenePane, SceneSize } from '../scene.js';
import { BUCKETS, type ColorDomain, colorDomain, stepShade } from './color-domain.js';
import { type Drawing, mirrored, type SceneText, wrapText } from './drawing.js';
import { BOLD, gridLayout, type GridLayout, labelStep, paneOf, pooledLabel, SURE } from './grid-layout.js';
import { GridMarks } from './grid-marks.js';
import { commonForm, fittingText, PADDING, waysToWritePooled, widest } from './grid-numbers.js';
import { cellText, drawRows, type DrawnRows, type GridPlan, isExact } from './grid-rows.js';
import { type GridPaths, GridShapes, joined, lookOf } from './grid-shapes.js';
import { firstColumn, pooledAmountOf } from './retention-model.js';
import type { LazyMark, RetentionWords } from './retention-words.js';

const RAMP_WIDTH = 160;
/** What the heads of columns keep between them, CSS pixels. */
const HEAD_GAP = 10;

/** A step of the colours in the legend, CSS pixels. */
export interface RampStep {
  readonly shade: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A grid, its colours, and how many offsets found no room. Texts and paths are of what stands still. */
export interface Grid extends Drawing {
  readonly paths: GridPaths;
  /** The line between all cohorts and each. */
  readonly rule: { readonly x: number; readonly y: number; readonly width: number };
  readonly ramp: readonly RampStep[];
  readonly hidden: number;
  readonly finder: MarkFinder;
  /** Where rows scroll, null where all of them stand still. */
  readonly pane: ScenePane | null;
  /** The rows that lie between two distances from the top of the first, CSS pixels. */
  readonly rowsBetween: (from: number, to: number) => DrawnRows;
}

/** Returns the triangle of cohorts by offset: who came when, how many, and how many of them later. */
export function retentionGrid(words: RetentionWords, size: SceneSize, rtl: boolean): Grid {
  const layout = gridLayout(words, size);
  const { model, show } = words;
  const count = model.cohorts.length;
  const relative = show.scale === 'row';
  const domain = colorDomain(model, show.measure, show.unit);
  const domains = model.cohorts.map((cohort) => (relative ? colorDomain({ cohorts: [cohort] }, show.measure, show.unit) : domain));
  const plan: GridPlan = { words, layout, domain, domains, form: commonForm(words, layout), fontSize: size.fontSize, width: size.width, rtl };
  const shapes = new GridShapes();
  const texts: SceneText[] = [];
  const header = drawHeader(plan, texts);
  const pooled = drawPooled(plan, header, shapes, texts);
  const rule = { x: 0, y: pooled + 0.5, width: layout.left + layout.shown * layout.cellWidth };
  const top = pooled + Math.round(layout.small * 0.6);
  const pane = paneOf(layout, count, top, size, rtl);
  const still = drawRows(plan, top, 0, pane === null ? count : 0);
  const bottom = top + (pane?.height ?? count * layout.rowHeight);
  const ramp = domain === null || domain.high <= domain.low || layout.shown <= firstColumn(model) ? null : drawRamp(plan, domain, bottom + 16, texts);
  let drawn: { readonly first: number; readonly last: number; readonly rows: DrawnRows } | null = null;
  const marks = new GridMarks(plan, { pooled: header, cohorts: top });
  return {
    height: Math.ceil(ramp === null ? bottom + 2 : ramp.bottom), hidden: model.offsets - layout.shown, rule, ramp: ramp?.steps ?? [], pane, finder: marks,
    paths: joined(shapes.paths(), still.paths), texts: [...(rtl ? mirrored(texts, size.width) : texts), ...still.texts],
    get marks(): readonly LazyMark[] {
      return marks.all;
    },
    rowsBetween(from, to): DrawnRows {
      const [first, last] = [Math.max(0, Math.floor(from / layout.rowHeight)), Math.min(count, Math.ceil(to / layout.rowHeight))];
      if (drawn?.first !== first || drawn.last !== last) drawn = { first, last, rows: drawRows(plan, top, first, last) };
      return drawn.rows;
    },
  };
}

function drawHeader({ words, layout, width }: GridPlan, texts: SceneText[]): number {
  const { messages, model } = words;
  const { left, gap, shown, small, narrow } = layout;
  const axis = messages.axis(model.grain);
  const above = small;
  const line = above + Math.round(small * 1.55);
  const tone = 'muted small';
  texts.push(
    { x: Math.max(0, Math.min(left, width - textWidth(axis, small) * SURE)), y: above, text: axis, anchor: 'start', tone },
    { x: 0, y: line, text: narrow ? messages.cohortShort : messages.cohort, anchor: 'start', tone },
    { x: left - gap, y: line, text: messages.size, anchor: 'end', tone },
  );
  texts.push(...columnLabels(layout, width, line, Array.from({ length: shown }, (_, column) => words.head(column))));
  return line + Math.round(small * 0.7);
}

/** As many of *labels*, evenly, as have room over their columns. */
function columnLabels({ left, cellWidth, small }: GridLayout, width: number, y: number, labels: readonly string[]): SceneText[] {
  const longest = Math.max(...labels.map((text) => textWidth(text, small)));
  const step = labelStep(cellWidth, longest + HEAD_GAP);
  return labels.flatMap((text, offset): SceneText[] => {
    const x = left + (offset + 0.5) * cellWidth;
    const shown = text !== '' && offset % step === 0 && x + textWidth(text, small) / 2 <= width;
    return shown ? [{ x, y, text, anchor: 'middle', tone: 'muted small' }] : [];
  });
}

/** The row of all cohorts, and below it how many stand behind each cell. */
function drawPooled(plan: GridPlan, top: number, shapes: GridShapes, texts: SceneText[]): number {
  const { words, layout, domain: whole, form, fontSize, width } = plan;
  const { model, show, messages, format } = words;
  const domain = show.scale === 'row' ? colorDomain({ cohorts: [{ date: '', size: 0, lowN: false, cells: model.pooled }] }, show.measure, show.unit) : whole;
  const { left, gap, cellWidth, shown, small, pooledHeight, narrow } = layout;
  const baseline = top + pooledHeight / 2 + fontSize * 0.36;
  texts.push(
    { x: 0, y: baseline, text: pooledLabel(words, narrow), anchor: 'start', tone: 'strong' },
    { x: left - gap, y: baseline, text: words.pooledSize, anchor: 'end', tone: 'strong' },
  );
  const cells = model.pooled.slice(0, shown);
  const amounts = cells.map((cell) => (cell === null ? null : pooledAmountOf(cell, show.measure, show.unit)));
  const ways = waysToWritePooled(words).slice(0, shown);
  const weight = widest(ways.slice(firstColumn(model)), form) * BOLD * small <= cellWidth - PADDING ? 'strong' : '';
  cells.forEach((cell, offset) => {
    if (cell === null) return;
    const x = left + offset * cellWidth;
    const look = lookOf(cell, amounts[offset] ?? null, domain, isExact(plan));
    shapes.add(look, x, top, cellWidth, pooledHeight);
    const text = fittingText(ways[offset], form, cellWidth, small);
    if (text !== '') texts.push(cellText(text, look, x + cellWidth / 2, top + pooledHeight / 2 + small * 0.36, weight));
  });
  const bottom = top + pooledHeight;
  if (narrow) return bottom + Math.round(small * 0.6);
  const counts = cells.map((cell) => (cell === null ? '' : format.count(cell.cohorts)));
  const line = bottom + Math.round(small * 1.2);
  texts.push({ x: 0, y: line, text: messages.over, anchor: 'start', tone: 'muted small' });
  texts.push(...columnLabels(layout, width, line, counts));
  return line + Math.round(small * 0.8);
}

/** The colours with their numbers at both ends. */
function drawRamp(
  { words, layout, width: whole }: GridPlan, domain: ColorDomain, top: number, texts: SceneText[],
): { readonly steps: readonly RampStep[]; readonly bottom: number } {
  const { small } = layout;
  const relative = words.show.scale === 'row';
  const low = relative ? words.messages.rowLow : words.amount(domain.low);
  const high = relative ? words.messages.rowHigh : `${domain.capped ? '≥ ' : ''}${words.amount(domain.high)}`;
  const lowWidth = textWidth(low, small);
  const highWidth = textWidth(high, small);
  const width = Math.max(40, Math.min(RAMP_WIDTH, whole - lowWidth - highWidth - 26));
  const box = { x: lowWidth + 10, y: top, width, height: Math.round(small * 0.85) };
  const baseline = top + small * 0.78;
  const end = box.x + width + 8 + highWidth;
  const note = relative ? words.messages.rampRowNote : words.messages.what[words.show.measure][words.show.unit];
  const beside = end + 16 + textWidth(note, small) * SURE <= whole;
  const lines = beside ? [note] : wrapText(note, whole / SURE, small);
  texts.push(
    { x: 0, y: baseline, text: low, anchor: 'start', tone: 'muted small' },
    { x: box.x + width + 8, y: baseline, text: high, anchor: 'start', tone: 'muted small' },
    ...lines.map((text, i): SceneText => (
      { x: beside ? end + 16 : 0, y: beside ? baseline : baseline + small * 1.5 * (i + 1), text, anchor: 'start', tone: 'muted small' })),
  );
  const steps = Array.from({ length: BUCKETS }, (_, step): RampStep => (
    { shade: stepShade(step), x: box.x + (box.width * step) / BUCKETS, y: box.y, width: box.width / BUCKETS + 0.5, height: box.height }));
  return { steps, bottom: top + small * (beside ? 1.2 : 1.2 + 1.5 * lines.length) };
}
