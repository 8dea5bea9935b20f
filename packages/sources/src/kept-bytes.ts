import { type Bytes, inMemory } from './bytes.js';
import type { OpenBytes } from './open-bytes.js';

/**
 * Returns *bytes* that are fetched once and then stay in memory, for readers that pass over them twice. While the first
 * opening runs its pieces are passed on; once it is through, each further opening reads from memory. An opening that is
 * left early keeps nothing.
 */
export function kept(bytes: Bytes): Bytes {
  let memory: Bytes | null = null;
  return {
    once: bytes.once,
    remote: bytes.remote,
    name: bytes.name,
    async open(signal): Promise<OpenBytes> {
      if (memory !== null) return memory.open(signal);
      const opened = await bytes.open(signal);
      async function* keeping(): AsyncGenerator<Uint8Array> {
        const chunks: Uint8Array[] = [];
        for await (const chunk of opened.chunks) {
          chunks.push(chunk);
          yield chunk;
        }
        memory = inMemory(joined(chunks), bytes.name);
      }
      return { ...opened, chunks: keeping() };
    },
  };
}

/** Returns *chunks* as one array. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const only = chunks[0];
  if (chunks.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return all;
}
