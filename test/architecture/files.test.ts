import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, root } from './source-files.js';

const longestFile = 400;
const files = ['packages', 'demo', 'stories', 'test'].flatMap(filesBelow).filter((path) => /\.(ts|js|css)$/.test(path));

/** Words that say nothing about what is inside. */
const emptyWords = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'types', 'constants', 'manager']);

describe('files', () => {
  it(`have at most ${longestFile} lines, tables of words and tokens aside`, () => {
    const long = files
      .filter((path) => !/\/(locales|theme|fixtures|reference)\//.test(path))
      .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > longestFile)
      .map(({ path, lines }) => `${path}: ${lines} lines`);
    expect(long).toEqual([]);
  });

  it('have kebab-case names', () => {
    // A locale's file has the name of its language tag (zh-CN.ts).
    const odd = files.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(basename(path)) && !path.includes('/locales/'));
    expect(odd).toEqual([]);
  });

  it('have names that say what is inside', () => {
    const empty = files.filter((path) =>
      [basename(path).replace(/\..*$/, ''), ...dirname(path).split('/')].some((part) => part.split('-').some((word) => emptyWords.has(word))));
    expect(empty).toEqual([]);
  });
});
