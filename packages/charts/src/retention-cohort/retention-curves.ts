import { max, min, ticks } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { textWidth } from '../guides/text-width.js';
import type { SceneSize } from '../scene.js';
import { type Drawing, mirrored, type SceneText, wrapText } from './drawing.js';
import { BOLD, labelStep, NARROW, pooledLabel, SURE } from './grid-layout.js';
import { amountOf, type CohortCell, isMoney, pooledAmountOf, type PooledCell } from './retention-model.js';
import { CellMark, type LazyMark, PooledMark, type RetentionWords } from './retention-words.js';

const HIT = 9;
const FAINTER_FROM = 40;
/** How far above all curves an interval may reach before it is cut: the last one, of few customers, must not flatten them. */
const BAND = 2.5;

/** One cohort's line, its end in a period that is in progress apart. */
export interface CohortLine {
  readonly cohort: string;
  readonly path: string;
  readonly dashed: string;
  /** Its name and where it goes when the cohort is chosen. */
  readonly label: SceneText;
}

/** Curves of all cohorts, the pooled one above them. */
export interface Curves extends Drawing {
  readonly lines: readonly CohortLine[];
  readonly faint: boolean;
  readonly pooled: string;
  readonly pooledDots: readonly (readonly [x: number, y: number])[];
  readonly band: string;
  readonly grid: readonly { readonly y: number; readonly x1: number; readonly x2: number }[];
}

interface Point<Cell> {
  readonly cell: Cell;
  readonly x: number;
  readonly y: number;
}

/** Returns the curves after offset 0, from which all start; with nothing later, offset 0 itself. */
export function retentionCurves(words: RetentionWords, { width, fontSize }: SceneSize, rtl: boolean): Curves {
  const { model, show, messages, format } = words;
  const narrow = width < NARROW;
  const small = (fontSize * 6) / 7;
  const first = model.offsets > 1 ? 1 : 0;
  const last = Math.max(first, model.offsets - 1);
  const amount = (cell: CohortCell): number | null => (cell.suppressed ? null : amountOf(cell, show.measure, show.unit));
  const pooledCells = model.pooled.filter((cell): cell is PooledCell => cell !== null && cell.offset >= first && !cell.suppressed);
  const banded = show.measure === 'customers' && show.unit === 'percent';
  const bandTops = banded ? pooledCells.map(({ upper }) => upper ?? 0) : [];
  const tops = model.cohorts.flatMap(({ cells }) => cells.map((cell) => (cell === null || cell.offset < first ? 0 : amount(cell) ?? 0)));
  const bottoms = Math.min(0, min(tops) ?? 0);
  const high = Math.max(max(tops) ?? 0, Math.min(max(bandTops) ?? 0, (max(tops) ?? 0) * BAND), Number.EPSILON);
  const name = pooledLabel(words, narrow);
  const end = pooledCells.at(-1);
  const endText = end === undefined ? '' : words.pooledText(end);
  const right = Math.ceil(Math.max(textWidth(name, fontSize), textWidth(endText, fontSize)) * BOLD) + 13;

  const height = narrow ? 240 : Math.round(Math.min(380, Math.max(260, width * 0.36)));
  const title = wrapText(messages.what[show.measure][show.unit], width / SURE, small);
  const lineHeight = Math.round(small * 1.35);
  const top = Math.round(small * 2.2) + (title.length - 1) * lineHeight;
  const yTicks = ticks(bottoms, high, narrow ? 4 : 5);
  const tickText = (value: number): string => {
    if (show.unit === 'percent') return format.percent(value, (yTicks[1] ?? 1) - (yTicks[0] ?? 0) < 0.01 ? 1 : 0);
    return isMoney(show.measure) ? format.compactMoney(value) : format.number(value);
  };
  const left = Math.ceil(Math.max(...yTicks.map((tick) => textWidth(tickText(tick), small))) * SURE) + 8;
  const y = scaleLinear([bottoms, Math.max(high, yTicks.at(-1) ?? high)], [top + height, top]);
  const plotWidth = Math.max(40, width - left - right - 6);
  const pitch = plotWidth / Math.max(1, last - first);
  const x = (offset: number): number => left + 6 + (last === first ? 0 : (offset - first) * pitch);

  const texts = title.map((text, i): SceneText => ({ x: 0, y: small + i * lineHeight, text, anchor: 'start', tone: 'muted small' }));
  for (const tick of yTicks) texts.push({ x: left - 8, y: y(tick) + small * 0.36, text: tickText(tick), anchor: 'end', tone: 'muted small' });
  const below = top + height + Math.round(small * 1.5);
  const step = labelStep(pitch, textWidth(format.count(last), small) + 8);
  for (let offset = first; offset <= last; offset++) {
    if (step === 1 || offset % step === 0) texts.push({ x: x(offset), y: below, text: format.count(offset), anchor: 'middle', tone: 'muted small' });
  }
  const axis = messages.axis(model.grain);
  texts.push({ x: Math.max(0, Math.min(left + 6, width - textWidth(axis, small) * SURE)), y: below + Math.round(small * 1.45), text: axis, anchor: 'start', tone: 'muted small' });

  const marks: LazyMark[] = [];
  const mirrorWidth = rtl ? width : null;
  const pooledPoints = pooledCells.flatMap((cell): Point<PooledCell>[] => {
    const value = pooledAmountOf(cell, show.measure, show.unit);
    return value === null ? [] : [{ cell, x: x(cell.offset), y: y(value) }];
  });
  for (const { cell, ...at } of pooledPoints) marks.push(new PooledMark(words, cell, { row: 0, column: cell.offset, ...boxAround(at, HIT + 1, mirrorWidth) }));
  const tip = pooledPoints.at(-1);
  // The number stands under the name, and both stay above the axis.
  const nameY = Math.max(top + fontSize, Math.min((tip?.y ?? 0) + fontSize * 0.1, top + height - fontSize * 1.5));
  const labelAt = (at: Point<CohortCell>, text: string): SceneText => {
    const length = textWidth(text, small) + 8;
    const inPooled = tip !== undefined && at.x + length > tip.x && at.y > nameY - fontSize * 1.6 && at.y < nameY + fontSize * 2;
    const beside = !inPooled && at.x + length <= width;
    return beside
      ? { x: at.x + 8, y: at.y + small * 0.36, text, anchor: 'start', tone: 'small halo' }
      : { x: at.x, y: (inPooled ? Math.min(at.y, nameY - fontSize * 1.2) : at.y) - small * 0.7, text, anchor: at.x + length / 2 > width ? 'end' : 'middle', tone: 'small halo' };
  };
  const lines = model.cohorts.flatMap((cohort, i): CohortLine[] => {
    const points = cohort.cells.flatMap((cell): Point<CohortCell>[] => {
      const value = cell === null || cell.offset < first ? null : amount(cell);
      return cell === null || value === null ? [] : [{ cell, x: x(cell.offset), y: y(value) }];
    });
    for (const { cell, ...at } of points) marks.push(new CellMark(words, cohort, cell, { row: i + 1, column: cell.offset, ...boxAround(at, HIT, mirrorWidth) }));
    const last = points.at(-1);
    if (last === undefined) return [];
    const whole = points.filter(({ cell }) => !cell.partial);
    return [{
      cohort: cohort.date,
      path: pathOf(whole),
      dashed: last.cell.partial ? pathOf(points.slice(-2)) : '',
      label: labelAt(last, words.period(cohort.date)),
    }];
  });

  if (tip !== undefined) {
    texts.push(
      { x: tip.x + 10, y: nameY, text: name, anchor: 'start', tone: 'pooled-label halo' },
      { x: tip.x + 10, y: nameY + fontSize * 1.2, text: endText, anchor: 'start', tone: 'pooled-label halo' },
    );
  }
  return {
    height: below + Math.round(small * 1.9), texts: rtl ? mirrored(texts, width) : texts, marks, lines, faint: lines.length >= FAINTER_FROM,
    pooled: pathOf(pooledPoints),
    pooledDots: pitch >= 14 ? pooledPoints.map((point) => [point.x, point.y]) : [],
    band: banded ? bandOf(pooledPoints, y, y.domain()[1] ?? 1) : '',
    grid: yTicks.map((tick) => ({ y: Math.round(y(tick)) + 0.5, x1: left, x2: width - right })),
  };
}

function pathOf(points: readonly Point<CohortCell>[]): string {
  return line<Point<CohortCell>>((point) => point.x, (point) => point.y).digits(2)(points) ?? '';
}

function bandOf(points: readonly Point<PooledCell>[], y: (value: number) => number, most: number): string {
  const sure = points.filter(({ cell }) => cell.lower !== null && cell.upper !== null);
  const clamped = (value: number | null): number => y(Math.min(most, value ?? 0));
  return area<Point<PooledCell>>((point) => point.x, ({ cell }) => clamped(cell.lower), ({ cell }) => clamped(cell.upper)).digits(2)(sure) ?? '';
}

/** A box around a point, where it is in a mirror image of *mirrorWidth* pixels. */
function boxAround({ x, y }: { readonly x: number; readonly y: number }, size: number, mirrorWidth: number | null): { x: number; y: number; width: number; height: number } {
  return { x: (mirrorWidth === null ? x : mirrorWidth - x) - size / 2, y: y - size / 2, width: size, height: size };
}
