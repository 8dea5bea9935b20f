import { pyramidMessages } from '../../packages/charts/src/customer-pyramid/customer-pyramid.messages.js';
import { comparisonMessages } from '../../packages/charts/src/lifecycle-funnel/comparison.messages.js';
import { ruleMessages } from '../../packages/charts/src/lifecycle-funnel/counting-rules.js';
import { lifecycleFunnelMessages } from '../../packages/charts/src/lifecycle-funnel/lifecycle-funnel.messages.js';
import { plotMessages } from '../../packages/charts/src/lifecycle-funnel/plot.messages.js';
import { segmentsMessages } from '../../packages/charts/src/lifecycle-funnel/segments.messages.js';
import { moveMessages } from '../../packages/charts/src/lifecycle-funnel/stage-moves.js';
import { standardStageNames } from '../../packages/charts/src/lifecycle-funnel/stage-names.js';
import { chartMessages } from '../../packages/charts/src/locales/chart-messages.js';
import { retentionMessages } from '../../packages/charts/src/retention-cohort/retention-cohort.messages.js';
import { satisfactionMessages } from '../../packages/charts/src/satisfaction-score/satisfaction-score.messages.js';

/** The words of every chart. */
const ALL: readonly { readonly en: object }[] = [
  chartMessages, pyramidMessages, retentionMessages, satisfactionMessages,
  lifecycleFunnelMessages, plotMessages, comparisonMessages, segmentsMessages, ruleMessages, moveMessages, standardStageNames,
];

/** Makes every English text 40 % longer, as German or Finnish would be, and returns what makes them as they were. */
export function lengthened(): () => void {
  const undo: (() => void)[] = [];
  for (const { en } of ALL) lengthen(en, undo);
  return () => {
    for (const back of undo.reverse()) back();
  };
}

function lengthen(words: object, undo: (() => void)[]): void {
  for (const [name, word] of Object.entries(words) as [string, unknown][]) {
    const longer = typeof word === 'string' ? long(word)
      : typeof word === 'function' ? (...given: unknown[]) => longOf((word as (...given: unknown[]) => unknown)(...given)) : null;
    if (longer === null) {
      if (typeof word === 'object' && word !== null) lengthen(word, undo);
      continue;
    }
    Reflect.set(words, name, longer);
    undo.push(() => Reflect.set(words, name, word));
  }
}

function longOf(said: unknown): unknown {
  return typeof said === 'string' ? long(said) : said;
}

/** Every fifth letter is there three times: numbers and spaces stay as they are. */
function long(text: string): string {
  let letters = 0;
  return text.replaceAll(/\p{L}/gu, (letter) => (++letters % 5 === 0 ? letter.repeat(3) : letter));
}
