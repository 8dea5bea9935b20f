import { type MetricRequest, OptionError, type Result } from '@clientele/metrics';
import { type CSSResultGroup, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ChartElement } from '../chart-element.js';
import { chartMessages } from '../locales/chart-messages.js';
import type { SceneSize, Words } from '../scene.js';
import { viewSwitch } from '../view-switch.js';
import { pyramidMessages, type PyramidView } from './customer-pyramid.messages.js';
import { customerPyramidScene, type CustomerPyramidScene } from './customer-pyramid.scene.js';
import { customerPyramidStyles } from './customer-pyramid.styles.js';
import { draw } from './draw.js';

/** A tier: down to a cumulative share of the customers, or of those worth at least a minimum (null: all the rest). */
export type PyramidTier = { readonly name: string; readonly cumulativeShare: number } | { readonly name: string; readonly minimum: number | null };

/**
 * The customer pyramid: how few customers bring how much. Tiers by customers beside the value they bring, on one scale;
 * how concentrated value is; deciles; and where customers bring a loss, what it takes back.
 *
 * @summary Customers in tiers, beside the value they bring.
 * @element cl-customer-pyramid
 * @cssproperty [--cl-customer-pyramid-low=var(--cl-ramp-low)] - The pale end of the tiers' colours.
 * @cssproperty [--cl-customer-pyramid-high=var(--cl-ramp-high)] - The colour towards the best tier.
 * @cssproperty [--cl-customer-pyramid-rising=var(--cl-positive)] - Moves up.
 * @cssproperty [--cl-customer-pyramid-losing=var(--cl-negative)] - Customers without profit, losses, and moves down.
 */
export class CustomerPyramid extends ChartElement<CustomerPyramidScene> {
  static override styles: CSSResultGroup = [ChartElement.styles, customerPyramidStyles];

  /** The name of the column with the value: an amount, a margin, a profit. */
  @property() value: string | null = null;
  /** How tiers are cut: by `share` of customers, by `threshold` of value, or by `profit`, which keeps apart who brings none. */
  @property() by: 'share' | 'threshold' | 'profit' = 'share';
  /**
   * The tiers from the top, as a list or as JSON: `[{"name": "Gold", "cumulativeShare": 0.1}, {"name": "Rest",
   * "cumulativeShare": 1}]`, or with `by="threshold"` `[{"name": "Gold", "minimum": 1000}, {"name": "Rest", "minimum": null}]`.
   * By default top 1 %, big 4 %, medium 15 % and small 80 %.
   */
  @property() tiers: readonly PyramidTier[] | string | null = null;
  /** Equal values at a cut: by `rank` (customer id) or `together` into the higher tier. */
  @property() ties: 'rank' | 'together' = 'rank';
  /** Tiers of fewer customers tell their number and nothing else. */
  @property({ type: Number, attribute: 'min-n' }) minN = 0;
  /** Groups of fewer customers, and what would tell them, are withheld altogether: 5 and 11 are usual. 0 withholds nothing. */
  @property({ type: Number, attribute: 'min-cell' }) minCell = 0;
  /** Only what came within this long before `as-of` counts: `365d`, `12w`. */
  @property() window: string | null = null;
  /** An earlier date to compare with: its tiers as outlines, and who moved between tiers as a view of its own. */
  @property({ attribute: 'compare-as-of' }) compareAsOf: string | null = null;
  /** Marks what the literature claims (80/20, 5 to 10 times), with its source, beside what the data say. */
  @property({ type: Boolean }) claims = false;
  /** What is shown: `pyramid`, `moves` (where two dates are compared), `concentration`, `deciles` or `whale`. */
  @property({ reflect: true }) view: PyramidView = 'pyramid';

  protected override request(): MetricRequest {
    const { customer, value, time, by, ties, asOf, window, compareAsOf, timeZone, currency, minN, minCell } = this;
    return { metric: 'pyramid', options: { customer, value, time, by, tiers: this.readTiers(), ties, asOf, window, compareAsOf, timeZone, currency, minN, minCell } };
  }

  protected override scene(result: Result, size: SceneSize, words: Words): CustomerPyramidScene {
    return customerPyramidScene(result, size, words, { view: this.view, claims: this.claims });
  }

  protected override sceneKey(): readonly unknown[] {
    return [this.view, this.claims];
  }

  protected override placeholderTitle(): string {
    return pyramidMessages[this.locale].titles[this.view];
  }

  protected override skeletonShape(): 'bars' | 'pyramid' {
    return this.view === 'pyramid' ? 'pyramid' : 'bars';
  }

  protected override placeholderHeight(width: number): number {
    return width < 480 ? 330 : 280;
  }

  protected override controls(scene: CustomerPyramidScene | null): TemplateResult | typeof nothing {
    if (scene === null) return nothing;
    const words = pyramidMessages[this.locale].views;
    const choices = scene.views.map((view) => ({ view, label: words[view] }));
    return viewSwitch(chartMessages[this.locale].view, choices, scene.view, (view) => (this.view = view));
  }

  protected override draw(scene: CustomerPyramidScene): TemplateResult {
    const chosen = new Set(scene.marks.filter((mark) => this.isSelected(mark)).map((mark) => mark.id));
    return draw(scene, (mark) => chosen.size > 0 && !chosen.has(mark));
  }

  private readTiers(): readonly PyramidTier[] | null {
    if (typeof this.tiers !== 'string') return this.tiers;
    if (this.tiers.trim() === '') return null;
    try {
      return JSON.parse(this.tiers) as readonly PyramidTier[];
    } catch (cause) {
      throw new OptionError(`<${this.localName}>: attribute "tiers" is no JSON, got ${JSON.stringify(this.tiers)}; expected [{"name": "Gold", "cumulativeShare": 0.1}, ...]`, { cause });
    }
  }
}
