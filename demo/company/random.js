/**
 * A stream of pseudo-random numbers: xoshiro128** 1.1 (Blackman & Vigna 2018), period 2^128 - 1, 32 bits a step.
 * Not for secrets.
 */
export class Random {
  #a;
  #b;
  #c;
  #d;

  /**
   * @param {number} a First word of the state; not all four may be 0.
   * @param {number} b
   * @param {number} c
   * @param {number} d
   */
  constructor(a, b, c, d) {
    if ((a | b | c | d) === 0) throw new RangeError('random: the state is all zeros, got 0, 0, 0, 0; expected a word that is not 0');
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#d = d | 0;
  }

  /** Returns the next whole number in [0, 2^32). */
  nextUint32() {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result >>> 0;
  }

  /** Returns a number in (0, 1), both ends excluded, with 53 random bits: safe under a logarithm. */
  uniform() {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 0x4000000 + low + 0.5) / 0x20000000000000;
  }

  /**
   * Returns true with *probability*.
   * @param {number} probability
   */
  chance(probability) {
    return this.uniform() < probability;
  }

  /**
   * Returns a whole number in [0, *count*).
   * @param {number} count
   */
  below(count) {
    return Math.floor(this.uniform() * count);
  }
}

/**
 * Returns the stream of *seed* for one *purpose* and one *index*. Streams are independent for all practical ends, so
 * that one more draw for a customer's survey moves neither his orders nor the next customer.
 * @param {number} seed A whole number; its lower 32 bits count.
 * @param {string} purpose
 * @param {number} [index]
 */
export function randomStream(seed, purpose, index = 0) {
  let state = mix(seed | 0);
  for (let i = 0; i < purpose.length; i++) state = mix(state ^ purpose.charCodeAt(i));
  state = mix(state ^ index);
  const words = [0, 0, 0, 0].map(() => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state);
  });
  return new Random(words[0] || 1, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0);
}

/**
 * The finaliser of MurmurHash3 (Appleby), a bijection of 32 bits; with the golden-ratio step above it is splitmix32.
 * @param {number} word
 */
function mix(word) {
  let h = word + 0x9e3779b9 | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
