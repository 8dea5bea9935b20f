import type { Mark } from '@clientele/metrics';

/** Returns whether two marks point at the same thing: equal values under the same names. */
export function sameMark(a: Mark, b: Mark): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
