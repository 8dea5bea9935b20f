import { waitUntil as waitBriefly } from '@open-wc/testing';

/**
 * Resolves when *condition* holds, rejects with *message* after 20 seconds: a machine that is busy with other things is no
 * fault of a chart.
 */
export function waitUntil(condition: () => unknown, message?: string): Promise<void> {
  return waitBriefly(() => condition(), message, { timeout: 20_000, interval: 10 });
}
