import { LOW_N } from '@clientele/metrics';
import type { Grain } from '../locales/format.js';
import { amountOf, type PooledCell } from './retention-model.js';
import type { RetentionWords } from './retention-words.js';

/** How far the second figure looks: far enough to tell a habit from a second try. */
const FAR: Readonly<Record<Grain, number>> = { day: 30, week: 12, month: 12, quarter: 4, year: 3 };

/** Returns the finding in one sentence: who came back soon, who later, and which cohort did best. */
export function retentionSummary(words: RetentionWords): string {
  const { messages, model, show, format } = words;
  const asOf = model.asOf === null ? null : format.date(model.asOf);
  const share = (cell: PooledCell | null | undefined): number | null => {
    if (cell === null || cell === undefined || cell.suppressed) return null;
    return amountOf(cell, show.measure, 'percent');
  };
  if (model.mode === 'bracket') {
    const brackets = model.pooled.flatMap((cell) => {
      const told = share(cell);
      return cell === null || told === null || cell.offset === 0 ? [] : [{ bracket: words.offset(cell.column), share: words.share(told) }];
    });
    if (brackets.length > 0) return messages.bracketSummary(words.size(model.customers), brackets.length > 2 ? [...brackets.slice(0, 1), ...brackets.slice(-1)] : brackets, asOf);
  }
  const next = model.pooled[1];
  const first = share(next);
  if (next?.suppressed === true) return messages.withheldSummary(words.size(model.customers), asOf);
  if (next === null || next === undefined || first === null) return messages.tooEarly(words.size(model.customers), model.grain, asOf);
  const last = model.pooled.findLastIndex((cell) => share(cell) !== null);
  const offset = Math.min(FAR[model.grain], last);
  const far = share(model.pooled[offset]);
  return messages.summary({
    customers: words.size(next.size), all: next.size === model.customers, grain: model.grain, measure: show.measure,
    later: model.mode === 'onOrAfter', first: words.share(first),
    further: offset > 1 && far !== null ? { offset, share: words.share(far) } : null,
    best: bestOf(words), asOf,
  });
}

function bestOf(words: RetentionWords): { cohort: string; share: string; least: string | null } | null {
  const { model, show, format } = words;
  let best: { date: string; share: number } | null = null;
  let compared = 0;
  let leftOut = false;
  for (const { date, lowN, cells } of model.cohorts) {
    const cell = cells[1];
    const share = cell === null || cell === undefined || cell.partial || cell.suppressed ? null : amountOf(cell, show.measure, 'percent');
    if (share === null) continue;
    if (lowN) {
      leftOut = true;
      continue;
    }
    compared++;
    if (best === null || share > best.share) best = { date, share };
  }
  return best === null || compared < 2 ? null : { cohort: format.period(best.date, model.grain), share: words.share(best.share), least: leftOut ? format.count(LOW_N) : null };
}
