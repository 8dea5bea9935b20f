import { type Result, rowsOf } from '@clientele/metrics';
import { numberIn, textIn } from '../locales/format.js';
import type { Locale, Translations } from '../locales/locale.js';
import type { Words } from '../scene.js';
import type { StepRow } from './steps-rows.js';

/** What became of those who came to a stage, where stages are places. */
export type StagePart = 'advanced' | 'here' | 'back' | 'lost';

/** What a funnel says of ways between stages. */
export interface MoveMessages {
  readonly movedBack: string;
  readonly parts: Readonly<Record<StagePart, string>>;
  readonly advancedShare: (share: string) => string;
  readonly partAt: (part: string, stage: string) => string;
  readonly skips: (parts: readonly string[]) => string;
  readonly backs: (parts: readonly string[]) => string;
  readonly move: (source: string, target: string, count: string) => string;
}

/** The texts of `MoveMessages` in every language. */
export const moveMessages: Translations<MoveMessages> = {
  en: {
    movedBack: 'Moved back since',
    parts: { advanced: 'Advanced', here: 'Still there', back: 'Moved back', lost: 'Lost' },
    advancedShare: (share) => `${share} advanced`,
    partAt: (part, stage) => `${stage}: ${part.toLowerCase()}`,
    skips: (parts) => `Skipped stages: ${parts.join(', ')}.`,
    backs: (parts) => `Moved back: ${parts.join(', ')}.`,
    move: (source, target, count) => `${source} → ${target} (${count})`,
  },
  'zh-CN': {
    movedBack: '后来退回',
    parts: { advanced: '已前进', here: '仍在此阶段', back: '已退回', lost: '已流失' },
    advancedShare: (share) => `${share} 已前进`,
    partAt: (part, stage) => `${stage}：${part}`,
    skips: (parts) => `跳过阶段：${parts.join('、')}。`,
    backs: (parts) => `退回：${parts.join('、')}。`,
    move: (source, target, count) => `${source} → ${target}（${count}）`,
  },
};

/** More ways than these are left to the result's table. */
const MOST = 4;

/** Returns what a part of those who came to a stage is called. */
export function stagePartName(part: StagePart, locale: Locale): string {
  return moveMessages[locale].parts[part];
}

/** Returns the title of a part of *stage*. */
export function stagePartAt(part: StagePart, stage: string, locale: Locale): string {
  return moveMessages[locale].partAt(moveMessages[locale].parts[part], stage);
}

/** Returns how many advanced, as the line between two stages says it. */
export function advancedShare(share: string, locale: Locale): string {
  return moveMessages[locale].advancedShare(share);
}

/** Returns what those are called who stand at an earlier stage now. */
export function movedBackLabel(locale: Locale): string {
  return moveMessages[locale].movedBack;
}

/** Returns what is to be said of stages that customers skipped or fell back from, the most frequent ways first. */
export function stageMoves(result: Result, steps: readonly StepRow[], { format, locale }: Pick<Words, 'format' | 'locale'>): string[] {
  const { moves } = result.tables;
  if (moves === undefined) return [];
  const says = moveMessages[locale];
  const nameOf = (stage: string): string => steps.find((step) => step.stage === stage)?.name ?? stage;
  const parts = (kind: string): string[] => rowsOf(moves).filter((row) => row['kind'] === kind)
    .sort((a, b) => (numberIn(b, 'customers') ?? 0) - (numberIn(a, 'customers') ?? 0)).slice(0, MOST)
    .map((row) => says.move(nameOf(textIn(row, 'source')), nameOf(textIn(row, 'target')), format.count(numberIn(row, 'customers'))));
  const [skips, backs] = [parts('skip'), parts('back')];
  return [...(skips.length > 0 ? [says.skips(skips)] : []), ...(backs.length > 0 ? [says.backs(backs)] : [])];
}
