import './dashboard.js';
import './customer-pyramid.js';
import './lifecycle-funnel.js';
import './retention-cohort.js';
import './satisfaction-score.js';
import './source.js';

export * from '@clientele/charts';
export * from '@clientele/dashboard';
export * from '@clientele/metrics';
export { fromArrow, tableToIpc, toArrow } from '@clientele/metrics/arrow';
export { sourceOf, type SourceInput } from '@clientele/sources';
export { pageEngine } from './page-engine.js';
export type { WorkerEngine, WorkerEngineOptions } from './worker-engine.js';
export { createWorkerEngine, workerEngine } from './worker-engine.js';
