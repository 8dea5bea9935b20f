import type { Note } from '../metric.js';
import type { Row } from '../table.js';
import type { FunnelOptions } from './funnel-options.js';
import { numberIn, textIn } from './summary-cells.js';

/** Returns what is to be known about a funnel's counts: where the steps come from, and what may mislead. */
export function funnelNotes(steps: readonly Row[], window: Row, options: FunnelOptions): Note[] {
  const notes: Note[] = [];
  const origin = textIn(window, 'steps');
  const names = steps.map((row) => textIn(row, 'stage') ?? '');
  const leftOut = numberIn(window, 'left_out');
  if (origin === 'lifecycle') {
    notes.push({ code: 'steps_lifecycle', message: 'No steps were named: the stages of the customer lifecycle that occur are the steps.', params: { steps: names.length } });
  }
  if (origin === 'found' && names.length > 0) {
    notes.push({ code: 'steps_found', message: 'No steps were named: stages are ordered by when customers first reach them, which may not be the order meant.', params: { steps: names.length } });
  }
  const absent = origin === 'named' ? steps.filter((row) => numberIn(row, 'open_count') === 0).map((row) => textIn(row, 'stage') ?? '') : [];
  if (absent.length > 0 && absent.length < steps.length) {
    notes.push({ code: 'step_absent', message: `No row is at step ${absent.map((name) => `"${name}"`).join(', ')}: check how it is written.`, params: { steps: absent.join(', ') } });
  }
  if (leftOut > 0) notes.push({ code: 'stages_left_out', message: `${leftOut} stages of the data are no step.`, params: { stages: leftOut } });
  if (origin === 'counts') {
    notes.push({ code: 'counts_given', message: 'Counts were given ready-made: nothing is known about order, time or who is still on the way.' });
  } else if (options.mode == null && options.window == null && steps.some((row) => numberIn(row, 'lost') > 0)) {
    notes.push({ code: 'no_window', message: 'There is no window: everyone who has not gone on counts as lost, though some still may.' });
  }
  if (options.attempt === 'every') notes.push({ code: 'attempts_counted', message: 'Every attempt counts: a customer may stand behind several.' });
  const excluded = numberIn(window, 'excluded');
  if (excluded > 0) notes.push({ code: 'customers_excluded', message: `${excluded} customers are left out, as an excluded stage lies between their steps.`, params: { customers: excluded } });
  const rising = steps.filter((row, k) => k > 0 && numberIn(row, 'open_count') > numberIn(steps[k - 1] ?? {}, 'open_count'));
  if (rising.length > 0) {
    notes.push({ code: 'open_count_rises', message: 'Some stages have more customers than the stage before: they are reached by other ways too.', params: { first: textIn(rising[0] ?? {}, 'stage') } });
  }
  const missing = numberIn(window, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as events only.`, params: { rows: missing } });
  return notes;
}
