import { readingsOf } from './cell.js';
import { type Dialect, splitterOf } from './records.js';

const CANDIDATES = [',', '\t', ';', '|'] as const;

/**
 * Returns the dialect of *sample*, the start of a file: the delimiter among comma, tab, semicolon and bar by which most
 * rows have as many cells as the first one, and more than one; then runs of blanks, where every row splits as the first
 * does and a column of numbers shows that these are columns and not words; otherwise comma, a single column.
 * *complete* says that the sample is the whole file; if not, its last row isn't looked at.
 */
export async function dialectOf(sample: string, complete: boolean, delimiter?: string): Promise<Dialect> {
  const newline = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r';
  if (delimiter !== undefined) return { delimiter, newline };
  let best: Dialect = { delimiter: ',', newline };
  let bestScore = 0;
  for (const candidate of CANDIDATES) {
    const score = consistency(await sampleRows(sample, { delimiter: candidate, newline }, complete));
    if (score > bestScore) {
      best = { delimiter: candidate, newline };
      bestScore = score;
    }
  }
  if (bestScore < 0.9) {
    const spaced = { delimiter: 'spaces', newline } as const;
    const rows = await sampleRows(sample, spaced, complete);
    if (consistency(rows) === 1 && rows.length > 1 && hasNumbers(rows)) return spaced;
  }
  return best;
}

async function sampleRows(sample: string, dialect: Dialect, complete: boolean): Promise<readonly (readonly string[])[]> {
  const { data } = (await splitterOf(dialect)).split(sample, complete);
  return data.filter((row) => row.length > 1 || row[0]?.trim() !== '').slice(0, 500);
}

/** The share of rows with as many cells as the first one; 0 where that has one cell. */
function consistency(rows: readonly (readonly string[])[]): number {
  const width = rows[0]?.length ?? 0;
  if (width < 2) return 0;
  return rows.filter((row) => row.length === width).length / rows.length;
}

function hasNumbers(rows: readonly (readonly string[])[]): boolean {
  const body = rows.slice(1);
  return (rows[0] ?? []).some((_, column) => body.every((row) => {
    const cell = row[column] ?? '';
    return readingsOf(cell) !== 0 || /^\d+$/.test(cell);
  }));
}
