const MICROS_PER_UNIT: Readonly<Record<string, number>> = { s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6, w: 604_800e6 };

/**
 * Returns a window's length in microseconds, or null where *value* is no length: `30d`, `12h`, `90m` (minutes), `60s`,
 * `2w`, or a number of days (`30`, also as text). Fractions are allowed, negative and infinite lengths are not.
 * A window is elapsed time: a day of it is always 24 hours, unlike a calendar day.
 */
export function windowMicros(value: string | number): number | null {
  if (typeof value === 'number') {
    return Number.isFinite(value) && value >= 0 ? Math.round(value * 86_400e6) : null;
  }
  const match = /^\s*(\d+(?:\.\d+)?)\s*([smhdw]?)\s*$/i.exec(value);
  if (match === null) return null;
  const unit = MICROS_PER_UNIT[(match[2] ?? '').toLowerCase() || 'd'];
  if (unit === undefined) return null;
  const micros = Math.round(Number(match[1]) * unit);
  return Number.isFinite(micros) ? micros : null;
}
