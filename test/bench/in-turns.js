/**
 * @template {string} Name
 * @typedef {{ readonly ms: Readonly<Record<Name, number>>, ratio(slow: Name, fast: Name): number, best(slow: Name, fast: Name): number }} Comparison
 */

/** Who takes longer is not asked twice a turn. */
const WARM_MS = 1500;

/**
 * Runs each of *contestants* once a round, each round in another order, and returns the median of their times. A ratio is the median of
 * the ratios within the rounds, so that what else the machine does meanwhile falls on both; `best` is that of the fastest
 * times, which a busy machine disturbs least. Rounds before these, two if not said otherwise, warm up and don't count. A
 * contestant who has spent *patienceMs* sits out after the first round that counts. *clock* tells milliseconds. With *warm* a contestant
 * goes once right before its turn.
 * @template {string} Name
 * @param {Readonly<Record<Name, () => unknown>>} contestants
 * @param {number} rounds
 * @param {{ warmUps?: number, patienceMs?: number, clock?: () => number, warm?: boolean }} [options]
 * @returns {Promise<Comparison<Name>>}
 */
export async function inTurns(contestants, rounds, { warmUps = 2, patienceMs = Infinity, clock = () => performance.now(), warm = false } = {}) {
  const names = /** @type {Name[]} */ (Object.keys(contestants));
  const times = /** @type {Record<Name, number[]>} */ (/** @type {unknown} */ (Object.fromEntries(names.map((name) => [name, []]))));
  const spent = /** @type {Record<Name, number>} */ (Object.fromEntries(names.map((name) => [name, 0])));
  /** @type {Partial<Record<Name, number>>} */
  const lasted = {};
  for (let round = -warmUps; round < rounds; round++) {
    const order = names.map((_, i) => /** @type {Name} */ (names[(i + round + warmUps * names.length) % names.length]));
    for (const name of order) {
      if (spent[name] > patienceMs && round !== 0) continue;
      globalThis.gc?.();
      // Collecting throws compiled code away, caches go cold in the others' turns: who takes little time goes once before the clock runs.
      if (warm && (lasted[name] ?? Infinity) < WARM_MS) await contestants[name]();
      const start = clock();
      await contestants[name]();
      const ms = clock() - start;
      spent[name] += ms;
      lasted[name] = ms;
      if (round >= 0) times[name].push(ms);
    }
  }
  const ms = /** @type {Record<Name, number>} */ (Object.fromEntries(names.map((name) => [name, median(times[name])])));
  return {
    ms,
    best: (slow, fast) => Math.min(...times[slow]) / Math.min(...times[fast]),
    ratio: (slow, fast) => median(times[slow].slice(0, times[fast].length).map((time, i) => time / /** @type {number} */ (times[fast][i]))),
  };
}

/**
 * Returns the middle one of *values*, the upper one where there are two. NaN for none.
 * @param {readonly number[]} values
 */
export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
