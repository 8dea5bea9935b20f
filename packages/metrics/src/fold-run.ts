import type { Frame, Input } from './arrow/frame.js';
import type { Dataset } from './dataset.js';
import type { ReadingOptions } from './paced.js';
import { metricNamed } from './definitions/index.js';
import { expectTold } from './definitions/told-marks.js';
import type { Bitmap } from './kernels/bitmap.js';
import type { CustomerSet, Fold, Metric, Result, Role, Roles, Summary } from './metric.js';
import type { Mark } from './predicate/predicate.js';
import { inferRoles } from './roles.js';
import type { ComparedColumn } from './repeated-rows.js';
import type { Schema } from './schema.js';
import type { Reading } from './shared-scan.js';

/** A request whose metric is known, whose defaults are filled in and whose columns are named. */
export interface BoundRequest {
  readonly metric: Metric;
  readonly options: Readonly<Record<string, unknown>>;
  readonly inferred: Roles;
}

/** A column that would split or reweigh the answer is used when it is named, and never because it happens to be there. */
const NEVER_UNASKED: readonly Role[] = ['segment', 'weight', 'entry'];

/** The roles whose columns are read as keys. */
const KEY_ROLES: readonly Role[] = ['customer', 'order', 'stage', 'segment'];

/** Returns *options* of the metric called *name*, bound to the columns of *dataset*. Throws OptionError and SchemaError. */
export async function bindRequest(
  dataset: Dataset,
  name: string,
  options: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<BoundRequest> {
  // Options are refused before anything is read.
  metricNamed(name).resolve(options);
  return bindToSchema(await dataset.schema(signal), name, options);
}

/** Returns *options* of the metric called *name*, bound to the columns of *schema*. Throws OptionError and SchemaError. */
export function bindToSchema(schema: Schema, name: string, options: Readonly<Record<string, unknown>>): BoundRequest {
  const metric = metricNamed(name);
  const resolved = metric.resolve(options);
  const given: { [role in Role]?: string } = {};
  const wanted: { [role in Role]?: 'required' | 'optional' } = {};
  for (const [role, need] of Object.entries(metric.roles) as [Role, 'required' | 'optional'][]) {
    const column = resolved[role] ?? null;
    if (column !== null) given[role] = String(column);
    if (column !== null || !NEVER_UNASKED.includes(role)) wanted[role] = need;
  }
  const { roles, inferred } = inferRoles(schema, wanted, given, metric.name);
  return { metric, options: { ...resolved, ...roles }, inferred };
}

/**
 * Returns how many of all rows of *reading*, whatever the filter, repeat another over the columns that *request* reads; null where
 * nobody can tell: answers of unknown respondents are alike by nature.
 */
export async function repeatsOf({ metric, options }: BoundRequest, reading: Reading, how: ReadingOptions): Promise<number | null> {
  if (typeof options['customer'] !== 'string') return null;
  const columns = (Object.keys(metric.roles) as Role[]).flatMap((role): ComparedColumn[] => {
    const name = options[role];
    return typeof name === 'string' ? [{ name, isKey: KEY_ROLES.includes(role) }] : [];
  });
  return reading.repeats(columns, how);
}

/** Returns the result that *summary* means as an answer to *request*, with the number of *duplicates* once it is known. */
export function resultOf({ metric, options, inferred }: BoundRequest, summary: Summary, duplicates: number | null): Result {
  const estimate = metric.estimate(summary, options);
  return { metric: metric.name, options, ...estimate, diagnostics: { ...estimate.diagnostics, duplicates, inferred } };
}

/** One fold on its way through the frames of a reading. */
export class FoldRun {
  private readonly request: BoundRequest;
  private readonly reading: Reading;
  private readonly fold: Fold<unknown>;
  /** What was counted so far, structured-cloneable. */
  readonly state: unknown;

  constructor(request: BoundRequest, reading: Reading) {
    this.request = request;
    this.reading = reading;
    this.fold = request.metric.fold(request.options, reading.input);
    this.state = this.fold.init();
  }

  get input(): Input {
    return this.reading.input;
  }

  /** Adds the rows of *frame* whose bit is set in *mask* (all, when null). */
  add(frame: Frame, mask: Bitmap | null): void {
    this.fold.update(this.state, frame, mask);
  }

  /** Gives the keys of *frame* their codes, as counting its rows would. */
  readKeys(frame: Frame): void {
    for (const role of KEY_ROLES) {
      const column = this.request.options[role];
      if (this.request.metric.roles[role] !== undefined && typeof column === 'string') frame.keys(column);
    }
  }

  /** Adds what a run over other frames of the same data counted. Throws StateError where both counted a frame. */
  merge(state: unknown): void {
    this.fold.merge(this.state, state);
  }

  /** Returns the result over the rows added so far, with the number of *duplicates* once it is known. */
  result(duplicates: number | null): Result {
    return resultOf(this.request, this.fold.finish(this.state), duplicates);
  }

  /** Returns the customers behind *mark*, or null where the metric doesn't know its customers. Throws OptionError where `minCell` withholds them. */
  members(mark: Mark): CustomerSet | null {
    const { metric, options } = this.request;
    const customers = this.fold.members?.(this.state, mark) ?? null;
    if (customers !== null) expectTold(metric, options, mark, () => metric.estimate(this.fold.finish(this.state), options));
    return customers;
  }
}
