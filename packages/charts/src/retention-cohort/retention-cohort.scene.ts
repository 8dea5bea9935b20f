import type { Result } from '@clientele/metrics';
import { chartMessages } from '../locales/chart-messages.js';
import type { Grain } from '../locales/format.js';
import type { LegendItem, Scene, SceneBuilder, SceneLine, SceneMark, SceneSize, SceneTable, Words } from '../scene.js';
import type { SceneText } from './drawing.js';
import { intervalLegend, intervalSummary, intervalTable } from './interval-words.js';
import { type Curves, retentionCurves } from './retention-curves.js';
import { type Grid, retentionGrid } from './retention-grid.js';
import { type Interval, retentionInterval } from './retention-interval.js';
import { amountOf, type Cohort, type CohortCell, firstColumn, isMoney } from './retention-model.js';
import { retentionModel } from './retention-reading.js';
import { retentionSummary } from './retention-summary.js';
import { RetentionWords, type RetentionShow } from './retention-words.js';

/** What is shown: a triangle of numbers, a curve for each cohort, or one period of all cohorts over time. */
export type RetentionView = 'grid' | 'curves' | 'interval';

/** What a reader can choose. */
export interface RetentionSceneOptions extends RetentionShow {
  readonly view: RetentionView;
  /** The period after the first that is followed over time; by default the next one. */
  readonly offset?: number;
}

/** Retention as plain numbers and words: a grid, curves, or one period over time. */
export interface RetentionScene extends Scene {
  readonly grid: Grid | null;
  readonly curves: Curves | null;
  readonly interval: Interval | null;
  /** The period that is followed over time, and the last that there is. */
  readonly offset: number;
  readonly lastOffset: number;
  readonly grain: Grain;
  /** What each column is about. */
  readonly offsetNames: readonly string[];
  /** There are orders to show in place of customers: brackets are about customers alone. */
  readonly hasOrders: boolean;
  /** There are values to show in place of customers. */
  readonly hasValue: boolean;
  readonly texts: readonly SceneText[];
  /** Shapes are drawn as their mirror image; texts and marks are in their places already. */
  readonly rtl: boolean;
}

/** Returns the scene of a retention result. A measure that the result does not have is shown as customers. */
export const retentionScene: SceneBuilder<RetentionScene, RetentionSceneOptions> = (
  result: Result, size: SceneSize, words: Words, { view, measure, unit, scale = 'grid', offset: wanted = 1 }: RetentionSceneOptions,
): RetentionScene => {
  const model = retentionModel(result);
  const known = model.mode === 'bracket' || (isMoney(measure) && !model.hasValue) ? 'customers' : measure;
  const show: RetentionShow = { measure: known, unit, scale };
  const told = new RetentionWords(model, show, words);
  const empty = model.cohorts.length === 0 || model.offsets === 0;
  const grid = !empty && view === 'grid' ? retentionGrid(told, size, words.rtl) : null;
  const curves = !empty && view === 'curves' ? retentionCurves(told, size, words.rtl) : null;
  const lastOffset = Math.max(0, model.offsets - 1);
  const offset = Number.isInteger(wanted) ? Math.min(lastOffset, Math.max(0, wanted)) : Math.min(1, lastOffset);
  const interval = !empty && view === 'interval' ? retentionInterval(told, offset, size, words.rtl) : null;
  const drawing = grid ?? curves ?? interval;
  let table: SceneTable | null = null;
  return {
    width: size.width, height: drawing?.height ?? 0, empty, grid, curves, interval, offset, lastOffset, grain: model.grain, texts: drawing?.texts ?? [], hasValue: model.hasValue, hasOrders: model.mode !== 'bracket', offsetNames: model.ranges.map((_, column) => told.offset(column)), rtl: words.rtl,
    title: told.messages.title,
    summary: empty ? told.messages.empty : interval !== null ? intervalSummary(told, offset) : retentionSummary(told),
    pane: grid?.pane ?? null, finder: grid?.finder ?? null,
    // Made when they are first wanted: a grid of a hundred cohorts has thousands of them.
    get marks(): readonly SceneMark[] {
      return drawing?.marks ?? [];
    },
    get table(): SceneTable {
      return (table ??= interval === null ? tableOf(told) : intervalTable(told, offset));
    },
    legend: empty ? [] : grid !== null ? gridLegend(told) : interval !== null ? intervalLegend(told, offset) : curvesLegend(told),
    notes: [...(curves !== null && firstColumn(model) > 0 ? [told.messages.curvesNote(told.offset(0))] : []), ...notesOf(result, told, grid, words)],
    counted: countedOf(told),
  };
};

function gridLegend(words: RetentionWords): LegendItem[] {
  const { inProgressUntil: until, messages, model, show } = words;
  const items: LegendItem[] = [];
  const { base, zero, withheld, undefinedShare } = looksIn(words);
  if (base && model.ranges[0]?.[0] === 0) items.push({ swatch: 'base', label: messages.baseLegend(words.offset(0)) });
  if (until !== null) items.push({ swatch: 'partial', label: messages.partialLegend(until) });
  if (zero) items.push({ swatch: 'zero', label: messages.zeroLegend[show.measure] });
  if (show.measure === 'customers' && model.projected.size > 0) items.push({ swatch: 'projected', label: messages.projectedLegend });
  if (withheld) items.push({ swatch: 'withheld', label: words.withheldText });
  else if (undefinedShare) items.push({ swatch: 'withheld', label: messages.undefinedShare });
  return items;
}

/** Which looks the cells of a grid have that are no amount. */
function looksIn({ model: { cohorts, pooled }, show }: RetentionWords): Record<'base' | 'zero' | 'withheld' | 'undefinedShare', boolean> {
  const found = { base: pooled[0]?.suppressed === false, zero: false, withheld: false, undefinedShare: false };
  for (const { cells } of cohorts) {
    for (const cell of cells) {
      if (cell === null) continue;
      const amount = amountOf(cell, show.measure, show.unit);
      if (cell.suppressed) found.withheld = true;
      else if (cell.offset === 0) found.base = true;
      else if (amount !== null && amount <= 0 && !cell.partial) found.zero = true;
      if (amount === null) found.undefinedShare = true;
    }
  }
  return found;
}

function curvesLegend(words: RetentionWords): LegendItem[] {
  const { inProgressUntil: until, messages, model, show } = words;
  const items: LegendItem[] = [];
  const banded = show.measure === 'customers' && show.unit === 'percent' && model.pooled.some((cell) => cell !== null && cell.lower !== null);
  if (banded) items.push({ swatch: 'band', label: messages.bandLegend(words.confidence) });
  if (show.measure === 'customers' && model.projected.size > 0) items.push({ swatch: 'projected-line', label: messages.projectedLegend });
  items.push({ swatch: 'line', label: until === null ? messages.lineLegend : messages.dashedLegend(until) });
  return items;
}

function tableOf(words: RetentionWords): SceneTable {
  const { inProgressUntil: until, messages, model, show, format } = words;
  const offsets = Array.from({ length: model.offsets }, (_, offset) => offset);
  const caption = messages.caption(messages.axis(model.grain), messages.what[show.measure][show.unit]);
  return {
    caption: until === null ? caption : `${caption}. ${messages.captionPartial(until)}`,
    columns: [
      { key: 'cohort', label: messages.cohort, numeric: false },
      { key: 'size', label: messages.size, numeric: true },
      ...offsets.map((offset) => ({ key: String(offset), label: words.offset(offset), numeric: true })),
    ],
    rows: model.cohorts.length === 0 ? [] : [
      [words.pooledName, words.pooledSize, ...model.pooled.map((cell) => words.pooledText(cell))],
      ...model.cohorts.map((cohort) => [words.period(cohort.date), words.size(cohort.size), ...cohort.cells.map((cell, offset) => cellOrProjection(words, cohort, cell, offset))]),
      [messages.over, '', ...model.pooled.map((cell) => (cell === null ? '' : format.count(cell.cohorts)))],
    ],
  };
}

/** A projection stands in the table with the sign of an estimate, so that it is no observation there either. */
function cellOrProjection(words: RetentionWords, cohort: Cohort, cell: CohortCell | null, offset: number): string {
  const expected = cell === null ? words.projected(cohort, offset) : null;
  return expected === null ? words.cellText(cell) : `≈ ${words.amount(expected)}`;
}

function notesOf(result: Result, { messages, model, format, show }: RetentionWords, grid: Grid | null, { locale }: Words): string[] {
  const notes: string[] = [];
  if (grid?.pane) notes.push(messages.scrolls(format.count(model.cohorts.length)));
  if (grid !== null && grid.hidden > 0) notes.push(messages.hidden(format.count(grid.hidden)));
  if (grid !== null && show.measure === 'customers' && model.mode === 'onOrAfter' && model.projected.size > 0) notes.push(messages.projectedLow);
  if (model.cohorts.some(({ lowN }) => lowN)) notes.push(chartMessages[locale].counted.lowN);
  for (const { code, params } of result.diagnostics.notes) {
    const number = (name: string): string => format.count(Number(params?.[name] ?? 0));
    if (code === 'value_missing') notes.push(messages.valueMissing(number('rows')));
    else if (code === 'refunds_only') notes.push(messages.refundsOnly(number('customers')));
    else if (code === 'no_projection') notes.push(messages.noProjection);
    else if (code === 'offsets_cut') notes.push(messages.offsetsCut(messages.offset(model.grain, Number(params?.['offsets'] ?? 0))));
  }
  return notes;
}

function countedOf({ messages: { counted }, model, confidence }: RetentionWords): SceneLine[] {
  return [
    { label: counted.definition, value: counted.definitionText },
    { label: counted.activity, value: counted.modes[model.mode] },
    { label: counted.period, value: counted.periods[model.grain] },
    { label: counted.refunds, value: counted.refundsText },
    { label: counted.pooled, value: counted.pooledText },
    { label: counted.interval, value: counted.intervalText(confidence) },
  ];
}
