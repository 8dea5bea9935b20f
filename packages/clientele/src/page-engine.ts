import type { ArrowTableInput, AskOptions, DataHandle, DataInput, Engine, OpenOptions } from '@clientele/charts';
import { ClienteleError, Dataset, evaluate, type MetricRequest, type Progress, type Schema, type Snapshot, type Source, type Table } from '@clientele/metrics';
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

  async readTable(input: ArrowTableInput | Uint8Array | ArrayBuffer | Response): Promise<Table> {
    const batches = [];
    for await (const batch of sourceOf(input as SourceInput).scan()) batches.push(batch);
    return tableOfBatches(batches);
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

  get progress(): Progress {
    return this.dataset?.progress ?? { rows: 0, totalRows: null, bytes: 0, totalBytes: null };
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
