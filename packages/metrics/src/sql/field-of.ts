import type { Field, FieldKind, TimeUnit } from '../schema.js';

/** A pattern of type names, what columns of such a type can be used for, whether they can be keys, and their unit of time. */
export type TypeRule = readonly [pattern: RegExp, kind: FieldKind, key: boolean, unit?: TimeUnit];

/** Returns the field that the first fitting rule describes; of kind `other` where none fits. */
export function fieldOf(name: string, type: string, rules: readonly TypeRule[]): Field {
  const [, kind = 'other', key = false, unit = 'us'] = rules.find(([pattern]) => pattern.test(type)) ?? [];
  return { name, kind, type, key, nullable: true, metadata: {}, ...(kind === 'instant' ? { unit, zone: null } : {}) };
}

/** Returns the number that *pattern* finds in *type*: how many digits after the point a decimal has; null where it finds none. */
export function scaleOf(pattern: RegExp, type: string): number | null {
  const [, scale] = pattern.exec(type) ?? [];
  return scale === undefined ? null : Number(scale);
}
