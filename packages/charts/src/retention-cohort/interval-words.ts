import type { LegendItem, SceneTable } from '../scene.js';
import { amountOf, type Cohort, type CohortCell } from './retention-model.js';
import type { RetentionWords } from './retention-words.js';

/** Returns in one sentence how cohorts did in their period *offset*: the latest, the best and the worst, and all together. */
export function intervalSummary(words: RetentionWords, offset: number): string {
  const { format, messages, model, show } = words;
  const asOf = model.asOf === null ? null : format.date(model.asOf);
  const over = model.cohorts.flatMap((cohort) => {
    const cell = cohort.cells[offset] ?? null;
    const amount = cell === null || cell.partial || cell.suppressed ? null : amountOf(cell, show.measure, show.unit);
    return amount === null ? [] : [{ cohort, amount }];
  });
  const what = messages.what[show.measure][show.unit];
  const latest = over.at(-1);
  if (latest === undefined) return messages.noneOver(what, words.offset(offset), asOf);
  const told = ({ cohort, amount }: { readonly cohort: Cohort; readonly amount: number }): { cohort: string; amount: string } => (
    { cohort: words.period(cohort.date), amount: words.amount(amount) });
  const best = over.reduce((most, other) => (other.amount > most.amount ? other : most));
  const worst = over.reduce((least, other) => (other.amount < least.amount ? other : least));
  return messages.overTimeSummary({
    what, offset: words.offset(offset), latest: told(latest), range: best.amount === worst.amount ? null : { best: told(best), worst: told(worst) },
    pooled: { name: words.pooledName, amount: words.pooledText(model.pooled[offset] ?? null) }, asOf,
  });
}

/** Returns the table of the period *offset*: a row for each cohort that has begun it. */
export function intervalTable(words: RetentionWords, offset: number): SceneTable {
  const { format, messages, model, show } = words;
  const what = messages.what[show.measure][show.unit];
  const banded = show.measure === 'customers';
  const pooled = model.pooled[offset] ?? null;
  const range = (cell: CohortCell): string => format.percentRange(cell.lower, cell.upper) ?? '';
  const state = (cell: CohortCell): string => {
    const until = cell.until ?? model.partialUntil;
    if (cell.suppressed) return words.withheldText;
    return cell.partial && until !== null ? `${messages.inProgress} ${messages.until(format.date(until))}` : '';
  };
  return {
    caption: `${what}, ${words.offset(offset)}`,
    columns: [
      { key: 'cohort', label: messages.cohort, numeric: false }, { key: 'size', label: messages.size, numeric: true }, { key: 'amount', label: words.offset(offset), numeric: true },
      ...(banded ? [{ key: 'interval', label: messages.interval(words.confidence), numeric: true }] : []),
      { key: 'state', label: messages.state, numeric: false },
    ],
    rows: [
      ...(pooled === null ? [] : [[words.pooledName, words.size(pooled.size), words.pooledText(pooled), ...(banded ? [range(pooled)] : []), '']]),
      ...model.cohorts.flatMap((cohort) => {
        const cell = cohort.cells[offset] ?? null;
        return cell === null ? [] : [[words.period(cohort.date), words.size(cohort.size), words.cellText(cell), ...(banded ? [cell.suppressed ? '' : range(cell)] : []), state(cell)]];
      }),
    ],
  };
}

/** Returns what the looks of dots and lines mean in the period *offset*. */
export function intervalLegend(words: RetentionWords, offset: number): LegendItem[] {
  const { inProgressUntil: until, messages, model, show } = words;
  const cells = model.cohorts.map(({ cells: of }) => of[offset] ?? null);
  const items: LegendItem[] = [{ swatch: 'dot', label: messages.lineLegend }];
  if (show.measure === 'customers' && show.unit === 'percent' && cells.some((cell) => cell !== null && cell.lower !== null)) items.push({ swatch: 'band', label: messages.interval(words.confidence) });
  if (until !== null && cells.some((cell) => cell?.partial === true && !cell.suppressed)) items.push({ swatch: 'open', label: messages.partialLegend(until) });
  if (cells.some((cell) => cell?.suppressed === true)) items.push({ swatch: 'withheld', label: words.withheldText });
  return items;
}
