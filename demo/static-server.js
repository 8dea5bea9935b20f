/** A static file server in plain node:http, for the demo and its tests. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.arrow': 'application/vnd.apache.arrow.file',
  '.arrows': 'application/vnd.apache.arrow.stream',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.parquet': 'application/vnd.apache.parquet',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Returns a server that answers GET and HEAD with the files of *folder*, and a path in *files* with that file. A folder
 * answers with its index.html. Nothing outside is ever read, and browsers ask again each time (`no-cache`).
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} [files]
 */
export function createStaticServer(folder, files = {}) {
  return createServer((request, response) => {
    answer(folder, files, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

/**
 * Starts *server* on *port*, or on the next free one of the following twenty, and returns the port it got.
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<number>}
 */
export async function listen(server, port) {
  for (let candidate = port; ; candidate++) {
    try {
      return await listenOn(server, candidate);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || candidate >= port + 20) throw error;
    }
  }
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<number>}
 */
function listenOn(server, port) {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, () => {
      server.off('error', fail);
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} files
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(folder, files, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const path = pathOf(request.url ?? '/');
  const file = path === null ? null : await fileOf(files[path] ?? inside(folder, path));
  if (file === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  response.writeHead(200, {
    'Content-Type': types[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.bytes,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  });
  if (request.method === 'HEAD') response.end();
  // A browser that goes away in the middle is no error; `pipe` alone would leave the file open.
  else await pipeline(createReadStream(file.path), response).catch(() => {});
}

/**
 * Returns the decoded path of a request, or null when it isn't one.
 * @param {string} url
 */
function pathOf(url) {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    return path.includes('\0') ? null : path;
  } catch {
    return null;
  }
}

/**
 * Returns the file that *path* names in *folder*, or null when it lies outside: `%2e%2e` and `\` decode to ways out.
 * @param {string} folder
 * @param {string} path
 */
function inside(folder, path) {
  const base = resolve(folder);
  const file = resolve(base, `.${sep}${path.replaceAll('\\', '/')}`);
  return file === base || file.startsWith(base + sep) ? file : null;
}

/**
 * @param {string | null} path
 * @returns {Promise<{ path: string, bytes: number } | null>}
 */
async function fileOf(path) {
  if (path === null) return null;
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return fileOf(join(path, 'index.html'));
  return found.isFile() ? { path, bytes: found.size } : null;
}
