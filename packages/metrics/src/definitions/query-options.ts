import { OptionError } from '../errors.js';

/**
 * Throws OptionError for an option that a query doesn't say: one that *supported* doesn't list, or lists with values that
 * don't hold the one given. An option that isn't given, or is off (0, false), needs no support.
 */
export function expectInSql(metric: string, options: object, supported: Readonly<Record<string, true | readonly unknown[]>>): void {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === null || value === undefined || value === 0 || value === false) continue;
    const known = Object.hasOwn(supported, name) ? supported[name] : undefined;
    if (known === true || (known !== undefined && known.includes(value))) continue;
    const expected = known === undefined ? `no "${name}"` : `${name} ${known.map((each) => JSON.stringify(each)).join(' or ')}`;
    throw new OptionError(`${metric}: ${name} ${JSON.stringify(value)} is not available in SQL; expected ${expected}, or an evaluation of the rows themselves`, {
      reason: 'sql', params: { metric, option: name },
    });
  }
}
