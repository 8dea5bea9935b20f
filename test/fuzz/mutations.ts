/** Returns a generator of uniform numbers in [0, 1) that repeats for the same seed. */
export type Random = () => number;

const interesting = [0, 1, 2, 4, 7, 8, 127, 128, 255, 256, 65_535, 65_536, 2 ** 20, 2 ** 28, 2 ** 31 - 1, -1, -2, -8, -(2 ** 31)];

const pick = (random: Random, count: number): number => Math.floor(random() * count);

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

function flipBits(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = bytes.slice();
  for (let n = 1 + pick(random, 4); n > 0; n--) {
    const at = pick(random, damaged.length);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << pick(random, 8));
  }
  return damaged;
}

function setBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = bytes.slice();
  for (let n = 1 + pick(random, 4); n > 0; n--) damaged[pick(random, damaged.length)] = pick(random, 256);
  return damaged;
}

/** Overwrites an aligned word: lengths, offsets and counts lie so. */
function setWord(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = bytes.slice();
  if (damaged.length < 12) return damaged;
  const view = new DataView(damaged.buffer);
  const at = 4 * pick(random, (damaged.length >> 2) - 2);
  const value = random() < 0.3 ? view.getInt32(at, true) + pick(random, 9) - 4 : interesting[pick(random, interesting.length)] ?? 0;
  view.setInt32(at, value, true);
  if (random() < 0.2) view.setInt32(at + 4, value < 0 ? -1 : 0, true);
  return damaged;
}

function truncate(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.slice(0, pick(random, bytes.length));
}

function removeRange(bytes: Uint8Array, random: Random): Uint8Array {
  const from = pick(random, bytes.length);
  const to = Math.min(bytes.length, from + 1 + pick(random, 64));
  return join(bytes.subarray(0, from), bytes.subarray(to));
}

function repeatRange(bytes: Uint8Array, random: Random): Uint8Array {
  const from = pick(random, bytes.length);
  const to = Math.min(bytes.length, from + 1 + pick(random, 512));
  return join(bytes.subarray(0, to), bytes.subarray(from));
}

function splice(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  const damaged = bytes.slice();
  const length = Math.min(1 + pick(random, 256), damaged.length, other.length);
  const from = 8 * pick(random, ((other.length - length) >> 3) + 1);
  damaged.set(other.subarray(from, from + length), Math.min(8 * pick(random, (damaged.length >> 3) + 1), damaged.length - length));
  return damaged;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

// Words are hit most: a damaged count or offset reaches deeper into a reader than a damaged value.
const mutations: readonly Mutation[] = [flipBits, flipBits, setBytes, setBytes, setWord, setWord, setWord, setWord, truncate, removeRange, repeatRange, splice];

/** Returns a damaged copy of one of *seeds*, damaged once to three times. */
export function mutate(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = seeds[pick(random, seeds.length)] ?? new Uint8Array(0);
  for (let n = 1 + pick(random, 3); n > 0 && bytes.length > 0; n--) {
    const other = seeds[pick(random, seeds.length)] ?? bytes;
    bytes = mutations[pick(random, mutations.length)]?.(bytes, random, other) ?? bytes;
  }
  return bytes;
}

/** Returns *bytes* in one chunk, or sometimes in several that have each a buffer of its own. */
export function chunked(bytes: Uint8Array, random: Random): Uint8Array[] {
  if (random() < 0.7) return [bytes];
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + pick(random, 700);
    chunks.push(bytes.slice(at, end));
    at = end;
  }
  return chunks;
}
