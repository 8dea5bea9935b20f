/** Which package may import which (types included). */
export const packageRules: Readonly<Record<string, readonly string[]>> = {
  metrics: [],
  sources: ['metrics'],
  charts: ['metrics'],
  dashboard: ['charts', 'metrics'],
  clientele: ['charts', 'dashboard', 'sources', 'metrics'],
};

/** The files of metrics that hold contracts: types, and what every room says errors and tables with. */
const contracts = ['errors', 'metric', 'schema', 'source', 'table'];

/** The files of metrics that read a source once and answer requests from it. Nothing below them imports them. */
const evaluation = ['answers', 'column-summary', 'customer-count', 'dataset', 'evaluate', 'fold-part', 'fold-run', 'frames-of', 'kept', 'members', 'paced', 'quickest-run', 'repeated-rows', 'roles', 'shared-scan'];

/** Which room of metrics may import which (types included). A room is a folder or a file directly below src/. */
export const metricsRules: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  statistics: [],
  kernels: [],
  calendar: [],
  table: [],
  schema: [],
  arrow: ['errors', 'kernels', 'schema', 'source', 'table'],
  predicate: ['arrow', 'calendar', 'errors', 'kernels', 'schema'],
  source: ['predicate', 'schema'],
  sql: ['calendar', 'errors', 'predicate', 'schema'],
  metric: ['arrow', 'kernels', 'predicate', 'sql', 'table'],
  definitions: [...contracts, 'arrow', 'calendar', 'kernels', 'predicate', 'sql', 'statistics'],
  ...Object.fromEntries(evaluation.map((file) => [file, [...evaluation, ...contracts, 'arrow', 'definitions', 'kernels', 'predicate']])),
  query: ['definitions', 'errors', 'fold-run', 'metric', 'predicate', 'schema', 'sql'],
  index: ['*'],
};

/** The rooms of charts that every chart may use. Any other folder is a chart, which only index.ts and its own files import. */
export const sharedChartRooms: readonly string[] = [
  'scales', 'marks', 'guides', 'interactors', 'controllers', 'events', 'exports', 'locales', 'theme',
];

/** Where apache-arrow may be imported. A `type` entry allows `import type` alone. */
export const arrowImporters: readonly { readonly path: string; readonly only?: 'type' }[] = [
  { path: 'packages/metrics/src/arrow/' },
  { path: 'packages/metrics/src/source.ts', only: 'type' },
  { path: 'packages/metrics/src/shared-scan.ts', only: 'type' },
  { path: 'packages/sources/src/' },
];
