import type { Translations } from '@clientele/charts';

/** A range of dates that has a name. */
export type DatePreset = 'all' | 'days-30' | 'days-90' | 'months-12' | 'this-year' | 'last-year' | 'custom';

/** The words of a filter bar. */
export interface FilterBarMessages {
  readonly filters: string;
  readonly dates: string;
  readonly presets: Readonly<Record<DatePreset, string>>;
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly compare: string;
  readonly chosen: (count: string) => string;
  readonly nothing: string;
  readonly loading: string;
  readonly more: (count: string) => string;
  readonly customers: (count: string, total: string) => string;
  readonly allCustomers: (total: string) => string;
  readonly counting: string;
  readonly active: string;
  readonly remove: (label: string) => string;
  readonly locked: (label: string) => string;
  readonly undo: string;
  readonly redo: string;
  readonly reset: string;
  readonly list: string;
  readonly since: (date: string) => string;
  readonly until: (date: string) => string;
  readonly range: (from: string, to: string) => string;
  readonly named: (name: string, value: string) => string;
  /** What dates do to the numbers. */
  readonly onlyThen: string;
  readonly noDashboard: string;
}

/** A filter bar's words in every language. */
export const filterBarMessages: Translations<FilterBarMessages> = {
  en: {
    filters: 'Filters',
    dates: 'Period',
    presets: { all: 'All time', 'days-30': 'Last 30 days', 'days-90': 'Last 90 days', 'months-12': 'Last 12 months', 'this-year': 'This year', 'last-year': 'Last year', custom: 'Custom …' },
    from: 'From',
    to: 'To',
    asOf: 'As of',
    compare: 'Compare figures with the period before',
    chosen: (count) => `${count} chosen`,
    nothing: 'Nothing to choose from',
    loading: 'Loading …',
    more: (count) => `and ${count} more`,
    customers: (count, total) => `${count} of ${total} customers`,
    allCustomers: (total) => `All ${total} customers`,
    counting: 'Counting …',
    active: 'Active filters',
    remove: (label) => `Remove: ${label}`,
    locked: (label) => `${label} (set by this page)`,
    undo: 'Undo',
    redo: 'Redo',
    reset: 'Reset',
    list: 'Show customers',
    since: (date) => `From ${date}`,
    until: (date) => `Until ${date}`,
    range: (from, to) => `${from} – ${to}`,
    named: (name, value) => `${name}: ${value}`,
    onlyThen: 'Charts count only what happened in this period: a customer who was active before it appears as new. Key figures show the last whole period by its end.',
    noDashboard: 'This filter bar stands in no dashboard.',
  },
  'zh-CN': {
    filters: '筛选',
    dates: '时间范围',
    presets: { all: '全部时间', 'days-30': '最近 30 天', 'days-90': '最近 90 天', 'months-12': '最近 12 个月', 'this-year': '今年', 'last-year': '去年', custom: '自定义…' },
    from: '开始',
    to: '结束',
    asOf: '截至',
    compare: '关键指标与上一时段对比',
    chosen: (count) => `已选 ${count} 项`,
    nothing: '没有可选项',
    loading: '正在加载…',
    more: (count) => `另有 ${count} 项`,
    customers: (count, total) => `${count} / ${total} 位客户`,
    allCustomers: (total) => `全部 ${total} 位客户`,
    counting: '正在统计…',
    active: '当前筛选条件',
    remove: (label) => `移除：${label}`,
    locked: (label) => `${label}（由页面设定）`,
    undo: '撤销',
    redo: '重做',
    reset: '重置',
    list: '查看客户',
    since: (date) => `${date} 起`,
    until: (date) => `截至 ${date}`,
    range: (from, to) => `${from} 至 ${to}`,
    named: (name, value) => `${name}：${value}`,
    onlyThen: '图表仅统计该时段内的记录：此前已活跃的客户会显示为新客户。关键指标显示截至该时段末的最近一个完整周期。',
    noDashboard: '此筛选栏不在仪表板中。',
  },
};
