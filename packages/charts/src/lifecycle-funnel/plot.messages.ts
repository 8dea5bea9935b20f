import type { Grain } from '../locales/format.js';
import type { Translations } from '../locales/locale.js';

/** The four phases of a relationship, as the metric `phases` names them. */
export type PhaseName = 'establish' | 'develop' | 'maintain' | 'break_up';

/** What the views say that are no funnel: times to convert, conversion over time, relationship phases. */
export interface PlotMessages {
  readonly durationsView: string;
  readonly trendView: string;
  readonly phasesView: string;
  readonly durations: {
    readonly title: (from: string, to: string) => string;
    readonly none: string;
    readonly summary: (count: string, to: string, median: string, p90: string) => string;
    readonly some: (count: string, to: string) => string;
    /** *count* is null where it is withheld, too. */
    readonly withheld: (count: string | null, to: string) => string;
    readonly range: (from: string, to: string) => string;
    readonly median: (duration: string) => string;
    readonly p90: (duration: string) => string;
    readonly notLast: (last: string, told: string) => string;
    readonly columns: Readonly<Record<'time' | 'share' | 'sum', string>>;
    readonly countedLabel: string;
    readonly counted: string;
  };
  readonly trend: {
    readonly title: Readonly<Record<Grain, string>>;
    readonly none: string;
    readonly summary: (entered: string, period: string, day: boolean, rate: string, to: string, between: string | null) => string;
    readonly between: (least: string, most: string, periods: number) => string | null;
    readonly rate: string;
    readonly entered: string;
    readonly period: string;
    readonly running: (period: string) => string;
    readonly runningLine: string;
    readonly runningNote: string;
    readonly clipped: string;
    readonly countedLabel: string;
    readonly counted: string;
  };
  readonly phases: {
    readonly title: string;
    readonly none: string;
    readonly names: Readonly<Record<PhaseName, string>>;
    readonly notYet: string;
    readonly part: (name: string, share: string) => string;
    readonly summary: (asOf: string, customers: string, parts: readonly string[], moved: string | null) => string;
    readonly moved: (days: string, gone: string, back: string) => string;
    readonly way: (source: string, target: string) => string;
    readonly ofSource: (source: string) => string;
    readonly ofAll: string;
    readonly shareOf: (name: string) => string;
    readonly value: string;
    readonly notes: Readonly<Record<string, string>>;
    readonly counted: Readonly<Record<'definition' | 'window' | 'rules' | 'ways', string>>;
    readonly definition: string;
    readonly windowOf: (days: string) => string;
    readonly rules: string;
    readonly ways: (before: string, after: string) => string;
  };
}

/** The texts of `PlotMessages` in every language. */
export const plotMessages: Translations<PlotMessages> = {
  en: {
    durationsView: 'Time to convert',
    trendView: 'Trend',
    phasesView: 'Relationship phases',
    durations: {
      title: (from, to) => `Time from ${from} to ${to}`,
      none: 'Nobody came further than the first step: there are no times to show.',
      summary: (count, to, median, p90) => `Of ${count} who reached ${to}, half took ${median} or less, and nine in ten ${p90} or less.`,
      some: (count, to) => `${count} customers reached ${to}.`,
      withheld: (count, to) => (count === null ? `How many reached ${to}, and how long they took, is withheld.` : `${count} customers reached ${to}; how long they took is withheld.`),
      range: (from, to) => `${from} – ${to}`,
      median: (duration) => `half within ${duration}`,
      p90: (duration) => `90% within ${duration}`,
      notLast: (last, told) => `Too few customers reached ${last} to tell: this is about ${told}.`,
      columns: { time: 'Time', share: 'Share', sum: 'Up to here' },
      countedLabel: 'Times',
      counted: 'From the entry to the last step of the attempt that counts. Bins include their beginning. Who did not arrive has no time here.',
    },
    trend: {
      title: { day: 'Conversion by day of entry', week: 'Conversion by week of entry', month: 'Conversion by month of entry', quarter: 'Conversion by quarter of entry', year: 'Conversion by year of entry' },
      none: 'Nobody entered this funnel.',
      summary: (entered, period, day, rate, to, between) => `Of ${entered} who entered ${day ? 'on' : 'in'} ${period}, ${rate} reached ${to}${between === null ? '' : `; ${between}`}.`,
      between: (least, most, periods) => (periods < 2 ? null : `over all periods between ${least} and ${most}`),
      rate: 'Conversion',
      entered: 'Entered',
      period: 'Entered in',
      running: (period) => `${period} (in progress)`,
      runningLine: 'in progress: some may still convert',
      runningNote: 'Hollow points are in progress: their customers still have time to convert, so these rates can only rise.',
      clipped: 'Intervals of few customers reach beyond the plot.',
      countedLabel: 'Trend',
      counted: 'Customers by the period in which their attempt began, whenever they completed it. Counts are added before dividing; rates are never averaged.',
    },
    phases: {
      title: 'Relationship phases',
      none: 'These data hold no purchase of any customer.',
      names: { establish: 'Establishing', develop: 'Developing', maintain: 'Maintaining', break_up: 'Broken up' },
      notYet: 'No customer yet',
      part: (name, share) => `${share} ${name === 'Broken up' ? 'have broken up' : `are ${name.toLowerCase()}`}`,
      summary: (asOf, customers, parts, moved) => `On ${asOf}, of ${customers} ${customers === '1' ? 'customer' : 'customers'} ${parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`}${moved === null ? '' : `; ${moved}`}.`,
      moved: (days, gone, back) => `in ${days} days ${gone} broke up and ${back} were won back`,
      way: (source, target) => `${source} → ${target}`,
      ofSource: (source) => `Of ${source.toLowerCase()} then`,
      ofAll: 'Of all customers',
      shareOf: (name) => `${name}, share`,
      value: 'Value so far',
      notes: { value_missing: 'Rows without a value count as purchases only.', cells_withheld: 'Small groups are withheld, and what would tell them.' },
      counted: { definition: 'Definition', window: 'D', rules: 'Phases', ways: 'Flows' },
      definition: 'Relationship lifecycle (M19; Dwyer, Schurr & Oh 1987): the phase of each customer at the end of each period, told by purchases up to then.',
      windowOf: (days) => `${days} days.`,
      rules: 'Broken up: no purchase for more than 2 D. Otherwise establishing: the first purchase was at most D ago. Otherwise developing: more was spent in the last D than in the D before. Otherwise maintaining.',
      ways: (before, after) => `Phases on ${before} against those on ${after}.`,
    },
  },
  'zh-CN': {
    durationsView: '转化用时',
    trendView: '趋势',
    phasesView: '关系阶段',
    durations: {
      title: (from, to) => `从${from}到${to}的用时`,
      none: '没有客户走到第一步之后，因此没有用时可显示。',
      summary: (count, to, median, p90) => `到达${to}的 ${count} 名客户中，半数用时不超过 ${median}，九成不超过 ${p90}。`,
      some: (count, to) => `${count} 名客户到达${to}。`,
      withheld: (count, to) => (count === null ? `到达${to}的客户数与用时已隐去。` : `${count} 名客户到达${to}，用时已隐去。`),
      range: (from, to) => `${from} – ${to}`,
      median: (duration) => `半数在 ${duration}内`,
      p90: (duration) => `90% 在 ${duration}内`,
      notLast: (last, told) => `到达${last}的客户过少，此处显示到达${told}的情况。`,
      columns: { time: '用时', share: '占比', sum: '累计' },
      countedLabel: '用时',
      counted: '计入的那次尝试从进入到最后一步所用的时间。区间包含起点。未到达者没有用时。',
    },
    trend: {
      title: { day: '按进入日期的转化率', week: '按进入周的转化率', month: '按进入月份的转化率', quarter: '按进入季度的转化率', year: '按进入年份的转化率' },
      none: '没有客户进入此漏斗。',
      summary: (entered, period, _day, rate, to, between) => `${period}进入的 ${entered} 名客户中，${rate} 到达${to}${between === null ? '' : `；${between}`}。`,
      between: (least, most, periods) => (periods < 2 ? null : `各期介于 ${least} 与 ${most} 之间`),
      rate: '转化率',
      entered: '进入',
      period: '进入时期',
      running: (period) => `${period}（进行中）`,
      runningLine: '进行中：部分客户仍可能转化',
      runningNote: '空心点尚在进行中：客户仍有时间转化，转化率只会上升。',
      clipped: '部分人数较少的置信区间超出图表范围。',
      countedLabel: '趋势',
      counted: '按尝试开始的时期归类，不论何时完成。先合计人数再相除，绝不对比率求平均。',
    },
    phases: {
      title: '客户关系阶段',
      none: '数据中没有任何客户的购买。',
      names: { establish: '关系建立', develop: '关系发展', maintain: '关系维护', break_up: '关系破裂' },
      notYet: '尚非客户',
      part: (name, share) => `${name} ${share}`,
      summary: (asOf, customers, parts, moved) => `截至 ${asOf}，${customers} 名客户中，${parts.join('、')}${moved === null ? '' : `；${moved}`}。`,
      moved: (days, gone, back) => `${days} 天内有 ${gone} 名关系破裂，${back} 名被赢回`,
      way: (source, target) => `${source} → ${target}`,
      ofSource: (source) => `占当时“${source}”`,
      ofAll: '占全部客户',
      shareOf: (name) => `${name}占比`,
      value: '累计金额',
      notes: { value_missing: '缺少金额的行仅计为购买。', cells_withheld: '人数过少的组及可推算出它们的数字已隐去。' },
      counted: { definition: '定义', window: 'D', rules: '阶段', ways: '流向' },
      definition: '关系生命周期（M19；Dwyer、Schurr 与 Oh 1987）：按截至各期末的购买判断每名客户所处的阶段。',
      windowOf: (days) => `${days} 天。`,
      rules: '关系破裂：超过 2 D 未购买。否则关系建立：首次购买距今不超过 D。否则关系发展：最近 D 内的消费高于此前的 D。否则关系维护。',
      ways: (before, after) => `${before} 与 ${after} 两日所处阶段的对照。`,
    },
  },
};
