import { countDifference, type DifferenceInterval, proportionDifference, type Result, type Row, rowsOf } from '@clientele/metrics';
import type { Format } from '@clientele/charts';

/** The key figures that a tile can show. */
export type Figure = 'active-customers' | 'new-customers' | 'retention-rate' | 'value' | 'nps' | 'csat';

/** The figures, for whoever checks a name. */
export const FIGURES: readonly Figure[] = ['active-customers', 'new-customers', 'retention-rate', 'value', 'nps', 'csat'];

/** How a figure is read from a row of its metric's result. */
interface Reading {
  readonly metric: 'lifecycle' | 'satisfaction';
  readonly value: (row: Row) => number | null;
  /** The change from *before* to *row* with its interval, null where there is none to give. */
  readonly change: (row: Row, before: Row) => DifferenceInterval | null;
  readonly write: (format: Format, value: number | null) => string;
  readonly writeChange: (format: Format, value: number) => string;
}

const count = (format: Format, value: number | null): string => format.count(value);
const signedCount = (format: Format, value: number): string => format.signed(value, 0);
const points = (format: Format, value: number): string => format.signed(value, 1);

/** How each figure is read. */
export const READINGS: Readonly<Record<Figure, Reading>> = {
  'active-customers': {
    metric: 'lifecycle',
    value: (row) => cell(row, 'active'),
    // Most customers of two periods are the same: what varies is who came and who went.
    change: (row) => countDifference((cell(row, 'new') ?? NaN) + (cell(row, 'resurrected') ?? NaN), cell(row, 'dormant') ?? NaN),
    write: count,
    writeChange: signedCount,
  },
  'new-customers': {
    metric: 'lifecycle',
    value: (row) => cell(row, 'new'),
    change: (row, before) => countDifference(cell(row, 'new') ?? NaN, cell(before, 'new') ?? NaN),
    write: count,
    writeChange: signedCount,
  },
  'retention-rate': {
    metric: 'lifecycle',
    value: (row) => cell(row, 'retention_rate'),
    change: (row, before) => proportionDifference(...retained(row), ...retained(before)),
    write: (format, value) => format.percent(value, 1),
    writeChange: (format, value) => points(format, 100 * value),
  },
  value: {
    metric: 'lifecycle',
    value: (row) => {
      const [fresh, existing] = [cell(row, 'value_new'), cell(row, 'value_existing')];
      return fresh === null || existing === null ? null : fresh + existing;
    },
    // A total without its spread by customer has no interval.
    change: () => null,
    write: (format, value) => format.compactMoney(value),
    writeChange: (format, value) => `${value < 0 ? '−' : '+'}${format.compactMoney(Math.abs(value))}`,
  },
  nps: { metric: 'satisfaction', value: (row) => cell(row, 'nps'), change: told, write: (format, value) => format.signed(value, 1), writeChange: points },
  csat: { metric: 'satisfaction', value: (row) => cell(row, 'csat'), change: told, write: (format, value) => format.number(value, 1), writeChange: points },
};

/** A figure in one period. */
export interface FigurePoint {
  readonly period: string;
  readonly value: number | null;
}

/** A figure over its periods: the last one that is over, and the change from the one before. */
export interface FigureSeries {
  readonly points: readonly FigurePoint[];
  readonly now: FigurePoint;
  readonly before: FigurePoint | null;
  readonly change: DifferenceInterval | null;
  readonly distinguishable: boolean | null;
}

/** Returns *figure* in *result*; null where no period is over yet. */
export function seriesOf(figure: Figure, result: Result): FigureSeries | null {
  const reading = READINGS[figure];
  const partial = new Set(result.diagnostics.window.partial);
  const rows = rowsOf(result.table).filter((row) => typeof row['period'] === 'string' && !partial.has(row['period']) && row['partial'] !== true);
  const row = rows.at(-1);
  if (row === undefined) return null;
  const points = rows.map((one) => ({ period: String(one['period']), value: reading.value(one) }));
  const previous = rows.at(-2);
  const change = previous === undefined ? null : reading.change(row, previous);
  return {
    points,
    now: { period: String(row['period']), value: reading.value(row) },
    before: points.at(-2) ?? null,
    change,
    distinguishable: change === null ? null : change.lower > 0 || change.upper < 0,
  };
}

function told(row: Row): DifferenceInterval | null {
  const [difference, lower, upper] = [cell(row, 'change'), cell(row, 'change_lower'), cell(row, 'change_upper')];
  return difference === null || lower === null || upper === null ? null : { difference, lower, upper };
}

/** Customers of the period before who returned, and how many there were. */
function retained(row: Row): [number, number] {
  const [returning, dormant] = [cell(row, 'returning'), cell(row, 'dormant')];
  return returning === null || dormant === null ? [0, 0] : [returning, returning + dormant];
}

function cell(row: Row, name: string): number | null {
  const value = row[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
