import { WORKER_NAME } from '@clientele/sources/worker';

interface ScriptPolicy {
  createScriptURL(address: string): string;
}

/**
 * Returns a worker whose script is the one-file bundle itself (`clientele.ts`), so that nothing is shipped twice. From
 * another origin only a script of one's own may be a worker: one that imports the file. Throws where the page may not have it.
 */
export function createWorker(): Worker {
  const address = import.meta.url;
  const own = new URL(address).origin === location.origin;
  const script = own ? address : URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' }));
  const worker = new Worker(trusted(script), { type: 'module', name: WORKER_NAME });
  if (!own) {
    const release = (): void => URL.revokeObjectURL(script);
    worker.addEventListener('message', release, { once: true });
    worker.addEventListener('error', release, { once: true });
  }
  return worker;
}

/** A page that requires Trusted Types has to name the policy `clientele`. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } };
  return trustedTypes === undefined ? address : trustedTypes.createPolicy('clientele', { createScriptURL: (same) => same }).createScriptURL(address);
}
