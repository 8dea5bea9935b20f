import type { CustomerCountOptions, ColumnOptions, MetricRequest, Predicate, Progress, Snapshot } from '@clientele/metrics';

/** What goes along with a question: the other data that its filter may name, by their numbers at the worker. */
interface Question {
  readonly sources: Readonly<Record<string, number>>;
}

type Plain<Options> = Omit<Options, 'signal' | 'breathe' | 'sources'>;

/** A metric's request. */
export interface EvaluationQuestion extends Question {
  readonly request: MetricRequest;
  readonly snapshots: boolean;
}

/** A part of an evaluation's answer: a result, or how far reading has come. */
export type EvaluationPart = { readonly snapshot: Snapshot } | { readonly progress: Progress };

/** How many customers a filter leaves. */
export interface CustomersQuestion extends Question {
  readonly where: Predicate | null;
  readonly options: Plain<CustomerCountOptions>;
}

/** What stands in a column. */
export interface ColumnQuestion extends Question {
  readonly name: string;
  readonly options: Plain<ColumnOptions>;
}
