/** A plain value of a filter. Instants and dates are ISO 8601 text; numbers are numbers. */
export type Scalar = string | number | boolean | null;

/**
 * The key columns of one row of a result table, which is what a reader points at: `{tier: 'top'}`,
 * `{cohort: '2024-01-01', offset: 3}`, `{stage: 'trial', outcome: 'dropped'}`. Each definition documents its marks.
 */
export type Mark = Readonly<Record<string, string | number>>;

/** Customers standing behind marks of a metric: its members, by the same definition that drew them. */
export interface CustomersIn {
  readonly op: 'customersIn';
  /** The column of the filtered data that holds the customer. */
  readonly column: string;
  readonly metric: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Any of these marks. */
  readonly marks: readonly Mark[];
  /** The name of the source whose rows the metric counts; by default those of the filtered data. */
  readonly source?: string | undefined;
  /** The rows that the metric counts, by default all. */
  readonly where?: Predicate | null | undefined;
}

/** Customers with at least one row for which a filter holds: `segment = B2B` where only another source has the segment. */
export interface CustomersWith {
  readonly op: 'customersWith';
  /** The column of the filtered data that holds the customer. */
  readonly column: string;
  readonly where: Predicate;
  /** The name of the source whose rows are looked at, by default the filtered data, and its column with the customer. */
  readonly source?: string | undefined;
  readonly customer?: string | undefined;
}

/** A filter that stands for a set of customers. */
export type CustomersClause = CustomersIn | CustomersWith;

/**
 * A filter as plain data: it can be a URL, an event's detail, SQL or a bitmap.
 *
 * - `eq` with null means "is missing"; `in` is any of the values.
 * - `between` includes *low* and excludes *high*; either may be null for an open end.
 * - Comparison with a missing value is false, and `not` turns that into true (two-valued logic, as in a bitmap).
 * - `and` of nothing is true, `or` of nothing is false.
 */
export type Predicate =
  | { readonly op: 'eq'; readonly column: string; readonly value: Scalar }
  | { readonly op: 'in'; readonly column: string; readonly values: readonly Scalar[] }
  | { readonly op: 'between'; readonly column: string; readonly low: Scalar; readonly high: Scalar }
  | { readonly op: 'and' | 'or'; readonly terms: readonly Predicate[] }
  | { readonly op: 'not'; readonly term: Predicate }
  | CustomersClause;

/** One part of a selection: who made it, what it points at, and the filter that it means to everyone else. */
export interface Clause {
  /** The id of the chart that made it; a crossfilter does not apply a chart's clause to itself. */
  readonly source: string;
  readonly metric: string;
  readonly marks: readonly Mark[];
  /** Null clears the source's clause. */
  readonly predicate: Predicate | null;
  /** What a chip says: `Tier: Top`. In the reader's language. */
  readonly label: string;
}
