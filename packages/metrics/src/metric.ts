import type { Frame, Input } from './arrow/frame.js';
import type { Bitmap } from './kernels/bitmap.js';
import type { KernelMemory } from './kernels/kernel-memory.js';
import type { Mark, Predicate } from './predicate/predicate.js';
import type { Part, SqlRow } from './sql/answer.js';
import type { Relation } from './sql/relation.js';
import type { Sql } from './sql/sql.js';
import type { Table } from './table.js';

/** What a column means to a metric. Options and attributes use the same words. */
export type Role =
  | 'customer' | 'time' | 'value' | 'order' | 'stage' | 'score' | 'segment' | 'weight'
  | 'start' | 'end' | 'duration' | 'event' | 'entry';

/** Names the columns by role, as the data calls them. */
export type Roles = { readonly [role in Role]?: string | undefined };

/** Which roles a metric reads. */
export type RoleUse = { readonly [role in Role]?: 'required' | 'optional' };

/** Lends memories of the kernels in WebAssembly, all zero, each for one piece of work. */
export type Kernels = () => KernelMemory;

/** A set of customers as codes of the source's key index: bit *i* is set when the customer with code *i* is in it. */
export interface CustomerSet {
  /** The column whose key index the codes belong to. */
  readonly column: string;
  readonly bits: Bitmap;
  readonly count: number;
}

/** What happened to the rows, gathered by a fold. Counts add up: `rowsIn = rowsUsed + sum(dropped)`. */
export interface RowCounts {
  readonly rowsIn: number;
  readonly rowsUsed: number;
  /** Rows left out by reason: `customer_missing`, `time_missing`, `after_as_of`, `score_out_of_scale`, ... */
  readonly dropped: Readonly<Record<string, number>>;
}

/**
 * Counts and sums by which a fold and a database say the same thing: named tables with nothing statistical in them.
 * The main table has the metric's name.
 */
export interface Summary {
  readonly tables: Readonly<Record<string, Table>>;
  readonly rows: RowCounts;
}

/** A remark that belongs to a result: a stable code, an English sentence, and its numbers. */
export interface Note {
  readonly code: string;
  readonly message: string;
  readonly params?: Readonly<Record<string, string | number | boolean | null>>;
}

/** How a result came about. */
export interface Diagnostics extends RowCounts {
  /** Exact duplicate rows over the columns read (C19), or null where they were not counted. */
  readonly duplicates: number | null;
  /** First and last local date that holds data (ISO, inclusive), the cut-off, and the periods that are not over. */
  readonly window: {
    readonly start: string | null;
    readonly end: string | null;
    readonly asOf: string | null;
    readonly partial: readonly string[];
  };
  readonly timeZone: string;
  readonly currency: string | null;
  /** Columns that nobody named and that were found by name and type. */
  readonly inferred: Roles;
  readonly notes: readonly Note[];
}

/** The answer to a request. */
export interface Result {
  readonly metric: string;
  /** The options as understood: defaults filled in, columns named. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The main table, with the columns that the definition documents. */
  readonly table: Table;
  /** Single numbers beside the table (Gini, the 80/20 point, the total), by name. */
  readonly scalars: Readonly<Record<string, number | string | boolean | null>>;
  /** Further tables (Lorenz points, the pooled curve), by name. */
  readonly tables: Readonly<Record<string, Table>>;
  readonly diagnostics: Diagnostics;
}

/** What `estimate` returns: a result before the evaluator adds what only it knows (duplicates, inference). */
export type Estimate = Omit<Result, 'metric' | 'options'>;

/**
 * Turns rows into a summary, batch by batch. Laws (test/contracts/fold-laws.ts): rows may be split into batches in any
 * way and come in any order; `merge` is associative and commutative with `init()` as identity; `finish` is pure.
 * A frame whose ordinal the state has already seen is ignored, and `merge` of states that saw the same frame throws
 * StateError, so a batch is never counted twice.
 *
 * State is structured-cloneable (typed arrays and plain objects) and may be merged only with states over the same Input.
 */
export interface Fold<State> {
  init(): State;
  /** Adds the rows of *frame* whose bit is set in *mask* (all, when null). Never throws on data. */
  update(state: State, frame: Frame, mask: Bitmap | null): void;
  merge(into: State, from: State): void;
  finish(state: State): Summary;
  /** The customers behind *mark*. Throws OptionError for a mark that the metric doesn't have. */
  members?(state: State, mark: Mark): CustomerSet;
}

/**
 * A faster way to a fold's summary, for questions and rows that suit it: its state is nobody else's, can't be merged, and knows
 * no members. Held to the same tests as the fold.
 */
export interface QuickFold {
  /** Adds the rows of a frame whose bit is set in *mask* (all, when null). Returns false where they don't suit it; it is of no use then. */
  add(frame: Frame, mask: Bitmap | null): boolean;
  /** Where rows may come in any order: what has to be done once all are there, before `finish`. False where the rows don't suit it after all. */
  settle?(breathe: () => Promise<void>): Promise<boolean>;
  /** The same as that of a fold over the same rows. Pure. */
  finish(): Summary;
}

/** In which order rows come to a quick fold: in that of time, or in any, where none is told before all rows are there. */
export type RowOrder = 'time' | 'any';

/** A metric: one definition with two producers (fold here, query in a database) and one estimate. */
export interface Metric<Options extends object = Record<string, unknown>> {
  readonly name: string;
  readonly roles: RoleUse;
  /** Returns *options* with every default filled in. Throws OptionError on an unknown name or a bad value. */
  resolve(options: Options): Options;
  /** Binds columns, checks their types, and returns the fold. Throws SchemaError, OptionError. */
  fold(options: Options, input: Input): Fold<unknown>;
  /** Returns a faster way for data that are not small, with *kernels* where there are any, or null where *options* don't suit it. Throws as `fold` does. */
  quick?(options: Options, input: Input, kernels: Kernels | null, order: RowOrder): QuickFold | null;
  /** The only place with statistics. Pure. */
  estimate(summary: Summary, options: Options): Estimate;
  /** Returns whether *estimate* tells how many customers stand behind *mark*. Asked before they are named where `minCell` is on. */
  tells(mark: Mark, estimate: Estimate, options: Options): boolean;
}

/** A request as plain data. */
export interface MetricRequest {
  readonly metric: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly where?: Predicate | null | undefined;
}

/** The question that makes a database answer with the counts and sums of a metric. */
export interface SummaryQuery {
  readonly statement: Sql;
  /** What the rows of the answer are made of. */
  readonly parts: readonly Part[];
  /** Returns the summary that the rows of the answer say. Throws StateError for rows of another query. */
  summary(answer: readonly SqlRow[]): Summary;
}

/** Steps of a funnel that were found in the data, as nobody named any. */
export interface FoundSteps {
  /** The stages of the customer `lifecycle` that occur, or those `found`, in the order in which customers first reach them. */
  readonly origin: 'lifecycle' | 'found';
  readonly names: readonly string[];
  /** How many stages of the data are no step. */
  readonly leftOut: number;
}

/** The question for the steps that are in the data. */
export interface StepsQuery {
  readonly statement: Sql;
  readonly parts: readonly Part[];
  /** Returns the steps that the rows of the answer say. */
  steps(answer: readonly SqlRow[]): FoundSteps;
}

/**
 * A metric in SQL: the second producer beside its fold. It stands apart from `Metric`, so that a page that never asks a
 * database loads none of it. Both bind columns and check options as `Metric.fold` does, and throw the same errors;
 * OptionError too for an option that has no SQL.
 */
export interface MetricQueries<Options extends object = Record<string, unknown>> {
  /** Returns the query whose answer is the summary of the fold over the same rows: counts exactly, sums to the last digits. */
  summary(options: Options, relation: Relation, found?: FoundSteps | null): SummaryQuery;
  /** Returns a query of one column `customer`: who stands behind *mark*, each once. */
  members(options: Options, mark: Mark, relation: Relation, found?: FoundSteps | null): Sql;
  /** Returns the query whose answer the others need as *found*; null where the options leave nothing to find. */
  steps?(options: Options, relation: Relation): StepsQuery | null;
}
