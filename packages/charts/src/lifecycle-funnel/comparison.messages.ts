import type { Translations } from '../locales/locale.js';

/** What a funnel says where it is compared with earlier entries. Arguments are formatted already; *range* is when those began. */
export interface ComparisonMessages {
  readonly ghost: (range: string | null) => string;
  /** In the line between two steps, and in the table: what became of the conversion. */
  readonly verdict: (points: string, rising: boolean) => string;
  readonly noChange: string;
  readonly entries: (range: string | null) => string;
  readonly before: (count: string, share: string | null) => string;
  readonly change: string;
  readonly changeIs: (points: string, range: string, distinguishable: boolean) => string;
  readonly points: (points: string) => string;
  readonly range: (lower: string, upper: string) => string;
  /** What became of the conversion to a step, the first of some or a further one. */
  readonly conversion: (step: string, verdict: string, first: boolean) => string;
  /** Stands after the sentence of the summary. */
  readonly summary: (range: string | null, changes: readonly string[]) => string;
  readonly columns: Readonly<Record<'customersBefore' | 'ofPreviousBefore' | 'change' | 'changeInterval' | 'verdict', string>>;
  readonly verdicts: Readonly<Record<'yes' | 'no', string>>;
  readonly countedLabel: string;
  readonly counted: (range: string | null, confidence: string) => string;
}

/** The texts of `ComparisonMessages` in every language. */
export const comparisonMessages: Translations<ComparisonMessages> = {
  en: {
    ghost: (range) => `Outline: those who entered ${range ?? 'before'}, to the same scale`,
    verdict: (points, rising) => `${rising ? 'up' : 'down'} ${points}`,
    noChange: 'no distinguishable change',
    entries: (range) => (range === null ? 'Entered before' : `Entered ${range}`),
    before: (count, share) => (share === null ? count : `${count} (${share} of previous)`),
    change: 'Change',
    changeIs: (points, range, distinguishable) => `${points} (${range}), ${distinguishable ? 'distinguishable' : 'not distinguishable'}`,
    points: (points) => `${points} points`,
    range: (lower, upper) => `${lower} to ${upper}`,
    conversion: (step, verdict, first) => `${first ? 'conversion ' : ''}to ${step} ${first ? 'is ' : ''}${verdict}`,
    summary: (range, changes) => `compared with those who entered ${range ?? 'before'}, ${changes.length === 0 ? 'no conversion changed distinguishably' : changes.join(' and ')}`,
    columns: { customersBefore: 'Customers before', ofPreviousBefore: '% of previous before', change: 'Change, points', changeInterval: 'Interval of the change', verdict: 'Verdict' },
    verdicts: { yes: 'Distinguishable', no: 'Not distinguishable' },
    countedLabel: 'Comparison',
    counted: (range, confidence) =>
      `With entries ${range ?? 'before'}, looked at for as long after their beginning as these. A change is distinguishable where the ${confidence} interval of the difference (Newcombe 1998) doesn’t hold 0.`,
  },
  'zh-CN': {
    ghost: (range) => `轮廓：${range === null ? '此前' : `${range} `}进入的客户，同一比例尺`,
    verdict: (points, rising) => `${rising ? '上升' : '下降'} ${points}`,
    noChange: '无明显变化',
    entries: (range) => (range === null ? '此前进入' : `${range} 进入`),
    before: (count, share) => (share === null ? count : `${count}（占上一步 ${share}）`),
    change: '变化',
    changeIs: (points, range, distinguishable) => `${points}（${range}），${distinguishable ? '变化明显' : '变化不明显'}`,
    points: (points) => `${points} 个百分点`,
    range: (lower, upper) => `${lower} 至 ${upper}`,
    conversion: (step, verdict, first) => `到${step}的${first ? '转化率' : ''}${verdict}`,
    summary: (range, changes) => `与${range === null ? '此前' : ` ${range} `}进入的客户相比，${changes.length === 0 ? '各步转化率均无明显变化' : changes.join('，')}`,
    columns: { customersBefore: '此前客户数', ofPreviousBefore: '此前占上一步', change: '变化（百分点）', changeInterval: '变化的置信区间', verdict: '结论' },
    verdicts: { yes: '变化明显', no: '变化不明显' },
    countedLabel: '对比',
    counted: (range, confidence) =>
      `与${range === null ? '此前' : ` ${range} `}进入的客户相比，两者自起始之后的观察时长相同。差值的 ${confidence} 置信区间（Newcombe 1998）不含 0 时，视为变化明显。`,
  },
};
