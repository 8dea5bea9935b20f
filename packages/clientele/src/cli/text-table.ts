import type { Cell, Table } from '@clientele/metrics';

/** Made once for each number of digits: making one takes longer than a thousand uses. */
const formats: Intl.NumberFormat[] = [];

/** Returns *table* as lines of aligned columns for people: numbers to the right and rounded readably, null as `-`. */
export function textTable(table: Table): string {
  const columns = table.fields.map(({ name, type }) => {
    const cells = table.columns[name] ?? [];
    const right = type === 'int32' || type === 'float64';
    const decimals = right ? decimalsOf(cells) : 0;
    return { right, texts: [name, ...Array.from({ length: table.numRows }, (_, i) => cellText(cells[i] ?? null, decimals))] };
  });
  // Not Math.max(...): a long table has more cells than a call may have arguments.
  const widths = columns.map(({ texts }) => texts.reduce((width, text) => Math.max(width, displayWidth(text)), 0));
  const lines = Array.from({ length: table.numRows + 1 }, (_, row) => columns.map(({ right, texts }, column) => {
    const text = texts[row] ?? '';
    const blank = ' '.repeat((widths[column] ?? 0) - displayWidth(text));
    return right ? blank + text : text + blank;
  }).join('  ').trimEnd());
  return `${lines.join('\n')}\n`;
}

/** Returns *value* with commas between thousands and *decimals* digits behind the point. */
export function readableNumber(value: number, decimals: number): string {
  const format = (formats[decimals] ??= new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  return format.format(value);
}

/** Returns the digits behind the point that make *cells* readable: none for whole numbers, four for shares, two for the rest. */
export function decimalsOf(cells: readonly Cell[]): number {
  const numbers = cells.filter((cell) => typeof cell === 'number');
  if (numbers.every((number) => Number.isInteger(number))) return 0;
  return numbers.every((number) => Math.abs(number) <= 1) ? 4 : 2;
}

function cellText(cell: Cell, decimals: number): string {
  if (cell === null) return '-';
  if (typeof cell === 'number') return readableNumber(cell, decimals);
  // A line break or escape sequence in a label must not break the table or the terminal.
  return (typeof cell === 'object' ? JSON.stringify(cell) : String(cell)).replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}

/** Columns on a terminal: ideographs and full-width forms take two, combining marks none. */
function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    width += /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u.test(character) ? 2 : 1;
  }
  return width;
}
