import { ChartElement, type DataInput, type JoinEvent, LocaleController, type OpenOptions, type SelectEvent, type SteeredChart, theme } from '@clientele/charts';
import { type CustomerCount, ClienteleError, type Mark, nearest, OptionError } from '@clientele/metrics';
import { type CSSResultGroup, html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ScreenAttention } from '../coordinator/attention.js';
import { DashboardCoordinator } from '../coordinator/coordinator.js';
import { buildDashboard, readDescription } from '../description/build-dashboard.js';
import { CustomersEvent, DrillEvent, ViewEvent } from '../events/events.js';
import { pageOf } from '../export/page-of.js';
import { settled } from '../export/settled.js';
import { type Filter, type PageFilter, SELECTION_MODES, type SelectionMode, type View, withFilter, withoutFilter } from '../selection/selection.js';
import { DataSource } from '../source/source.js';
import { hashValue, hashWith, linkText, type SavedView, savedView, viewFrom, viewFromLink } from '../state/saved-view.js';
import { AutoRefresh } from './auto-refresh.js';
import { dashboardMessages } from './dashboard.messages.js';
import { dashboardStyles } from './dashboard.styles.js';
import { PrintController } from './print-controller.js';
import { columnsClass, placeOf, spanClass, titleOf } from './tiles.js';

/**
 * Several charts that know the same customers: what a reader chooses in one, every other shows the figures of. Charts stand
 * anywhere below, in shadow roots and slots too; sources are `<cl-source>` elements below, by id.
 *
 * ```html
 * <cl-dashboard columns="2">
 *   <cl-source id="orders" src="/orders.arrow" customer="customer_id" time="ordered_at"></cl-source>
 *   <cl-filter-bar dates pickers="orders.channel"></cl-filter-bar>
 *   <cl-customer-pyramid for="orders" value="amount" span="full"></cl-customer-pyramid>
 *   <cl-retention-cohort for="orders" period="month"></cl-retention-cohort>
 * </cl-dashboard>
 * ```
 *
 * Or with no markup at all: `<cl-dashboard src="dashboard.json">`.
 *
 * Hidden and locked filters are a convenience and no security: the browser has all rows of every source.
 *
 * @summary Several charts, one selection.
 * @element cl-dashboard
 * @fires {ViewEvent} cl-view - A choice, a filter, dates or the cut-off changed; `detail` is the view, plain data.
 * @fires {CustomersEvent} cl-customers - How many customers the view leaves; null while they are counted.
 * @fires {DrillEvent} cl-drill - The reader wants to see the customers; with their ids only under `drill="ids"`.
 * @slot - Charts and anything else: a tile each, `span="2"` or `span="full"` wide.
 * @slot filters - The filter bar. A `<cl-filter-bar>` finds its place by itself.
 * @slot figures - Key figures. A `<cl-metric-tile>` finds its place by itself.
 * @csspart tile - A tile.
 * @csspart heading - The title.
 * @cssproperty --cl-dashboard-gap - Room between tiles.
 * @cssproperty --cl-dashboard-tile - The background of tiles.
 * @cssproperty --cl-dashboard-radius - The corners of tiles.
 */
export class Dashboard extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, slotAssignment: 'manual' };
  static override styles: CSSResultGroup = [theme, dashboardStyles];

  private readonly words = new LocaleController(this);
  private readonly coordinator = new DashboardCoordinator(
    { viewChanged: (view) => this.viewChanged(view), counted: (count) => this.counted(count) },
    (wake) => new ScreenAttention(wake),
  );

  @query('dialog') private dialog!: HTMLDialogElement;

  @state() private large: Element | null = null;
  @state() private failure: ClienteleError | null = null;
  @state() private building = false;

  /** The URL of a `dashboard.json` that says which sources, charts and layout. */
  @property() src: string | null = null;
  /** The title. */
  @property() heading: string | null = null;
  /** How choices come together: `crossfilter`, `intersect`, `union` or `single`. */
  @property() mode: SelectionMode = 'crossfilter';
  /** Tiles side by side where there is room, 1 to 4. */
  @property({ type: Number }) columns = 2;
  /** The id of the source whose customers are counted, by default the first. */
  @property() customers: string | null = null;
  /** The IANA time zone of the dates in the filter bar. */
  @property({ attribute: 'time-zone' }) timeZone = 'UTC';
  /** The parameter of the address's hash that keeps the view. By default the address is left alone. */
  @property() hash: string | null = null;
  /** Fetches the data again every so many seconds, at least 5; while nobody sees the page it waits. */
  @property({ type: Number, attribute: 'refresh-every' }) refreshEvery: number | null = null;
  /** `count` or `ids` lets the reader ask for the customers (`cl-drill`); `ids` tells who they are. By default neither. */
  @property() drill: 'count' | 'ids' | null = null;
  /** Filters that the page sets, each shown, locked or hidden. A convenience, no security. */
  @property({ attribute: false }) filters: readonly PageFilter[] = [];
  /** `light` or `dark`; by default as the page (`color-scheme`). */
  @property({ reflect: true }) theme: 'light' | 'dark' | null = null;

  private observer: MutationObserver | null = null;
  private written: string | null = null;
  private count: CustomerCount | null = null;
  private built: string | null = null;

  constructor() {
    super();
    new AutoRefresh(this);
    new PrintController(this);
    this.addEventListener('cl-join', (event) => this.onJoin(event));
    this.addEventListener('cl-select', (event) => this.onSelect(event));
    // A chart's title is known when it has something to show.
    this.addEventListener('cl-state', () => this.requestUpdate());
    this.addEventListener('cl-source', (event) => this.addSource(event.target as Element));
  }

  /** What is chosen and filtered: plain data. */
  get view(): View {
    return this.coordinator.view;
  }

  /** The newest count of customers, null before the first. */
  get customerCount(): CustomerCount | null {
    return this.count;
  }

  get canUndo(): boolean {
    return this.coordinator.canUndo;
  }

  get canRedo(): boolean {
    return this.coordinator.canRedo;
  }

  /** The charts below by the names that choices know them by: their ids, or tag and number. */
  get charts(): ReadonlyMap<string, Element> {
    return this.coordinator.charts;
  }

  /** What answers questions about a source, for the parts of a dashboard. @internal */
  get parts(): DashboardCoordinator {
    return this.coordinator;
  }

  /** Goes on with *view*, a step that the reader can undo. */
  show(view: View): void {
    this.coordinator.step(view);
  }

  /** Chooses *marks* in the chart called *chart*, as a click there would; none lets its choice go. Throws OptionError for a chart that is not there. */
  choose(chart: string, marks: readonly Mark[]): void {
    const found = this.charts.get(chart);
    if (found === undefined) {
      const near = nearest(chart, this.charts.keys());
      throw new OptionError(`dashboard: no such chart, got "${chart}"; expected ${[...this.charts.keys()].join(', ')}${near === null ? '' : `; did you mean "${near}"?`}`);
    }
    if (marks.length > 0) (found as ChartElement).select(marks);
    else this.show({ ...this.view, choices: this.view.choices.filter((choice) => choice.chart !== chart) });
  }

  /** Adds *filter*, or puts it in place of the one with its id. */
  setFilter(filter: Filter): void {
    this.show(withFilter(this.view, filter));
  }

  /** Takes the filter called *id* away. */
  removeFilter(id: string): void {
    this.show(withoutFilter(this.view, id));
  }

  undo(): void {
    this.coordinator.undo();
  }

  redo(): void {
    this.coordinator.redo();
  }

  /** Goes back to the view that the page began with, a step that can be undone. */
  reset(): void {
    this.coordinator.reset();
  }

  /** Returns the view as versioned JSON. */
  save(): SavedView {
    return savedView(this.view);
  }

  /** Shows a view that was saved; undo ends there. Throws OptionError for anything else, with what is wrong and where. */
  restore(saved: unknown): void {
    this.coordinator.begin(viewFrom(saved));
  }

  /** Shows a view that was saved, as the one that `reset` comes back to. */
  startWith(saved: unknown): void {
    this.coordinator.begin(viewFrom(saved), true);
  }

  /** Returns the address of the page with the view in its hash, at most 2,000 characters of it. */
  async link(): Promise<string> {
    const address = new URL(location.href);
    address.hash = hashWith(location.hash, this.hash ?? 'view', await linkText(this.view));
    return address.href;
  }

  /** Fetches the data of every source again. */
  refresh(): void {
    for (const name of this.coordinator.sources.names) {
      const source = this.coordinator.sources.provider(name);
      if (source instanceof DataSource) source.reload();
    }
    this.coordinator.refresh();
  }

  /** Adds rows to the source called *source* and has every chart count them. Returns how many; all, or none and an error. */
  async appendRows(source: string, data: DataInput, options?: OpenOptions): Promise<number> {
    const handle = this.coordinator.sources.handle(source);
    if (handle === null) throw new OptionError(`dashboard: no such source, got "${source}"; expected ${this.coordinator.sources.names.join(', ')}`);
    const rows = await handle.append(data, options);
    this.coordinator.refresh();
    return rows;
  }

  /** Tells the page (`cl-drill`) which customers the view leaves: how many, and under `drill="ids"` who they are. */
  async drillDown(): Promise<void> {
    const { counted } = this.coordinator;
    if (counted === null || this.drill === null) return;
    const ids = this.drill === 'ids';
    const column = this.coordinator.sources.roles(counted.name).customer ?? undefined;
    const count = await counted.handle.customers(this.coordinator.predicate(counted.name), { column, timeZone: this.timeZone, ids });
    this.dispatchEvent(new DrillEvent(count));
  }

  /** Returns the dashboard as one HTML file without scripts, once every chart has its answer: pictures, tables and remarks. */
  async exportHtml(): Promise<Blob> {
    await this.updateComplete;
    const { locale, tag } = this.words;
    const charts = [...this.children].filter((child): child is ChartElement => child instanceof ChartElement && placeOf(child) !== 'nowhere');
    await settled(charts, this.coordinator);
    return pageOf(charts, { title: this.heading ?? dashboardMessages[locale].exportTitle, tag, locale, count: this.count, view: this.view });
  }

  /** Opens *child*, a chart of this dashboard, large; null closes it. */
  enlarge(child: Element | null): void {
    this.large = child;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new MutationObserver(() => this.childrenChanged());
    this.observer.observe(this, { childList: true, subtree: true, attributeFilter: ['slot', 'span', 'hidden', 'id'] });
    this.childrenChanged();
    addEventListener('hashchange', this.readHash);
    this.readHash();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    removeEventListener('hashchange', this.readHash);
    this.coordinator.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!SELECTION_MODES.includes(this.mode)) {
      this.fail(new OptionError(`<cl-dashboard>: unknown mode, got "${this.mode}"; expected ${SELECTION_MODES.join(', ')}`));
      this.mode = 'crossfilter';
    }
    this.coordinator.counting = this.customers;
    if (changed.has('mode') && this.coordinator.mode !== this.mode) {
      this.coordinator.mode = this.mode;
      this.coordinator.refresh();
    }
    if (changed.has('filters') && this.coordinator.pageFilters !== this.filters) this.coordinator.pageFilters = this.filters ?? [];
    if (changed.has('src')) void this.build();
  }

  protected override updated(): void {
    const root = this.renderRoot;
    const children = [...this.children];
    for (const tile of root.querySelectorAll<HTMLElement>('[data-child]')) {
      const child = children[Number(tile.dataset['child'])];
      if (child !== undefined && child !== this.large) tile.querySelector('slot')?.assign(child);
    }
    root.querySelector<HTMLSlotElement>('slot.filters')?.assign(...children.filter((child) => placeOf(child) === 'filters'));
    if (this.large !== null) this.dialog.querySelector('slot')?.assign(this.large);
    if (this.large !== null && !this.dialog.open) this.dialog.showModal();
    else if (this.large === null && this.dialog.open) this.dialog.close();
  }

  protected override render(): TemplateResult {
    const messages = dashboardMessages[this.words.locale];
    const children = [...this.children];
    const at = (place: string): readonly (readonly [Element, number])[] => children.map((child, i) => [child, i] as const).filter(([child]) => placeOf(child) === place);
    const figures = at('figures');
    return html`<div class="dashboard" role="group" aria-label=${this.heading ?? messages.dashboard}>
      ${this.heading === null ? nothing : html`<div class="heading" part="heading" role="heading" aria-level="2">${this.heading}</div>`}
      ${this.failure === null ? nothing : html`<div class="message" role="alert"><p class="what">${messages.failed}</p><p lang="en">${this.failure.message}</p></div>`}
      ${this.building ? html`<div class="loading" aria-busy="true"></div>` : nothing}
      <slot class="filters" ?hidden=${at('filters').length === 0}></slot>
      <div class="figures" role="group" aria-label=${messages.figures} ?hidden=${figures.length === 0}>
        ${repeat(figures, ([child]) => child, ([, i]) => html`<div class="figure" part="tile" data-child=${i}><slot></slot></div>`)}
      </div>
      <div class="grid ${columnsClass(this.columns)}">
        ${repeat(at('grid'), ([child]) => child, ([child, i]) => html`<div class="tile ${spanClass(child)}" part="tile" data-child=${i}>
          ${child instanceof ChartElement ? this.enlargeButton(child) : nothing}<slot></slot>
        </div>`)}
      </div>
      <dialog aria-label=${(this.large === null ? null : titleOf(this.large)) ?? nothing} @close=${() => (this.large = null)}>
        <button type="button" class="close" aria-label=${messages.close} @click=${() => (this.large = null)}>${icon('M3 3l10 10M13 3L3 13')}</button>
        <slot></slot>
      </dialog>
    </div>`;
  }

  private enlargeButton(child: Element): TemplateResult {
    const label = dashboardMessages[this.words.locale].enlarge(titleOf(child));
    return html`<button type="button" class="enlarge" aria-label=${label} title=${label} @click=${() => this.enlarge(child)}>${icon('M9.5 2.5h4v4M13.5 2.5L9 7M6.5 13.5h-4v-4M2.5 13.5L7 9')}</button>`;
  }

  private onJoin(event: JoinEvent): void {
    event.stopPropagation();
    event.coordinator = this.coordinator;
    this.coordinator.join(event.chart);
  }

  private onSelect(event: SelectEvent): void {
    const chart = event.composedPath()[0];
    if (!event.defaultPrevented && chart instanceof Element) this.coordinator.choose(chart as SteeredChart, event.detail);
  }

  private addSource(source: Element): void {
    if (source instanceof DataSource && source.id !== '' && source.closest('cl-dashboard') === this) this.coordinator.sources.add(source.id, source);
  }

  private childrenChanged(): void {
    const { sources } = this.coordinator;
    for (const name of sources.names) {
      const source = sources.provider(name);
      if (source instanceof DataSource && (!this.contains(source) || source.id !== name)) sources.remove(source);
    }
    for (const source of this.querySelectorAll('cl-source')) this.addSource(source);
    this.requestUpdate();
  }

  private viewChanged(view: View): void {
    for (const tile of this.querySelectorAll('cl-metric-tile')) tile.toggleAttribute('without-change', !view.compare);
    void this.writeHash();
    this.dispatchEvent(new ViewEvent(view));
    this.requestUpdate();
  }

  private counted(count: CustomerCount | null): void {
    if (count !== null) this.count = count;
    this.dispatchEvent(new CustomersEvent(count));
  }

  private readonly readHash = (): void => void this.restoreLink();

  private async restoreLink(): Promise<void> {
    const text = this.hash === null ? null : hashValue(location.hash, this.hash);
    if (text === null || text === this.written) return;
    this.written = text;
    try {
      this.coordinator.begin(await viewFromLink(text));
    } catch (error) {
      this.fail(error);
    }
  }

  private async writeHash(): Promise<void> {
    if (this.hash === null) return;
    const { view } = this;
    const text = await linkText(view).catch(() => null);
    if (view !== this.view || !this.isConnected) return;
    this.written = text;
    history.replaceState(history.state, '', `${location.pathname}${location.search}${hashWith(location.hash, this.hash, text)}`);
  }

  private async build(): Promise<void> {
    const { src } = this;
    if (src === null || src === '' || src === this.built) return;
    this.built = src;
    this.building = true;
    try {
      const description = await readDescription(src);
      if (this.src !== src) return;
      this.failure = null;
      buildDashboard(this, description, new URL(src, document.baseURI));
    } catch (error) {
      this.fail(error);
    } finally {
      this.building = false;
    }
  }

  private fail(error: unknown): void {
    this.failure = error instanceof ClienteleError ? error : new ClienteleError('state', `<cl-dashboard>: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function icon(path: string): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${path}></path>`}</svg>`;
}

