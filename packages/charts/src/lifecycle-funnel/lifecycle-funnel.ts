import type { MetricRequest, Result } from '@clientele/metrics';
import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ChartElement } from '../chart-element.js';
import { chartMessages } from '../locales/chart-messages.js';
import type { Grain } from '../locales/format.js';
import type { SceneSize, Words } from '../scene.js';
import { viewSwitch } from '../view-switch.js';
import { drawStates, drawSteps } from './lifecycle-funnel.draw.js';
import { lifecycleFunnelMessages } from './lifecycle-funnel.messages.js';
import { lifecycleFunnelScene, type LifecycleFunnelScene } from './lifecycle-funnel.scene.js';
import { lifecycleFunnelStyles } from './lifecycle-funnel.styles.js';

/** When an attempt may begin: ISO dates, both included; null leaves an end open. */
export interface EntryRange {
  readonly from?: string | null;
  readonly to?: string | null;
}

/**
 * How far customers come through the stages of their life with a company, where they are lost, and who may still come; in
 * its other view who is new, returning, back again or gone dormant in each period.
 *
 * @summary The customer lifecycle as a funnel of steps, or as states over time.
 * @element cl-lifecycle-funnel
 * @cssproperty --cl-lifecycle-funnel-reached - Bars: those who reached a step.
 * @cssproperty --cl-lifecycle-funnel-lost - What broke off: those who were lost before a step.
 * @cssproperty --cl-lifecycle-funnel-new - New customers.
 * @cssproperty --cl-lifecycle-funnel-returning - Customers active in the period before as well.
 * @cssproperty --cl-lifecycle-funnel-resurrected - Customers back after a silent period.
 * @cssproperty --cl-lifecycle-funnel-dormant - Customers active in the period before, but not in this one.
 */
export class LifecycleFunnel extends ChartElement<LifecycleFunnelScene> {
  static override styles: CSSResultGroup = [ChartElement.styles, lifecycleFunnelStyles];

  /** `steps`: how far customers come. `states`: who is new, returning, resurrected or dormant in each period. */
  @property({ reflect: true }) view: 'steps' | 'states' = 'steps';
  /** The name of the column with the stage. */
  @property() stage: string | null = null;
  /** The name of a column with values to add up. */
  @property() value: string | null = null;
  /** The name of a column by which the table and the tooltips split the steps. */
  @property() segment: string | null = null;
  /** The stages in order, as they are written in the data; as an attribute separated by commas. Found in the data when absent. */
  @property({ converter: { fromAttribute: listOf, toAttribute: (steps: readonly string[] | null) => steps?.join(',') ?? null } })
  steps: readonly string[] | null = null;
  /** `ordered`: each step at or after the one before. `any`: all steps so far, whichever came first. */
  @property() order: 'ordered' | 'any' = 'ordered';
  /** How long an attempt may take from the entry to the last step: `30d`, `12h`. No limit when absent. */
  @property() window: string | number | null = null;
  /** When an attempt may begin; as an attribute `2026-01-01/2026-03-31`, where either date may be missing. */
  @property({ attribute: 'entry-range', converter: { fromAttribute: rangeOf } }) entryRange: EntryRange | null = null;
  /** The periods of the states: day, week, month, quarter or year. */
  @property() period: Grain = 'month';
  /** The first day of the week, 1 (Monday) to 7, for weeks. */
  @property({ type: Number, attribute: 'week-start' }) weekStart = 1;

  protected request(): MetricRequest {
    const { asOf, currency, customer, time, timeZone, value } = this;
    const shared = { customer, time, value, timeZone, asOf, currency };
    if (this.view === 'states') return { metric: 'lifecycle', options: { ...shared, period: this.period, weekStart: this.weekStart } };
    const { entryRange, order, segment, stage, steps, window } = this;
    return { metric: 'funnel', options: { ...shared, stage, segment, steps, order, window, entryRange } };
  }

  protected scene(result: Result, size: SceneSize, words: Words): LifecycleFunnelScene {
    return lifecycleFunnelScene(result, size, words);
  }

  protected draw(scene: LifecycleFunnelScene): TemplateResult {
    const selected = new Set(scene.marks.filter((mark) => this.isSelected(mark)).map((mark) => mark.id));
    const faded = (id: string): boolean => selected.size > 0 && !selected.has(id);
    return html`<svg width=${scene.width} height=${scene.height} viewBox="0 0 ${scene.width} ${scene.height}" aria-hidden="true">
      ${scene.view === 'states' ? drawStates(scene, faded) : drawSteps(scene, faded)}
    </svg>`;
  }

  /** A result of either view is shown in that view. */
  protected override checkResult(result: Result): void {
    if (result.metric !== 'funnel' && result.metric !== 'lifecycle') super.checkResult(result);
  }

  protected override controls(): TemplateResult | typeof nothing {
    // A result from elsewhere answers one view only.
    if (this.result !== null) return nothing;
    const { statesView, stepsView } = lifecycleFunnelMessages[this.locale];
    const choices = [{ view: 'steps', label: stepsView }, { view: 'states', label: statesView }] as const;
    return viewSwitch(chartMessages[this.locale].view, choices, this.view, (view) => this.show(view));
  }

  protected override placeholderHeight(width: number): number {
    return this.view === 'states' ? (width < 480 ? 265 : 335) : width < 480 ? 440 : 340;
  }

  /** Marks of one view mean nothing in the other: what was chosen is let go before the view changes. */
  private show(view: 'steps' | 'states'): void {
    if (this.selection.length > 0) this.select([]);
    this.view = view;
  }
}

function listOf(text: string | null): string[] | null {
  const names = (text ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  return names.length === 0 ? null : names;
}

function rangeOf(text: string | null): EntryRange | null {
  if (text === null || text.trim() === '') return null;
  const [from = '', to = ''] = text.split('/').map((part) => part.trim());
  return { from: from === '' ? null : from, to: to === '' ? null : to };
}
