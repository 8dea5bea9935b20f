import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { docsIn } from '../../stories/doc-comments.js';

const folder = new URL('../../packages/metrics/src/definitions/', import.meta.url);

describe('the page of what numbers mean', () => {
  it('has what every metric says of itself', () => {
    const index = readFileSync(new URL('index.ts', folder), 'utf8');
    const found = readdirSync(folder).flatMap((file) => docsIn(readFileSync(new URL(file, folder), 'utf8')));
    const names = found.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(5);
    for (const { name, text } of found) {
      expect(text.length, name).toBeGreaterThan(200);
      expect(text, name).not.toMatch(/^ \*|\/\*\*/m);
      expect(index, name).toContain(name);
    }
    for (const name of ['pyramid', 'retention', 'funnel', 'lifecycle', 'satisfaction']) expect(names).toContain(name);
  });
});
