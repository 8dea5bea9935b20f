import type { MetricRequest, Result } from '@clientele/metrics';
import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ChartElement } from '../chart-element.js';
import type { Grain } from '../locales/format.js';
import type { SceneSize, Words } from '../scene.js';
import { type ViewChoice, viewSwitch } from '../view-switch.js';
import { type RetentionMessages, retentionMessages } from './retention-cohort.messages.js';
import { type RetentionScene, retentionScene, type RetentionView } from './retention-cohort.scene.js';
import { retentionStyles } from './retention-cohort.styles.js';
import { drawCurves, drawGrid, drawTexts, pickedLabels } from './retention-drawing.js';
import type { RetentionMeasure, RetentionUnit } from './retention-model.js';

/**
 * Of the customers who first came in a period, how many came back how much later: a triangle of cohorts, or their curves.
 *
 * @summary Customer retention by cohort, as a heat map or as curves.
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
  /** `on`: active in that period; `onOrAfter`: in that period or any later one. */
  @property() mode: 'on' | 'onOrAfter' = 'on';
  /** The first day of a week, 1 (Monday) to 7 (Sunday). */
  @property({ type: Number, attribute: 'week-start' }) weekStart = 1;
  /** Cohorts of fewer customers tell their size and nothing else. */
  @property({ type: Number, attribute: 'min-n' }) minN = 0;
  /** `grid`: a triangle of numbers; `curves`: a curve for each cohort. */
  @property({ reflect: true }) view: RetentionView = 'grid';
  /** `customers` who came back, or the `value` they brought. */
  @property({ reflect: true }) measure: RetentionMeasure = 'customers';
  /** `percent` of the cohort, or the `number`. */
  @property({ reflect: true }) unit: RetentionUnit = 'percent';

  protected override request(): MetricRequest {
    const { customer, time, value, order, period, mode, timeZone, weekStart, asOf, minN, currency } = this;
    return { metric: 'retention', options: { customer, time, value, order, period, mode, timeZone, weekStart, asOf, minN, currency } };
  }

  protected override scene(result: Result, size: SceneSize, words: Words): RetentionScene {
    return retentionScene(result, size, words, { view: this.view, measure: this.measure, unit: this.unit });
  }

  protected override sceneKey(): readonly unknown[] {
    return [this.view, this.measure, this.unit];
  }

  protected override skeletonShape(): 'triangle' {
    return 'triangle';
  }

  protected override controlRows(width: number): number {
    return width < 480 ? 3 : width < 640 ? 2 : 1;
  }

  protected override placeholderSummary(): number {
    return 170;
  }

  protected override placeholderHeight(): number {
    return 400;
  }

  protected override controls(scene: RetentionScene | null): TemplateResult | typeof nothing {
    if (scene === null || scene.empty) return nothing;
    const messages = retentionMessages[this.locale];
    return html`
      ${viewSwitch(messages.view, [{ view: 'grid', label: messages.grid }, { view: 'curves', label: messages.curves }], this.view, (view) => (this.view = view))}
      ${scene.hasValue ? viewSwitch(messages.measure, namesIn(messages, 'measures'), this.measure, (measure) => (this.measure = measure)) : nothing}
      ${viewSwitch(messages.unit, namesIn(messages, 'units'), this.unit, (unit) => (this.unit = unit))}
    `;
  }

  protected override draw(scene: RetentionScene): TemplateResult {
    const { grid, curves, texts, width, height, rtl } = scene;
    const picked = curves === null ? [] : pickedLabels(curves, this.selection);
    return html`<svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
      <g transform=${rtl ? `translate(${width} 0) scale(-1 1)` : nothing}>
        ${grid === null ? nothing : drawGrid(grid)}${curves === null ? nothing : drawCurves(curves, this.selection)}
      </g>
      ${drawTexts(texts)}
      <g transform=${rtl ? `translate(${width} 0)` : nothing}>${drawTexts(picked)}</g>
    </svg>`;
  }
}

function namesIn<Group extends 'measures' | 'units'>(messages: RetentionMessages, group: Group): ViewChoice<keyof RetentionMessages[Group] & string>[] {
  return Object.entries(messages[group]).map(([view, label]) => ({ view: view as keyof RetentionMessages[Group] & string, label }));
}
