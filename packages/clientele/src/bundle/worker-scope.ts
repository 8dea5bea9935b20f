import { WORKER_NAME } from '@clientele/sources/worker';

/** Whether this copy of the bundle is the script of the worker that another copy of it started. */
export const inOwnWorker: boolean = typeof document === 'undefined' && (globalThis as { name?: unknown }).name === WORKER_NAME;

// Lit and the elements touch these when they are loaded. Nothing of them is ever used in the worker.
if (inOwnWorker) {
  const nothing = (): null => null;
  Object.assign(globalThis, {
    document: { createComment: nothing, createTreeWalker: nothing, querySelector: nothing, querySelectorAll: () => [] },
    HTMLElement: class {},
    CSSStyleSheet: class {},
    customElements: { define: nothing, get: nothing },
  });
}
