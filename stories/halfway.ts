import type { Engine } from '@clientele/charts';
import { pageEngine } from 'clientele';
import { handleWith } from '../test/fixtures/handle-with.js';

/** Counts what there is and then waits for ever, as a slow server makes a chart do. */
export const halfway: Engine = {
  ...pageEngine,
  open(input, options) {
    const opened = pageEngine.open(input, options);
    return handleWith(opened, {
      async *evaluate(request, asked) {
        for await (const snapshot of opened.evaluate(request, { ...asked, snapshots: false })) yield { ...snapshot, complete: false };
        await new Promise<never>(() => undefined);
      },
    });
  },
};
