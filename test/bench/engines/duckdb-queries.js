import { cohortAnswer, funnelAnswer, pyramidOfTiers, satisfactionAnswer, TIER_SHARES, WINDOW_DAYS } from './questions.js';
import { STAGES } from './orders.js';

/** @typedef {import('./questions.js').Question} Question */
/** @typedef {import('./questions.js').Answer} Answer */

const month = '(12 * (year(ts) - 2022) + month(ts) - 1)::utinyint';
const tier = TIER_SHARES.slice(0, -1).map((share, i) => `when r <= floor(n * ${share} + 0.5) then ${i}`).join(' ');

const months = `months as (select customer, ${month} as month, sum(amount) as value from orders group by customer, month)`;

/** A stage's events each with the entry of the attempt that they belong to: that of the latest event of the stage before. */
const chain = STAGES.map((stage, k) => (k === 0
  ? `s0 as (select customer, ts, ts as entry from orders where event = '${stage}')`
  : `s${k} as (select e.customer, e.ts, b.entry from (select customer, ts from orders where event = '${stage}') e
asof join s${k - 1} b on e.customer = b.customer and e.ts >= b.ts where e.ts <= b.entry + interval ${WINDOW_DAYS} days)`));

/**
 * The questions in DuckDB's SQL, in the ways worth trying: the fastest counts. There is no windowFunnel; of ASOF joins
 * and window functions the joins are several times faster.
 * @type {Readonly<Record<Question, readonly string[]>>}
 */
export const duckDbQueries = {
  pyramid: [
    `with sums as (select customer, sum(amount) as v from orders group by customer),
ranked as (select v, row_number() over (order by v desc) as r, count(*) over () as n from sums)
select case ${tier} else ${TIER_SHARES.length - 1} end as tier, count(*) as customers, sum(v) as value, sum((n + 1 - r) * v) as weighted from ranked group by tier`,
    `with sums as (select customer, sum(amount) as v from orders group by customer), total as (select count(*) as n from sums),
ranked as (select v, row_number() over (order by v desc) as r from sums)
select case ${tier} else ${TIER_SHARES.length - 1} end as tier, count(*) as customers, sum(v) as value, sum((n + 1 - r) * v) as weighted from ranked, total group by tier`,
  ],
  cohort: [
    `with ${months}, firsts as (select customer, min(month) as cohort from months group by customer)
select cohort, month, count(*) as active, sum(value) as value from months join firsts using (customer) group by cohort, month`,
    `with ${months}, cells as (select month, value, min(month) over (partition by customer) as cohort from months)
select cohort, month, count(*) as active, sum(value) as value from cells group by cohort, month`,
    `with months as (select customer, date_trunc('month', ts) as first, sum(amount) as value from orders group by customer, first),
cells as (select customer, ${month.replaceAll('ts', 'first')} as month, value from months), firsts as (select customer, min(month) as cohort from cells group by customer)
select cohort, month, count(*) as active, sum(value) as value from cells join firsts using (customer) group by cohort, month`,
  ],
  funnel: [
    `with ${chain.join(', ')} select ${STAGES.map((_, k) => `(select count(distinct customer) from s${k}) as n${k}`).join(', ')}`,
  ],
  satisfaction: [
    `select ${month} as month, segment, count(*) as n, count(*) filter (score >= 9) as promoters, count(*) filter (score <= 6) as detractors from orders group by month, segment`,
    `select ${month.replaceAll('ts', 'first')} as month, segment, sum(n)::bigint as n, sum(promoters)::bigint as promoters, sum(detractors)::bigint as detractors
from (select date_trunc('month', ts) as first, segment, count(*) as n, count(*) filter (score >= 9) as promoters, count(*) filter (score <= 6) as detractors from orders group by first, segment)
group by month, segment`,
  ],
};

/**
 * Returns the answer that the *rows* of a database say to *question*, whose columns are those of the queries here.
 * @param {Question} question @param {readonly Readonly<Record<string, unknown>>[]} rows
 * @returns {Answer}
 */
export function answerOfRows(question, rows) {
  const numbers = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])));
  /** @param {readonly string[]} names @returns {any[]} */
  const picked = (names) => numbers.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? NaN])));
  switch (question) {
    case 'pyramid': return pyramidOfTiers(picked(['tier', 'customers', 'value', 'weighted']));
    case 'cohort': return cohortAnswer(picked(['cohort', 'month', 'active', 'value']));
    case 'funnel': return funnelAnswer(STAGES.map((_, k) => numbers[0]?.[`n${k}`] ?? NaN));
    case 'satisfaction': return satisfactionAnswer(picked(['month', 'n', 'promoters', 'detractors']).map((cell, i) => ({ ...cell, segment: String(rows[i]?.segment) })));
  }
}
