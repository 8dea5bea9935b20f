import { STAGES } from './orders.js';

/** @typedef {'pyramid' | 'cohort' | 'funnel' | 'satisfaction'} Question */

/**
 * Numbers by name that every engine must find alike. Names say what a number is of: `0 customers`, `2022-03 1 active`.
 * @typedef {Record<string, number>} Answer
 */

/** @type {readonly Question[]} */
export const QUESTIONS = ['pyramid', 'cohort', 'funnel', 'satisfaction'];

/** Days from a funnel's entry to its end. */
export const WINDOW_DAYS = 30;
/** The tiers of a pyramid, as shares of the customers counted from the best. */
export const TIER_SHARES = [0.01, 0.05, 0.2, 1];

/** Which columns a question reads, and as how many bytes a row: what a scan of memory has to touch. @type {Readonly<Record<Question, readonly ('customer' | 'ts' | 'amount' | 'event' | 'score' | 'segment')[]>>} */
export const COLUMNS = {
  pyramid: ['customer', 'amount'],
  cohort: ['customer', 'ts', 'amount'],
  funnel: ['customer', 'ts', 'event'],
  satisfaction: ['ts', 'score', 'segment'],
};

/** The questions as requests of ours. Satisfaction is asked of data without customers, who would be kept for its marks. */
export const REQUESTS = {
  pyramid: { metric: 'pyramid', options: { customer: 'customer', value: 'amount' } },
  cohort: { metric: 'retention', options: { customer: 'customer', time: 'ts', value: 'amount', period: 'month' } },
  funnel: { metric: 'funnel', options: { customer: 'customer', time: 'ts', stage: 'event', steps: STAGES, window: `${WINDOW_DAYS}d` } },
  satisfaction: { metric: 'satisfaction', options: { score: 'score', time: 'ts', segment: 'segment', period: 'month' } },
};

/** Returns the name of a month from its number since January 2022. @param {number} month */
export function monthName(month) {
  return `${2022 + Math.floor(month / 12)}-${String(1 + (month % 12)).padStart(2, '0')}`;
}

/**
 * Returns the answer to "pyramid" from what each customer is worth: customers and value by tier, and the Gini coefficient.
 * @param {Float64Array} values
 * @returns {Answer}
 */
export function pyramidAnswer(values) {
  const n = values.length;
  values.sort();
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < n; i++) {
    total += values[i] ?? 0;
    weighted += (i + 1) * (values[i] ?? 0);
  }
  /** @type {Answer} */
  const answer = { gini: (2 * weighted) / (n * total) - (n + 1) / n };
  let rank = 0;
  TIER_SHARES.forEach((share, tier) => {
    const last = Math.floor(n * share + 0.5);
    let value = 0;
    answer[`${tier} customers`] = last - rank;
    for (; rank < last; rank++) value += values[n - 1 - rank] ?? 0;
    answer[`${tier} value`] = value;
  });
  return answer;
}

/**
 * Returns the answer to "pyramid" from a database's tiers: their customers, value, and value weighted by rank from the worst.
 * @param {readonly { tier: number, customers: number, value: number, weighted: number }[]} tiers @returns {Answer}
 */
export function pyramidOfTiers(tiers) {
  const n = tiers.reduce((sum, { customers }) => sum + customers, 0);
  const total = tiers.reduce((sum, { value }) => sum + value, 0);
  const weighted = tiers.reduce((sum, tier) => sum + tier.weighted, 0);
  /** @type {Answer} */
  const answer = { gini: (2 * weighted) / (n * total) - (n + 1) / n };
  for (const { tier, customers, value } of tiers) Object.assign(answer, { [`${tier} customers`]: customers, [`${tier} value`]: value });
  return answer;
}

/** @param {readonly { cohort: number, month: number, active: number, value: number }[]} cells @returns {Answer} */
export function cohortAnswer(cells) {
  /** @type {Answer} */
  const answer = {};
  for (const { cohort, month, active, value } of cells) {
    const name = `${monthName(cohort)} ${month - cohort}`;
    answer[`${name} active`] = active;
    answer[`${name} value`] = value;
  }
  return answer;
}

/** @param {readonly number[]} counts of customers by step @returns {Answer} */
export function funnelAnswer(counts) {
  return Object.fromEntries(STAGES.map((stage, k) => [stage, counts[k] ?? 0]));
}

/** @param {readonly { month: number, segment: string, n: number, promoters: number, detractors: number }[]} cells @returns {Answer} */
export function satisfactionAnswer(cells) {
  /** @type {Answer} */
  const answer = {};
  for (const { month, segment, n, promoters, detractors } of cells) {
    const name = `${monthName(month)} ${segment}`;
    Object.assign(answer, { [`${name} n`]: n, [`${name} promoters`]: promoters, [`${name} detractors`]: detractors });
  }
  return answer;
}

/**
 * Throws unless *found* has the same numbers as *expected*: counts exactly, others to 1e-9 of their size.
 * @param {string} who @param {Answer} expected @param {Answer} found
 */
export function expectSame(who, expected, found) {
  const names = Object.keys(expected);
  if (names.length === 0) throw new Error(`bench: no numbers to compare ${who} with; expected some`);
  const odd = Object.keys(found).find((name) => !(name in expected) && found[name] !== 0);
  if (odd !== undefined) throw new Error(`bench: ${who} also has ${odd} ${found[odd]}; expected no such number`);
  for (const name of names) {
    const mine = expected[name] ?? NaN;
    const theirs = found[name] ?? 0;
    const limit = /value$|^gini$/.test(name) ? 1e-9 * Math.abs(mine) : 0;
    if (!(Math.abs(theirs - mine) <= limit)) throw new Error(`bench: ${who} says ${name} ${theirs}; expected ${mine}, as ours`);
  }
}
