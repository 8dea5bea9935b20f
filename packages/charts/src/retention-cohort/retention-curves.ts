import { max, min } from 'd3-array';
import { area, line } from 'd3-shape';
import { textWidth } from '../guides/text-width.js';
import type { SceneSize } from '../scene.js';
import { type Drawing, mirrored, type SceneText } from './drawing.js';
import { BOLD, labelStep, NARROW, pooledLabel, SURE } from './grid-layout.js';
import { amountOf, type Cohort, type CohortCell, firstColumn, pooledAmountOf, type PooledCell } from './retention-model.js';
import { CellMark, type LazyMark, PooledMark, ProjectedMark, type RetentionWords } from './retention-words.js';
import { valueAxis } from './value-axis.js';

const HIT = 9;
/** Half the dash of a cohort that is known of in one period alone. */
const ALONE = 4;
const FAINTER_FROM = 40;
/** How far above all curves an interval may reach before it is cut: the last one, of few customers, must not flatten them. */
const BAND = 2.5;

/** One cohort's line, its end in a period that is in progress apart. */
export interface CohortLine {
  readonly cohort: string;
  readonly path: string;
  readonly dashed: string;
  /** From its last period that is over through those that a model projects. */
  readonly projected: string;
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

interface Place {
  readonly x: number;
  readonly y: number;
}

interface Point<Cell> extends Place {
  readonly cell: Cell;
}

/** Returns the curves after offset 0, from which all start; with nothing later, offset 0 itself. */
export function retentionCurves(words: RetentionWords, size: SceneSize, rtl: boolean): Curves {
  const { model, show, messages } = words;
  const { fontSize, width } = size;
  const narrow = width < NARROW;
  const small = (fontSize * 6) / 7;
  const first = firstColumn(model);
  const last = Math.max(first, model.offsets - 1);
  const amount = (cell: CohortCell): number | null => (cell.suppressed ? null : amountOf(cell, show.measure, show.unit));
  const pooledCells = model.pooled.filter((cell): cell is PooledCell => cell !== null && cell.column >= first && !cell.suppressed);
  const banded = show.measure === 'customers' && show.unit === 'percent';
  const bandTops = banded ? pooledCells.map(({ upper }) => upper ?? 0) : [];
  const tops = model.cohorts.flatMap(({ cells }) => cells.map((cell) => (cell === null || cell.column < first ? 0 : amount(cell) ?? 0)));
  const bottoms = Math.min(0, min(tops) ?? 0);
  const high = Math.max(max(tops) ?? 0, Math.min(max(bandTops) ?? 0, (max(tops) ?? 0) * BAND), Number.EPSILON);
  const name = pooledLabel(words, narrow);
  const end = pooledCells.at(-1);
  const endText = end === undefined ? '' : words.pooledText(end);
  const right = Math.ceil(Math.max(textWidth(name, fontSize), textWidth(endText, fontSize)) * BOLD) + 13;

  const axis = valueAxis(words, size, bottoms, high);
  const { bottom, left, top, y } = axis;
  const plotWidth = Math.max(40, width - left - right - 6);
  const pitch = plotWidth / Math.max(1, last - first);
  const x = (offset: number): number => left + 6 + (last === first ? 0 : (offset - first) * pitch);

  const texts: SceneText[] = [...axis.texts];
  const below = bottom + Math.round(small * 1.5);
  const step = labelStep(pitch, textWidth(words.head(last), small) + 8);
  for (let offset = first; offset <= last; offset++) {
    if (step === 1 || offset % step === 0) texts.push({ x: x(offset), y: below, text: words.head(offset), anchor: 'middle', tone: 'muted small' });
  }
  const axisName = messages.axis(model.grain);
  texts.push({ x: Math.max(0, Math.min(left + 6, width - textWidth(axisName, small) * SURE)), y: below + Math.round(small * 1.45), text: axisName, anchor: 'start', tone: 'muted small' });

  const marks: LazyMark[] = [];
  const mirrorWidth = rtl ? width : null;
  const pooledPoints = pooledCells.flatMap((cell): Point<PooledCell>[] => {
    const value = pooledAmountOf(cell, show.measure, show.unit);
    return value === null ? [] : [{ cell, x: x(cell.column), y: y(value) }];
  });
  for (const { cell, ...at } of pooledPoints) marks.push(new PooledMark(words, cell, { row: 0, column: cell.column, ...boxAround(at, HIT + 1, mirrorWidth) }));
  const tip = pooledPoints.at(-1);
  // The number stands under the name, and both stay above the axis.
  const nameY = Math.max(top + fontSize, Math.min((tip?.y ?? 0) + fontSize * 0.1, bottom - fontSize * 1.5));
  const labelAt = (at: Point<CohortCell>, text: string): SceneText => {
    const length = textWidth(text, small) + 8;
    const inPooled = tip !== undefined && at.x + length > tip.x && at.y > nameY - fontSize * 1.6 && at.y < nameY + fontSize * 2;
    const beside = !inPooled && at.x + length <= width;
    return beside
      ? { x: at.x + 8, y: at.y + small * 0.36, text, anchor: 'start', tone: 'small halo' }
      : { x: at.x, y: (inPooled ? Math.min(at.y, nameY - fontSize * 1.2) : at.y) - small * 0.7, text, anchor: at.x + length / 2 > width ? 'end' : 'middle', tone: 'small halo' };
  };
  const projections = (cohort: Cohort, i: number): Place[] => cohort.cells.flatMap((cell, offset): Place[] => {
    const expected = cell === null && offset >= first ? words.projected(cohort, offset) : null;
    if (expected === null) return [];
    const at = { x: x(offset), y: y(expected) };
    marks.push(new ProjectedMark(words, cohort, offset, { row: i + 1, column: offset, ...boxAround(at, HIT, mirrorWidth) }));
    return [at];
  });
  const lines = model.cohorts.flatMap((cohort, i): CohortLine[] => {
    const points = cohort.cells.flatMap((cell): Point<CohortCell>[] => {
      const value = cell === null || cell.column < first ? null : amount(cell);
      return cell === null || value === null ? [] : [{ cell, x: x(cell.column), y: y(value) }];
    });
    for (const { cell, ...at } of points) marks.push(new CellMark(words, cohort, cell, { row: i + 1, column: cell.column, ...boxAround(at, HIT, mirrorWidth) }));
    const last = points.at(-1);
    if (last === undefined) return [];
    const whole = points.filter(({ cell }) => !cell.partial);
    return [{
      cohort: cohort.date,
      path: pathOf(whole),
      dashed: last.cell.partial ? pathOf(points.slice(-2)) : '',
      projected: projectedPath(whole.at(-1) ?? last, projections(cohort, i)),
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
    grid: axis.lines.map((at) => ({ y: at, x1: left, x2: width - right })),
  };
}

/** What is known of one period alone is a dash, not a speck. */
function pathOf(points: readonly Point<CohortCell>[]): string {
  const [only] = points;
  if (only !== undefined && points.length === 1) return `M${only.x - ALONE},${only.y}h${2 * ALONE}`;
  return line<Point<CohortCell>>((point) => point.x, (point) => point.y).digits(2)(points) ?? '';
}

function projectedPath(from: Place, to: readonly Place[]): string {
  return to.length === 0 ? '' : line<Place>((place) => place.x, (place) => place.y).digits(2)([from, ...to]) ?? '';
}

function bandOf(points: readonly Point<PooledCell>[], y: (value: number) => number, most: number): string {
  const sure = points.filter(({ cell }) => cell.lower !== null && cell.upper !== null);
  const clamped = (value: number | null): number => y(Math.min(most, value ?? 0));
  return area<Point<PooledCell>>((point) => point.x, ({ cell }) => clamped(cell.lower), ({ cell }) => clamped(cell.upper)).digits(2)(sure) ?? '';
}

/** A box around a point, where it is in a mirror image of *mirrorWidth* pixels. */
function boxAround({ x, y }: Place, size: number, mirrorWidth: number | null): { x: number; y: number; width: number; height: number } {
  return { x: (mirrorWidth === null ? x : mirrorWidth - x) - size / 2, y: y - size / 2, width: size, height: size };
}
