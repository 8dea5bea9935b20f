export type { Channel } from './peer.js';
export { createWorker } from './create-worker.js';
export { DataThread } from './data-thread.js';
export { serveData } from './serve-data.js';
export type { NoWorker, Started } from './start-worker.js';
export { startWorker, WORKER_NAME } from './start-worker.js';
