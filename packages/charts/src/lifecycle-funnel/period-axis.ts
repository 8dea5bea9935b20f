import { textWidth } from '../guides/text-width.js';
import type { Grain } from '../locales/format.js';

/** A label of a time axis; *x* is its middle, or its end where `anchor` says so. */
export interface PeriodLabel {
  readonly text: string;
  readonly x: number;
  readonly anchor: 'middle' | 'end';
}

/** How much wider than `textWidth` says letters of a wide font may be. */
const ROOMY = 1.12;
/** Every how many periods a label may stand, and what is labelled first. */
const LABEL_STEPS: Readonly<Record<Grain, readonly number[]>> = {
  day: [1, 7, 14, 28, 56, 112, 224], week: [1, 2, 4, 13, 26, 52, 104], month: [1, 3, 6, 12, 24, 60], quarter: [1, 2, 4, 8, 20], year: [1, 2, 5, 10, 25],
};

/** Returns as many labels of *periods* as fit between *left* and *right* without touching, at round places of the calendar. */
export function periodLabels(
  periods: readonly { readonly period: string; readonly name: string }[], grain: Grain, centre: (i: number) => number, left: number, right: number, fontSize: number,
): PeriodLabel[] {
  const placed = LABEL_STEPS[grain].map((every) => {
    const labels: PeriodLabel[] = [];
    let end = -Infinity;
    for (const [i, { name, period }] of periods.entries()) {
      if (!isRound(period, grain, every, periods.length - 1 - i)) continue;
      const width = textWidth(name, fontSize) * ROOMY;
      const x = Math.min(Math.max(centre(i), left - 8 + width / 2), Math.max(right, left + width) - width / 2);
      if (x - width / 2 < end + fontSize * 0.8) return null;
      end = x + width / 2;
      labels.push({ text: name, x, anchor: 'middle' });
    }
    return labels;
  });
  const fitting = placed.find((labels) => labels !== null && labels.length > 0);
  const last = periods.at(-1);
  return fitting ?? (last === undefined ? [] : [{ text: last.name, x: Math.max(left, right), anchor: 'end' }]);
}

function isRound(period: string, grain: Grain, every: number, fromEnd: number): boolean {
  const year = Number(period.slice(0, 4));
  const month = Number(period.slice(5, 7)) - 1;
  if (grain === 'year') return year % every === 0;
  if (grain === 'quarter') return (year * 4 + Math.floor(month / 3)) % every === 0;
  if (grain === 'month') return (year * 12 + month) % every === 0;
  return fromEnd % every === 0;
}
