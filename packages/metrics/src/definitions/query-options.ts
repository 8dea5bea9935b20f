import { OptionError } from '../errors.js';

/**
 * Throws OptionError for an option that a query doesn't say: one that *supported* doesn't list. An option that isn't given, or
 * is off (0, false), needs no support.
 */
export function expectInSql(metric: string, options: object, supported: Readonly<Record<string, true>>): void {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === null || value === undefined || value === 0 || value === false || Object.hasOwn(supported, name)) continue;
    throw new OptionError(`${metric}: ${name} ${JSON.stringify(value)} is not available in SQL; expected no "${name}", or an evaluation of the rows themselves`, {
      reason: 'sql', params: { metric, option: name },
    });
  }
}
