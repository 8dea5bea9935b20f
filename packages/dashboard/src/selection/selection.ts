import { type CustomersClause, type Mark, OptionError, type Predicate } from '@clientele/metrics';

/**
 * How the choices made in several charts come together.
 *
 * - `crossfilter`: who is in every choice; a chart is not filtered by its own.
 * - `intersect`: who is in every choice, in every chart.
 * - `union`: who is in any choice, in every chart.
 * - `single`: the newest choice alone, in every chart.
 */
export type SelectionMode = 'crossfilter' | 'intersect' | 'union' | 'single';

/** The modes, for whoever checks a name. */
export const SELECTION_MODES: readonly SelectionMode[] = ['crossfilter', 'intersect', 'union', 'single'];

/** What a reader chose in one chart: the customers behind some of its marks, as it counted them. Plain data. */
export interface Choice {
  /** The chart's name within the dashboard: its id, or its tag and a number. */
  readonly chart: string;
  /** The name of the source that the chart counts. */
  readonly source: string;
  readonly metric: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly marks: readonly Mark[];
  /** What its chip says, in the language in which it was chosen. */
  readonly label: string;
}

/** A filter on the rows of one source. Plain data. */
export interface Filter {
  /** Another filter with the same id takes its place. */
  readonly id: string;
  readonly source: string;
  readonly where: Predicate;
  /** What its chip says. */
  readonly label: string;
  /** `customers` (the default): everything about customers with at least one such row. `rows`: only such rows of this source. */
  readonly keeps?: 'customers' | 'rows' | undefined;
}

/** A filter that the page sets. Hidden and locked are conveniences for the reader and no security: the browser has all the rows. */
export interface PageFilter extends Filter {
  /** Without a chip. */
  readonly hidden?: boolean | undefined;
  /** With a chip that can't be removed. */
  readonly locked?: boolean | undefined;
}

/** Local dates, both inclusive; null is an open end. */
export interface DateRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** Everything that a reader can change about a dashboard. Plain data: what is saved, and what undo goes back through. */
export interface View {
  /** At most one for each chart, the newest last. */
  readonly choices: readonly Choice[];
  readonly filters: readonly Filter[];
  readonly dates: DateRange | null;
  /** The cut-off for all charts; null leaves each its own. */
  readonly asOf: string | null;
  /** Figures are compared with the period before. */
  readonly compare: boolean;
}

/** The view in which nothing is chosen and nothing filtered. */
export const EMPTY_VIEW: View = { choices: [], filters: [], dates: null, asOf: null, compare: true };

/** Returns *view* with *choice* in place of what its chart had chosen, as the newest; without marks the chart has chosen nothing. */
export function withChoice(view: View, choice: Choice): View {
  const others = view.choices.filter(({ chart }) => chart !== choice.chart);
  return { ...view, choices: choice.marks.length === 0 ? others : [...others, choice] };
}

/** Returns *view* with *filter* in place of the one with its id. */
export function withFilter(view: View, filter: Filter): View {
  const known = view.filters.some(({ id }) => id === filter.id);
  return { ...view, filters: known ? view.filters.map((old) => (old.id === filter.id ? filter : old)) : [...view.filters, filter] };
}

/** Returns *view* without the filter called *id*. */
export function withoutFilter(view: View, id: string): View {
  return { ...view, filters: view.filters.filter((filter) => filter.id !== id) };
}

/** The columns of a source that a selection needs. */
export interface SourceRoles {
  readonly customer: string | null;
  /** The column that a range of dates narrows; null where dates don't touch the source. */
  readonly time: string | null;
}

/** Whose rows are to be filtered. */
export interface Target extends SourceRoles {
  readonly source: string;
  /** The chart that asks, which a crossfilter spares its own choice; null for the whole selection. */
  readonly chart: string | null;
  /** Tells a course, not a period: dates end it and don't begin it, so that its periods are whole and have one before. */
  readonly course?: boolean;
}

/** What a view is resolved with. */
export interface Resolution {
  readonly mode: SelectionMode;
  readonly pageFilters: readonly PageFilter[];
  /** The roles of every source that a filter or a choice names. */
  roles(source: string): SourceRoles;
}

/**
 * Returns the filter that *view* means for the rows of *target*, null where it leaves all.
 *
 * Each choice stands for the customers that its metric counts over the rows that dates and filters leave, whatever was chosen
 * elsewhere: so choices don't depend on each other and their order tells nothing but which is newest. Throws OptionError
 * where customers are chosen and the target doesn't know its customers: its numbers would be everybody's.
 */
export function predicateOf(view: View, target: Target, resolution: Resolution): Predicate | null {
  const filters = customerFilters(view, target, resolution);
  const choices = heeded(view, target, resolution).map((choice): Predicate => choicePredicate(choice, view, target, resolution));
  const chosen: readonly Predicate[] = resolution.mode === 'union' && choices.length > 1 ? [{ op: 'or', terms: choices }] : choices;
  const shown = target.course === true && view.dates !== null ? { ...view, dates: { ...view.dates, from: null } } : view;
  return allOf([...rowTerms(shown, target.source, target.time, resolution), ...filters, ...chosen]);
}

/** Returns the cut-off that a chart asks with under *view*, given its *own*; a course is cut off where the dates end. */
export function cutOff({ asOf, dates }: View, own: string | null, course: boolean): string | null {
  const latest = asOf ?? own;
  const end = course ? (dates?.to ?? null) : null;
  return end !== null && (latest === null || end < latest.slice(0, end.length)) ? end : latest;
}

/** The choices that *target* follows. */
function heeded({ choices }: View, { chart }: Target, { mode }: Resolution): readonly Choice[] {
  if (mode === 'single') return choices.slice(-1);
  return mode === 'crossfilter' ? choices.filter((choice) => choice.chart !== chart) : choices;
}

function choicePredicate({ marks, metric, options, source }: Choice, view: View, target: Target, resolution: Resolution): CustomersClause {
  const asked = view.asOf === null ? options : { ...options, asOf: view.asOf };
  const { customer, time } = resolution.roles(source);
  const own: SourceRoles = { customer: textOr(options['customer'], customer), time: textOr(options['time'], time) };
  const where = allOf([...rowTerms(view, source, own.time, resolution), ...customerFilters(view, { ...own, source, chart: null }, resolution)]);
  const column = customerOf(target);
  return {
    op: 'customersIn', column, metric, options: asked, marks,
    ...(source === target.source && own.customer === column ? {} : { source }),
    ...(where === null ? {} : { where }),
  };
}

function customerFilters(view: View, target: Target, resolution: Resolution): Predicate[] {
  return [...resolution.pageFilters, ...view.filters].filter(({ keeps }) => keeps !== 'rows').map(({ source, where }) => {
    const roles = resolution.roles(source);
    const column = customerOf(target);
    const rows = allOf([where, ...rowTerms(view, source, roles.time, resolution)]) ?? where;
    if (source === target.source) return { op: 'customersWith', column, where: rows };
    return { op: 'customersWith', column, source, customer: customerOf({ ...roles, source, chart: null }), where: rows };
  });
}

/** What dates and filters on rows leave of *source*. */
function rowTerms({ dates, filters }: View, source: string, time: string | null, { pageFilters }: Resolution): Predicate[] {
  const rows = [...pageFilters, ...filters].filter((filter) => filter.keeps === 'rows' && filter.source === source).map(({ where }) => where);
  if (dates === null || time === null || (dates.from === null && dates.to === null)) return rows;
  return [{ op: 'between', column: time, low: dates.from, high: dates.to === null ? null : dayAfter(dates.to) }, ...rows];
}

function customerOf({ customer, source }: Target): string {
  if (customer !== null) return customer;
  throw new OptionError(`dashboard: source "${source}" has no column with the customer, so it can't follow a selection; expected the attribute customer`, { reason: 'no-customer', params: { source } });
}

/** Returns the filter that holds where all *terms* do: null for none, the term itself for one. */
export function allOf(terms: readonly Predicate[]): Predicate | null {
  return terms.length < 2 ? (terms[0] ?? null) : { op: 'and', terms };
}

function textOr(value: unknown, otherwise: string | null): string | null {
  return typeof value === 'string' ? value : otherwise;
}

/** Returns the calendar date after the ISO date *date*. */
export function dayAfter(date: string): string {
  return shiftedDate(date, 1);
}

/** Returns the ISO date *days* after *date*. */
export function shiftedDate(date: string, days: number): string {
  const shifted = new Date(`${date}T00:00:00Z`);
  shifted.setUTCDate(shifted.getUTCDate() + days);
  return shifted.toISOString().slice(0, 10);
}
