import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeData } from '../../demo/generate.js';

const files = ['customers.arrow', 'events.arrow', 'orders.arrow', 'surveys.arrow'];
let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'clientele-data-'));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('writeData', () => {
  it('writes four files that Arrow reads, then nothing as long as they are current', () => {
    expect(writeData({ directory, seed: 3, customers: 50 })).toHaveLength(4);
    expect(readdirSync(directory).sort()).toEqual(files);
    expect(tableFromIPC(readFileSync(join(directory, 'customers.arrow'))).numRows).toBe(50);
    expect(writeData({ directory, seed: 3, customers: 50 })).toEqual([]);
  });

  it('writes them anew for another seed or size, when forced, and when one is missing or no Arrow', () => {
    expect(writeData({ directory, seed: 4, customers: 50 })).toHaveLength(4);
    expect(writeData({ directory, seed: 4, customers: 60 })).toHaveLength(4);
    expect(writeData({ directory, seed: 4, customers: 60, force: true })).toHaveLength(4);
    rmSync(join(directory, 'surveys.arrow'));
    expect(writeData({ directory, seed: 4, customers: 60 })).toHaveLength(4);
    writeFileSync(join(directory, 'events.arrow'), '<!doctype html>');
    expect(writeData({ directory, seed: 4, customers: 60 })).toHaveLength(4);
    truncateSync(join(directory, 'orders.arrow'), 100);
    expect(writeData({ directory, seed: 4, customers: 60 })).toHaveLength(4);
    expect(statSync(join(directory, 'orders.arrow')).size).toBeGreaterThan(100);
  });
});
