/** The name by which a worker's script knows that it is to serve data. */
export const WORKER_NAME = 'clientele';

/** Why there is no worker, as a page can read it. */
export type NoWorker =
  /** The platform has none (Node, a page without `Worker`). */
  | 'no-worker'
  /** The page wants none: `<meta name="clientele-worker" content="off">`. */
  | 'off'
  /** The constructor threw: another origin, or Trusted Types. */
  | 'refused'
  /** The script could not be loaded or run: a Content-Security-Policy, a missing file, an error in it. */
  | 'failed'
  /** The script was not ready in time. */
  | 'late';

/** A worker that is ready, or why there is none. */
export type Started = { readonly worker: Worker } | { readonly why: NoWorker; readonly cause?: unknown };

/**
 * Returns the worker that *create* makes once it says that it is ready. Takes no longer than *timeoutMs* and never throws:
 * where a worker is not allowed, says why.
 */
export function startWorker(create: () => Worker, timeoutMs: number): Promise<Started> {
  return new Promise((resolve) => {
    if (typeof Worker === 'undefined') return resolve({ why: 'no-worker' });
    if (isOff()) return resolve({ why: 'off' });
    if (isForbidden()) return resolve({ why: 'refused' });
    let worker: Worker;
    try {
      worker = create();
    } catch (cause) {
      return resolve({ why: 'refused', cause });
    }
    const settle = (started: Started): void => {
      clearTimeout(timer);
      worker.removeEventListener('message', hear);
      worker.removeEventListener('error', fail);
      if (!('worker' in started)) worker.terminate();
      resolve(started);
    };
    const hear = ({ data }: MessageEvent): void => {
      if ((data as { readonly ready?: unknown } | null)?.ready === true) settle({ worker });
    };
    const fail = (event: Event): void => {
      // The page goes on without it: that is no error of the page's.
      event.preventDefault();
      settle({ why: 'failed', cause: event });
    };
    const timer = setTimeout(() => settle({ why: 'late' }), timeoutMs);
    worker.addEventListener('message', hear);
    worker.addEventListener('error', fail);
  });
}

function isOff(): boolean {
  return typeof document !== 'undefined' && document.querySelector('meta[name="clientele-worker"][content="off"]') !== null;
}

/** A policy in the page's own markup can be read, and need not be tried. */
function isForbidden(): boolean {
  if (typeof document === 'undefined') return false;
  const policies = [...document.querySelectorAll<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy" i]')].map(({ content }) => content);
  return policies.some((policy) => /require-trusted-types-for\s+'script'/.test(policy) && !/trusted-types[^;]*\sclientele\b/.test(policy));
}
