import { textWidth } from '../guides/text-width.js';
import type { SceneSize } from '../scene.js';
import { RAMP_FLIP } from '../theme/tokens.js';
import { type ColorDomain, colorDomain, shadeOf } from './color-domain.js';
import { type Drawing, type SceneText, wrapText } from './drawing.js';
import { BOLD, gridLayout, type GridLayout, labelStep, pooledLabel, SURE } from './grid-layout.js';
import { type CellLook, type GridPaths, GridShapes, lookOf } from './grid-shapes.js';
import { amountOf, type CohortCell, isMoney, pooledAmountOf } from './retention-model.js';
import { CellMark, CohortMark, type LazyMark, PooledMark, ProjectedMark, type RetentionWords } from './retention-words.js';

const PADDING = 5;
/** The frame of a chosen cohort stands off its name. */
const RING = 5;
const RAMP_WIDTH = 160;

/** A rectangle, CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A grid, its colours, and how many offsets found no room. */
export interface Grid extends Drawing {
  readonly paths: GridPaths;
  /** The line between all cohorts and each. */
  readonly rule: { readonly x: number; readonly y: number; readonly width: number };
  readonly ramp: Box | null;
  readonly hidden: number;
}

/** Returns the triangle of cohorts by offset: who came when, how many, and how many of them later. */
export function retentionGrid(words: RetentionWords, size: SceneSize): Grid {
  const layout = gridLayout(words, size);
  const { model, show } = words;
  const relative = show.scale === 'row';
  const domain = colorDomain(model, show.measure, show.unit);
  const domains = model.cohorts.map((cohort) => (relative ? colorDomain({ cohorts: [cohort] }, show.measure, show.unit) : domain));
  const form = commonForm(words, layout);
  const parts: Parts = { words, layout, domain, domains, form, size, shapes: new GridShapes(), texts: [], marks: [] };
  const header = drawHeader(parts);
  const pooled = drawPooled(parts, header);
  const rule = { x: 0, y: pooled + 0.5, width: layout.left + layout.shown * layout.cellWidth };
  const rows = drawRows(parts, pooled + Math.round(layout.small * 0.6));
  const ramp = domain === null || domain.high <= domain.low || layout.shown < 2 ? null : drawRamp(parts, domain, rows + 16);
  return {
    height: Math.ceil(ramp === null ? rows + 2 : ramp.bottom), texts: parts.texts, marks: parts.marks, hidden: model.offsets - layout.shown,
    paths: parts.shapes.paths(), rule, ramp: ramp?.box ?? null,
  };
}

interface Parts {
  readonly words: RetentionWords;
  readonly layout: GridLayout;
  readonly domain: ColorDomain | null;
  /** By cohort: its own where colours are relative to the row. */
  readonly domains: readonly (ColorDomain | null)[];
  /** In which form numbers are written, null where cells are too small for any. */
  readonly form: number | null;
  readonly size: SceneSize;
  readonly shapes: GridShapes;
  readonly texts: SceneText[];
  readonly marks: LazyMark[];
}

function drawHeader({ words, layout, size, texts }: Parts): number {
  const { messages, model, format } = words;
  const { left, gap, shown, small, narrow } = layout;
  const axis = messages.axis(model.grain);
  const above = small;
  const line = above + Math.round(small * 1.55);
  const tone = 'muted small';
  texts.push(
    { x: Math.max(0, Math.min(left, size.width - textWidth(axis, small) * SURE)), y: above, text: axis, anchor: 'start', tone },
    { x: 0, y: line, text: narrow ? messages.cohortShort : messages.cohort, anchor: 'start', tone },
    { x: left - gap, y: line, text: messages.size, anchor: 'end', tone },
  );
  texts.push(...columnLabels(layout, size.width, line, Array.from({ length: shown }, (_, offset) => format.count(offset))));
  return line + Math.round(small * 0.7);
}

/** As many of *labels*, evenly, as have room over their columns. */
function columnLabels({ left, cellWidth, small }: GridLayout, width: number, y: number, labels: readonly string[]): SceneText[] {
  const longest = Math.max(...labels.map((text) => textWidth(text, small)));
  const step = labelStep(cellWidth, longest + 2 * PADDING);
  return labels.flatMap((text, offset): SceneText[] => {
    const x = left + (offset + 0.5) * cellWidth;
    const shown = text !== '' && offset % step === 0 && x + textWidth(text, small) / 2 <= width;
    return shown ? [{ x, y, text, anchor: 'middle', tone: 'muted small' }] : [];
  });
}

/** The row of all cohorts, and below it how many stand behind each cell. */
function drawPooled({ words, layout, domain: whole, form, size, shapes, texts, marks }: Parts, top: number): number {
  const { model, show, messages, format } = words;
  const domain = show.scale === 'row' ? colorDomain({ cohorts: [{ date: '', size: 0, lowN: false, cells: model.pooled }] }, show.measure, show.unit) : whole;
  const { left, gap, cellWidth, shown, small, pooledHeight, narrow } = layout;
  const baseline = top + pooledHeight / 2 + size.fontSize * 0.36;
  texts.push(
    { x: 0, y: baseline, text: pooledLabel(words, narrow), anchor: 'start', tone: 'strong' },
    { x: left - gap, y: baseline, text: words.pooledSize, anchor: 'end', tone: 'strong' },
  );
  const cells = model.pooled.slice(0, shown);
  const amounts = cells.map((cell) => (cell === null ? null : pooledAmountOf(cell, show.measure, show.unit)));
  const ways = pooledForms(words).slice(0, shown);
  const weight = widest(ways.slice(1), form) * BOLD * small <= cellWidth - PADDING ? 'strong' : '';
  cells.forEach((cell, offset) => {
    if (cell === null) return;
    const x = left + offset * cellWidth;
    const look = lookOf(cell, amounts[offset] ?? null, domain);
    shapes.add(look, x, top, cellWidth, pooledHeight);
    pushText(texts, fittingText(ways[offset], form, cellWidth, small), look, x + cellWidth / 2, top + pooledHeight / 2 + small * 0.36, weight);
    marks.push(new PooledMark(words, cell, { row: 0, column: offset + 1, x, y: top, width: cellWidth, height: pooledHeight }));
  });
  const bottom = top + pooledHeight;
  if (narrow) return bottom + Math.round(small * 0.6);
  const counts = cells.map((cell) => (cell === null ? '' : format.count(cell.cohorts)));
  const line = bottom + Math.round(small * 1.2);
  texts.push({ x: 0, y: line, text: messages.over, anchor: 'start', tone: 'muted small' });
  texts.push(...columnLabels(layout, size.width, line, counts));
  return line + Math.round(small * 0.8);
}

function drawRows({ words, layout, domains, form, size, shapes, texts, marks }: Parts, top: number): number {
  const { model, show, format } = words;
  const { left, gap, cellWidth, rowHeight, shown, small, textual, labelOf } = layout;
  const amount = (cell: CohortCell): number | null => amountOf(cell, show.measure, show.unit);
  const roomy = rowHeight >= size.fontSize * 1.3;
  const step = labelStep(rowHeight, small * 1.3);
  const labelSize = roomy ? size.fontSize : small;
  const [labelTone, sizeTone] = roomy ? ['', 'muted'] : ['small', 'muted small'];
  let y = top;
  model.cohorts.forEach((cohort, i) => {
    marks.push(new CohortMark(words, cohort, { row: i + 1, column: 0, x: -RING, y, width: left - gap / 2 + RING, height: rowHeight }));
    if (i % step === 0) {
      const baseline = y + rowHeight / 2 + labelSize * 0.36;
      texts.push({ x: 0, y: baseline, text: labelOf(cohort.date), anchor: 'start', tone: labelTone });
      texts.push({ x: left - gap, y: baseline, text: format.count(cohort.size), anchor: 'end', tone: sizeTone });
    }
    for (let offset = 0; offset < shown; offset++) {
      const cell = cohort.cells[offset];
      const x = left + offset * cellWidth;
      if (cell === null || cell === undefined) {
        const expected = words.projected(cohort, offset);
        if (expected === null) continue;
        shapes.add('projected', x, y, cellWidth, rowHeight);
        const text = textual ? fittingText(forms(words, expected, words.amount(expected)), form, cellWidth, small) : '';
        if (text !== '') texts.push({ x: x + cellWidth / 2, y: y + rowHeight / 2 + small * 0.36, text, anchor: 'middle', tone: 'small muted projected-text' });
        marks.push(new ProjectedMark(words, cohort, offset, { row: i + 1, column: offset + 1, x, y, width: cellWidth, height: rowHeight }));
        continue;
      }
      const look = lookOf(cell, amount(cell), domains[i] ?? null);
      shapes.add(look, x, y, cellWidth, rowHeight);
      const text = textual && !cell.suppressed ? fittingText(forms(words, amount(cell), words.amount(amount(cell))), form, cellWidth, small) : '';
      pushText(texts, text, look, x + cellWidth / 2, y + rowHeight / 2 + small * 0.36, '');
      marks.push(new CellMark(words, cohort, cell, { row: i + 1, column: offset + 1, x, y, width: cellWidth, height: rowHeight }));
    }
    y += rowHeight;
  });
  return y;
}

/** The colours with their numbers at both ends. */
function drawRamp({ words, layout, size, texts }: Parts, domain: ColorDomain, top: number): { readonly box: Box; readonly bottom: number } {
  const { small } = layout;
  const relative = words.show.scale === 'row';
  const low = relative ? words.messages.rowLow : words.amount(domain.low);
  const high = relative ? words.messages.rowHigh : `${domain.capped ? '≥ ' : ''}${words.amount(domain.high)}`;
  const lowWidth = textWidth(low, small);
  const highWidth = textWidth(high, small);
  const width = Math.max(40, Math.min(RAMP_WIDTH, size.width - lowWidth - highWidth - 26));
  const box = { x: lowWidth + 10, y: top, width, height: Math.round(small * 0.85) };
  const baseline = top + small * 0.78;
  const end = box.x + width + 8 + highWidth;
  const note = relative ? words.messages.rampRowNote : words.messages.rampNote;
  const beside = end + 16 + textWidth(note, small) * SURE <= size.width;
  const lines = beside ? [note] : wrapText(note, size.width / SURE, small);
  texts.push(
    { x: 0, y: baseline, text: low, anchor: 'start', tone: 'muted small' },
    { x: box.x + width + 8, y: baseline, text: high, anchor: 'start', tone: 'muted small' },
    ...lines.map((text, i): SceneText => (
      { x: beside ? end + 16 : 0, y: beside ? baseline : baseline + small * 1.5 * (i + 1), text, anchor: 'start', tone: 'muted small' })),
  );
  return { box, bottom: top + small * (beside ? 1.2 : 1.2 + 1.5 * lines.length) };
}

/** The ways to write *amount*, longest first. */
function forms(words: RetentionWords, amount: number | null, exact: string): readonly string[] {
  if (amount === null) return [];
  const { show, format } = words;
  if (show.unit === 'percent') return [exact, exact.replace(/\s?%/, '')];
  return [exact, isMoney(show.measure) ? format.compactMoney(amount) : format.compact(amount), format.compact(amount)];
}

/** The ways to write each cell of all cohorts. */
function pooledForms(words: RetentionWords): (readonly string[])[] {
  const { measure, unit } = words.show;
  return words.model.pooled.map((cell) => {
    const amount = cell === null ? null : pooledAmountOf(cell, measure, unit);
    return forms(words, amount, words.pooledAmount(amount));
  });
}

/**
 * Returns the first form in which all cells after offset 0 fit, so that all compare like with like; null where none does.
 * Offset 0 repeats the size, so it never takes the others' room.
 */
function commonForm(words: RetentionWords, { shown, cellWidth, small, textual }: GridLayout): number | null {
  const { model, show } = words;
  const ways = pooledForms(words).slice(1, shown);
  if (textual) {
    for (const { cells } of model.cohorts) {
      for (const cell of cells.slice(1, shown)) {
        const amount = cell === null || cell.suppressed ? null : amountOf(cell, show.measure, show.unit);
        if (amount !== null) ways.push(forms(words, amount, words.amount(amount)));
      }
    }
  }
  const found = [0, 1, 2].find((form) => widest(ways, form) * small <= cellWidth - PADDING);
  return found ?? null;
}

/** Returns the width of the longest text in *form*, in ems. */
function widest(ways: readonly (readonly string[])[], form: number | null): number {
  return form === null ? 0 : ways.reduce((most, texts) => Math.max(most, textWidth(texts[form] ?? texts.at(-1) ?? '', 1)), 0);
}

function fittingText(ways: readonly string[] | undefined, form: number | null, width: number, fontSize: number): string {
  if (form === null || ways === undefined) return '';
  const text = ways[form] ?? ways.at(-1) ?? '';
  return textWidth(text, fontSize) <= width - PADDING ? text : '';
}

function pushText(texts: SceneText[], text: string, look: CellLook, x: number, y: number, weight: string): void {
  if (text === '') return;
  const tone = typeof look === 'number' ? (shadeOf(look) >= RAMP_FLIP ? 'on-high' : 'on-low') : look === 'partial' ? 'on-partial' : 'muted';
  texts.push({ x, y, text, anchor: 'middle', tone: `small ${tone} ${weight}`.trim() });
}
