import type { Translations } from '@clientele/charts';
import type { Figure } from './figures.js';

/** The words of a key figure. */
export interface MetricTileMessages {
  readonly figures: Readonly<Record<Figure, string>>;
  /** What the figure is, for "How is this counted?". */
  readonly meanings: Readonly<Record<Figure, string>>;
  readonly counted: string;
  readonly none: string;
  readonly inPeriod: (period: string) => string;
  readonly changed: (change: string, share: string | null, before: string) => string;
  readonly unclear: (before: string, interval: string) => string;
  readonly clear: (interval: string) => string;
  readonly interval: (lower: string, upper: string) => string;
  readonly points: (change: string) => string;
  readonly goal: (goal: string, reached: string | null) => string;
  readonly period: string;
  readonly trend: string;
}

/** A key figure's words in every language. */
export const metricTileMessages: Translations<MetricTileMessages> = {
  en: {
    figures: { 'active-customers': 'Active customers', 'new-customers': 'New customers', 'retention-rate': 'Retention', value: 'Revenue', nps: 'NPS', csat: 'Satisfied' },
    meanings: {
      'active-customers': 'Customers with at least one row in the period.',
      'new-customers': 'Customers whose first row ever lies in the period.',
      'retention-rate': 'Of the customers of the period before, the share that came back in this one.',
      value: 'The sum of all values in the period.',
      nps: 'Promoters (9, 10) minus detractors (0 to 6), in points.',
      csat: 'The share of answers that are satisfied, in percent.',
    },
    counted: 'Definition',
    none: 'No period is over yet.',
    inPeriod: (period) => period,
    changed: (change, share, before) => `${change}${share === null ? '' : ` (${share})`} on ${before}`,
    unclear: (before, interval) => `not distinguishable from ${before} (${interval})`,
    clear: (interval) => interval,
    interval: (lower, upper) => `95% interval ${lower} to ${upper}`,
    points: (change) => `${change} points`,
    goal: (goal, reached) => (reached === null ? `goal ${goal}` : `goal ${goal}, ${reached} reached`),
    period: 'Period',
    trend: 'Figure',
  },
  'zh-CN': {
    figures: { 'active-customers': '活跃客户', 'new-customers': '新客户', 'retention-rate': '留存率', value: '销售额', nps: 'NPS', csat: '满意率' },
    meanings: {
      'active-customers': '在该时段内至少有一条记录的客户。',
      'new-customers': '首条记录落在该时段内的客户。',
      'retention-rate': '上一时段的客户中，在本时段回来的比例。',
      value: '该时段内所有金额之和。',
      nps: '推荐者（9、10 分）占比减去贬损者（0 至 6 分）占比，以点计。',
      csat: '表示满意的答复所占比例，以百分比计。',
    },
    counted: '定义',
    none: '尚无已结束的时段。',
    inPeriod: (period) => period,
    changed: (change, share, before) => `较 ${before} ${change}${share === null ? '' : `（${share}）`}`,
    unclear: (before, interval) => `与 ${before} 无显著差异（${interval}）`,
    clear: (interval) => interval,
    interval: (lower, upper) => `95% 区间 ${lower} 至 ${upper}`,
    points: (change) => `${change} 点`,
    goal: (goal, reached) => (reached === null ? `目标 ${goal}` : `目标 ${goal}，已达成 ${reached}`),
    period: '时段',
    trend: '数值',
  },
};
