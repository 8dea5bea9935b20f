import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaticServer, listen } from '../../demo/static-server.js';

describe('the static server of the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'static-server-'));
  let server: Server;
  let port = 0;

  beforeAll(async () => {
    mkdirSync(join(folder, 'public/data'), { recursive: true });
    writeFileSync(join(folder, 'public/index.html'), '<p>home');
    writeFileSync(join(folder, 'public/data/a b.arrow'), 'ARROW1');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'kit.js'), 'export {};');
    server = createStaticServer(join(folder, 'public'), { '/clientele.js': join(folder, 'kit.js') });
    port = await listen(server, 0);
  });

  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('answers a folder with its index page, never from a cache unasked', async () => {
    const response = await fetch(`http://localhost:${port}/?chart=1`);
    expect(await response.text()).toBe('<p>home');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('names the type of scripts, without which a browser refuses a module, and of Arrow files', async () => {
    const script = await fetch(`http://localhost:${port}/clientele.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const data = await fetch(`http://localhost:${port}/data/a%20b.arrow`);
    expect(data.headers.get('content-type')).toBe('application/vnd.apache.arrow.file');
    expect(data.headers.get('content-length')).toBe('6');
  });

  it('answers 404 for what is not there, and 405 for a method that would change something', async () => {
    expect((await fetch(`http://localhost:${port}/none`)).status).toBe(404);
    expect((await fetch(`http://localhost:${port}/`, { method: 'DELETE' })).status).toBe(405);
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/data/..%5c..%5c..%5csecret.txt', '//../secret.txt', '/%00', '/%'])(
    'reads nothing outside of its folder: %s',
    async (path) => {
      expect(await rawGet(port, path)).toMatch(/^HTTP\/1\.1 404 /);
    },
  );

  it('takes the next port when the wanted one is taken', async () => {
    const second = createStaticServer(folder);
    expect(await listen(second, port)).toBeGreaterThan(port);
    second.close();
  });
});

/** Sends a path as written: fetch would resolve the dots. */
function rawGet(port: number, path: string): Promise<string> {
  return new Promise((done, fail) => {
    let answer = '';
    const socket = connect(port, 'localhost', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`));
    socket.on('data', (bytes) => { answer += bytes.toString(); });
    socket.on('end', () => done(answer));
    socket.on('error', fail);
  });
}
