import { ChartErrorEvent, Format, LocaleController, theme } from '@clientele/charts';
import { ClienteleError, type ColumnSummary } from '@clientele/metrics';
import { type CSSResultGroup, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { withFilter, withoutFilter } from '../selection/selection.js';
import { chipsOf } from './chips.js';
import { DATE_PRESETS, localDateOf, presetOf, presetRange } from './date-presets.js';
import { type DatePreset, type FilterBarMessages, filterBarMessages } from './filter-bar.messages.js';
import { filterBarStyles } from './filter-bar.styles.js';
import { dashboardAbove, type FilteredDashboard } from './filtered-dashboard.js';

/** A column whose values the reader may choose from. */
export interface Picker {
  /** The id of the source that has the column. */
  readonly source: string;
  readonly column: string;
  readonly label: string;
}

/** Values that a picker offers at most. */
const OFFERED = 40;

/**
 * What the reader may filter a dashboard by, and what is filtered: dates, values of columns with their customers, the cut-off;
 * a chip for every active clause, undo, redo, and how many customers are left. Stands in a `<cl-dashboard>`.
 *
 * Dates narrow the rows of every source that names its `time`. A value of a picker chooses customers: all rows of those with
 * at least one such row.
 *
 * @summary Filters of a dashboard, and the customers they leave.
 * @element cl-filter-bar
 * @fires {ChartErrorEvent} cl-error - A picker can't be offered; `detail` is the error.
 */
export class FilterBar extends LitElement {
  static override styles: CSSResultGroup = [theme, filterBarStyles];

  private readonly words = new LocaleController(this);

  @state() private dashboard: FilteredDashboard | null = null;
  @state() private counting = false;
  @state() private custom = false;
  @state() private last: string | null = null;
  @state() private open: Picker | null = null;
  @state() private offered: ColumnSummary | null = null;

  /** Offers a range of dates, where the counted source names its time. */
  @property({ type: Boolean }) dates = false;
  /** Offers a cut-off for all charts. */
  @property({ type: Boolean, attribute: 'with-as-of' }) withAsOf = false;
  /** Offers the comparison of key figures with the period before. */
  @property({ type: Boolean }) compare = false;
  /** Columns to choose values of: `source.column` or `source.column=Label`, with commas between; or a list of objects. */
  @property({ converter: { fromAttribute: (text) => readPickers(text ?? '') } }) pickers: readonly Picker[] = [];

  private asking: AbortController | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.find();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.follow(null);
    this.asking?.abort();
  }

  private async find(): Promise<void> {
    await customElements.whenDefined('cl-dashboard');
    if (this.isConnected) this.follow(dashboardAbove(this));
  }

  private follow(dashboard: FilteredDashboard | null): void {
    if (dashboard === this.dashboard) return;
    for (const type of ['cl-view', 'cl-customers', 'cl-state'] as const) {
      this.dashboard?.removeEventListener(type, this.changed);
      dashboard?.addEventListener(type, this.changed);
    }
    this.dashboard = dashboard;
    this.counting = dashboard?.customerCount === null;
    void this.findLast();
  }

  private readonly changed = (event: Event): void => {
    if (event.type === 'cl-customers') {
      this.counting = (event as CustomEvent<unknown>).detail === null;
      if (!this.counting) void this.findLast();
    }
    if (event.type === 'cl-view' && this.open !== null) void this.offer(this.open);
    this.requestUpdate();
  };

  /** Presets count back from the last date of the data. */
  private async findLast(): Promise<void> {
    const counted = this.dashboard?.parts.counted ?? null;
    const time = counted === null ? null : (this.dashboard?.parts.sources.roles(counted.name).time ?? null);
    if (counted === null || time === null || !this.dates || this.last !== null) return;
    try {
      const { high } = await counted.handle.column(time);
      if (typeof high === 'string') this.last = localDateOf(high, this.dashboard?.timeZone ?? 'UTC');
    } catch {
      // Without dates there is nothing to count back from; the charts say what is wrong with the source.
    }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!Array.isArray(this.pickers)) this.pickers = [];
    if (changed.has('dates')) void this.findLast();
  }

  protected override render(): TemplateResult {
    const messages = filterBarMessages[this.words.locale];
    const { dashboard } = this;
    if (dashboard === null) return html`<div class="bar"><p>${messages.noDashboard}</p></div>`;
    const format = new Format(this.words.tag);
    const { view } = dashboard;
    const chips = chipsOf(dashboard, messages, format);
    return html`<div class="bar" role="group" aria-label=${messages.filters}>
      <div class="fields">
        ${this.dates && this.last !== null ? this.dateFields(dashboard, messages) : nothing}
        ${this.pickers.map((picker) => this.picker(picker, dashboard, messages, format))}
        ${this.withAsOf
          ? html`<label class="field">${messages.asOf}<input type="date" .value=${view.asOf ?? ''} max=${this.last ?? nothing}
              @change=${(event: Event) => dashboard.show({ ...view, asOf: valueOf(event) || null })} /></label>`
          : nothing}
        ${this.compare
          ? html`<label class="check"><input type="checkbox" .checked=${view.compare}
              @change=${(event: Event) => dashboard.show({ ...view, compare: (event.target as HTMLInputElement).checked })} />${messages.compare}</label>`
          : nothing}
      </div>
      ${view.dates?.from == null ? nothing : html`<p class="only-then">${messages.onlyThen}</p>`}
      <div class="status">
        <output aria-live="polite" aria-busy=${this.counting ? 'true' : 'false'}>${this.countWords(dashboard, messages, format)}</output>
        <ul class="chips" aria-label=${messages.active}>
          ${repeat(chips, ({ key }) => key, ({ label, without }) => without === null
            ? html`<li class="chip locked" title=${messages.locked(label)}>${label}</li>`
            : html`<li class="chip"><span>${label}</span><button type="button" aria-label=${messages.remove(label)} @click=${() => dashboard.show(without)}>×</button></li>`)}
        </ul>
        <div class="steps">
          <button type="button" ?disabled=${!dashboard.canUndo} @click=${() => dashboard.undo()}>${messages.undo}</button>
          <button type="button" ?disabled=${!dashboard.canRedo} @click=${() => dashboard.redo()}>${messages.redo}</button>
          <button type="button" ?disabled=${chips.every(({ without }) => without === null)} @click=${() => dashboard.reset()}>${messages.reset}</button>
          ${dashboard.drill === null ? nothing : html`<button type="button" class="list" @click=${() => void dashboard.drillDown()}>${messages.list}</button>`}
        </div>
      </div>
    </div>`;
  }

  private countWords({ customerCount }: FilteredDashboard, messages: FilterBarMessages, format: Format): string {
    if (customerCount === null) return this.counting ? messages.counting : '';
    const { count, total } = customerCount;
    return count === total ? messages.allCustomers(format.count(total)) : messages.customers(format.count(count), format.count(total));
  }

  private dateFields(dashboard: FilteredDashboard, messages: FilterBarMessages): TemplateResult {
    const { view } = dashboard;
    const last = this.last ?? '';
    const preset = presetOf(view.dates, this.last);
    const isCustom = this.custom || preset === 'custom';
    const choose = (chosen: DatePreset): void => {
      this.custom = chosen === 'custom';
      if (chosen !== 'custom') dashboard.show({ ...view, dates: presetRange(chosen, last) });
    };
    const set = (end: 'from' | 'to', date: string): void => {
      const dates = { from: view.dates?.from ?? null, to: view.dates?.to ?? null, [end]: date === '' ? null : date };
      dashboard.show({ ...view, dates: dates.from === null && dates.to === null ? null : dates });
    };
    return html`<label class="field">${messages.dates}<select @change=${(event: Event) => choose(valueOf(event) as DatePreset)}>
        ${DATE_PRESETS.map((name) => html`<option value=${name} .selected=${isCustom ? name === 'custom' : name === preset}>${messages.presets[name]}</option>`)}
      </select></label>
      ${isCustom
        ? html`<label class="field">${messages.from}<input type="date" .value=${view.dates?.from ?? ''} max=${view.dates?.to ?? nothing} @change=${(event: Event) => set('from', valueOf(event))} /></label>
            <label class="field">${messages.to}<input type="date" .value=${view.dates?.to ?? ''} min=${view.dates?.from ?? nothing} @change=${(event: Event) => set('to', valueOf(event))} /></label>`
        : nothing}`;
  }

  private picker(picker: Picker, dashboard: FilteredDashboard, messages: FilterBarMessages, format: Format): TemplateResult {
    const chosen = chosenOf(dashboard, picker);
    const isOpen = this.open !== null && idOf(this.open) === idOf(picker);
    return html`<details .open=${isOpen} @toggle=${(event: Event) => this.toggle(picker, (event.target as HTMLDetailsElement).open)} @keydown=${(event: KeyboardEvent) => this.closeOnEscape(event)} @focusout=${(event: FocusEvent) => this.closeOutside(event)}>
      <summary>${picker.label}${chosen.length === 0 ? nothing : html`<span class="count" aria-label=${messages.chosen(format.count(chosen.length))}>${format.count(chosen.length)}</span>`}</summary>
      ${isOpen ? html`<div class="options" role="group" aria-label=${picker.label}>${this.options(picker, chosen, dashboard, messages, format)}</div>` : nothing}
    </details>`;
  }

  private options(picker: Picker, chosen: readonly string[], dashboard: FilteredDashboard, messages: FilterBarMessages, format: Format): TemplateResult {
    const { offered } = this;
    if (offered === null) return html`<p>${messages.loading}</p>`;
    const known = new Set(offered.values.map(({ value }) => value));
    // What is chosen stays there to be let go, also where nobody has it under the other filters.
    const values = [...offered.values.map(({ customers, rows, value }) => ({ value, count: customers ?? rows })), ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 }))];
    if (values.length === 0) return html`<p>${messages.nothing}</p>`;
    const more = (offered.distinct ?? 0) - offered.values.length;
    return html`${values.map(({ count, value }) => html`<label class="check">
        <input type="checkbox" .checked=${chosen.includes(value)} @change=${() => this.pick(picker, chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value], dashboard, messages, format)} />
        <span class="value">${value}</span> <span class="customers">${format.count(count)}</span>
      </label>`)}
      ${more > 0 ? html`<p>${messages.more(format.count(more))}</p>` : nothing}`;
  }

  private pick(picker: Picker, values: readonly string[], dashboard: FilteredDashboard, messages: FilterBarMessages, format: Format): void {
    const id = idOf(picker);
    const { column, label, source } = picker;
    if (values.length === 0) dashboard.show(withoutFilter(dashboard.view, id));
    else dashboard.show(withFilter(dashboard.view, { id, source, where: { op: 'in', column, values }, label: messages.named(label, format.list(values)) }));
  }

  private toggle(picker: Picker, open: boolean): void {
    if (open) void this.offer(picker);
    else if (this.open !== null && idOf(this.open) === idOf(picker)) this.open = null;
  }

  private closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.open === null) return;
    event.stopPropagation();
    this.open = null;
    (event.currentTarget as HTMLElement).querySelector('summary')?.focus();
  }

  private closeOutside(event: FocusEvent): void {
    const inside = event.relatedTarget instanceof Node && (event.currentTarget as HTMLElement).contains(event.relatedTarget);
    if (!inside && event.relatedTarget !== null) this.open = null;
  }

  /** Values with the customers that all other filters leave. */
  private async offer(picker: Picker): Promise<void> {
    const { dashboard } = this;
    const handle = dashboard?.parts.sources.handle(picker.source) ?? null;
    if (this.open === null || idOf(this.open) !== idOf(picker)) this.offered = null;
    this.open = picker;
    if (dashboard === null || handle === null) return;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    try {
      const { parts, timeZone, view } = dashboard;
      const where = parts.predicate(picker.source, null, withoutFilter(view, idOf(picker)));
      const offered = await handle.column(picker.column, { customer: parts.sources.roles(picker.source).customer ?? undefined, where, timeZone, limit: OFFERED, signal: asking.signal });
      if (this.asking === asking) this.offered = { ...offered, values: [...offered.values].sort((a, b) => (b.customers ?? b.rows) - (a.customers ?? a.rows)) };
    } catch (error) {
      if (this.asking !== asking) return;
      this.offered = { column: picker.column, kind: 'other', rows: 0, missing: 0, distinct: 0, values: [], low: null, high: null };
      if (error instanceof ClienteleError) this.dispatchEvent(new ChartErrorEvent(error));
    }
  }
}

function idOf({ column, source }: Picker): string {
  return `${source}.${column}`;
}

function chosenOf({ view }: FilteredDashboard, picker: Picker): readonly string[] {
  const where = view.filters.find(({ id }) => id === idOf(picker))?.where;
  return where?.op === 'in' ? where.values.map(String) : [];
}

/** Reads `customers.segment=Segment, orders.channel`. What names no source and column is left out. */
function readPickers(text: string): Picker[] {
  return text.split(',').flatMap((part) => {
    const [path = '', label] = part.split('=').map((piece) => piece.trim());
    const dot = path.indexOf('.');
    if (dot < 1 || dot === path.length - 1) return [];
    const column = path.slice(dot + 1);
    return [{ source: path.slice(0, dot), column, label: label ?? column }];
  });
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
