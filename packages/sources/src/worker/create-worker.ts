/**
 * Returns a new worker from the file beside this one. Throws where the page may not have it. Written in these words because
 * bundlers look for them.
 */
export function createWorker(): Worker {
  return new Worker(new URL('./data-worker.ts', import.meta.url), { type: 'module', name: 'clientele' });
}
