import type { Result } from '@clientele/metrics';
import type { Locale, Translations } from '../locales/locale.js';
import type { SceneLine } from '../scene.js';

/** What a funnel says of rules beyond those of every funnel. */
export interface RuleMessages {
  readonly strict: string;
  readonly attempts: Readonly<Record<'first' | 'every', string>>;
  readonly previous: string;
  readonly labels: Readonly<Record<'exclusions' | 'held' | 'optional' | 'mode' | 'regressions' | 'ties', string>>;
  readonly exclusion: (stage: string, between: readonly [string, string] | null, customer: boolean) => string;
  readonly modes: Readonly<Record<string, string>>;
  readonly regressions: Readonly<Record<string, string>>;
  readonly apart: string;
  readonly list: (names: readonly string[]) => string;
}

/** The texts of `RuleMessages` in every language. */
export const ruleMessages: Translations<RuleMessages> = {
  en: {
    strict: 'In order, with nothing else in between.',
    attempts: {
      first: 'Of a customer’s attempts the one that begins first counts.',
      every: 'Every attempt counts: the next begins when the one before is complete or can go no further. The numbers are attempts, not customers.',
    },
    previous: 'Measured from the step before.',
    labels: { exclusions: 'Exclusions', held: 'Held constant', optional: 'Optional steps', mode: 'Who came to a stage', regressions: 'Where customers stand', ties: 'Equal times' },
    exclusion: (stage, between, customer) =>
      `${stage}${between === null ? '' : ` between ${between[0]} and ${between[1]}`} ${customer ? 'rules out the customer' : 'ends an attempt'}.`,
    modes: { allStages: 'Who had every stage up to it, in their order.', anyStage: 'Who ever had it.', reachedOrLater: 'Who had it or a later one.' },
    regressions: { keepHighest: 'At the highest stage they ever had.', current: 'At the stage of their latest event; who fell back has moved back.' },
    apart: 'A step must be later than the one before.',
    list: (names) => names.join(', '),
  },
  'zh-CN': {
    strict: '依次，且中间没有其他事件。',
    attempts: {
      first: '每名客户只计最早开始的一次尝试。',
      every: '每次尝试都计入：上一次完成或无法继续之后，才开始下一次。数字为尝试次数，而非客户数。',
    },
    previous: '从上一步开始计算。',
    labels: { exclusions: '排除', held: '保持不变', optional: '可选步骤', mode: '到达阶段的客户', regressions: '客户所处的阶段', ties: '同一时刻' },
    exclusion: (stage, between, customer) =>
      `${between === null ? '' : `在${between[0]}与${between[1]}之间`}出现${stage}，${customer ? '则排除该客户' : '则尝试到此为止'}。`,
    modes: { allStages: '依次经过到此为止的所有阶段的客户。', anyStage: '曾有此阶段的客户。', reachedOrLater: '曾有此阶段或更后阶段的客户。' },
    regressions: { keepHighest: '曾到达的最高阶段。', current: '最近一次事件的阶段；退回者计为“退回”。' },
    apart: '每一步须晚于上一步。',
    list: (names) => names.join('、'),
  },
};

/** Returns the rules of *result* beyond those of every funnel: how steps follow each other, what is excluded, where customers stand. */
export function countingRules({ options }: Result, locale: Locale): SceneLine[] {
  const says = ruleMessages[locale];
  const lines: SceneLine[] = [];
  const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : []);
  if (names(options['optional']).length > 0) lines.push({ label: says.labels.optional, value: says.list(names(options['optional'])) });
  const exclusions = (Array.isArray(options['exclusions']) ? options['exclusions'] : []) as readonly { readonly stage: string; readonly between?: readonly [string, string] | null; readonly scope?: string }[];
  for (const { between = null, scope, stage } of exclusions) lines.push({ label: says.labels.exclusions, value: says.exclusion(stage, between, scope === 'customer') });
  if (names(options['holdConstant']).length > 0) lines.push({ label: says.labels.held, value: says.list(names(options['holdConstant'])) });
  if (options['equalTimes'] === 'apart') lines.push({ label: says.labels.ties, value: says.apart });
  const mode = says.modes[String(options['mode'])];
  if (mode !== undefined) lines.push({ label: says.labels.mode, value: mode }, { label: says.labels.regressions, value: says.regressions[String(options['regressions'])] ?? '' });
  return lines;
}

/** Returns how steps follow each other, where it is not as in every funnel; null otherwise. */
export function orderRule({ options }: Result, locale: Locale): string | null {
  return options['order'] === 'strict' ? ruleMessages[locale].strict : null;
}

/** Returns which attempts count, where it is not the best; null otherwise. */
export function attemptRule({ options }: Result, locale: Locale): string | null {
  const { attempt } = options;
  return attempt === 'first' || attempt === 'every' ? ruleMessages[locale].attempts[attempt] : null;
}

/** Returns what a window is measured from, where it is not the entry; null otherwise. */
export function windowRule({ options }: Result, locale: Locale): string | null {
  return options['windowFrom'] === 'previous' && options['window'] != null ? ruleMessages[locale].previous : null;
}
