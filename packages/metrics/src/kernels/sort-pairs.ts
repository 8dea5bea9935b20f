/** Up to this length pairs are sorted by insertion, which is also what makes sorted input cost a single pass. */
const SHORT = 32;

/**
 * Sorts `keys[from]` to `keys[to - 1]` ascending and moves *payload* along. Stable, in place; keys must not be NaN.
 * Sorted input costs one comparison a pair.
 */
export function sortPairs(keys: Float64Array, payload: Uint32Array, from: number, to: number): void {
  let sorted = from + 1;
  while (sorted < to && keys[sorted - 1]! <= keys[sorted]!) sorted++;
  if (sorted >= to) return;
  if (to - from <= SHORT) sortByInsertion(keys, payload, sorted, from, to);
  else sortByPosition(keys, payload, from, to);
}

function sortByInsertion(keys: Float64Array, payload: Uint32Array, sorted: number, from: number, to: number): void {
  for (let i = sorted; i < to; i++) {
    const key = keys[i]!;
    const carried = payload[i]!;
    let j = i - 1;
    while (j >= from && keys[j]! > key) {
      keys[j + 1] = keys[j]!;
      payload[j + 1] = payload[j]!;
      j--;
    }
    keys[j + 1] = key;
    payload[j + 1] = carried;
  }
}

function sortByPosition(keys: Float64Array, payload: Uint32Array, from: number, to: number): void {
  const sortedKeys = keys.slice(from, to);
  const sortedPayload = payload.slice(from, to);
  const positions = new Uint32Array(to - from);
  for (let i = 0; i < positions.length; i++) positions[i] = i;
  positions.sort((a, b) => sortedKeys[a]! - sortedKeys[b]! || a - b);
  for (let i = 0; i < positions.length; i++) {
    keys[from + i] = sortedKeys[positions[i]!]!;
    payload[from + i] = sortedPayload[positions[i]!]!;
  }
}
