import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type Bytes, bytesOf, httpBytes, type RandomAccess } from '@clientele/sources';
import { FileError } from './failure.js';

/** Returns the bytes of *path*: a file, an http(s) address, or *stdin* for `-`. Throws FileError for a file that can't be opened. */
export async function openFile(path: string, stdin: AsyncIterable<Uint8Array>): Promise<Bytes> {
  if (path === '-') return { ...bytesOf(stdin), name: null };
  if (/^https?:\/\//i.test(path)) return httpBytes(path);
  const facts = await stat(path).catch((error: unknown) => { throw fileError(path, error); });
  if (facts.isDirectory()) throw new FileError(`${path}: is a folder; expected a file`);
  // A pipe or device gives its bytes once.
  if (!facts.isFile()) return { ...bytesOf(chunksOf(path)), name: path };
  return {
    once: false,
    remote: false,
    name: path,
    open: () => Promise.resolve({ chunks: chunksOf(path), totalBytes: facts.size, contentType: null }),
    randomAccess: () => Promise.resolve(partsOf(path, facts.size)),
  };
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw fileError(path, error);
  } finally {
    stream.destroy();
  }
}

function partsOf(path: string, byteLength: number): RandomAccess {
  return {
    byteLength,
    async slice(start, end) {
      const handle = await open(path).catch((error: unknown) => { throw fileError(path, error); });
      try {
        const bytes = new Uint8Array(end - start);
        let filled = 0;
        while (filled < bytes.byteLength) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.byteLength - filled, start + filled);
          if (bytesRead === 0) throw new FileError(`${path}: has fewer bytes than a moment ago; expected a file that nobody writes to`);
          filled += bytesRead;
        }
        return bytes;
      } finally {
        await handle.close();
      }
    },
  };
}

function fileError(path: string, error: unknown): FileError {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const problem = code === 'ENOENT' ? 'there is no such file'
    : code === 'EACCES' || code === 'EPERM' ? 'may not be read'
      : error instanceof Error ? error.message : String(error);
  return new FileError(`${path}: ${problem}`, { cause: error });
}
