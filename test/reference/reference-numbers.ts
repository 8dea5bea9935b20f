import { expect } from 'vitest';

/** Expects *actual* to be what a reference file says (C3): null alike, numbers to 1e-9 relative or to their rounding at 1e-6. */
export function expectFigure(actual: unknown, expected: number | string | null, what: string): void {
  if (typeof expected !== 'number' || typeof actual !== 'number') {
    expect(actual, what).toBe(expected);
    return;
  }
  const distance = Math.abs(actual - expected);
  expect(distance <= 1e-9 * Math.abs(expected) || distance <= 5e-7, `${what}: got ${actual}; expected ${expected}`).toBe(true);
}

/** Expects *actual* to hold the figures of *expected*, in order. */
export function expectFigures(actual: readonly unknown[], expected: readonly (number | string | null)[], what: string): void {
  expect(actual, what).toHaveLength(expected.length);
  expected.forEach((figure, i) => expectFigure(actual[i], figure, `${what}[${i}]`));
}

/** Returns the first instant of the month written `1997-01`, as an ISO date. */
export function monthDate(month: string): string {
  return `${month}-01`;
}
