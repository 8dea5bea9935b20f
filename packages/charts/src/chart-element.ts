import { ClienteleError, type Clause, type CustomerCount, type Mark, type MetricRequest, OptionError, type Predicate, type Result } from '@clientele/metrics';
import { type CSSResultGroup, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { chartStyles } from './chart-element.styles.js';
import { clauseOf, customersOf } from './chart-clause.js';
import { foot } from './chart-foot.js';
import { header, message, progressLine, skeleton, type SkeletonShape, warning } from './chart-frame.js';
import { chartPaneStyles } from './chart-pane.styles.js';
import { type ChartPanel, toolbar, toolbarStyles } from './chart-toolbar.js';
import { ExportController } from './controllers/export-controller.js';
import { HandleController } from './controllers/handle-controller.js';
import { LocaleController } from './controllers/locale-controller.js';
import { MarksController } from './controllers/marks-controller.js';
import { MetricController } from './controllers/metric-controller.js';
import { StateController } from './controllers/state-controller.js';
import { PaneController } from './controllers/pane-controller.js';
import { RestController } from './controllers/rest-controller.js';
import { SteeringController } from './controllers/steering-controller.js';
import { ToolbarController } from './controllers/toolbar-controller.js';
import { TooltipController } from './controllers/tooltip-controller.js';
import { WidthController } from './controllers/width-controller.js';
import type { CustomersOptions, DataInput, Engine, OpenOptions } from './engine.js';
import { type ChartState, SelectEvent } from './events/events.js';
import type { Exportable, ExportFormat, ExportOptions } from './exports/exportable.js';
import { type GivenResult, readResult } from './given-result.js';
import { keyboardHelp, keyboardHelpStyles, showKeyboardHelp } from './keyboard-help.js';
import { chartMessages, type ChartMessages } from './locales/chart-messages.js';
import { checkCurrency, Format } from './locales/format.js';
import type { Scene, SceneMark, SceneSize, Words } from './scene.js';
import { SceneLayout } from './scene-layout.js';
import { styled } from './theme/styled.js';
import { textureStyles } from './theme/textures.js';
import { theme } from './theme/theme.js';
import { viewSwitchStyles } from './view-switch.js';

/**
 * What every chart has: data in, states, words, a table, pointer and keyboard, selection. A chart adds its request, its
 * scene and its drawing.
 *
 * Data come from the first of: `result` (computed elsewhere), `data`, `for` (the id of a `<cl-source>`), `src`.
 *
 * @fires {SelectEvent} cl-select - Marks were chosen; `detail` is a Clause. Cancelable.
 * @fires {ChartErrorEvent} cl-error - Something is wrong; `detail` is the error. Cancel it to show your own message.
 * @fires {StateEvent} cl-state - The chart came into another state.
 * @csspart title - The chart's title.
 * @csspart summary - The sentence under the title.
 * @csspart plot - The drawing.
 * @csspart tooltip - The tooltip.
 * @csspart toolbar - The controls.
 * @csspart menu - The menu of exports.
 * @csspart panel - What the toolbar opens under the chart.
 * @csspart data-table - The table that says the same as the chart.
 * @csspart help - Which key does what.
 * @csspart legend - The legend.
 * @csspart notes - Remarks under the chart.
 * @cssstate initial - Nothing to show yet.
 * @cssstate loading - Data are on their way.
 * @cssstate partial - Some of the rows are there.
 * @cssstate complete - The whole answer is shown.
 * @cssstate error - Something went wrong.
 * @cssstate empty - The answer is that there is nothing.
 * @slot toolbar - Your own controls, among the chart's.
 */
export abstract class ChartElement<S extends Scene = Scene> extends LitElement {
  /** What opens data and evaluates metrics for all charts, unless a chart has its own `engine`. */
  static engine: Engine | null = null;

  static override styles: CSSResultGroup = [theme, chartStyles, chartPaneStyles, textureStyles, toolbarStyles, viewSwitchStyles, keyboardHelpStyles];

  private readonly words = new LocaleController(this);
  private readonly measured = new WidthController(this, () => this.renderRoot.querySelector<HTMLElement>('.plot'));
  private readonly tooltip = new TooltipController(this);
  private readonly marks = new MarksController(this, this.tooltip);
  private readonly pane = new PaneController(this, this.tooltip);
  private readonly given = new HandleController(this, (id) => this.steering.source(id));
  private readonly roving = new ToolbarController(this);
  private readonly exporting = new ExportController(this, () => this.messages);
  private readonly laidOut = new SceneLayout<S>(this, this.words, this.measured, (result, size, words) => this.scene(result, size, words));
  protected readonly answer: MetricController = new MetricController(this, () => this.announced.announce());
  private readonly steering = new SteeringController(this, this.answer);
  private readonly rest = new RestController(this, () => this.currentScene !== null);
  private readonly announced = new StateController(this, this.attachInternals());

  /** The URL of the data: Arrow IPC, CSV or Parquet. */
  @property() src: string | null = null;
  /** The data themselves: an Arrow table, bytes, a Blob, a Response or a stream. */
  @property({ attribute: false }) data: DataInput | null = null;
  /** A result that was computed elsewhere: of the metrics package, or an Arrow table with the metric's main columns. */
  @property({ attribute: false }) result: GivenResult | null = null;
  /** How `src` is asked: headers, credentials, a function that returns a token, a time-out. */
  @property({ attribute: false }) fetchOptions: OpenOptions = {};
  /** The id of a `<cl-source>` in the same document or shadow root. */
  @property() for: string | null = null;
  /** Opens data in place of the engine of all charts. */
  @property({ attribute: false }) engine: Engine | null = null;
  /** The name of the column with the customer. */
  @property() customer: string | null = null;
  /** The name of the column with the time. */
  @property() time: string | null = null;
  /** The IANA time zone in which periods begin and end. */
  @property({ attribute: 'time-zone' }) timeZone = 'UTC';
  /** The cut-off of the data: an ISO date (to its end) or instant. By default the end of the last period that holds data. */
  @property({ attribute: 'as-of' }) asOf: string | null = null;
  /** The ISO 4217 code of the values' currency. */
  @property() currency: string | null = null;
  /** The title, in place of the chart's own. */
  @property() heading: string | null = null;
  /** The level of the title among the page's headings, 1 to 6. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 3;
  /** `light` or `dark`; by default as the page (`color-scheme`). */
  @property({ reflect: true }) theme: 'light' | 'dark' | null = null;
  /** The rows to count, by default all. */
  @property({ attribute: false }) where: Predicate | null = null;
  /** `more` for the theme with more contrast; by default as the reader's system says. */
  @property({ reflect: true }) contrast: 'more' | null = null;
  /** `on` (or empty) lays textures over colours; `off` never. By default where more contrast or few colours are asked for, and on paper. */
  @property({ reflect: true }) textures: 'on' | 'off' | '' | null = null;
  /** `compact` takes less room; `comfortable` is the default. */
  @property({ reflect: true }) density: 'comfortable' | 'compact' | null = null;
  /** Hides the toolbar. */
  @property({ type: Boolean, reflect: true }) plain = false;
  /** What is open under the chart: the `table` with the same numbers, or the `method` by which they are counted. */
  @property({ reflect: true }) panel: ChartPanel | null = null;
  /** The chosen marks. */
  @property({ attribute: false }) selection: readonly Mark[] = [];

  private shown: unknown = null;
  /** Why the newest result could not be drawn. */
  private undrawable: ClienteleError | null = null;

  /** The request that the properties ask for. */
  protected abstract request(): MetricRequest;
  /** The scene of *result*. Pure. */
  protected abstract scene(result: Result, size: SceneSize, words: Words): S;
  /** The drawing of *scene*: one SVG as large as the scene. Decoration to a screen reader; marks are announced by the frame. */
  protected abstract draw(scene: S): TemplateResult;

  /** The part of *scene* that scrolls, between two distances from the top of its pane: what is in an SVG. */
  protected drawPane(_scene: S, _from: number, _to: number): TemplateResult {
    return html``;
  }

  /** Controls above the plot (views, measures). None by default. */
  protected controls(_scene: S | null): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Properties besides the result that the scene depends on. */
  protected sceneKey(): readonly unknown[] {
    return [];
  }

  /** The height to keep free until the first scene is there, CSS pixels. */
  protected placeholderHeight(_width: number): number {
    return 240;
  }

  /** The title until the first scene is there, and where none comes. */
  protected placeholderTitle(): string {
    return '';
  }

  /** What stands in the plot until the first scene is there. */
  protected skeletonShape(): SkeletonShape {
    return 'bars';
  }

  /** How many characters the sentence under the title has room for from the start. */
  protected placeholderSummary(): number {
    return 110;
  }

  /** In how many rows the controls stand at *width*: what is below must not move when they come. */
  protected controlRows(width: number): number {
    return width < 480 ? 2 : 1;
  }

  private summaryLines(): number {
    return Math.ceil((this.placeholderSummary() * 7) / Math.min(this.laidOut.width, 500));
  }

  /** Throws where *result* is of another metric than this chart draws. */
  protected checkResult({ metric }: Result): void {
    const expected = this.request().metric;
    if (metric !== expected) throw new OptionError(`<${this.localName}>: result is of another metric, got "${metric}"; expected "${expected}"`);
  }

  /** The state that the chart is in. */
  get state(): ChartState {
    return this.undrawable === null ? this.answer.state : 'error';
  }

  /** The newest result, null before the first. */
  get currentResult(): Result | null {
    return this.answer.result;
  }

  /** What went wrong, null where nothing did. */
  get error(): ClienteleError | null {
    return this.undrawable ?? this.answer.error;
  }

  /** The scene that is drawn, null before the first. */
  get currentScene(): S | null {
    return this.laidOut.scene;
  }

  /** Fetches the data again and asks anew. */
  retry(): void {
    this.shown = null;
    this.given.retry();
    this.answer.ask(null);
    this.requestUpdate();
  }

  /**
   * Returns the chart as a file: `svg` (needs nothing else), `png` (`scale` 1 to 4), `csv` (the table, to its digits) or `arrow`
   * (the result's main table). Rejects where nothing is drawn.
   */
  export(format: ExportFormat, options?: ExportOptions): Promise<Blob> {
    return this.exporting.file(format, options);
  }

  /** @internal What is written down by an export. */
  exportable(): Exportable {
    const scene = this.currentScene;
    const who = `<${this.localName}>`;
    if (scene === null) throw new ClienteleError('state', `${who}: nothing is drawn; expected data`);
    return { who, title: this.heading ?? scene.title, scene, result: this.answer.result, engine: this.given.engine, root: this.renderRoot, rtl: this.words.rtl, drawnWhole: (take) => this.pane.drawnWhole(() => take(this.currentScene ?? scene)) };
  }

  protected get locale(): Words['locale'] {
    return this.words.locale;
  }

  private get messages(): ChartMessages {
    return chartMessages[this.words.locale];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Language, direction, width and the source that "for" names may be others at the new place.
    this.requestUpdate();
  }

  /** @internal Draws at once what is pending, for a page that is about to be printed. */
  override performUpdate(): void {
    super.performUpdate();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (!Array.isArray(this.selection)) this.selection = [];
    this.ask();
  }

  private ask(): void {
    // Outside the document nobody waits for an answer; who comes back asks again.
    if (!this.isConnected) return;
    const result = this.result ?? null;
    if (result !== null) {
      if (!Object.is(this.shown, result)) this.showResult(result);
      return;
    }
    this.shown = null;
    try {
      const handle = this.given.handle;
      checkCurrency(this);
      const where = this.where ?? null;
      this.steering.ask(handle === null ? null : { handle, request: where === null ? this.request() : { ...this.request(), where } });
    } catch (error) {
      this.answer.fail(error);
    }
  }

  /** A result that is there is drawn at once: no chart without it is drawn before. */
  private showResult(given: NonNullable<this['result']>): void {
    this.shown = given;
    const show = (result: Result): void => {
      this.checkResult(result);
      if (Object.is(this.shown, given)) this.answer.show(result);
    };
    const fail = (error: unknown): void => {
      if (Object.is(this.shown, given)) this.answer.fail(error);
    };
    try {
      const read = readResult(`<${this.localName}>`, given, () => this.request(), this.given.engine);
      if (read instanceof Promise) read.then(show).catch(fail);
      else show(read);
    } catch (error) {
      fail(error);
    }
  }

  protected override render(): TemplateResult {
    try {
      const drawn = this.frame(this.laidOut.layOut(this.answer.result, this.pane.whole, this.sceneKey()), this.answer.error);
      this.undrawable = null;
      return drawn;
    } catch (thrown) {
      // A chart that fails must not take the page down: what can't be drawn becomes its own message.
      this.undrawable = new ClienteleError('state', `<${this.localName}>: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown, reason: 'unforeseen' });
      return this.frame(null, this.undrawable);
    }
  }

  private frame(scene: S | null, error: ClienteleError | null): TemplateResult {
    const { state, stale } = this.answer;
    const { messages } = this;
    const busy = state === 'loading' || (state === 'partial' && error === null);
    const failed = error !== null && (state === 'error' || scene === null);
    return html`<div class="reset"><div class="chart" @pointerenter=${this.rest.reach} @focusin=${this.rest.reach} @click=${this.rest.reach}>
      ${header(this.heading ?? scene?.title ?? this.placeholderTitle(), failed || scene === null || scene.empty ? '' : scene.summary, this.headingLevel, failed || scene?.empty === true ? 0 : this.summaryLines())}
      ${this.plain ? nothing : this.toolbar(failed ? null : scene)}
      <div
        class="plot ${stale ? 'stale' : ''}"
        part="plot"
        role="group"
        aria-label=${scene === null ? messages.chart : `${scene.title}, ${messages.chart}`}
        aria-busy=${busy ? 'true' : 'false'}
        ${styled({ '--_plot-height': `${scene?.height ?? this.placeholderHeight(this.laidOut.width)}px` })}
        @pointermove=${this.marks.onPointerMove}
        @pointerleave=${this.marks.onPointerLeave}
        @click=${this.marks.onClick}
      >
        ${failed && error !== null ? (this.announced.errorShown ? message(error, this.words.locale, () => this.retry()) : nothing) : this.plot(scene)}
        ${busy ? progressLine(this.answer, messages, this.formats()) : nothing}
      </div>
      ${failed || error === null ? nothing : warning(error, this.answer, messages, this.formats(), () => this.retry())}
      ${scene === null || failed ? nothing : foot(scene, this.answer.result, messages, this.formats(), this.panel, this.rest.reached, (panel) => (this.panel = panel))}
      ${keyboardHelp(messages, this.rest.reached)}
      <div class="tooltip-layer" popover="manual"><div class="tooltip" part="tooltip" role="tooltip"></div></div>
      ${this.exporting.told === null ? nothing : html`<div class="told ${this.exporting.told.failed ? 'failed' : ''}" aria-hidden="true">${this.exporting.told.text}</div>`}
      <div class="hidden" aria-live="polite">${this.exporting.told?.text ?? (busy && scene === null ? messages.loading : '')}</div>
    </div></div>`;
  }

  private toolbar(scene: S | null): TemplateResult {
    return toolbar({
      messages: this.messages,
      rows: this.controlRows(this.laidOut.width),
      controls: this.controls(scene),
      panel: scene === null ? null : this.panel,
      ready: scene !== null && !scene.empty,
      arrow: this.given.engine?.writeTable !== undefined,
      rest: this.rest.reached,
      roving: this.roving,
      onHelp: () => showKeyboardHelp(this.renderRoot),
      onPanel: (panel) => (this.panel = panel),
      onAction: (action) => void this.exporting.act(action),
    });
  }

  private plot(scene: S | null): TemplateResult | typeof nothing {
    const { messages } = this;
    if (scene === null) return this.answer.state === 'initial' ? html`<div class="message"><p class="detail">${messages.initial}</p></div>` : skeleton(this.skeletonShape());
    if (scene.empty) return html`<div class="message"><p class="what">${scene.summary}</p></div>`;
    const { keys } = messages;
    const { pane = null } = scene;
    const scrolling = pane === null ? nothing : this.pane.frame(pane, this.words.rtl, (from, to) => this.drawPane(scene, from, to), this.marks.overlay(scene, keys, this.words.rtl, pane));
    return html`${this.draw(scene)}${scrolling}${this.marks.overlay(scene, keys, this.words.rtl)}`;
  }

  private formats(): Format {
    return new Format(this.words.tag, this.currency);
  }

  /** Whether *mark* is among the chosen ones. */
  protected isSelected(mark: SceneMark): boolean {
    return this.marks.isSelected(mark);
  }

  /** Makes *marks* the chosen ones and tells so; a listener may object. */
  select(marks: readonly Mark[]): void {
    if (this.dispatchEvent(new SelectEvent(this.clause(marks)))) this.selection = marks;
  }

  /**
   * Returns how many customers stand behind *marks*, by default the chosen ones, and with `ids` who they are. Rejects where the
   * chart has a result and no data, and where nobody is meant by the marks.
   */
  async members(marks: readonly Mark[] = this.selection, options: CustomersOptions = {}): Promise<CustomerCount> {
    const handle = this.result === null ? this.given.handle : null;
    return customersOf(`<${this.localName}>`, handle, this.clause(marks), this.where, { timeZone: this.timeZone, ...options });
  }

  private clause(marks: readonly Mark[]): Clause {
    return clauseOf(this.id || this.localName, this.answer.result ?? this.request(), marks, this.currentScene);
  }
}
