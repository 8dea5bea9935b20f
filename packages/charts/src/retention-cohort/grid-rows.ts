import { mirrored, type SceneText } from './drawing.js';
import { RAMP_FLIP } from '../theme/tokens.js';
import type { ColorDomain } from './color-domain.js';
import { type GridLayout, labelStep } from './grid-layout.js';
import { fittingText, waysToWrite } from './grid-numbers.js';
import { type CellLook, type GridPaths, GridShapes, lookOf } from './grid-shapes.js';
import { amountOf, type Cohort } from './retention-model.js';
import type { RetentionWords } from './retention-words.js';

/** Above how many cells a colour is one of a few: each is one path. */
const FEW = 200;

/** What a grid is drawn with. */
export interface GridPlan {
  readonly words: RetentionWords;
  readonly layout: GridLayout;
  readonly domain: ColorDomain | null;
  /** By cohort: its own where colours are relative to the row. */
  readonly domains: readonly (ColorDomain | null)[];
  /** In which form numbers are written, null where cells are too small for any. */
  readonly form: number | null;
  readonly fontSize: number;
  readonly width: number;
  readonly rtl: boolean;
}

/** Some rows of a grid, drawn. */
export interface DrawnRows {
  readonly paths: GridPaths;
  readonly texts: readonly SceneText[];
}

/** Returns whether each cell of *plan* has a colour of its own. */
export function isExact({ words, layout }: GridPlan): boolean {
  return words.model.cohorts.length * layout.shown <= FEW;
}

/** Returns the rows of the cohorts from *first* to before *last*; row 0 begins at *top*. */
export function drawRows(plan: GridPlan, top: number, first: number, last: number): DrawnRows {
  const shapes = new GridShapes();
  const texts: SceneText[] = [];
  const { words, layout, fontSize } = plan;
  const { left, gap, rowHeight, small, labelOf } = layout;
  const roomy = rowHeight >= fontSize * 1.3;
  const step = labelStep(rowHeight, small * 1.3);
  const labelSize = roomy ? fontSize : small;
  const [labelTone, sizeTone] = roomy ? ['', 'muted'] : ['small', 'muted small'];
  for (let i = first; i < last; i++) {
    const cohort = words.model.cohorts[i];
    if (cohort === undefined) break;
    const y = top + i * rowHeight;
    if (i % step === 0) {
      const baseline = y + rowHeight / 2 + labelSize * 0.36;
      texts.push({ x: 0, y: baseline, text: labelOf(cohort.date), anchor: 'start', tone: labelTone });
      texts.push({ x: left - gap, y: baseline, text: words.size(cohort.size), anchor: 'end', tone: sizeTone });
    }
    drawCells(plan, cohort, plan.domains[i] ?? null, y, shapes, texts);
  }
  return { paths: shapes.paths(), texts: plan.rtl ? mirrored(texts, plan.width) : texts };
}

function drawCells(plan: GridPlan, cohort: Cohort, domain: ColorDomain | null, y: number, shapes: GridShapes, texts: SceneText[]): void {
  const { words, layout: { left, cellWidth, rowHeight, shown, small, textual }, form } = plan;
  const { measure, unit } = words.show;
  const exact = isExact(plan);
  const written = textual && form !== null;
  for (let offset = 0; offset < shown; offset++) {
    const cell = cohort.cells[offset] ?? null;
    const amount = cell === null ? words.projected(cohort, offset) : amountOf(cell, measure, unit);
    if (cell === null && amount === null) continue;
    const x = left + offset * cellWidth;
    const look = cell === null ? 'projected' : lookOf(cell, amount, domain, exact);
    shapes.add(look, x, y, cellWidth, rowHeight);
    if (!written || cell?.suppressed === true) continue;
    const text = fittingText(waysToWrite(words, amount, words.amount(amount)), form, cellWidth, small);
    if (text !== '') texts.push(cellText(text, look, x + cellWidth / 2, y + rowHeight / 2 + small * 0.36, ''));
  }
}

/** Returns *text* on a cell of *look*, in the ink that is read on it. */
export function cellText(text: string, look: CellLook, x: number, y: number, weight: string): SceneText {
  const tone = typeof look === 'number' ? (look >= RAMP_FLIP ? 'on-high' : 'on-low') : look === 'partial' ? 'on-partial' : look === 'projected' ? 'muted projected-text' : 'muted';
  return { x, y, text, anchor: 'middle', tone: `small ${tone} ${weight}`.trim() };
}
