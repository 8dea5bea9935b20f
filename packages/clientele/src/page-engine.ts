import type { ArrowTableInput, AskOptions, DataHandle, DataInput, Engine, OpenOptions } from '@clientele/charts';
import { ClienteleError, Dataset, evaluate, type MetricRequest, metricNamed, type Result, type Schema, type Snapshot, type Source } from '@clientele/metrics';
import { tableOfBatches } from '@clientele/metrics/arrow';
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

  async readResult(metric: string, input: ArrowTableInput | Uint8Array | ArrayBuffer | Response): Promise<Result> {
    metricNamed(metric);
    const batches = [];
    for await (const batch of sourceOf(input as SourceInput).scan()) batches.push(batch);
    const table = tableOfBatches(batches);
    const window = { start: null, end: null, asOf: null, partial: [] };
    const diagnostics = { rowsIn: 0, rowsUsed: 0, dropped: {}, duplicates: null, window, timeZone: 'UTC', currency: null, inferred: {}, notes: [] };
    return { metric, options: {}, table, scalars: {}, tables: {}, diagnostics };
  },
};

class OpenData implements DataHandle {
  private readonly input: DataInput;
  private readonly options: OpenOptions;
  private dataset: Dataset | null = null;

  constructor(input: DataInput, options: OpenOptions) {
    this.input = input;
    this.options = options;
  }

  schema(signal?: AbortSignal): Promise<Schema> {
    return this.data().schema(signal);
  }

  async *evaluate(request: MetricRequest, { signal, snapshots }: AskOptions = {}): AsyncGenerator<Snapshot> {
    yield* evaluate(this.data(), request, { signal, snapshots, breathe });
  }

  private data(): Dataset {
    return (this.dataset ??= new Dataset(this.open()));
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
