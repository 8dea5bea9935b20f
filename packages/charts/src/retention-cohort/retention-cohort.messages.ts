import type { Grain } from '../locales/format.js';
import type { Translations } from '../locales/locale.js';
import type { RetentionMeasure, RetentionMode, RetentionUnit } from './retention-model.js';

/** What the summary says, in the reader's numbers. */
export interface Finding {
  readonly customers: string;
  /** All customers were observed long enough to be asked. */
  readonly all: boolean;
  readonly grain: Grain;
  readonly measure: RetentionMeasure;
  /** Then or later, not just then. */
  readonly later: boolean;
  readonly first: string;
  readonly further: { readonly offset: number; readonly share: string } | null;
  /** *least*: cohorts of fewer customers were left out. */
  readonly best: { readonly cohort: string; readonly share: string; readonly least: string | null } | null;
  readonly asOf: string | null;
}

/** What is to be said of one period of all cohorts. */
export interface OverTime {
  readonly what: string;
  readonly offset: string;
  readonly latest: AmountOf;
  readonly range: { readonly best: AmountOf; readonly worst: AmountOf } | null;
  readonly pooled: { readonly name: string; readonly amount: string };
  readonly asOf: string | null;
}

/** A cohort and what it did. */
export interface AmountOf {
  readonly cohort: string;
  readonly amount: string;
}

/** What the retention chart says. */
export interface RetentionMessages {
  readonly title: string;
  readonly view: string;
  readonly grid: string;
  readonly curves: string;
  readonly overTime: string;
  readonly whichPeriod: string;
  readonly overTimeSummary: (told: OverTime) => string;
  readonly noneOver: (what: string, offset: string, asOf: string | null) => string;
  readonly state: string;
  readonly scrolls: (cohorts: string) => string;
  readonly measure: string;
  readonly measures: Readonly<Record<RetentionMeasure, string>>;
  readonly unit: string;
  readonly units: Readonly<Record<RetentionUnit, string>>;
  readonly cohort: string;
  readonly size: string;
  readonly cohortShort: string;
  readonly all: string;
  readonly allShort: string;
  readonly average: string;
  readonly averageShort: string;
  readonly over: string;
  readonly axis: (grain: Grain) => string;
  readonly what: Readonly<Record<RetentionMeasure, Readonly<Record<RetentionUnit, string>>>>;
  readonly offset: (grain: Grain, offset: number) => string;
  /** Periods from one to another, as `1–3`. */
  readonly bracket: (grain: Grain, range: string) => string;
  readonly cellTitle: (cohort: string, offset: string, period: string) => string;
  readonly pooledTitle: (name: string, offset: string) => string;
  readonly position: (cohort: string, cohorts: string) => string;
  readonly cohortSentence: (cohort: string, size: string) => string;
  readonly customersOf: (active: string, size: string) => string;
  readonly overCohorts: (cohorts: string) => string;
  readonly active: string;
  readonly retention: string;
  readonly interval: (confidence: string) => string;
  readonly orders: string;
  readonly value: string;
  readonly valueShare: string;
  readonly inProgress: string;
  readonly until: (date: string) => string;
  readonly withheld: string;
  /** *others* where what would tell small groups is withheld, too. */
  readonly withheldFor: (least: string, others: boolean) => string;
  readonly undefinedShare: string;
  readonly few: string;
  readonly rampRowNote: string;
  readonly rowLow: string;
  readonly rowHigh: string;
  readonly ordersShare: string;
  readonly soFar: string;
  readonly projection: string;
  readonly projectionNote: string;
  readonly projectedLegend: string;
  readonly projectedLow: string;
  readonly noProjection: string;
  readonly baseLegend: (offset: string) => string;
  readonly partialLegend: (date: string) => string;
  /** The last of several dates. */
  readonly latest: (date: string) => string;
  readonly zeroLegend: Readonly<Record<RetentionMeasure, string>>;
  readonly bandLegend: (confidence: string) => string;
  readonly lineLegend: string;
  readonly dashedLegend: (date: string) => string;
  readonly curvesNote: (offset: string) => string;
  readonly hidden: (offsets: string) => string;
  readonly valueMissing: (rows: string) => string;
  readonly refundsOnly: (customers: string) => string;
  readonly offsetsCut: (offsets: string) => string;
  readonly summary: (finding: Finding) => string;
  /** The sentence of brackets: each says how many came back in it. */
  readonly bracketSummary: (customers: string, brackets: readonly { readonly bracket: string; readonly share: string }[], asOf: string | null) => string;
  readonly withheldSummary: (customers: string, asOf: string | null) => string;
  readonly tooEarly: (customers: string, grain: Grain, asOf: string | null) => string;
  readonly empty: string;
  readonly caption: (axis: string, what: string) => string;
  readonly captionPartial: (date: string) => string;
  readonly counted: {
    readonly definition: string;
    readonly definitionText: string;
    readonly activity: string;
    readonly modes: Readonly<Record<RetentionMode, string>>;
    readonly period: string;
    readonly periods: Readonly<Record<Grain, string>>;
    readonly refunds: string;
    readonly refundsText: string;
    readonly interval: string;
    readonly intervalText: (confidence: string) => string;
    readonly pooled: string;
    readonly pooledText: string;
  };
}

const EN: Readonly<Record<Grain, { readonly one: string; readonly many: string }>> = {
  day: { one: 'day', many: 'days' }, week: { one: 'week', many: 'weeks' }, month: { one: 'month', many: 'months' },
  quarter: { one: 'quarter', many: 'quarters' }, year: { one: 'year', many: 'years' },
};
const ZH: Readonly<Record<Grain, { readonly unit: string; readonly next: string; readonly nth: (n: number | string) => string }>> = {
  day: { unit: '天数', next: '次日', nth: (n) => `第 ${n} 天` },
  week: { unit: '周数', next: '次周', nth: (n) => `第 ${n} 周` },
  month: { unit: '月数', next: '次月', nth: (n) => `第 ${n} 个月` },
  quarter: { unit: '季度数', next: '下一季度', nth: (n) => `第 ${n} 个季度` },
  year: { unit: '年数', next: '次年', nth: (n) => `第 ${n} 年` },
};

/** The texts of `RetentionMessages` in every language. */
export const retentionMessages: Translations<RetentionMessages> = {
  en: {
    title: 'Customer retention',
    view: 'View', grid: 'Grid', curves: 'Curves', overTime: 'Over time', whichPeriod: 'Period shown', state: 'State',
    overTimeSummary: ({ what, offset, latest, range, pooled, asOf }) => {
      const ends = range === null ? '' : `; highest ${range.best.amount} (${range.best.cohort}), lowest ${range.worst.amount} (${range.worst.cohort})`;
      return `${what}, ${offset.toLowerCase()}: ${latest.amount} in the latest complete cohort, ${latest.cohort}${ends}; ${pooled.name.toLowerCase()} ${pooled.amount}${asOf === null ? '' : `, as of ${asOf}`}.`;
    },
    noneOver: (what, offset, asOf) => `${what}, ${offset.toLowerCase()}: no cohort has completed it yet${asOf === null ? '' : `, as of ${asOf}`}.`,
    scrolls: (cohorts) => `${cohorts} cohorts: scroll, or move with the arrow keys, to see them all.`,
    measure: 'Measure', measures: { customers: 'Customers', orders: 'Orders', value: 'Value', cumulativeValue: 'Value so far' },
    unit: 'Unit', units: { percent: 'Percent', number: 'Number' },
    cohort: 'First purchase', size: 'Customers', cohortShort: 'Cohort',
    all: 'All cohorts', allShort: 'All', average: 'Average cohort', averageShort: 'Average', over: 'Cohorts counted',
    axis: (grain) => `${capital(EN[grain].many)} after first purchase`,
    what: {
      customers: { percent: 'Share of the cohort’s customers who came back', number: 'Customers who came back' },
      orders: { percent: 'Orders as a share of the first period’s orders', number: 'Orders' },
      value: { percent: 'Value as a share of the first period’s value', number: 'Value' },
      cumulativeValue: { percent: 'Value so far as a share of the first period’s value', number: 'Value so far' },
    },
    offset: (grain, n) => `${capital(EN[grain].one)} ${n}`,
    bracket: (grain, range) => `${capital(EN[grain].many)} ${range}`,
    cellTitle: (cohort, offset, period) => `${cohort} cohort, ${offset.toLowerCase()} (${period})`,
    pooledTitle: (name, offset) => `${name}, ${offset.toLowerCase()}`,
    position: (cohort, cohorts) => `Cohort ${cohort} of ${cohorts}`,
    cohortSentence: (cohort, size) => `${cohort} cohort: ${size} customers`,
    customersOf: (active, size) => `${active} of ${size}`,
    overCohorts: (cohorts) => `over ${cohorts} complete ${cohorts === '1' ? 'cohort' : 'cohorts'}`,
    active: 'Customers', retention: 'Retention', interval: (confidence) => `${confidence} interval`,
    orders: 'Orders', value: 'Value', valueShare: 'Of first value',
    inProgress: 'In progress', until: (date) => `until ${date}`,
    withheld: 'withheld', withheldFor: (least, others) => `Withheld: fewer than ${least} customers${others ? ', or what would tell them' : ''}`,
    undefinedShare: 'no value in the first period', few: 'Fewer than 30 customers',
    rampRowNote: 'Colour is relative to each row',
    rowLow: 'lowest', rowHigh: 'highest',
    ordersShare: 'Of first orders', soFar: 'Value so far',
    projection: 'Projection', projectionNote: 'what a model expects (sBG), not observed', projectedLegend: 'Projected by a model (sBG), not observed',
    projectedLow: 'Projections are low here: “in that period or later” falls towards the end of the data by construction, and the model carries the fall on.',
    noProjection: 'There is no projection: the model needs two steps observed, losses, and losses that slow down.',
    baseLegend: (offset) => `${offset}: where all start, not on the colour scale`,
    partialLegend: (date) => `In progress until ${date}`, latest: (date) => `${date} at the latest`,
    zeroLegend: { customers: 'Zero: nobody came back', orders: 'Zero: no orders', value: 'Zero or less', cumulativeValue: 'Zero or less' },
    bandLegend: (confidence) => `${confidence} interval of all cohorts`,
    lineLegend: 'One cohort',
    dashedLegend: (date) => `One cohort; dashed: in progress until ${date}`,
    curvesNote: (offset) => `${offset} is where all start and is left out.`,
    hidden: (n) => `${n} further ${n === '1' ? 'column is' : 'columns are'} in the table.`,
    valueMissing: (rows) => `${rows} ${rows === '1' ? 'row has' : 'rows have'} no value and count as activity only.`,
    refundsOnly: (n) => `${n} ${n === '1' ? 'customer has' : 'customers have'} refunds only and ${n === '1' ? 'is' : 'are'} in no cohort.`,
    offsetsCut: (offset) => `Everything from ${offset.toLowerCase()} on is left out.`,
    summary: ({ customers, all, grain, measure, later, first, further, best, asOf }) => {
      const { one } = EN[grain];
      const who = all ? `${customers} customers` : `${customers} customers observed long enough`;
      const start = measure === 'orders'
        ? `${capital(who)} placed ${first} as many orders in the ${one} after as in their first`
        : measure === 'cumulativeValue'
        ? `${capital(who)} had brought ${first} of their first ${one}’s value by the end of the ${one} after`
        : measure === 'value'
        ? `${capital(who)} brought ${first} of their first ${one}’s value in the ${one} after`
        : later
          ? `Of ${who}, ${first} came back in the ${one} after their first purchase or later`
          : `Of ${who}, ${first} came back in the ${one} after their first purchase`;
      const then = further === null ? '' : later && measure === 'customers'
        ? ` and ${further.share} in ${one} ${further.offset} or later`
        : ` and ${further.share} in ${one} ${further.offset}`;
      const top = best === null ? '' : `; best in ${one} 1${best.least === null ? '' : ` of cohorts of ${best.least} or more`}: ${best.cohort} (${best.share})`;
      return `${start}${then}${top}${asOf === null ? '' : `, as of ${asOf}`}.`;
    },
    bracketSummary: (customers, brackets, asOf) =>
      `${customers} ${customers === '1' ? 'customer' : 'customers'}: of those observed long enough, ${brackets.map(({ bracket, share }, i) => `${share}${i === 0 ? ' came back' : ''} in ${bracket.toLowerCase()}`).join(' and ')}${asOf === null ? '' : `, as of ${asOf}`}.`,
    withheldSummary: (customers, asOf) => `${customers} customers; how many of them came back is withheld${asOf === null ? '' : `, as of ${asOf}`}.`,
    tooEarly: (customers, grain, asOf) =>
      `${customers} ${customers === '1' ? 'customer' : 'customers'}; no full ${EN[grain].one} after a first purchase has been observed yet${asOf === null ? '' : `, as of ${asOf}`}.`,
    empty: 'No customer has a purchase in these data.',
    caption: (axis, what) => `${what}, by ${axis.toLowerCase()}`,
    captionPartial: (date) => `* in progress until ${date}`,
    counted: {
      definition: 'Definition',
      definitionText: 'Customers who are active in a period after their first, divided by the size of their cohort. A cohort is everyone whose first purchase fell into the same calendar period.',
      activity: 'Active',
      modes: {
        on: 'with a purchase in that period', onOrAfter: 'with a purchase in that period or any later one',
        onOrBefore: 'with a purchase in some period after the first, up to that one', streak: 'with a purchase in that period and every one before',
        bracket: 'with a purchase in at least one of the periods of the bracket',
      },
      period: 'Period',
      periods: { day: 'Calendar day', week: 'Calendar week', month: 'Calendar month', quarter: 'Calendar quarter', year: 'Calendar year' },
      refunds: 'Refunds',
      refundsText: 'A refund is no activity and no order; it reduces the value of its period.',
      interval: 'Uncertainty',
      intervalText: (confidence) => `${confidence} Wilson score interval (Wilson 1927)`,
      pooled: 'All cohorts',
      pooledText: 'Sum of active customers over sum of cohort sizes, over the cohorts whose period is over; rates are never averaged. Numbers are the mean of these cohorts.',
    },
  },
  'zh-CN': {
    title: '客户留存',
    view: '视图', grid: '网格', curves: '曲线', overTime: '随时间', whichPeriod: '所示周期', state: '状态',
    overTimeSummary: ({ what, offset, latest, range, pooled, asOf }) => {
      const ends = range === null ? '' : `；最高 ${range.best.amount}（${range.best.cohort}），最低 ${range.worst.amount}（${range.worst.cohort}）`;
      return `${what}，${offset}：最近一个周期完整的同期群 ${latest.cohort} 为 ${latest.amount}${ends}；${pooled.name} ${pooled.amount}${asOf === null ? '' : `。统计截至 ${asOf}`}。`;
    },
    noneOver: (what, offset, asOf) => `${what}，${offset}：尚无同期群完成该周期${asOf === null ? '' : `，统计截至 ${asOf}`}。`,
    scrolls: (cohorts) => `共 ${cohorts} 个同期群：滚动或用方向键查看全部。`,
    measure: '指标', measures: { customers: '客户数', orders: '订单数', value: '金额', cumulativeValue: '累计金额' },
    unit: '单位', units: { percent: '百分比', number: '数值' },
    cohort: '首购时间', size: '客户数', cohortShort: '首购',
    all: '全部同期群', allShort: '合计', average: '同期群平均', averageShort: '平均', over: '计入的同期群',
    axis: (grain) => `首购后的${ZH[grain].unit}`,
    what: {
      customers: { percent: '同期群中再次购买的客户占比', number: '再次购买的客户数' },
      orders: { percent: '订单数占首购当期订单数的比例', number: '订单数' },
      value: { percent: '金额占首购当期金额的比例', number: '金额' },
      cumulativeValue: { percent: '累计金额占首购当期金额的比例', number: '累计金额' },
    },
    offset: (grain, n) => ZH[grain].nth(n),
    bracket: (grain, range) => ZH[grain].nth(range),
    cellTitle: (cohort, offset, period) => `${cohort}同期群，${offset}（${period}）`,
    pooledTitle: (name, offset) => `${name}，${offset}`,
    position: (cohort, cohorts) => `第 ${cohort} 个同期群，共 ${cohorts} 个`,
    cohortSentence: (cohort, size) => `${cohort}同期群：${size} 名客户`,
    customersOf: (active, size) => `${active} / ${size}`,
    overCohorts: (cohorts) => `基于 ${cohorts} 个周期完整的同期群`,
    active: '活跃客户', retention: '留存率', interval: (confidence) => `${confidence} 置信区间`,
    orders: '订单数', value: '金额', valueShare: '占首购当期',
    inProgress: '尚未结束', until: (date) => `至 ${date}`,
    withheld: '已隐去', withheldFor: (least, others) => `已隐去：客户数不足 ${least}${others ? '，或可据此推算' : ''}`,
    undefinedShare: '首购当期没有金额', few: '客户数不足 30',
    rampRowNote: '颜色深浅相对于各行',
    rowLow: '本行最低', rowHigh: '本行最高',
    ordersShare: '占首购当期订单', soFar: '累计金额',
    projection: '预测', projectionNote: '模型（sBG）的预期，并非观测值', projectedLegend: '模型（sBG）预测，并非观测值',
    projectedLow: '此处的预测偏低：按“该周期或之后”计算的留存率越接近数据末端越低，这是口径所致，而模型会延续这一降势。',
    noProjection: '没有预测：模型需要至少观测到两步，有流失，且流失逐步放缓。',
    baseLegend: (offset) => `${offset}：共同起点，不计入色阶`,
    partialLegend: (date) => `周期尚未结束，至 ${date}`, latest: (date) => `${date}（最晚）`,
    zeroLegend: { customers: '零：无人再次购买', orders: '零：没有订单', value: '零或负值', cumulativeValue: '零或负值' },
    bandLegend: (confidence) => `全部同期群的 ${confidence} 置信区间`,
    lineLegend: '单个同期群',
    dashedLegend: (date) => `单个同期群；虚线：周期尚未结束，至 ${date}`,
    curvesNote: (offset) => `${offset}是共同起点，未画出。`,
    hidden: (n) => `其余 ${n} 列见表格。`,
    valueMissing: (rows) => `${rows} 行没有金额，仅计为活跃。`,
    refundsOnly: (n) => `${n} 名客户只有退款，不属于任何同期群。`,
    offsetsCut: (offset) => `${offset}及以后的数据未列出。`,
    summary: ({ customers, all, grain, measure, later, first, further, best, asOf }) => {
      const { next, nth } = ZH[grain];
      const who = all ? `${customers} 名客户` : `观察期足够的 ${customers} 名客户`;
      const start = measure === 'orders'
        ? `${who}${next}的订单数为首购当期的 ${first}`
        : measure === 'cumulativeValue'
        ? `${who}到${next}为止的累计金额为首购当期的 ${first}`
        : measure === 'value'
        ? `${who}${next}的金额为首购当期的 ${first}`
        : `${who}中，${first} 在首购${next}${later ? '或之后' : ''}再次购买`;
      const then = further === null ? '' : `，${nth(further.offset)}${later && measure === 'customers' ? '及以后' : ''}为 ${further.share}`;
      const top = best === null ? '' : `；${best.least === null ? '' : `不少于 ${best.least} 名客户的同期群中，`}${next}表现最好的是 ${best.cohort}（${best.share}）`;
      return `${start}${then}${top}${asOf === null ? '' : `。统计截至 ${asOf}`}。`;
    },
    bracketSummary: (customers, brackets, asOf) =>
      `${customers} 名客户；观察期足够者中，${brackets.map(({ bracket, share }) => `${share} 在${bracket}内再次购买`).join('，')}${asOf === null ? '' : `。统计截至 ${asOf}`}。`,
    withheldSummary: (customers, asOf) => `${customers} 名客户；其中再次购买的人数已隐去${asOf === null ? '' : `，统计截至 ${asOf}`}。`,
    tooEarly: (customers, grain, asOf) => `${customers} 名客户；尚无完整的首购${ZH[grain].next}可供观察${asOf === null ? '' : `，统计截至 ${asOf}`}。`,
    empty: '数据中没有任何客户购买。',
    caption: (axis, what) => `${what}（按${axis}）`,
    captionPartial: (date) => `* 周期尚未结束，至 ${date}`,
    counted: {
      definition: '定义',
      definitionText: '首购之后某一周期内活跃的客户数，除以其同期群的客户数。首购落在同一日历周期的客户组成一个同期群。',
      activity: '活跃',
      modes: {
        on: '在该周期内有购买', onOrAfter: '在该周期或之后任一周期有购买',
        onOrBefore: '在首购之后至该周期为止的任一周期有购买', streak: '在该周期及之前每个周期都有购买',
        bracket: '在该区间的任一周期有购买',
      },
      period: '周期',
      periods: { day: '自然日', week: '自然周', month: '自然月', quarter: '自然季度', year: '自然年' },
      refunds: '退款',
      refundsText: '退款不算活跃，也不算订单；会从当期金额中扣除。',
      interval: '不确定性',
      intervalText: (confidence) => `${confidence} Wilson 置信区间（Wilson 1927）`,
      pooled: '全部同期群',
      pooledText: '周期已结束的同期群的活跃客户数之和除以客户数之和，不对比率取平均；数值为这些同期群的平均值。',
    },
  },
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
