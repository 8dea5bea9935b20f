import type { RecordBatch } from 'apache-arrow';
import { columnSummary, customerCount, Dataset, evaluate, type Progress, type Source, type Sources, StateError } from '@clientele/metrics';
import { tableOfBatches } from '@clientele/metrics/arrow';
import { http } from '../http.js';
import { sniffed } from '../sniffed.js';
import { bytesOf } from '../bytes.js';
import { breathe } from './breathe.js';
import { bytesOfPage } from './page-bytes.js';
import { tableOfPage } from './page-table.js';
import { type CallContext, type Channel, Peer } from './peer.js';
import type { PostedInput } from './posted-input.js';
import type { ColumnQuestion, CustomersQuestion, EvaluationPart, EvaluationQuestion } from './questions.js';

const PROGRESS_MS = 100;

/** Reads and counts for the page at the other end of *channel*, and says there that it is ready. */
export function serveData(channel: Channel): void {
  const inputs = new Map<number, PostedInput>();
  const datasets = new Map<number, Dataset>();
  const datasetOf = (data: number): Dataset => {
    const known = datasets.get(data);
    if (known !== undefined) return known;
    const input = inputs.get(data);
    if (input === undefined) throw new StateError('worker: these data were closed; expected data that are open', { reason: 'closed' });
    const dataset = new Dataset(sourceIn(peer, data, input), { breathe });
    datasets.set(data, dataset);
    return dataset;
  };
  const sourcesOf = (numbers: Readonly<Record<string, number>>): Sources => (
    Object.fromEntries(Object.entries(numbers).map(([name, data]) => [name, datasetOf(data)])));
  const peer = new Peer(channel, {
    open: ([data, input]: readonly [number, PostedInput]) => void inputs.set(data, input),
    forget(data: number) {
      inputs.delete(data);
      datasets.delete(data);
    },
    schema: ([data]: readonly [number], { signal }: CallContext) => datasetOf(data).schema(signal),
    evaluate: ([data, question]: readonly [number, EvaluationQuestion], context: CallContext) => (
      evaluateFor(context, datasetOf(data), question, sourcesOf(question.sources))),
    customers: ([data, { where, options, sources }]: readonly [number, CustomersQuestion], { signal }: CallContext) => (
      customerCount(datasetOf(data), where, { ...options, signal, breathe, sources: sourcesOf(sources) })),
    column: ([data, { name, options, sources }]: readonly [number, ColumnQuestion], { signal }: CallContext) => (
      columnSummary(datasetOf(data), name, { ...options, signal, breathe, sources: sourcesOf(sources) })),
    append: ([data, added]: readonly [number, number], { signal }: CallContext) => datasetOf(data).append(datasetOf(added).source, signal),
    async table([data]: readonly [number], { signal }: CallContext) {
      const batches: RecordBatch[] = [];
      for await (const batch of datasetOf(data).source.scan({ signal })) batches.push(batch);
      return tableOfBatches(batches);
    },
  });
  channel.postMessage({ ready: true }, []);
}

/** Between snapshots the page hears how far reading has come. */
async function evaluateFor(context: CallContext, dataset: Dataset, { request, snapshots }: EvaluationQuestion, sources: Sources): Promise<void> {
  const { signal } = context;
  const send = (answer: EvaluationPart): void => context.part(answer);
  let told: Progress | null = null;
  const tell = (): void => {
    const { progress } = dataset;
    if (progress !== told) send({ progress });
    told = progress;
  };
  const ticking = setInterval(tell, PROGRESS_MS);
  try {
    for await (const snapshot of evaluate(dataset, request, { signal, snapshots, breathe, sources })) send({ snapshot });
  } finally {
    clearInterval(ticking);
    if (!dataset.complete) tell();
  }
}

function sourceIn(page: Peer, data: number, input: PostedInput): Source {
  switch (input.kind) {
    case 'address': {
      const { hasToken, ...options } = input.options;
      return http(input.url, hasToken ? { ...options, token: () => page.call<string>('token', data) } : options);
    }
    case 'blob': return sniffed(bytesOf(input.blob));
    case 'bytes': return sniffed(bytesOfPage(page, data, input.bytes));
    case 'table': return tableOfPage(page, data, input.table);
  }
}
