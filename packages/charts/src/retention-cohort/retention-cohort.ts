import type { MetricRequest, Result } from '@clientele/metrics';
import { type CSSResultGroup, html, nothing, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ChartElement } from '../chart-element.js';
import type { Grain } from '../locales/format.js';
import type { SceneSize, Words } from '../scene.js';
import { type ViewChoice, viewSwitch } from '../view-switch.js';
import { type RetentionMessages, retentionMessages } from './retention-cohort.messages.js';
import { type RetentionScene, retentionScene, type RetentionView } from './retention-cohort.scene.js';
import { retentionStyles } from './retention-cohort.styles.js';
import { drawCells, drawCurves, drawGrid, drawInterval, drawTexts, pickedLabels } from './retention-drawing.js';
import { isMoney, type OffsetRange, type RetentionMeasure, type RetentionMode, type RetentionUnit } from './retention-model.js';
import type { RetentionScale } from './retention-words.js';

/** From which width on the controls stand in one row, in two and in three, CSS pixels, in the widest of usual letters. */
const ROWS = {
  en: { grid: [892, 650, 480], interval: [1004, 760, 480] },
  'zh-CN': { grid: [675, 480, 480], interval: [790, 595, 480] },
} as const;

/**
 * Of the customers who first came in a period, how many came back how much later: a triangle of cohorts, their curves, or one period over time.
 *
 * @summary Customer retention by cohort, as a heat map, as curves, or one period over time.
 * @element cl-retention-cohort
 * @cssproperty [--cl-retention-cohort-low=--cl-ramp-low] - The colour of the lowest cells.
 * @cssproperty [--cl-retention-cohort-high=--cl-ramp-high] - The colour of the highest cells.
 * @cssproperty [--cl-retention-cohort-curve=--cl-accent] - The colour of the curve of all cohorts.
 */
export class RetentionCohort extends ChartElement<RetentionScene> {
  static override styles: CSSResultGroup = [ChartElement.styles, retentionStyles];

  /** The name of the column with the value. */
  @property() value: string | null = null;
  /** The name of the column with the order's id. Without it, an order is a day with purchases. */
  @property() order: string | null = null;
  /** How long a period is: `day`, `week`, `month`, `quarter` or `year`. */
  @property() period: Grain = 'month';
  /** `on`: active in that period; `onOrAfter`: in it or later; `onOrBefore`: in some period up to it; `streak`: in it and all before. */
  @property() mode: Exclude<RetentionMode, 'bracket'> = 'on';
  /** In some period of a bracket of offsets, in place of `mode`; as an attribute `0,1-3,4-7`. */
  @property({ converter: { fromAttribute: bracketsOf, toAttribute: (brackets: readonly OffsetRange[] | null) => brackets?.map((range) => [...new Set(range)].join('-')).join(',') ?? null } })
  brackets: readonly OffsetRange[] | null = null;
  /** Cohorts by the `first` activity, or `recurring`: by every period with activity. */
  @property() entry: 'first' | 'recurring' = 'first';
  /** Offsets are `calendar` periods, or `rolling` windows from each customer's own first day. */
  @property() windows: 'calendar' | 'rolling' = 'calendar';
  /** The length of a rolling window; by default 1, 7, 30, 91 or 365 days, by the period. */
  @property({ type: Number, attribute: 'window-days' }) windowDays: number | null = null;
  /** Groups of fewer customers are withheld, and what would tell them. */
  @property({ type: Number, attribute: 'min-cell' }) minCell = 0;
  /** Shows in dashed cells what a model expects of the periods that nobody has seen yet. */
  @property({ type: Boolean, reflect: true }) project = false;
  /** The first day of a week, 1 (Monday) to 7 (Sunday). */
  @property({ type: Number, attribute: 'week-start' }) weekStart = 1;
  /** Cohorts of fewer customers tell their size and nothing else. */
  @property({ type: Number, attribute: 'min-n' }) minN = 0;
  /** `grid`: a triangle of numbers; `curves`: a curve for each cohort; `interval`: one period of all cohorts over time. */
  @property({ reflect: true }) view: RetentionView = 'grid';
  /** Which period after the first the view `interval` follows over time; with brackets, which of them. */
  @property({ type: Number, reflect: true }) offset = 1;
  /** `customers` who came back, their `orders`, the `value` they brought, or `cumulativeValue`: what they have brought so far. */
  @property({ reflect: true }) measure: RetentionMeasure = 'customers';
  /** `percent` of the cohort, or the `number`. */
  @property({ reflect: true }) unit: RetentionUnit = 'percent';
  /** Colours are relative to the whole `grid`, or to the `row` of each cohort. */
  @property({ reflect: true, attribute: 'color-scale' }) scale: RetentionScale = 'grid';

  protected override request(): MetricRequest {
    const { customer, time, value, order, period, entry, windows, windowDays, project, timeZone, weekStart, asOf, minN, minCell, currency } = this;
    const counted = this.brackets === null ? { mode: this.mode } : { mode: 'bracket', brackets: this.brackets };
    return {
      metric: 'retention',
      options: { customer, time, value, order, period, ...counted, entry, windows, windowDays, project, timeZone, weekStart, asOf, minN, minCell, currency },
    };
  }

  protected override scene(result: Result, size: SceneSize, words: Words): RetentionScene {
    return retentionScene(result, size, words, { view: this.view, measure: this.measure, unit: this.unit, scale: this.scale, offset: this.offset });
  }

  protected override sceneKey(): readonly unknown[] {
    return [this.view, this.measure, this.unit, this.scale, this.offset];
  }

  protected override skeletonShape(): 'triangle' {
    return 'triangle';
  }

  protected override controlRows(width: number): number {
    // Brackets have no choice of measures.
    if (this.brackets !== null) return width < 480 ? 3 : width < 620 ? 2 : 1;
    const fewer = ROWS[this.locale][this.view === 'interval' ? 'interval' : 'grid'].findIndex((from) => width >= from);
    return fewer === -1 ? 4 : fewer + 1;
  }

  protected override placeholderTitle(): string {
    return retentionMessages[this.locale].title;
  }

  protected override placeholderSummary(): number {
    // Chinese says it in half as many letters, each twice as wide at most.
    return this.locale === 'zh-CN' && this.view !== 'interval' ? 140 : 210;
  }

  protected override placeholderHeight(): number {
    return 400;
  }

  protected override controls(scene: RetentionScene | null): TemplateResult | typeof nothing {
    if (scene === null || scene.empty) return nothing;
    const messages = retentionMessages[this.locale];
    // Choices and tools stand in fewer rows where there is nearly room.
    const tight = scene.width < (this.view === 'interval' ? 1080 : 980);
    const views: ViewChoice<RetentionView>[] = [{ view: 'grid', label: messages.grid }, { view: 'curves', label: messages.curves }, { view: 'interval', label: messages.overTime }];
    return html`
      ${viewSwitch(messages.view, views, this.view, (view) => (this.view = view), tight)}
      ${this.view === 'interval' ? this.offsets(scene, messages) : nothing}
      ${viewSwitch(messages.measure, namesIn(messages, 'measures').filter(({ view }) => (isMoney(view) ? scene.hasValue : view === 'customers' || scene.hasOrders)), this.measure, (measure) => (this.measure = measure), tight)}
      ${viewSwitch(messages.unit, namesIn(messages, 'units'), this.unit, (unit) => (this.unit = unit), tight)}
    `;
  }

  /** The choice of the period that is followed over time. */
  private offsets({ offset, offsetNames }: RetentionScene, messages: RetentionMessages): TemplateResult {
    return html`<label class="offset"><select aria-label=${messages.whichPeriod} @change=${(event: Event) => (this.offset = Number((event.target as HTMLSelectElement).value))}>
      ${offsetNames.map((name, i) => html`<option value=${i} .selected=${i === offset}>${name}</option>`)}
    </select></label>`;
  }

  protected override draw(scene: RetentionScene): TemplateResult {
    const { grid, curves, interval, texts, width, height, rtl } = scene;
    const picked = curves === null ? [] : pickedLabels(curves, this.selection);
    return html`<svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
      <g transform=${mirroring(scene)}>
        ${grid === null ? nothing : drawGrid(grid)}${curves === null ? nothing : drawCurves(curves, this.selection)}${interval === null ? nothing : drawInterval(interval)}
      </g>
      ${drawTexts(texts)}
      <g transform=${rtl ? `translate(${width} 0)` : nothing}>${drawTexts(picked)}</g>
    </svg>`;
  }

  protected override drawPane(scene: RetentionScene, from: number, to: number): TemplateResult {
    if (scene.grid === null) return svg``;
    const { paths, texts } = scene.grid.rowsBetween(from, to);
    return svg`<g transform=${mirroring(scene)}>${drawCells(paths)}</g>${drawTexts(texts)}`;
  }
}

/** Shapes of a chart that is read from right to left are drawn as their mirror image. */
function mirroring({ rtl, width }: RetentionScene): string | typeof nothing {
  return rtl ? `translate(${width} 0) scale(-1 1)` : nothing;
}

/** What is no number stays one that the metric refuses, with its reason. */
function bracketsOf(text: string | null): readonly OffsetRange[] | null {
  if (text === null || text.trim() === '') return null;
  return text.split(',').map((part): OffsetRange => {
    const [from = NaN, to = from] = part.split(/[-–]/).map((end) => (end.trim() === '' ? NaN : Number(end)));
    return [from, to];
  });
}

function namesIn<Group extends 'measures' | 'units'>(messages: RetentionMessages, group: Group): ViewChoice<keyof RetentionMessages[Group] & string>[] {
  return Object.entries(messages[group]).map(([view, label]) => ({ view: view as keyof RetentionMessages[Group] & string, label }));
}
