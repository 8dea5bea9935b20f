// First: what follows touches the page when it is loaded.
import { inOwnWorker } from './worker-scope.js';
import { serveData } from '@clientele/sources/worker';

export * from '../index.js';

if (inOwnWorker) serveData(globalThis as unknown as Parameters<typeof serveData>[0]);
