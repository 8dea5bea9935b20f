import type { ChartElement } from '@clientele/charts';

const LOOK_AGAIN_MS = 50;

/**
 * Resolves when none of *charts* waits for rows any more (each shows its whole answer, what came before rows broke off, or an
 * error, or has left the page) and the customers of *coordinator*'s view are counted.
 */
export async function settled(charts: readonly ChartElement[], coordinator: { readonly whenCounted: Promise<void> }): Promise<void> {
  let counted: Promise<void>;
  do {
    counted = coordinator.whenCounted;
    await Promise.all([counted, ...charts.map(answered)]);
  } while (counted !== coordinator.whenCounted || charts.some(isBusy));
}

async function answered(chart: ChartElement): Promise<void> {
  // What was chosen a moment ago is asked with the next update.
  await chart.updateComplete;
  while (isBusy(chart)) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  await chart.updateComplete;
}

function isBusy({ error, isConnected, state }: ChartElement): boolean {
  return isConnected && (state === 'loading' || (state === 'partial' && error === null));
}
