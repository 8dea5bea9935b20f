import type { SceneTable } from '../scene.js';

/** What a spreadsheet takes for a number or an amount, however it begins. */
const NUMBER = /^[+\-−±]?[\p{Sc}A-Z]{0,4}[\s\u00a0\u202f]?[\d.,\s\u00a0\u202f'’]*\d[\s\u00a0\u202f]?[%\p{Sc}]?$/u;

/** What makes a spreadsheet take a cell for a formula. */
const FORMULA = /^[\s\u00a0]*[=+\-@\t\r\n＝＋－＠]/u;

/**
 * Returns *table* as CSV (RFC 4180) with a byte order mark, by which spreadsheets know that it is UTF-8. The digits are those
 * of the table, a minus is what spreadsheets take for one. A cell that a spreadsheet would run as a formula begins with an apostrophe.
 */
export function csvOf({ columns, rows }: SceneTable): string {
  const lines = [columns.map(({ label }) => label), ...rows];
  return `\uFEFF${lines.map((cells) => cells.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

/** Returns *table* with tabs between cells, as spreadsheets take it from the clipboard. */
export function tabbedOf({ columns, rows }: SceneTable): string {
  const lines = [columns.map(({ label }) => label), ...rows];
  return lines.map((cells) => cells.map((cell) => safe(cell).replaceAll(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}

function cellOf(cell: string): string {
  const text = safe(cell);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet knows no minus but the hyphen. */
function safe(cell: string): string {
  if (NUMBER.test(cell.trim())) return cell.replace('−', '-');
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
