import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundleSizes } from './bundle-sizes.js';

const budgets = JSON.parse(readFileSync(new URL('budgets.json', import.meta.url), 'utf8')) as Record<string, number>;

describe('what a page loads', () => {
  it('stays within its budget; `node test/architecture/bundle-sizes.js --update` sets a new one', async () => {
    const sizes = await bundleSizes();
    const over = Object.entries(sizes)
      .filter(([name, bytes]) => bytes > (budgets[name] ?? 0))
      .map(([name, bytes]) => `${name}: ${bytes} bytes gzip; at most ${budgets[name] ?? 0}`);
    expect(over).toEqual([]);
  }, 120_000);
});
