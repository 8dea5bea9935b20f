import type { Cell, Table } from '@clientele/metrics';

/**
 * Returns *table* as CSV (RFC 4180): a header, CRLF, quotes only where they are needed. Null is an empty cell, counts are
 * JSON, and nothing is rounded or escaped for spreadsheets: this is for programs.
 */
export function csvText(table: Table): string {
  const rows = [table.fields.map(({ name }) => quoted(name))];
  for (let i = 0; i < table.numRows; i++) rows.push(table.fields.map(({ name }) => cellText(table.columns[name]?.[i] ?? null)));
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  // An empty text in quotes is told from a missing one.
  if (cell === '') return '""';
  return quoted(typeof cell === 'object' ? JSON.stringify(cell) : String(cell));
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
