import { ClienteleError, type Clause, type CustomerCount, type Mark, type MetricRequest, OptionError, type Predicate, type Result } from '@clientele/metrics';
import type { CustomersOptions, DataHandle } from './engine.js';
import { sameMark } from './interactors/same-mark.js';
import type { Scene } from './scene.js';

/** Returns what choosing *marks* in the chart *source* means: whose customers, and in which words *scene* has for them. */
export function clauseOf(source: string, { metric, options }: Result | MetricRequest, marks: readonly Mark[], scene: Scene | null): Clause {
  const column = options['customer'];
  const labels = marks.length === 0 ? [] : (scene?.marks ?? []).filter(({ mark }) => mark !== null && marks.some((chosen) => sameMark(chosen, mark))).map(({ title }) => title);
  return {
    source, metric, marks,
    predicate: marks.length === 0 || typeof column !== 'string' ? null : { op: 'customersIn', column, metric, options, marks },
    label: labels.join(', '),
  };
}

/** Returns how many customers *clause* means among those of *where*. Rejects without data, and where nobody is meant. */
export async function customersOf(
  who: string, handle: DataHandle | null, { marks, predicate }: Clause, where: Predicate | null, options: CustomersOptions,
): Promise<CustomerCount> {
  if (handle === null) throw new ClienteleError('state', `${who}: there are no data to find customers in; expected src, data or for`);
  if (predicate === null) throw new OptionError(`${who}: nobody is chosen, got ${marks.length} marks; expected marks of a chart that knows its customer column`);
  return handle.customers(where === null ? predicate : { op: 'and', terms: [where, predicate] }, options);
}
