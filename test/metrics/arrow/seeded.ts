/** Returns a generator of uniform numbers in [0, 1) that repeats for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The plain contents of `compressed-frames.json`, by name. */
export function plainContents(): Readonly<Record<string, Uint8Array>> {
  const random = seeded(1);
  const words = Array.from({ length: 200 }, () => Math.floor(random() * 1e9).toString(36));
  const text = Array.from({ length: 1_500 }, () => words[Math.floor(random() ** 2 * words.length)] ?? '').join(' ');
  const counts = Int32Array.from({ length: 4_000 }, (_, i) => (i % 97) * (i % 5));
  const floats = Float64Array.from({ length: 600 }, () => Math.round(random() * 50) / 4);
  const lines = Array.from({ length: 9_000 }, (_, i) => `row ${i % 50} of ${i >> 8}`).join('\n');
  return {
    text: new TextEncoder().encode(text),
    lines: new TextEncoder().encode(lines),
    counts: new Uint8Array(counts.buffer),
    floats: new Uint8Array(floats.buffer),
    zeros: new Uint8Array(300_000),
    random: Uint8Array.from({ length: 700 }, () => Math.floor(random() * 256)),
    one: Uint8Array.of(7),
  };
}
