import { civilDate, dayNumber } from './civil-date.js';
import type { Grain } from './grain.js';

const MONTHS: Readonly<Record<'month' | 'quarter' | 'year', number>> = { month: 1, quarter: 3, year: 12 };

/**
 * Returns how many whole periods lie between two local days (days since 1970-01-01), and whether they end on the second
 * exactly. Months end on the day of the month on which they began, or on the last day of a shorter month: from 31 January
 * to 29 February 2024 is exactly one.
 */
export function periodsBetween(from: number, to: number, grain: Grain): { readonly completed: number; readonly exact: boolean } {
  if (grain === 'day') return { completed: to - from, exact: true };
  if (grain === 'week') return { completed: Math.floor((to - from) / 7), exact: (to - from) % 7 === 0 };
  const start = civilDate(from);
  const end = civilDate(to);
  const perPeriod = MONTHS[grain];
  const between = (end.year - start.year) * 12 + end.month - start.month;
  let completed = Math.floor(between / perPeriod);
  const endOf = (count: number): number => {
    const month = start.month + count * perPeriod;
    const daysInMonth = dayNumber(start.year, month + 1, 1) - dayNumber(start.year, month, 1);
    return dayNumber(start.year, month, Math.min(start.day, daysInMonth));
  };
  if (endOf(completed) > to) completed--;
  return { completed, exact: endOf(completed) === to };
}
