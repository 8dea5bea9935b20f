import type { Result } from '@clientele/metrics';
import type { Format } from '../locales/format.js';
import type { SceneLine } from '../scene.js';
import type { PyramidMessages, PyramidView } from './customer-pyramid.messages.js';
import type { GroupFigures, PyramidFigures } from './pyramid-figures.js';
import { THINNEST } from './tier-layout.js';

/** Returns the remarks under a view: what its widths mean, small and withheld groups, and what the metric noted. */
export function remarksOf(
  result: Result, figures: PyramidFigures, view: PyramidView, steps: { readonly drawn: boolean; readonly widened: boolean }, format: Format, messages: PyramidMessages,
): string[] {
  const { notes, sentences } = messages;
  const remarks: string[] = [];
  if (view === 'moves') remarks.push(notes.flows);
  if (steps.drawn) remarks.push(figures.tiers.some((tier) => tier.valueShare !== null) ? notes.widths : notes.widthsAlone);
  if (steps.widened) remarks.push(notes.thin(format.count(THINNEST)));
  const groups = view === 'pyramid' ? figures.tiers : view === 'deciles' ? figures.deciles : [];
  const names = (chosen: readonly GroupFigures[]): string => format.list(chosen.map((group) => group.name));
  const low = groups.filter((group) => group.lowN && group.customers > 0 && !group.suppressed);
  if (low.length > 0) remarks.push(view === 'deciles' ? notes.lowNDeciles : notes.lowN(names(low)));
  const hidden = groups.filter((group) => !group.counted);
  if (hidden.length > 0) remarks.push(notes.withheldWholly(names(hidden)));
  const suppressed = groups.filter((group) => group.suppressed && group.counted);
  if (suppressed.length > 0) remarks.push(notes.suppressed(names(suppressed), format.count(typeof result.options['minN'] === 'number' ? result.options['minN'] : null)));
  for (const { code, params } of result.diagnostics.notes) {
    if (code === 'has_negative') {
      const count = params?.['customers'];
      // Moves are neither cumulative nor have they a coefficient.
      remarks.push(sentences([notes.negative(typeof count === 'number' ? format.count(count) : null), ...(view === 'moves' ? [] : [notes.mayExceed])]));
      continue;
    }
    const text = Object.hasOwn(notes.codes, code) ? notes.codes[code as keyof typeof notes.codes] : null;
    const count = params?.['rows'] ?? params?.['customers'] ?? params?.['total'] ?? params?.['minCell'] ?? null;
    if (text !== null) remarks.push(text(format.count(typeof count === 'number' ? count : null)));
  }
  return remarks;
}

/** Returns how a view's numbers are counted. */
export function countedOf(result: Result, figures: PyramidFigures, view: PyramidView, { counted, sentences }: PyramidMessages): SceneLine[] {
  const { options } = result;
  const column = options['value'];
  const by = figures.by === 'threshold' || figures.by === 'profit' ? figures.by : 'share';
  // A column called profit needs no excuse.
  const standsIn = by === 'profit' && !/profit|margin|利润|毛利/iu.test(typeof column === 'string' ? column : '');
  const definition: Readonly<Record<PyramidView, readonly string[]>> = {
    pyramid: [counted.ranking],
    concentration: [counted.ranking, counted.lorenz, counted.gini],
    deciles: [counted.ranking, counted.deciles, counted.ratio],
    whale: [counted.ranking, counted.whale],
    moves: [counted.ranking, counted.moves],
  };
  const value = [typeof column === 'string' ? counted.valueColumn(column) : '', counted.refunds, standsIn ? counted.standsIn : ''];
  const lines: SceneLine[] = [
    { label: counted.definition, value: sentences(definition[view]) },
    { label: counted.value, value: sentences(value.filter((sentence) => sentence !== '')) },
  ];
  const window = options['window'];
  if (typeof window === 'string' || typeof window === 'number') lines.push({ label: counted.window, value: counted.windowSays(typeof window === 'number' ? `${window}d` : window) });
  if (view === 'pyramid' || view === 'moves') lines.push({ label: counted.tiers, value: counted.cuts[by] });
  if (view === 'pyramid' || view === 'deciles') {
    lines.push({ label: counted.ties, value: view === 'pyramid' && options['ties'] === 'together' ? counted.tiesTogether : counted.tiesRank });
  }
  return lines;
}
