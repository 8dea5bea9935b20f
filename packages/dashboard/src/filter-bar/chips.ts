import type { Format } from '@clientele/charts';
import { titleOf } from '../dashboard/tiles.js';
import { type DateRange, type View, withChoice, withoutFilter } from '../selection/selection.js';
import type { FilterBarMessages } from './filter-bar.messages.js';
import type { FilteredDashboard } from './filtered-dashboard.js';

/** One active clause, and the view without it; null where the reader can't remove it. */
export interface Chip {
  readonly key: string;
  readonly label: string;
  readonly without: View | null;
}

/** Returns a chip for every active clause of *dashboard*: the page's, dates, the cut-off, pickers, then choices. */
export function chipsOf(dashboard: FilteredDashboard, messages: FilterBarMessages, format: Format): Chip[] {
  const { filters, parts, view } = dashboard;
  const chips: Chip[] = filters.filter(({ hidden }) => hidden !== true).map(({ id, label }) => ({ key: `page ${id}`, label, without: null }));
  if (view.dates !== null) chips.push({ key: 'dates', label: messages.named(messages.dates, rangeWords(view.dates, messages, format)), without: { ...view, dates: null } });
  if (view.asOf !== null) chips.push({ key: 'asOf', label: messages.named(messages.asOf, format.date(view.asOf)), without: { ...view, asOf: null } });
  for (const { id, label } of view.filters) chips.push({ key: `filter ${id}`, label, without: withoutFilter(view, id) });
  for (const choice of view.choices) {
    const chart = parts.charts.get(choice.chart);
    const name = (chart === undefined ? null : titleOf(chart)) ?? choice.chart;
    chips.push({ key: `choice ${choice.chart}`, label: messages.named(name, choice.label), without: withChoice(view, { ...choice, marks: [] }) });
  }
  return chips;
}

/** Returns *range* in words. */
export function rangeWords({ from, to }: DateRange, messages: FilterBarMessages, format: Format): string {
  if (from === null) return to === null ? messages.presets.all : messages.until(format.date(to));
  return to === null ? messages.since(format.date(from)) : messages.range(format.date(from), format.date(to));
}
