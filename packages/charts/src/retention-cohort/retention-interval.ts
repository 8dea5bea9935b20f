import { max, min } from 'd3-array';
import { area, line } from 'd3-shape';
import { textWidth } from '../guides/text-width.js';
import type { SceneSize } from '../scene.js';
import { type Drawing, mirrored, type SceneText } from './drawing.js';
import { boxPath } from './grid-shapes.js';
import { BOLD, labelStep, NARROW, pooledLabel } from './grid-layout.js';
import { amountOf, type CohortCell, pooledAmountOf } from './retention-model.js';
import { CellMark, type LazyMark, PooledMark, type RetentionWords } from './retention-words.js';
import { valueAxis } from './value-axis.js';

const DOT = 4;
const HIT = 24;

/** One cohort's amount. */
export interface IntervalDot {
  readonly x: number;
  readonly y: number;
  /** Its period is not over. */
  readonly open: boolean;
}

/** What cohorts did in one and the same period of theirs, over time. */
export interface Interval extends Drawing {
  readonly dots: readonly IntervalDot[];
  readonly line: string;
  /** The way to a period that is not over. */
  readonly dashed: string;
  readonly band: string;
  /** Where cohorts are withheld: strips as high as the plot. */
  readonly withheld: string;
  /** All cohorts together. */
  readonly pooled: { readonly x1: number; readonly x2: number; readonly y: number } | null;
  readonly grid: readonly { readonly y: number; readonly x1: number; readonly x2: number }[];
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly cell: CohortCell;
}

/** Returns the series of *offset* over all cohorts: a dot for each, hollow where its period is not over, and no line over one that is withheld. */
export function retentionInterval(words: RetentionWords, offset: number, size: SceneSize, rtl: boolean): Interval {
  const { model, show, format, messages } = words;
  const { fontSize, width } = size;
  const small = (fontSize * 6) / 7;
  const narrow = width < NARROW;
  const banded = show.measure === 'customers' && show.unit === 'percent';
  const known = (cell: CohortCell | null | undefined): number | null => (cell === null || cell === undefined || cell.suppressed ? null : amountOf(cell, show.measure, show.unit));
  const cells = model.cohorts.map(({ cells: of }) => of[offset] ?? null);
  const all = model.pooled[offset] ?? null;
  const together = all === null || all.suppressed ? null : pooledAmountOf(all, show.measure, show.unit);
  const amounts = [...cells.map(known), together].filter((amount): amount is number => amount !== null);
  const most = max(amounts) ?? 0;
  // An interval of few customers must not flatten all others.
  const bound = Math.max(most, Math.min(banded ? max(cells, (cell) => cell?.upper ?? 0) ?? 0 : 0, most * 2), Number.EPSILON);
  const axis = valueAxis(words, size, Math.min(0, min(amounts) ?? 0), bound);
  const { bottom, left, top, y } = axis;
  const name = pooledLabel(words, narrow);
  const value = words.pooledText(all);
  const right = all === null ? 8 : Math.ceil(Math.max(textWidth(name, fontSize), textWidth(value, fontSize)) * BOLD) + 12;
  const plotWidth = Math.max(40, width - left - right - 6);
  const pitch = plotWidth / Math.max(1, cells.length);
  const x = (i: number): number => left + 6 + (i + 0.5) * pitch;

  const texts: SceneText[] = [...axis.texts];
  const labelOf = (date: string): string => (narrow ? format.periodShort(date, model.grain) : words.period(date));
  const labels = model.cohorts.map((cohort) => [labelOf(cohort.date), cohort.size === null ? '·' : format.count(cohort.size)] as const);
  const room = Math.max(...labels.flat().map((text) => textWidth(text, small))) + 10;
  const step = labelStep(pitch, room);
  const dates = bottom + Math.round(small * 1.5);
  const sizes = dates + Math.round(small * 1.45);
  texts.push({ x: 0, y: sizes, text: 'n', anchor: 'start', tone: 'muted small' });
  labels.forEach((rows, i) => {
    if (i % step !== 0) return;
    rows.forEach((text, row) => {
      const half = textWidth(text, small) / 2;
      const at = Math.min(width - half, Math.max((row === 0 ? 0 : 12) + half, x(i)));
      texts.push({ x: at, y: row === 0 ? dates : sizes, text, anchor: 'middle', tone: 'muted small' });
    });
  });
  const first = messages.cohort;
  texts.push({ x: 0, y: sizes + Math.round(small * 1.6), text: first, anchor: 'start', tone: 'muted small' });

  const points = cells.flatMap((cell, i): (Point | null)[] => {
    const amount = known(cell);
    return cell === null ? [] : [amount === null ? null : { cell, x: x(i), y: y(amount) }];
  });
  const mirrorWidth = rtl ? width : null;
  const marks: LazyMark[] = model.cohorts.flatMap((cohort, i): LazyMark[] => {
    const cell = cells[i] ?? null;
    if (cell === null) return [];
    const at = { x: x(i), y: y(known(cell) ?? 0) };
    return [new CellMark(words, cohort, cell, { row: 0, column: i, ...columnAround(at.x, at.y, Math.min(HIT, Math.max(6, pitch)), mirrorWidth) })];
  });
  if (all !== null && together !== null) {
    const at = y(together);
    const nameY = Math.max(top + fontSize, Math.min(at + fontSize * 0.1, bottom - fontSize * 1.5));
    texts.push(
      { x: width - right + 4, y: nameY, text: name, anchor: 'start', tone: 'pooled-label halo' },
      { x: width - right + 4, y: nameY + fontSize * 1.2, text: value, anchor: 'start', tone: 'pooled-label halo' },
    );
    const boxX = width - right + 2;
    marks.push(new PooledMark(words, all, { row: 0, column: cells.length, x: rtl ? width - boxX - (right - 4) : boxX, y: nameY - fontSize, width: right - 4, height: fontSize * 2.5 }));
  }
  const strip = Math.max(1, Math.min(HIT, pitch - 2));
  const withheld = cells.flatMap((cell, i) => (cell?.suppressed === true ? [boxPath(x(i) - strip / 2, top, strip, bottom - top)] : [])).join('');
  const over = points.map((point) => (point?.cell.partial === true ? null : point));
  const open = points.findIndex((point) => point?.cell.partial === true);
  return {
    height: sizes + Math.round(small * 2.1), texts: rtl ? mirrored(texts, width) : texts, marks,
    dots: points.flatMap((point) => (point === null || (pitch < 2 * DOT && !point.cell.partial) ? [] : [{ x: point.x, y: point.y, open: point.cell.partial }])),
    line: pathOf(over), dashed: open > 0 ? pathOf(points.slice(open - 1)) : '', band: banded ? bandOf(over, y, y.domain()[1] ?? 1) : '',
    withheld,
    pooled: together === null ? null : { x1: left, x2: width - right, y: y(together) },
    grid: axis.lines.map((at) => ({ y: at, x1: left, x2: width - right })),
  };
}

/** Null breaks the line: nothing is known there. */
function pathOf(points: readonly (Point | null)[]): string {
  return line<Point | null>((point) => point?.x ?? 0, (point) => point?.y ?? 0).defined((point) => point !== null).digits(2)(points) ?? '';
}

function bandOf(points: readonly (Point | null)[], y: (value: number) => number, most: number): string {
  const at = (bound: number | null | undefined): number => y(Math.min(most, bound ?? 0));
  return area<Point | null>((point) => point?.x ?? 0, (point) => at(point?.cell.lower), (point) => at(point?.cell.upper))
    .defined((point) => point !== null && point.cell.lower !== null && point.cell.upper !== null).digits(2)(points) ?? '';
}

function columnAround(x: number, y: number, size: number, mirrorWidth: number | null): { x: number; y: number; width: number; height: number } {
  return { x: (mirrorWidth === null ? x : mirrorWidth - x) - size / 2, y: y - HIT / 2, width: size, height: HIT };
}
