import { spawn } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { main } from 'clientele/cli';
import { fileOf } from './run-command.js';

const bin = fileURLToPath(new URL('../../packages/clientele/bin/clientele.js', import.meta.url));

describe('the process around the command', () => {
  it('reads standard input that is a file', async () => {
    const path = await fileOf('orders.csv', 'customer,amount\na,1\nb,2\n');
    const out: string[] = [];
    const io = { write: (text: string | Uint8Array) => Promise.resolve(void out.push(String(text))) };
    // What `< orders.csv` makes of process.stdin.
    const status = await main(['pyramid', '-', '--format', 'csv'], { stdin: createReadStream(path), stdout: io, stderr: io });
    expect({ status, rows: out.join('').split('\r\n').length }).toEqual({ status: 0, rows: 6 });
  });

  it('says what to do where it was not built', async () => {
    const copy = await fileOf('clientele.mjs', readFileSync(bin));
    const child = spawn(process.execPath, [copy, '--version']);
    const text: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => text.push(chunk.toString()));
    const status = await new Promise((done) => { child.on('close', done); });
    expect(status).toBe(1);
    expect(text.join('')).toMatch(/^clientele: the package is not built, [^\n]*npm run build[^\n]*\n$/);
  });
});
