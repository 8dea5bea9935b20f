import { ChartElement, type Grain, type SceneSize, type Words } from '@clientele/charts';
import { type MetricRequest, nearest, OptionError, type Result, type SatisfactionScale } from '@clientele/metrics';
import { type CSSResultGroup, html, nothing, svg, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { type Figure, FIGURES, READINGS } from './figures.js';
import { metricTileMessages } from './metric-tile.messages.js';
import { type MetricTileScene, metricTileScene } from './metric-tile.scene.js';
import { metricTileStyles } from './metric-tile.styles.js';

/**
 * One key figure: its value in the last period that is over, the change from the period before with its interval (and
 * plainly when the two can't be told apart), its course, and its goal.
 *
 * Figures: `active-customers`, `new-customers`, `retention-rate`, `value` (of the metric `lifecycle`), `nps`, `csat` (of
 * `satisfaction`).
 *
 * @summary A key figure with its change, its course and its goal.
 * @element cl-metric-tile
 * @cssproperty --cl-metric-tile-line - The spark line.
 * @cssproperty --cl-metric-tile-goal - The goal's line.
 */
export class MetricTile extends ChartElement<MetricTileScene> {
  static override styles: CSSResultGroup = [ChartElement.styles, metricTileStyles];

  /** `active-customers`, `new-customers`, `retention-rate`, `value`, `nps` or `csat`. */
  @property() figure: Figure = 'active-customers';
  /** The periods: `day`, `week`, `month`, `quarter` or `year`. */
  @property() period: Grain = 'month';
  /** The first day of weeks, 1 (Monday) to 7. */
  @property({ type: Number, attribute: 'week-start' }) weekStart = 1;
  /** The name of the column with the value. */
  @property() value: string | null = null;
  /** The name of the column with the score. */
  @property() score: string | null = null;
  /** What scores mean, as in `<cl-satisfaction-score>`; by default what the figure says. */
  @property() scale: SatisfactionScale | string | null = null;
  /** The value to reach. */
  @property({ type: Number }) goal: number | null = null;
  /** Leaves the change from the period before out. A dashboard sets it when its reader does. */
  @property({ type: Boolean, attribute: 'without-change' }) withoutChange = false;

  protected override request(): MetricRequest {
    const { asOf, currency, customer, figure, period, scale, score, time, timeZone, value, weekStart } = this;
    if (!FIGURES.includes(figure)) {
      const near = nearest(String(figure), FIGURES);
      throw new OptionError(`<cl-metric-tile>: unknown figure, got "${figure}"; expected ${FIGURES.join(', ')}${near === null ? '' : `; did you mean "${near}"?`}`);
    }
    if (READINGS[figure].metric === 'lifecycle') return { metric: 'lifecycle', options: { customer, time, value, period, timeZone, weekStart, asOf, currency } };
    return { metric: 'satisfaction', options: { score, scale: scale ?? (figure === 'nps' ? 'nps' : 'csat:1-5:4'), customer, time, period, timeZone, weekStart, asOf } };
  }

  protected override scene(result: Result, size: SceneSize, words: Words): MetricTileScene {
    const { figure, goal, period, withoutChange } = this;
    return metricTileScene(result, size, words, { figure, period, goal: Number.isFinite(goal ?? NaN) ? goal : null, compare: !withoutChange });
  }

  protected override sceneKey(): readonly unknown[] {
    return [this.figure, this.period, this.goal, this.withoutChange];
  }

  protected override placeholderTitle(): string {
    return metricTileMessages[this.locale].figures[this.figure] ?? '';
  }

  protected override placeholderHeight(): number {
    return 42;
  }

  protected override draw({ end, goalY, height, spark, sparkX, value, valueSize, valueX, valueY, width }: MetricTileScene): TemplateResult {
    return html`<svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
      <text class="value" x=${valueX} y=${valueY} font-size="${valueSize}em">${value}</text>
      ${goalY === null || spark.length === 0 ? nothing : svg`<line class="goal" x1=${sparkX[0]} x2=${sparkX[1]} y1=${goalY} y2=${goalY}></line>`}
      ${spark.map((run) => svg`<polyline class="spark" points=${run.map(([x, y]) => `${x},${y}`).join(' ')}></polyline>`)}
      ${end === null ? nothing : svg`<circle class="end" cx=${end[0]} cy=${end[1]} r="3"></circle>`}
    </svg>`;
  }
}
