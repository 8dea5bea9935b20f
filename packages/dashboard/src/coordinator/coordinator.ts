import type { Coordinator, DataProvider, Question, SteeredChart } from '@clientele/charts';
import type { CustomerCount, Clause, MetricRequest, Predicate } from '@clientele/metrics';
import { type History, historyOf, redone, stepped, undone } from '../selection/history.js';
import {
  allOf, type Choice, cutOff, EMPTY_VIEW, type PageFilter, predicateOf, type Resolution, type SelectionMode, type Target, type View, withChoice,
} from '../selection/selection.js';
import type { Attention } from './attention.js';
import type { KeptAnswers } from './kept-answers.js';
import { type NamedProvider, SourceBook } from './source-book.js';

/** A chart that joined, and what it would ask by itself. */
interface Member {
  readonly name: string;
  /** Shows how its last period compares with those before. */
  readonly course: boolean;
  question: Question | null;
}

/** What a coordinator tells its dashboard. */
export interface CoordinatorListener {
  /** The view is another. */
  viewChanged(view: View): void;
  /** How many customers the view leaves is known, or (null) on its way. */
  counted(count: CustomerCount | null): void;
}

/**
 * Gives the charts below a dashboard the same customers. Charts join from anywhere below; what a reader chooses in one is
 * a choice of the view, and every other chart asks again for the rows of exactly those customers.
 */
export class DashboardCoordinator implements Coordinator {
  readonly sources: SourceBook = new SourceBook(() => this.learned());
  mode: SelectionMode = 'crossfilter';
  /** The name of the source whose customers are counted for everybody, by default the first. */
  counting: string | null = null;
  private readonly listener: CoordinatorListener;
  private readonly attention: Attention;
  private readonly members = new Map<SteeredChart, Member>();
  private history: History<View> = historyOf(EMPTY_VIEW);
  private initial: View = EMPTY_VIEW;
  private ownFilters: readonly PageFilter[] = [];
  private countingNow: AbortController | null = null;
  /** Resolves when the customers of the newest view are counted, or can't be. */
  whenCounted: Promise<void> = Promise.resolve();
  private preparing: AbortController | null = null;

  constructor(listener: CoordinatorListener, attention: (wake: (chart: SteeredChart) => void) => Attention) {
    this.listener = listener;
    this.attention = attention((chart) => chart.requestUpdate());
  }

  get view(): View {
    return this.history.present;
  }

  get canUndo(): boolean {
    return this.history.past.length > 0;
  }

  get canRedo(): boolean {
    return this.history.future.length > 0;
  }

  get pageFilters(): readonly PageFilter[] {
    return this.ownFilters;
  }

  /** Filters of the page: no step that a reader could undo. */
  set pageFilters(filters: readonly PageFilter[]) {
    this.ownFilters = filters;
    this.refresh();
  }

  /** Goes on with *view*, as a step that can be undone. */
  step(view: View): void {
    this.go(stepped(this.history, view));
  }

  undo(): void {
    this.go(undone(this.history));
  }

  redo(): void {
    this.go(redone(this.history));
  }

  /** Goes back to the view that the page began with, as a step that can be undone. */
  reset(): void {
    this.step(this.initial);
  }

  /** Begins anew with *view*: there is nothing to undo. With *initial*, `reset` comes back here. */
  begin(view: View, initial: boolean = false): void {
    if (initial) this.initial = view;
    this.go(historyOf(view));
  }

  join(chart: SteeredChart): void {
    if (this.members.has(chart)) return;
    this.members.set(chart, { name: this.freeName(chart), course: chart.localName === 'cl-metric-tile', question: null });
    this.attention.add(chart);
    this.mark(chart);
  }

  leave(chart: SteeredChart): void {
    const own = this.sources.provider(this.members.get(chart)?.name ?? '');
    if (own !== null && !isElement(own)) this.sources.remove(own);
    this.members.delete(chart);
    this.attention.remove(chart);
  }

  source(id: string): DataProvider | null {
    const provider = this.sources.provider(id);
    return provider !== null && isElement(provider) ? provider : null;
  }

  /** The charts by name. */
  get charts(): ReadonlyMap<string, SteeredChart> {
    return new Map([...this.members].map(([chart, { name }]) => [name, chart]));
  }

  steer(chart: SteeredChart, question: Question): Question | null {
    const member = this.members.get(chart);
    if (member === undefined) return question;
    member.question = question;
    // Data that a chart opened for itself go by the chart's name.
    if (this.sources.nameOf(question.handle) === null) this.sources.add(member.name, { handle: question.handle });
    if (!this.attention.mayAsk(chart) || !this.isReady(question)) return null;
    this.attention.whenIdle(() => void this.prepare());
    return this.asked(member, question, this.view);
  }

  /** Takes what the reader chose in *chart*. A choice whose customers nobody knows changes nothing elsewhere. */
  choose(chart: SteeredChart, { marks, metric, predicate, label }: Clause): void {
    const member = this.members.get(chart);
    if (member === undefined || member.question === null || (marks.length > 0 && predicate?.op !== 'customersIn')) return;
    const options = predicate?.op === 'customersIn' ? predicate.options : {};
    this.step(withChoice(this.view, { chart: member.name, source: this.nameOf(member.question), metric, options: said(options), marks, label }));
  }

  /** Returns the filter that *view* means for *source*, or for one chart on it; null where it leaves all rows. */
  predicate(source: string, chart: string | null = null, view: View = this.view): Predicate | null {
    const { customer, time } = this.sources.roles(source);
    const handle = this.sources.provider(source)?.handle ?? null;
    const found = handle === null ? null : this.sources.rolesFound(handle);
    return predicateOf(view, { source, chart, customer, time: time ?? found?.time ?? null }, this.resolution());
  }

  /** Has every chart ask again, for instance after rows were appended. */
  refresh(): void {
    this.attention.renew();
    this.preparing?.abort();
    for (const chart of this.members.keys()) chart.requestUpdate();
    this.whenCounted = this.count();
  }

  stop(): void {
    this.countingNow?.abort();
    this.preparing?.abort();
    this.attention.stop();
  }

  /** The source whose customers are counted, and its data; null while there are none. */
  get counted(): { readonly name: string; readonly handle: KeptAnswers } | null {
    const name = this.counting ?? this.sources.names[0] ?? null;
    const handle = name === null ? null : this.sources.handle(name);
    return name === null || handle === null ? null : { name, handle };
  }

  private go(history: History<View>): void {
    if (history === this.history) return;
    this.history = history;
    for (const chart of this.members.keys()) this.mark(chart);
    this.refresh();
    this.listener.viewChanged(this.view);
  }

  /** The chart shows as chosen what the view says that it chose. */
  private mark(chart: SteeredChart): void {
    const name = this.members.get(chart)?.name;
    chart.selection = this.view.choices.find((choice) => choice.chart === name)?.marks ?? [];
  }

  private learned(): void {
    for (const chart of this.members.keys()) chart.requestUpdate();
    this.whenCounted = this.count();
  }

  /** A view that chooses nobody needs to know no columns. */
  private isReady({ handle }: Question): boolean {
    const { choices, dates, filters } = this.view;
    return (choices.length + filters.length + this.ownFilters.length === 0 && dates === null) || this.sources.isKnown(handle);
  }

  private asked({ course, name }: Member, question: Question, view: View): Question {
    const { handle, request } = question;
    const { options } = request;
    const found = this.sources.rolesFound(handle);
    const source = this.nameOf(question);
    const roles = this.sources.roles(source);
    const target: Target = {
      source,
      chart: name,
      course,
      customer: textOf(options['customer']) ?? roles.customer ?? found?.customer ?? null,
      time: textOf(options['time']) ?? roles.time ?? found?.time ?? null,
    };
    const where = allOf([request.where ?? null, predicateOf(view, target, this.resolution())].filter((term) => term !== null));
    const own = textOf(options['asOf']);
    const asOf = cutOff(view, own, course);
    const asked: MetricRequest = {
      metric: request.metric,
      options: asOf !== own && 'asOf' in options ? { ...options, asOf } : options,
      ...(where === null ? {} : { where }),
    };
    return { handle: this.sources.keptFor(handle), request: asked };
  }

  /** What a chart would ask; null where it can't follow, as it says itself when it is asked to. */
  private askable(member: Member, question: Question, view: View): Question | null {
    try {
      return this.asked(member, question, view);
    } catch {
      return null;
    }
  }

  private resolution(): Resolution {
    return { mode: this.mode, pageFilters: this.ownFilters, roles: (source) => this.sources.roles(source) };
  }

  private nameOf({ handle }: Question): string {
    return this.sources.nameOf(handle) ?? '';
  }

  private freeName(chart: SteeredChart): string {
    if (chart.id !== '') return chart.id;
    const taken = new Set([...this.members.values()].map(({ name }) => name));
    for (let number = 1; ; number++) if (!taken.has(`${chart.localName}-${number}`)) return `${chart.localName}-${number}`;
  }

  private async count(): Promise<void> {
    this.countingNow?.abort();
    const { counted } = this;
    if (counted === null || !this.sources.isKnown(counted.handle.handle)) return;
    const running = (this.countingNow = new AbortController());
    this.listener.counted(null);
    try {
      const { customer } = this.sources.roles(counted.name);
      if (customer === null) return;
      const count = await counted.handle.customers(this.predicate(counted.name), { column: customer, signal: running.signal });
      if (this.countingNow === running) this.listener.counted(count);
    } catch {
      // What is wrong with a source or a filter, its charts say.
    }
  }

  /**
   * Counts ahead, while nobody waits, what the charts would show if the reader chose one of the few marks of a chart. Ends
   * with the first change.
   */
  private async prepare(): Promise<void> {
    this.preparing?.abort();
    const running = (this.preparing = new AbortController());
    for (const question of this.likelyQuestions()) {
      const kept = question.handle as KeptAnswers;
      if (running.signal.aborted) return;
      if (kept.knows(question.request)) continue;
      try {
        for await (const _ of kept.evaluate(question.request, { signal: running.signal })) if (running.signal.aborted) return;
      } catch {
        // Nobody asked for it: whoever does will hear what is wrong.
        return;
      }
    }
  }

  private *likelyQuestions(): Generator<Question> {
    for (const [chart, member] of this.members) {
      const choices = this.view.choices.some(({ chart: name }) => name === member.name) ? [] : likelyChoices(chart, member);
      for (const choice of choices) {
        const view = withChoice(this.view, { ...choice, source: this.nameOf(member.question!) });
        for (const [other, asking] of this.members) {
          const likely = other === chart || asking.question === null ? null : this.askable(asking, asking.question, view);
          if (likely !== null) yield likely;
        }
      }
    }
  }
}

/** A chart with more marks than this is no choice of a few. */
const FEW = 8;

/** The choices of one mark that *chart* offers, none where they are many. */
function likelyChoices(chart: SteeredChart, { name, question }: Member): Omit<Choice, 'source'>[] {
  if (question === null || !('currentScene' in chart) || !('currentResult' in chart)) return [];
  const { currentScene: scene, currentResult: result } = chart as ScenicChart;
  const marks = (scene?.marks ?? []).map(({ mark }) => mark).filter((mark) => mark !== null);
  if (result === null || marks.length > FEW || typeof result.options['customer'] !== 'string') return [];
  return marks.map((mark) => ({ chart: name, metric: result.metric, options: said(result.options), marks: [mark], label: '' }));
}

function isElement(provider: NamedProvider): provider is DataProvider {
  return 'addEventListener' in provider;
}

interface ScenicChart {
  readonly currentScene: { readonly marks: readonly { readonly mark: Choice['marks'][number] | null }[] } | null;
  readonly currentResult: { readonly metric: string; readonly options: Choice['options'] } | null;
}

/** The options that say something, so that a saved view is short. */
function said(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null && value !== undefined));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
