import type { MetricRequest, Result, SatisfactionScale } from '@clientele/metrics';
import type { nothing} from 'lit';
import { type CSSResultGroup, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ChartElement } from '../chart-element.js';
import { chartMessages } from '../locales/chart-messages.js';
import type { Grain } from '../locales/format.js';
import type { SceneSize, Words } from '../scene.js';
import { viewSwitch } from '../view-switch.js';
import { texturePatterns } from '../theme/textures.js';
import { drawShapes, keyPatterns } from './draw-shapes.js';
import type { View } from './readings.js';
import { satisfactionMessages } from './satisfaction-score.messages.js';
import { type SatisfactionScene, satisfactionScene } from './satisfaction-score.scene.js';
import { satisfactionStyles } from './satisfaction-score.styles.js';

/**
 * What customers say of the company: Net Promoter Score, satisfaction (CSAT) or effort (CES), with its uncertainty; as one
 * number, by score, over time, and by segment.
 *
 * Marks are `{group}` and `{score}`, `{period}`, `{segment}`; chosen ones filter other charts where a customer column is
 * named or found.
 *
 * @summary NPS, CSAT or CES as a score with its interval, its distribution, its trend and its segments.
 * @element cl-satisfaction-score
 * @cssproperty --cl-satisfaction-score-positive - Promoters, satisfied, low effort.
 * @cssproperty --cl-satisfaction-score-neutral - Passives, not satisfied, more effort.
 * @cssproperty --cl-satisfaction-score-negative - Detractors.
 * @cssproperty --cl-satisfaction-score-line - The score itself: marker, line and interval.
 */
export class SatisfactionScore extends ChartElement<SatisfactionScene> {
  static override styles: CSSResultGroup = [ChartElement.styles, satisfactionStyles];

  /** The name of the column with the score. */
  @property() score: string | null = null;
  /** What scores mean: `nps`, `csat:1-5:4` (satisfied from 4 on), `ces:1-7:high` (high is easy), or an object. */
  @property() scale: SatisfactionScale | string = 'nps';
  /** The name of the column to break the score down by. */
  @property() segment: string | null = null;
  /** The name of the column with each answer's weight. */
  @property() weight: string | null = null;
  /** The score by `day`, `week`, `month`, `quarter` or `year`. */
  @property() period: Grain | null = null;
  /** The first day of weeks, 1 (Monday) to 7. */
  @property({ type: Number, attribute: 'week-start' }) weekStart = 1;
  /** The interval of NPS: `adjusted-wald` or `wald`. */
  @property() interval: 'adjusted-wald' | 'wald' = 'adjusted-wald';
  /** Counts the answers of so many periods together in the trend, so that few answers make no noise: 3 with months is a quarter. */
  @property({ type: Number }) rolling: number | null = null;
  /** Rows without a score are customers who were asked and didn't answer: the chart then tells the response rate. */
  @property({ type: Boolean }) unanswered = false;
  /** Scores of fewer answers than this are not shown. */
  @property({ type: Number, attribute: 'min-n' }) minN = 0;
  /** Groups of fewer answers, and what would tell them, are withheld altogether: 5 and 11 are usual. 0 withholds nothing. */
  @property({ type: Number, attribute: 'min-cell' }) minCell = 0;
  /** `score`, `distribution`, `trend` (needs a period) or `segments` (needs a segment column). */
  @property({ reflect: true }) view: View = 'score';

  /** A period or a segment is asked for only where it is shown: intervals of a whole can't be put together from parts. */
  protected override request(): MetricRequest {
    const { score, scale, customer, time, timeZone, weekStart, asOf, interval, weight } = this;
    const segment = this.view === 'segments' ? this.segment : null;
    // Small periods would have to be withheld, and with them what is told of all.
    const undivided = (weight !== null || this.minCell > 1) && this.view !== 'trend';
    const period = segment !== null || undivided ? null : this.period;
    const { unanswered, minN, minCell } = this;
    const rolling = period !== null && this.view === 'trend' ? this.rolling : null;
    return {
      metric: 'satisfaction',
      options: { score, scale, customer, time, segment, weight, period, timeZone, weekStart, asOf, interval, rolling, unanswered, minN, minCell },
    };
  }

  protected override scene(result: Result, size: SceneSize, words: Words): SatisfactionScene {
    return satisfactionScene(result, size, words, { view: this.view });
  }

  protected override sceneKey(): readonly unknown[] {
    return [this.view];
  }

  protected override placeholderTitle(): string {
    const { titles } = satisfactionMessages[this.locale];
    const type = String(typeof this.scale === 'string' ? this.scale : this.scale?.type).trim().toLowerCase().split(':')[0];
    return type === 'nps' || type === 'csat' || type === 'ces' ? titles[type] : '';
  }

  protected override placeholderHeight(width: number): number {
    return width < 680 ? 320 : 200;
  }

  protected override controls(scene: SatisfactionScene | null): TemplateResult | typeof nothing {
    const { views } = satisfactionMessages[this.locale];
    const choices = this.offered(scene).map((view) => ({ view, label: views[view] }));
    return viewSwitch(chartMessages[this.locale].view, choices, scene !== null && this.result !== null ? scene.view : this.view, (view) => this.show(view));
  }

  protected override draw(scene: SatisfactionScene): TemplateResult {
    const { width, height, shapes } = scene;
    return html`<svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">${texturePatterns}${keyPatterns}${drawShapes(shapes)}</svg>`;
  }

  /** A period or a segment that was chosen means nothing to a view whose request knows neither: it is let go. */
  private show(view: View): void {
    const kept = view !== 'trend' && view !== 'segments' && this.selection.every((mark) => !('period' in mark) && !('segment' in mark));
    if (this.selection.length > 0 && !kept) this.select([]);
    this.view = view;
  }

  /** Of a given result what it holds; of data what the properties can ask for. */
  private offered(scene: SatisfactionScene | null): readonly View[] {
    if (scene?.empty === true) return [];
    if (this.result !== null) return scene?.views ?? [];
    return ['score', 'distribution', ...(this.period === null ? [] : (['trend'] as const)), ...(this.segment === null ? [] : (['segments'] as const))];
  }
}
