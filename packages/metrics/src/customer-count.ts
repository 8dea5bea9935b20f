import type { Dataset } from './dataset.js';
import { type AskingOptions, customerIds, customersWhere } from './members.js';
import type { Predicate } from './predicate/predicate.js';
import { inferRoles } from './roles.js';

/** How many customers a filter leaves. Plain data. */
export interface CustomerCount {
  /** The column with the customer. */
  readonly column: string;
  /** Customers with at least one row for which the filter holds. */
  readonly count: number;
  /** Customers in all rows. */
  readonly total: number;
  /** Only where they were asked for, in order of first appearance, or in that of the column's dictionary. */
  readonly ids?: readonly string[] | undefined;
}

/** How customers are counted. */
export interface CustomerCountOptions extends AskingOptions {
  /** The column with the customer, found by name where nobody says. */
  readonly column?: string | undefined;
  /** The zone whose local days a date in the filter names, by default UTC. */
  readonly timeZone?: string | undefined;
  /** Tell the ids too, at most `limit` of them (by default all). False by default: ids are personal data. */
  readonly ids?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** Returns how many customers have a row of *dataset* that *where* leaves (null: any row), of how many, and who they are if asked. */
export async function customerCount(dataset: Dataset, where: Predicate | null, options: CustomerCountOptions = {}): Promise<CustomerCount> {
  const { ids = false, limit, signal, timeZone } = options;
  const given = options.column === undefined ? {} : { customer: options.column };
  const { customer: column = '' } = inferRoles(await dataset.schema(signal), { customer: 'required' }, given, 'customers').roles;
  const [set, all] = await Promise.all([customersWhere(dataset, column, where, timeZone, options), customersWhere(dataset, column, null, timeZone, options)]);
  const count = { column, count: set.count, total: all.count };
  return ids ? { ...count, ids: await customerIds(dataset, set, signal, limit) } : count;
}
