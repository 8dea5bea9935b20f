import type { ArrowTableInput, AskOptions, ColumnQuestion, CustomersOptions, DataHandle, DataInput, Engine, OpenOptions } from '@clientele/charts';
import {
  ClienteleError, type ColumnSummary, columnSummary, type CustomerCount, customerCount, Dataset, evaluate, type MetricRequest, OptionError, type Predicate,
  type Progress, type Schema, type Snapshot, type Source, type Sources, type Table,
} from '@clientele/metrics';
import { tableOfBatches, tableToIpc } from '@clientele/metrics/arrow';
import { sourceOf, type SourceInput } from '@clientele/sources';
import { breathe } from './breathe.js';

/**
 * The engine that reads and counts on the page itself, in turns short enough that the page stays responsive. What was opened
 * once is read once and stays in memory for the next request.
 */
export const pageEngine: Engine = {
  open(input: DataInput, options: OpenOptions = {}): DataHandle {
    return new OpenData(input, options);
  },

  async readTable(input: ArrowTableInput | Uint8Array | ArrayBuffer | Response): Promise<Table> {
    const batches = [];
    for await (const batch of sourceOf(input as SourceInput).scan()) batches.push(batch);
    return tableOfBatches(batches);
  },

  writeTable: (table: Table): Uint8Array => tableToIpc(table),
};

class OpenData implements DataHandle {
  private readonly input: DataInput;
  private readonly options: OpenOptions;
  private dataset: Dataset | null = null;

  constructor(input: DataInput, options: OpenOptions) {
    this.input = input;
    this.options = options;
  }

  get progress(): Progress {
    return this.dataset?.progress ?? { rows: 0, totalRows: null, bytes: 0, totalBytes: null };
  }

  schema(signal?: AbortSignal): Promise<Schema> {
    return this.data().schema(signal);
  }

  get version(): number {
    return this.dataset?.version ?? 0;
  }

  async *evaluate(request: MetricRequest, { signal, snapshots, sources }: AskOptions = {}): AsyncGenerator<Snapshot> {
    yield* evaluate(this.data(), request, { signal, snapshots, breathe, sources: datasetsOf(sources) });
  }

  customers(where: Predicate | null, { sources, ...options }: CustomersOptions = {}): Promise<CustomerCount> {
    return customerCount(this.data(), where, { ...options, breathe, sources: datasetsOf(sources) });
  }

  column(name: string, { sources, ...options }: ColumnQuestion = {}): Promise<ColumnSummary> {
    return columnSummary(this.data(), name, { ...options, breathe, sources: datasetsOf(sources) });
  }

  append(input: DataInput, { signal, ...options }: OpenOptions & { readonly signal?: AbortSignal | undefined } = {}): Promise<number> {
    return this.data().append(sourceOf(input as SourceInput, options), signal);
  }

  close(): void {
    // Nobody could read again what came once or was appended.
    if (this.dataset?.source.once !== true && this.version === 0) this.dataset = null;
  }

  /** The dataset, opened on first use. */
  data(): Dataset {
    return (this.dataset ??= new Dataset(this.open(), { breathe }));
  }

  private open(): Source {
    try {
      return sourceOf(this.input as SourceInput, this.options);
    } catch (error) {
      if (error instanceof ClienteleError) throw error;
      throw new ClienteleError('option', `data: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

function datasetsOf(handles: AskOptions['sources']): Sources | undefined {
  if (handles === undefined) return undefined;
  return Object.fromEntries(Object.entries(handles).map(([name, handle]) => {
    if (handle instanceof OpenData) return [name, handle.data()];
    throw new OptionError(`sources: "${name}" was opened by another engine; expected data of one engine`);
  }));
}
