import type { Result } from '@clientele/metrics';
import { madeLater } from '../made-later.js';
import type { LegendItem, Scene, SceneSize, Words } from '../scene.js';
import { pyramidMessages, type PyramidMessages, type PyramidView } from './customer-pyramid.messages.js';
import { layOutDeciles } from './decile-rows.js';
import { type Drawing, mirrored } from './drawing.js';
import { layOutFlows } from './flow-matrix.js';
import { curveMarks, groupMarks } from './pyramid-marks.js';
import { figuresOf, type PyramidFigures } from './pyramid-figures.js';
import { countedOf, remarksOf } from './pyramid-remarks.js';
import { summaryOf } from './pyramid-summary.js';
import { curveTable, flowTable, groupTable } from './pyramid-tables.js';
import { layOutLorenz } from './lorenz-curve.js';
import type { LayoutInput } from './tier-layout.js';
import { layOutRows } from './tier-rows.js';
import { layOutStack } from './tier-stack.js';
import { layOutWhale } from './whale-curve.js';

/** A customer pyramid as it is drawn. */
export interface CustomerPyramidScene extends Scene {
  readonly view: PyramidView;
  /** The views that the result has the numbers for. */
  readonly views: readonly PyramidView[];
  readonly drawing: Drawing;
  readonly fontSize: number;
}

/** What a pyramid's scene depends on besides its result. */
export interface CustomerPyramidOptions {
  /** Where the result lacks its numbers, the pyramid is shown. */
  readonly view: PyramidView;
  /** Whether to mark what the literature claims, with its source. Off by default. */
  readonly claims?: boolean | undefined;
}

/** Below this width in parts of the text's size (480 px at 14 px), tiers are laid out under one another. */
const NARROW_EM = 34.2;

/** Returns the scene of a pyramid's result. A result of the main table alone has the view `pyramid` and no other. */
export function customerPyramidScene(result: Result, size: SceneSize, words: Words, options: CustomerPyramidOptions): CustomerPyramidScene {
  const { format } = words;
  const messages = pyramidMessages[words.locale];
  const figures = figuresOf(result, messages);
  const views = viewsOf(figures, options.view);
  const view = views.includes(options.view) ? options.view : 'pyramid';
  const input: LayoutInput = { figures, size, format, messages, claims: options.claims === true };
  const summary = summaryOf(figures, view, format, messages);
  const empty = figures.tiers.length === 0 || (view === 'concentration' && figures.lorenz.length === 0);
  const common = { width: size.width, fontSize: size.fontSize, title: messages.titles[view], summary, view, views, legend: [] as readonly LegendItem[] };
  const table = (): Scene['table'] => (view === 'pyramid' || view === 'deciles' ? groupTable(figures, view, format, messages)
    : view === 'moves' ? flowTable(figures, format, messages) : curveTable(figures, view, format, messages));
  const later = { table, counted: () => countedOf(result, figures, view, messages) };
  if (empty) {
    const nothing: Drawing = { height: 0, areas: [], lines: [], bars: [], dots: [], labels: [] };
    return madeLater({ ...common, height: 120, empty, marks: [], notes: figures.tiers.length === 0 ? [] : remarksOf(result, figures, view, { drawn: false, widened: false }, format, messages), drawing: nothing }, later);
  }
  const { drawing, marks, steps } = layOut(view, input, messages);
  return madeLater({
    ...common,
    legend: legendOf(figures, view, drawing, format, messages),
    height: drawing.height,
    empty,
    marks: words.rtl ? marks.map((mark) => ({ ...mark, x: size.width - mark.x - mark.width })) : marks,
    notes: remarksOf(result, figures, view, steps, format, messages),
    drawing: words.rtl ? mirrored(drawing, size.width) : drawing,
  }, later);
}

function layOut(view: PyramidView, input: LayoutInput, messages: PyramidMessages): { drawing: Drawing; marks: Scene['marks']; steps: { drawn: boolean; widened: boolean } } {
  const { figures, size, format } = input;
  const none = { drawn: false, widened: false };
  switch (view) {
    case 'pyramid': {
      const narrow = size.width < NARROW_EM * size.fontSize;
      const drawing = narrow ? layOutStack(input) : layOutRows(input);
      return { drawing, marks: groupMarks('tier', figures.tiers, drawing.rows, size.width, format, messages), steps: { drawn: !narrow, widened: drawing.widened } };
    }
    case 'deciles': {
      const drawing = layOutDeciles(input);
      return { drawing, marks: groupMarks('decile', figures.deciles, drawing.rows, size.width, format, messages), steps: none };
    }
    case 'moves': {
      const { marks, ...drawing } = layOutFlows(input);
      return { drawing, marks, steps: none };
    }
    case 'concentration': {
      const drawing = layOutLorenz(input);
      return { drawing, marks: curveMarks(figures, view, drawing.box, format, messages), steps: none };
    }
    case 'whale': {
      const drawing = layOutWhale(input);
      return { drawing, marks: curveMarks(figures, view, drawing.box, format, messages), steps: none };
    }
  }
}

function legendOf(figures: PyramidFigures, view: PyramidView, drawing: Drawing, format: Words['format'], messages: PyramidMessages): LegendItem[] {
  if (view === 'moves') {
    const withheld = drawing.bars.some((bar) => bar.tone === 'withheld') ? [{ swatch: 'withheld', label: messages.withheld }] : [];
    return [...(['up', 'down', 'stayed', 'moved'] as const).map((swatch) => ({ swatch, label: messages.flowLegend[swatch] })), ...withheld];
  }
  return drawing.bars.some((bar) => bar.tone === 'ghost') && figures.compareAsOf !== null ? [{ swatch: 'ghost', label: messages.ghost(format.date(figures.compareAsOf)) }] : [];
}

/** The whale curve is worth a look where customers bring a loss, or where somebody asked for it. */
function viewsOf(figures: PyramidFigures, asked: PyramidView): PyramidView[] {
  const views: PyramidView[] = ['pyramid'];
  if (figures.flows.length > 0) views.push('moves');
  if (figures.lorenz.length > 0 || figures.scalar('gini') !== null || figures.concentration.length > 0) views.push('concentration');
  if (figures.deciles.length > 0) views.push('deciles');
  if (figures.whale.length > 0 && (asked === 'whale' || (figures.scalar('loss_customers') ?? 0) > 0)) views.push('whale');
  return views;
}
