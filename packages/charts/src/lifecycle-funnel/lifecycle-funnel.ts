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
import { LIFECYCLE_FUNNEL_VIEWS, lifecycleFunnelScene, type LifecycleFunnelScene, type LifecycleFunnelView } from './lifecycle-funnel.scene.js';
import { segmentsMessages } from './segments.messages.js';
import { lifecycleFunnelStyles } from './lifecycle-funnel.styles.js';
import { drawPlot } from './plot.draw.js';
import { plotMessages } from './plot.messages.js';
import { plotStyles } from './plot.styles.js';

/** When an attempt may begin: ISO dates, both included; null leaves an end open. */
export interface EntryRange {
  readonly from?: string | null;
  readonly to?: string | null;
}

/** A stage that must not come between two steps (by default the first and the last). */
export interface FunnelExclusion {
  readonly stage: string;
  readonly between?: readonly [string, string] | null;
  readonly scope?: 'attempt' | 'customer';
}

/**
 * How far customers come through the stages of their life with a company, where they are lost, and who may still come; how
 * long they take and whether it gets better; who is new, returning, back again or gone dormant in each period; and in which
 * phase of the relationship they stand.
 *
 * @summary The customer lifecycle as a funnel of steps, as times, trend, states and phases.
 * @element cl-lifecycle-funnel
 * @cssproperty --cl-lifecycle-funnel-reached - Bars: those who reached a step.
 * @cssproperty --cl-lifecycle-funnel-lost - What broke off: those who were lost before a step.
 * @cssproperty --cl-lifecycle-funnel-new - New customers.
 * @cssproperty --cl-lifecycle-funnel-returning - Customers active in the period before as well.
 * @cssproperty --cl-lifecycle-funnel-resurrected - Customers back after a silent period.
 * @cssproperty --cl-lifecycle-funnel-dormant - Customers active in the period before, but not in this one.
 * @cssproperty --cl-lifecycle-funnel-establish - Customers whose first purchase is recent.
 * @cssproperty --cl-lifecycle-funnel-develop - Customers who spend more than before.
 * @cssproperty --cl-lifecycle-funnel-maintain - Customers who go on as before.
 * @cssproperty --cl-lifecycle-funnel-break-up - Customers who have not bought for long.
 */
export class LifecycleFunnel extends ChartElement<LifecycleFunnelScene> {
  static override styles: CSSResultGroup = [ChartElement.styles, lifecycleFunnelStyles, plotStyles];

  /**
   * `steps`: how far customers come. `segments`: the same side by side (with `segment`). `durations`: how long they take to the last step. `trend`: conversion by the period in
   * which they entered. `states`: who is new, returning, resurrected or dormant in each period. `phases`: in which phase of
   * the relationship they stand, and who went from one to another.
   */
  @property({ reflect: true }) view: LifecycleFunnelView = 'steps';
  /** The name of the column with the stage. */
  @property() stage: string | null = null;
  /** The name of a column with values to add up. */
  @property() value: string | null = null;
  /** The name of a column by which the view `segments`, the table and the tooltips split the steps. */
  @property() segment: string | null = null;
  /** The stages in order, as they are written in the data; as an attribute separated by commas. Found in the data when absent. */
  @property({ converter: { fromAttribute: listOf, toAttribute: (steps: readonly string[] | null) => steps?.join(',') ?? null } })
  steps: readonly string[] | null = null;
  /** `ordered`: each step at or after the one before. `strict`: and nothing else in between. `any`: all steps so far, whichever came first. */
  @property() order: 'ordered' | 'strict' | 'any' = 'ordered';
  /** Of a customer's attempts the `first` counts, the `best` (longest, then earliest), or `every` one. */
  @property() attempt: 'first' | 'best' | 'every' = 'best';
  /** Steps that may be left out; as an attribute separated by commas. */
  @property({ converter: { fromAttribute: listOf, toAttribute: (steps: readonly string[] | null) => steps?.join(',') ?? null } })
  optional: readonly string[] | null = null;
  /** Stages that must not come between two steps: they end an attempt, or rule out a customer. Set from script. */
  @property({ attribute: false }) exclusions: readonly FunnelExclusion[] | null = null;
  /** Columns that must have one value throughout an attempt; as an attribute separated by commas. */
  @property({ attribute: 'hold-constant', converter: { fromAttribute: listOf, toAttribute: (names: readonly string[] | null) => names?.join(',') ?? null } })
  holdConstant: readonly string[] | null = null;
  /** Reads stages as places, as a CRM keeps them: who came to a stage by `allStages`, `anyStage` or `reachedOrLater`. */
  @property() mode: 'allStages' | 'anyStage' | 'reachedOrLater' | null = null;
  /** With a mode: a customer stands at the highest stage ever (`keepHighest`), or at the `current` one. */
  @property() regressions: 'keepHighest' | 'current' = 'keepHighest';
  /** With a mode: stages that mean a loss; as an attribute separated by commas. */
  @property({ attribute: 'lost-stages', converter: { fromAttribute: listOf, toAttribute: (names: readonly string[] | null) => names?.join(',') ?? null } })
  lostStages: readonly string[] | null = null;
  /** How long an attempt may take is measured from the `entry`, or from the `previous` step. */
  @property({ attribute: 'window-from' }) windowFrom: 'entry' | 'previous' = 'entry';
  /** D of the phases, whole days: who has bought nothing for 2 D has broken up. */
  @property({ attribute: 'phase-window' }) phaseWindow: string | number = '90d';
  /** How long an attempt may take from the entry to the last step: `30d`, `12h`. No limit when absent. */
  @property() window: string | number | null = null;
  /** When an attempt may begin; as an attribute `2026-01-01/2026-03-31`, where either date may be missing. */
  @property({ attribute: 'entry-range', converter: { fromAttribute: rangeOf } }) entryRange: EntryRange | null = null;
  /** Earlier entries that those of `entry-range` are compared with: `previous`, the period of the same length before, or `2025-10-01/2025-12-31`. */
  @property({ attribute: 'compare-range', converter: { fromAttribute: (text: string | null) => (text?.trim() === 'previous' ? 'previous' : rangeOf(text)) } })
  compareRange: EntryRange | 'previous' | null = null;
  /** The periods of trend, states and phases: day, week, month, quarter or year. */
  @property() period: Grain = 'month';
  /** The first day of the week, 1 (Monday) to 7, for weeks. */
  @property({ type: Number, attribute: 'week-start' }) weekStart = 1;
  /** Percentages and times of fewer customers are withheld. */
  @property({ type: Number, attribute: 'min-n' }) minN = 0;
  /** Groups of fewer customers are withheld, and what would tell them. */
  @property({ type: Number, attribute: 'min-cell' }) minCell = 0;

  protected request(): MetricRequest {
    const { asOf, currency, customer, minCell, minN, time, timeZone, value } = this;
    const shared = { customer, time, value, timeZone, asOf, currency, minN, minCell };
    if (this.view === 'states') return { metric: 'lifecycle', options: { ...shared, period: this.period, weekStart: this.weekStart } };
    if (this.view === 'phases') return { metric: 'phases', options: { ...shared, period: this.period, weekStart: this.weekStart, window: this.phaseWindow } };
    const { attempt, compareRange, entryRange, exclusions, holdConstant, lostStages, mode, optional, order, regressions, segment, stage, steps, view, window, windowFrom } = this;
    const places = mode === null ? {} : { mode, regressions, lostStages };
    const trend = view === 'trend' && mode === null ? { period: this.period, weekStart: this.weekStart } : {};
    return {
      metric: 'funnel', options: { ...shared, stage, segment, steps, order, window, windowFrom, attempt, optional, exclusions, holdConstant, entryRange, compareRange, ...places, ...trend },
    };
  }

  protected scene(result: Result, size: SceneSize, words: Words): LifecycleFunnelScene {
    return lifecycleFunnelScene(result, size, words, this.view);
  }

  protected override sceneKey(): readonly unknown[] {
    return [this.view];
  }

  protected draw(scene: LifecycleFunnelScene): TemplateResult {
    const selected = new Set(scene.marks.filter((mark) => this.isSelected(mark)).map((mark) => mark.id));
    const faded = (id: string): boolean => selected.size > 0 && !selected.has(id);
    return html`<svg width=${scene.width} height=${scene.height} viewBox="0 0 ${scene.width} ${scene.height}" aria-hidden="true">
      ${scene.view === 'steps' ? drawSteps(scene, faded) : scene.view === 'states' ? drawStates(scene, faded) : drawPlot(scene, faded)}
    </svg>`;
  }

  /** A result is shown in the view that it answers. */
  protected override checkResult(result: Result): void {
    if (!['funnel', 'lifecycle', 'phases'].includes(result.metric)) super.checkResult(result);
  }

  protected override controls(): TemplateResult | typeof nothing {
    // A result from elsewhere answers one view only.
    if (this.result !== null) return nothing;
    const { statesView, stepsView } = lifecycleFunnelMessages[this.locale];
    const { durationsView, phasesView, trendView } = plotMessages[this.locale];
    const labels: Readonly<Record<LifecycleFunnelView, string>> = { steps: stepsView, segments: segmentsMessages[this.locale].view, durations: durationsView, trend: trendView, states: statesView, phases: phasesView };
    // Stages read as places know no attempts, which could begin in a period.
    const lacks: readonly LifecycleFunnelView[] = [...(this.mode === null ? [] : ['trend' as const]), ...(this.segment === null ? ['segments' as const] : [])];
    const choices = LIFECYCLE_FUNNEL_VIEWS.filter((view) => !lacks.includes(view)).map((view) => ({ view, label: labels[view] }));
    return viewSwitch(chartMessages[this.locale].view, choices, this.view, (view) => this.show(view));
  }

  protected override placeholderTitle(): string {
    const { states, steps } = lifecycleFunnelMessages[this.locale];
    const { durationsView, phases, trend } = plotMessages[this.locale];
    switch (this.view) {
      case 'durations': return durationsView;
      case 'trend': return trend.title[this.period];
      case 'states': return states.title[this.period];
      case 'phases': return phases.title;
      default: return steps.title;
    }
  }

  protected override placeholderHeight(width: number): number {
    const narrow = width < 480;
    switch (this.view) {
      case 'steps': return narrow ? 440 : 340;
      case 'segments': return narrow ? 680 : 350;
      case 'durations': return narrow ? 260 : 310;
      case 'trend': return narrow ? 240 : 300;
      case 'states': return narrow ? 265 : 335;
      case 'phases': return narrow ? 480 : 560;
    }
  }

  /** Marks of one view mean nothing in the other: what was chosen is let go before the view changes. */
  private show(view: LifecycleFunnelView): void {
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
