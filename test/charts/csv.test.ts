import { describe, expect, it } from 'vitest';
import { csvOf, tabbedOf } from '../../packages/charts/src/exports/csv.js';

const tableOf = (...rows: string[][]): Parameters<typeof csvOf>[0] => ({
  caption: '', columns: [{ key: 'a', label: 'Tier', numeric: false }, { key: 'b', label: 'Value', numeric: true }], rows,
});

describe('csv', () => {
  it('begins with a byte order mark, ends lines with CRLF and quotes what needs it', () => {
    expect(csvOf(tableOf(['a "b"', '1,234.50'], [' x', 'two\nlines']))).toBe('\uFEFFTier,Value\r\n"a ""b""","1,234.50"\r\n" x","two\nlines"\r\n');
  });

  it.each(['=1+1', '+cmd|\' /C calc\'!A0', '-2+3+cmd', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '-', ' =HYPERLINK("x")'])('keeps %j from running as a formula', (cell) => {
    expect(csvOf(tableOf([cell, '']))).toContain(`'${cell.replaceAll('"', '""')}`);
    expect(tabbedOf(tableOf([cell, ''])).split('\n')[1]).toMatch(/^'/);
  });

  it.each(['-3.4', '+12', '−1.0', '-€1,234.50', '-12.5%', '+US$3', '-1 234,5 €', '—', '1.2M'])('leaves the number %j as the table has it', (cell) => {
    expect(csvOf(tableOf(['x', cell]))).not.toContain("'");
  });

  it('writes a minus as spreadsheets read it, in numbers alone', () => {
    expect(csvOf(tableOf(['A − B', '−€1,234.50']))).toContain('A − B,"-€1,234.50"');
    expect(tabbedOf(tableOf(['x', '−1.0']))).toContain('x\t-1.0');
  });
});
