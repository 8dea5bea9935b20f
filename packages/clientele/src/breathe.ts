import { paced } from '@clientele/metrics';

/** Awaited between two pieces of work: gives the page a turn (input, painting, timers) when it has waited long enough. */
export const breathe: () => Promise<void> = paced(turn);

/**
 * `scheduler.yield` where there is one, so that work goes on ahead of others that wait; a message to ourselves elsewhere,
 * which no minimum delay holds up.
 */
function turn(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  if (scheduler?.yield !== undefined) return scheduler.yield();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
