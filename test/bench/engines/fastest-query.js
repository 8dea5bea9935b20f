/** @typedef {import('./questions.js').Question} Question */
/** @typedef {import('./questions.js').Answer} Answer */
/** @typedef {Partial<Record<Question, () => Promise<Answer>>>} Asks What an engine answers, by question. */

/**
 * Returns for each of *questions* a function that asks it in the way that was the fastest of two tries each.
 * @param {Readonly<Record<Question, readonly string[]>>} queries
 * @param {readonly Question[]} questions
 * @param {(query: string, question: Question) => Promise<Answer>} run
 * @returns {Promise<Asks>}
 */
export async function fastestQuery(queries, questions, run) {
  /** @type {Asks} */
  const asks = {};
  for (const question of questions) {
    let best = { query: '', ms: Infinity };
    for (const query of queries[question]) {
      for (let i = 0; i < (queries[question].length > 1 ? 2 : 0); i++) {
        const start = performance.now();
        await run(query, question);
        const ms = performance.now() - start;
        if (ms < best.ms) best = { query, ms };
      }
    }
    const query = best.query === '' ? (queries[question][0] ?? '') : best.query;
    asks[question] = () => run(query, question);
  }
  return asks;
}
