import type { Translations } from '../locales/locale.js';

/** The four states of a customer in a period, as the metric `lifecycle` names them. */
export type LifecycleStateName = 'new' | 'returning' | 'resurrected' | 'dormant';

/** What a lifecycle funnel says. Arguments are formatted already. */
export interface LifecycleFunnelMessages {
  readonly stepsView: string;
  readonly statesView: string;
  readonly steps: {
    readonly title: string;
    readonly none: string;
    readonly nobodyEntered: (first: string) => string;
    /** By standard stage, those who are there: "44,039 visitors". */
    readonly at: Readonly<Record<string, (count: string) => string>>;
    readonly atStage: (count: string, stage: string) => string;
    /** By standard stage, what those who reached it did: "bought". */
    readonly did: Readonly<Record<string, string>>;
    readonly reachedStage: (stage: string) => string;
    readonly finding: (count: string, share: string, did: string) => string;
    readonly noFinding: (did: string) => string;
    /** A stage within a sentence. */
    readonly mention: (name: string, standard: boolean) => string;
    readonly summary: (entered: string, findings: readonly string[], worst: string | null, asOf: string | null, compared: string | null) => string;
    readonly worst: (from: string, to: string, share: string) => string;
    /** The whole sentence where not even the entries are told. */
    readonly withheldEntry: (entry: string, asOf: string | null) => string;
    readonly customers: string;
    readonly ofFirst: string;
    readonly ofPrevious: string;
    readonly ofPreviousShort: string;
    readonly lostShare: (share: string) => string;
    readonly gainShare: (share: string) => string;
    readonly openShare: (share: string) => string;
    readonly noneLost: string;
    readonly median: (duration: string) => string;
    readonly reached: string;
    readonly lost: string;
    readonly stillOpen: string;
    readonly notGone: string;
    readonly lostAfter: (stage: string) => string;
    readonly openAfter: (stage: string) => string;
    readonly shareOf: (stage: string) => string;
    readonly within: (share: string, range: string) => string;
    readonly sinceStage: (stage: string) => string;
    readonly medianLine: (median: string, p90: string | null) => string;
    readonly everHad: string;
    readonly skipped: string;
    readonly value: string;
    readonly windowNotOver: string;
    readonly segmentLine: (count: string, share: string) => string;
    readonly lowN: string;
    readonly caption: (asOf: string | null) => string;
    readonly all: string;
    readonly columns: Readonly<Record<'stage' | 'segment' | 'customers' | 'ofPrevious' | 'interval' | 'ofFirst' | 'overallInterval' | 'lost' | 'open' | 'median' | 'ever' | 'value', string>>;
    readonly notes: Readonly<Record<string, string>>;
    readonly counted: Readonly<Record<'definition' | 'order' | 'window' | 'attempt' | 'ties' | 'open' | 'steps' | 'entries', string>>;
    readonly definition: string;
    readonly ordered: string;
    readonly anyOrder: string;
    readonly windowOf: (length: string) => string;
    readonly noWindow: string;
    readonly attempt: string;
    readonly ties: string;
    readonly openRule: string;
    readonly origin: Readonly<Record<string, string>>;
    readonly entriesBetween: (from: string | null, to: string | null) => string;
    readonly wilson: (confidence: string) => string;
  };
  readonly states: {
    readonly title: Readonly<Record<'day' | 'week' | 'month' | 'quarter' | 'year', string>>;
    readonly none: string;
    readonly names: Readonly<Record<LifecycleStateName | 'net', string>>;
    readonly periodNames: Readonly<Record<'day' | 'week' | 'month' | 'quarter' | 'year', (name: string) => string>>;
    /** Counts are null where they are withheld, here and in the summary. */
    readonly part: (count: string | null, state: string) => string;
    readonly summary: (period: string, day: boolean, active: string | null, parts: readonly string[], dormant: string | null, net: string | null, asOf: string | null) => string;
    readonly markTitle: (state: string, period: string) => string;
    readonly customers: string;
    readonly shareOfActive: string;
    readonly shareOfBefore: string;
    readonly active: string;
    readonly net: string;
    readonly retention: string;
    readonly quickRatio: string;
    readonly inProgressLine: string;
    readonly inProgress: (period: string) => string;
    readonly cut: (shown: string, all: string) => string;
    readonly caption: (asOf: string | null) => string;
    readonly columns: Readonly<Record<'period' | 'interval' | 'valueNew' | 'valueExisting', string>>;
    readonly partialPeriod: (period: string) => string;
    readonly notes: Readonly<Record<string, string>>;
    readonly counted: Readonly<Record<'definition' | 'states' | 'net' | 'period' | 'retention', string>>;
    readonly definition: string;
    readonly stateRules: string;
    readonly netRule: string;
    readonly periods: Readonly<Record<'day' | 'week' | 'month' | 'quarter' | 'year', string>>;
  };
}

/** Returns the words for so many of *one*. */
function counted(one: string): (count: string) => string {
  return (count) => `${count} ${one}${count === '1' ? '' : 's'}`;
}

/** The texts of `LifecycleFunnelMessages` in every language. */
export const lifecycleFunnelMessages: Translations<LifecycleFunnelMessages> = {
  en: {
    stepsView: 'Steps',
    statesView: 'States over time',
    steps: {
      title: 'Lifecycle funnel',
      none: 'These data hold no stage of any customer.',
      nobodyEntered: (first) => `No customer reached the first step, ${first}.`,
      at: {
        visit: counted('visitor'), signup: counted('sign-up'), lead: counted('lead'), trial: counted('trial user'), purchase: counted('buyer'), understand: counted('prospect'),
      },
      atStage: (count, stage) => `${counted('customer')(count)} at ${stage}`,
      did: {
        signup: 'signed up', register: 'signed up', registration: 'signed up', trial: 'began a trial', basket: 'filled a basket', cart: 'filled a cart',
        checkout: 'checked out', purchase: 'bought', repeat: 'bought again', repurchase: 'bought again', advocate: 'became advocates', referral: 'referred somebody',
        subscription: 'subscribed', renewal: 'renewed',
      },
      reachedStage: (stage) => `reached ${stage}`,
      finding: (count, share, did) => `${count} (${share}) ${did}`,
      noFinding: (did) => `none ${did}`,
      mention: (name, standard) => (standard ? name : `“${name}”`),
      summary: (entered, findings, worst, asOf, compared) =>
        `Of ${entered}, ${findings.join(' and ')}${worst === null ? '' : `; ${worst}`}${asOf === null ? '' : `, as of ${asOf}`}${compared === null ? '' : `; ${compared}`}.`,
      withheldEntry: (entry, asOf) => `${entry}${asOf === null ? '' : `, as of ${asOf}`}.`,
      worst: (from, to, share) => `most are lost between ${from} and ${to} (${share})`,
      customers: 'Customers',
      ofFirst: 'of first',
      ofPrevious: 'of previous',
      ofPreviousShort: 'of prev.',
      lostShare: (share) => `${share} lost`,
      gainShare: (share) => `+${share}`,
      openShare: (share) => `${share} still open`,
      noneLost: 'none lost',
      median: (duration) => `median ${duration}`,
      reached: 'Reached the step',
      lost: 'Lost',
      stillOpen: 'Still open',
      notGone: 'Did not go on',
      lostAfter: (stage) => `Lost after ${stage}`,
      openAfter: (stage) => `Still open after ${stage}`,
      shareOf: (stage) => `Of ${stage}`,
      within: (share, range) => `${share} (${range})`,
      sinceStage: (stage) => `Time since ${stage}`,
      medianLine: (median, p90) => (p90 === null ? `median ${median}` : `median ${median}, 90% within ${p90}`),
      everHad: 'Ever had this stage',
      skipped: 'Skipped it',
      value: 'Value',
      windowNotOver: 'may still go on: the window is not over',
      segmentLine: (count, share) => `${count} (${share} of previous)`,
      lowN: 'fewer than 30 customers: read with care',
      caption: (asOf) => (asOf === null ? 'Customers by step' : `Customers by step, as of ${asOf}`),
      all: 'All',
      columns: {
        stage: 'Step', segment: 'Segment', customers: 'Customers', ofPrevious: '% of previous', interval: 'Interval', ofFirst: '% of first', overallInterval: 'Interval of % of first',
        lost: 'Lost after it', open: 'Still open', median: 'Median time', ever: 'Ever had the stage', value: 'Value',
      },
      notes: {
        steps_lifecycle: 'No steps were named: the stages of the customer lifecycle that occur are the steps.',
        steps_found: 'No steps were named: stages stand in the order in which customers first reach them, which may not be the order you mean.',
        step_absent: 'No row is at one of the steps: check how its name is written.',
        stages_left_out: 'Some stages of the data are no step of this funnel.',
        counts_given: 'Counts were given ready-made: nothing is known about order, time or who is still on the way.',
        no_window: 'Without a time window, everyone who has not gone on counts as lost, though some still may.',
        open_count_rises: 'Some stages have more customers than the one before (“Ever had this stage”): people reach them by other ways, too.',
        value_missing: 'Rows without a value count as events only.',
        low_n: 'Small numbers: a percentage that rests on fewer than 30 customers is to be read with care.',
      },
      counted: {
        definition: 'Definition', order: 'Order', window: 'Window', attempt: 'Attempts', ties: 'Equal times', open: 'Still open', steps: 'Steps', entries: 'Entries',
      },
      definition: 'Lifecycle funnel (M18): customers, not events. A customer is at a step when one attempt fills that step and every step before it.',
      ordered: 'In order: each step at or after the one before.',
      anyOrder: 'In any order: all steps up to this one, whichever came first.',
      windowOf: (length) => `${length} from the entry to the last step, inclusive.`,
      noWindow: 'No limit.',
      attempt: 'Of a customer’s attempts the one that comes furthest counts; of those the earliest.',
      ties: 'Events at the same time count as in order; no event fills two steps.',
      openRule: 'Has not gone on, but the window of the last attempt is not over at the cut-off: neither lost nor converted.',
      origin: { named: 'As named.', lifecycle: 'The lifecycle stages that occur in the data.', found: 'Found in the data, in the order in which customers first reach them.', counts: 'As given.' },
      entriesBetween: (from, to) => (from === null ? `Until ${to ?? ''}` : `From ${from}`),
      wilson: (confidence) => `${confidence} Wilson score interval (Wilson 1927)`,
    },
    states: {
      title: { day: 'Customers by day', week: 'Customers by week', month: 'Customers by month', quarter: 'Customers by quarter', year: 'Customers by year' },
      none: 'These data hold no activity of any customer.',
      names: { new: 'New', returning: 'Returning', resurrected: 'Resurrected', dormant: 'Gone dormant', net: 'Net change' },
      periodNames: { day: (name) => name, week: (name) => `the week of ${name}`, month: (name) => name, quarter: (name) => name, year: (name) => name },
      part: (count, state) => (count === null ? `${state.toLowerCase()} withheld` : `${count} ${state.toLowerCase()}`),
      summary: (period, day, active, parts, dormant, net, asOf) => {
        const were = active === null ? 'how many customers were active is withheld' : `${counted('customer')(active)} ${active === '1' ? 'was' : 'were'} active`;
        const went = dormant !== null ? `and ${dormant} went dormant` : active === null ? 'and so is how many went dormant' : 'and how many went dormant is withheld';
        return `${day ? 'On' : 'In'} ${period}, ${were} (${parts.join(', ')}) ${went}${net === null ? '' : `: a net change of ${net}`}${asOf === null ? '' : `, as of ${asOf}`}.`;
      },
      markTitle: (state, period) => `${state}, ${period}`,
      customers: 'Customers',
      shareOfActive: 'Of all active',
      shareOfBefore: 'Of those active before',
      active: 'Active',
      net: 'Net change',
      retention: 'Stayed active',
      quickRatio: 'Quick ratio',
      inProgressLine: 'in progress: not the whole period yet',
      inProgress: (period) => `${period[0]?.toUpperCase() ?? ''}${period.slice(1)} is in progress (hatched): new customers are still coming, and who seems dormant may still return.`,
      cut: (shown, all) => `The latest ${shown} of ${all} periods are drawn; the table holds all.`,
      caption: (asOf) => (asOf === null ? 'Customers by state' : `Customers by state, as of ${asOf}`),
      columns: { period: 'Period', interval: 'Interval', valueNew: 'Value of new customers', valueExisting: 'Value of existing customers' },
      partialPeriod: (period) => `${period} (in progress)`,
      notes: { value_missing: 'Rows without a value count as activity only.', periods_cut: 'The earliest periods are left out.' },
      counted: { definition: 'Definition', states: 'States', net: 'Net change', period: 'Period', retention: 'Stayed active' },
      definition: 'Growth accounting (M17, C13): customers with activity in the period, by what they did before. Negative values (refunds) are no activity.',
      stateRules: 'New: first period ever. Returning: active in the period before as well. Resurrected: active before, but not in the period before. Gone dormant: active in the period before, not now.',
      netRule: 'New + resurrected − gone dormant; quick ratio: (new + resurrected) ÷ gone dormant.',
      periods: { day: 'Day', week: 'Week', month: 'Calendar month', quarter: 'Calendar quarter', year: 'Calendar year' },
    },
  },
  'zh-CN': {
    stepsView: '步骤',
    statesView: '各期状态',
    steps: {
      title: '客户生命周期漏斗',
      none: '数据中没有任何客户阶段。',
      nobodyEntered: (first) => `没有客户到达第一步${first}。`,
      at: {
        visit: (count) => `${count} 名访客`, signup: (count) => `${count} 名注册用户`, lead: (count) => `${count} 条线索`,
        trial: (count) => `${count} 名试用用户`, purchase: (count) => `${count} 名购买者`, understand: (count) => `${count} 名潜在客户`,
      },
      atStage: (count, stage) => `${count} 名到达${stage}的客户`,
      did: {
        signup: '完成注册', register: '完成注册', registration: '完成注册', trial: '开始试用', basket: '加购', cart: '加购', checkout: '进入结算', purchase: '完成购买',
        repeat: '再次购买', repurchase: '再次购买', advocate: '成为口碑推荐者', referral: '转介绍他人', subscription: '完成订阅', renewal: '续费',
      },
      reachedStage: (stage) => `到达${stage}`,
      finding: (count, share, did) => `${count} 名（${share}）${did}`,
      noFinding: (did) => `无人${did}`,
      mention: (name) => `“${name}”`,
      summary: (entered, findings, worst, asOf, compared) =>
        `${asOf === null ? '' : `截至 ${asOf}，`}在 ${entered}中，${findings.join('，')}${worst === null ? '' : `；${worst}`}${compared === null ? '' : `；${compared}`}。`,
      withheldEntry: (entry, asOf) => `${asOf === null ? '' : `截至 ${asOf}，`}${entry}。`,
      worst: (from, to, share) => `流失最多的一步是${from}到${to}（${share}）`,
      customers: '客户数',
      ofFirst: '占首步',
      ofPrevious: '占上一步',
      ofPreviousShort: '占上步',
      lostShare: (share) => `流失 ${share}`,
      gainShare: (share) => `增加 ${share}`,
      openShare: (share) => `${share} 仍在进行`,
      noneLost: '无流失',
      median: (duration) => `中位用时 ${duration}`,
      reached: '到达该步骤',
      lost: '已流失',
      stillOpen: '仍在进行',
      notGone: '未继续',
      lostAfter: (stage) => `“${stage}”之后流失`,
      openAfter: (stage) => `“${stage}”之后仍在进行`,
      shareOf: (stage) => `占“${stage}”`,
      within: (share, range) => `${share}（${range}）`,
      sinceStage: (stage) => `距“${stage}”的用时`,
      medianLine: (median, p90) => (p90 === null ? `中位数 ${median}` : `中位数 ${median}，90% 在 ${p90} 内`),
      everHad: '曾有此阶段',
      skipped: '跳过此步',
      value: '金额',
      windowNotOver: '时间窗口尚未结束，仍可能继续',
      segmentLine: (count, share) => `${count}（占上一步 ${share}）`,
      lowN: '不足 30 名客户，请谨慎解读',
      caption: (asOf) => (asOf === null ? '各步骤客户数' : `各步骤客户数，截至 ${asOf}`),
      all: '全部',
      columns: {
        stage: '步骤', segment: '分群', customers: '客户数', ofPrevious: '占上一步', interval: '置信区间', ofFirst: '占首步', overallInterval: '占首步的置信区间',
        lost: '之后流失', open: '仍在进行', median: '中位用时', ever: '曾有此阶段', value: '金额',
      },
      notes: {
        steps_lifecycle: '未指定步骤：以数据中出现的客户生命周期阶段作为步骤。',
        steps_found: '未指定步骤：各阶段按客户首次到达的先后排列，可能与您的设想不同。',
        step_absent: '数据中没有某个步骤的行：请检查其名称的写法。',
        stages_left_out: '数据中有些阶段不属于此漏斗的步骤。',
        counts_given: '数据为现成的计数：无法得知顺序、用时以及谁仍在进行中。',
        no_window: '未设时间窗口：尚未继续的客户均计为流失，其中部分日后仍可能继续。',
        open_count_rises: '有些阶段的客户多于前一阶段（见“曾有此阶段”）：客户也会经由其他路径到达。',
        value_missing: '缺少金额的行仅计为事件。',
        low_n: '样本较小：不足 30 名客户的百分比请谨慎解读。',
      },
      counted: { definition: '定义', order: '顺序', window: '时间窗口', attempt: '多次尝试', ties: '同一时刻', open: '仍在进行', steps: '步骤', entries: '进入时间' },
      definition: '客户生命周期漏斗（M18）：统计客户数，而非事件数。客户在同一次尝试中完成某一步及之前的所有步骤，才计入该步。',
      ordered: '依次：每一步不早于上一步。',
      anyOrder: '不限先后：完成到这一步为止的所有步骤即可。',
      windowOf: (length) => `从进入到最后一步不超过 ${length}（含）。`,
      noWindow: '不限时长。',
      attempt: '每名客户只计走得最远的一次尝试；若有多次相同，取最早的一次。',
      ties: '同一时刻的事件视为符合先后顺序；一个事件只能完成一个步骤。',
      openRule: '尚未继续，但到统计截止时最近一次尝试的窗口还未结束：既不算流失，也不算转化。',
      origin: { named: '按指定的步骤。', lifecycle: '数据中出现的生命周期阶段。', found: '取自数据，按客户首次到达的先后排列。', counts: '按给定的计数。' },
      entriesBetween: (from, to) => (from === null ? `${to ?? ''} 及以前` : `${from} 起`),
      wilson: (confidence) => `${confidence} Wilson 置信区间（Wilson 1927）`,
    },
    states: {
      title: { day: '每日客户构成', week: '每周客户构成', month: '每月客户构成', quarter: '每季度客户构成', year: '每年客户构成' },
      none: '数据中没有任何客户活动。',
      names: { new: '新客户', returning: '持续活跃', resurrected: '回流', dormant: '转为沉睡', net: '净变化' },
      periodNames: { day: (name) => name, week: (name) => `${name}当周`, month: (name) => name, quarter: (name) => `${name} `, year: (name) => name },
      part: (count, state) => (count === null ? `${state}已隐去` : `${state} ${count} 名`),
      summary: (period, _day, active, parts, dormant, net, asOf) =>
        `${asOf === null ? '' : `截至 ${asOf}，`}${period}${active === null ? '的活跃客户数已隐去' : `有 ${active} 名活跃客户`}（${parts.join('、')}），${dormant === null ? '转为沉睡的客户数已隐去' : `另有 ${dormant} 名转为沉睡`}${net === null ? '' : `，净变化 ${net}`}。`,
      markTitle: (state, period) => `${period.trim()} · ${state}`,
      customers: '客户数',
      shareOfActive: '占活跃客户',
      shareOfBefore: '占上期活跃客户',
      active: '活跃客户',
      net: '净变化',
      retention: '继续活跃',
      quickRatio: '速动比率',
      inProgressLine: '进行中：本期尚未结束',
      inProgress: (period) => `${period}尚在进行中（斜纹）：新客户仍会增加，暂计为沉睡的客户也可能回来。`,
      cut: (shown, all) => `图中为最近 ${shown} 期，共 ${all} 期；完整数据见表格。`,
      caption: (asOf) => (asOf === null ? '各期客户状态' : `各期客户状态，截至 ${asOf}`),
      columns: { period: '时期', interval: '置信区间', valueNew: '新客户金额', valueExisting: '老客户金额' },
      partialPeriod: (period) => `${period}（进行中）`,
      notes: { value_missing: '缺少金额的行仅计为活动。', periods_cut: '最早的若干期未计入。' },
      counted: { definition: '定义', states: '状态', net: '净变化', period: '周期', retention: '继续活跃' },
      definition: '增长核算（M17、C13）：统计当期有活动的客户，并按此前的表现分类。负值（退款）不算活动。',
      stateRules: '新客户：首次出现的时期。持续活跃：上一期也活跃。回流：以前活跃过，但上一期不活跃。转为沉睡：上一期活跃，本期不活跃。',
      netRule: '新客户 + 回流 − 转为沉睡；速动比率 =（新客户 + 回流）÷ 转为沉睡。',
      periods: { day: '日', week: '周', month: '自然月', quarter: '自然季度', year: '自然年' },
    },
  },
};
