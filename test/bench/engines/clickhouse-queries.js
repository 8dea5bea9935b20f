import { STAGES } from './orders.js';
import { TIER_SHARES, WINDOW_DAYS } from './questions.js';

/** @typedef {import('./questions.js').Question} Question */

const month = 'toUInt8(toRelativeMonthNum(ts) - toRelativeMonthNum(toDate(\'2022-01-01\')))';
const tier = TIER_SHARES.slice(0, -1).flatMap((share, i) => [`r <= floor(n * ${share} + 0.5)`, i]).join(', ');
const funnel = `windowFunnel(${WINDOW_DAYS * 86_400_000})(toUInt64(toUnixTimestamp64Milli(ts)), ${STAGES.map((stage) => `event = '${stage}'`).join(', ')})`;
const levels = STAGES.map((_, k) => `countIf(level > ${k}) as n${k}`).join(', ');

/**
 * The questions in ClickHouse's SQL, in the ways worth trying: the fastest counts.
 * @type {Readonly<Record<Question, readonly string[]>>}
 */
export const clickHouseQueries = {
  pyramid: [
    `with (select count() from sums) as n, sums as (select customer, sum(amount) as v from orders group by customer)
select multiIf(${tier}, ${TIER_SHARES.length - 1}) as tier, count() as customers, sum(v) as value, sum((n + 1 - r) * v) as weighted
from (select v, row_number() over (order by v desc) as r from sums) group by tier`,
    `with (select count() from sums) as n, sums as (select customer, sum(amount) as v from orders group by customer)
select multiIf(${tier}, ${TIER_SHARES.length - 1}) as tier, count() as customers, sum(v) as value, sum((n + 1 - r) * v) as weighted
from (select v, rowNumberInAllBlocks() + 1 as r from (select v from sums order by v desc)) group by tier`,
    `select multiIf(${tier}, ${TIER_SHARES.length - 1}) as tier, count() as customers, sum(v) as value, sum((n + 1 - r) * v) as weighted
from (select arrayReverseSort(groupArray(v)) as all, length(all) as n from (select sum(amount) as v from orders group by customer))
array join all as v, arrayEnumerate(all) as r group by tier`,
  ],
  cohort: [
    `with months as (select customer, ${month} as month, sum(amount) as value from orders group by customer, month)
select cohort, month, count() as active, sum(value) as value
from (select min(months.month) as cohort, groupArray((month, value)) as cells from months group by customer)
array join cells.1 as month, cells.2 as value group by cohort, month`,
    `with months as (select customer, ${month} as month, sum(amount) as value from orders group by customer, month)
select cohort, month, count() as active, sum(value) as value
from (select month, value, min(month) over (partition by customer) as cohort from months) group by cohort, month`,
    `select cohort, month, count() as active, sum(value) as value
from (select min(${month}) as cohort, sumMap([${month}], [amount]) as cells from orders group by customer)
array join cells.1 as month, cells.2 as value group by cohort, month`,
  ],
  funnel: [
    `select ${levels} from (select ${funnel} as level from orders group by customer)`,
    `select ${levels} from (select ${funnel} as level from orders where event in (${STAGES.map((stage) => `'${stage}'`).join(', ')}) group by customer)`,
  ],
  satisfaction: [
    `select ${month} as month, segment, count() as n, countIf(score >= 9) as promoters, countIf(score <= 6) as detractors from orders group by month, segment`,
  ],
};
