import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { companyArrow } from '../fixtures/company-arrow.js';

const bin = fileURLToPath(new URL('../../packages/clientele/bin/clientele.js', import.meta.url));

function clientele(args: readonly string[], input?: Uint8Array): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { input, encoding: 'utf8', maxBuffer: 1 << 26 });
  return { status, out: stdout, err: stderr };
}

describe('the built command', () => {
  it('says its version', () => {
    const { version } = JSON.parse(readFileSync(fileURLToPath(new URL('../../packages/clientele/package.json', import.meta.url)), 'utf8')) as { version: string };
    expect(clientele(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });

  it('answers a metric over standard input as JSON with result and diagnostics', () => {
    const { status, out, err } = clientele(['pyramid', '-', '--value', 'amount', '--format', 'json'], companyArrow('orders'));
    expect([status, err]).toEqual([0, '']);
    const answer = JSON.parse(out) as { result: Record<string, unknown>[]; diagnostics: Record<string, unknown> };
    expect(answer.result.map((row) => row['tier'])).toEqual(['top', 'big', 'medium', 'small']);
    expect(answer.result.reduce((sum, row) => sum + Number(row['customers']), 0)).toBe(400);
    expect(answer.diagnostics).toHaveProperty('rowsIn');
  });

  it('says nothing on standard output and one line on standard error where data end early, with status 1', () => {
    const orders = companyArrow('orders');
    const { status, out, err } = clientele(['pyramid', '-', '--value', 'amount'], orders.subarray(0, orders.length >> 1));
    expect([status, out]).toEqual([1, '']);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('answers bad usage with status 2', () => {
    expect(clientele(['retenton', 'orders.arrow'])).toMatchObject({ status: 2, out: '' });
    expect(clientele(['retention', 'orders.arrow', '--perod', 'month']).err).toMatch(/--period/);
  });
});
