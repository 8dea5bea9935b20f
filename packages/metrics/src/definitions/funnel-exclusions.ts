import { nearest } from '../errors.js';
import type { OptionCheck } from './option-check.js';

/** A stage that must not come between two steps. */
export interface Exclusion {
  /** The stage, as it is written in the data; no step of the funnel. */
  readonly stage: string;
  /** The two steps that it must not come between; absent or null: the first and the last. */
  readonly between?: readonly [string, string] | null | undefined;
  /** What it rules out: the `attempt` (default), which goes no further, or the `customer` whose counted attempt meets it. */
  readonly scope?: 'attempt' | 'customer' | undefined;
}

const PARTS: readonly string[] = ['stage', 'between', 'scope'];
const EXPECTED = 'a list of {stage, between?: [step, later step], scope?: attempt | customer}';

/** Returns the option `exclusions` with its defaults, null where there are none; refuses what names no step or a step itself. */
export function readExclusions(check: OptionCheck, steps: readonly string[] | null): readonly Exclusion[] | null {
  const list = check.raw('exclusions');
  if (list === null || (Array.isArray(list) && list.length === 0)) return null;
  if (!Array.isArray(list)) check.refuse('exclusions', list, EXPECTED);
  if (steps === null) check.refuse('exclusions', list, 'steps to be named as well');
  return (list as readonly unknown[]).map((item) => {
    if (typeof item !== 'object' || item === null) check.refuse('exclusions', item, EXPECTED);
    const unknown = Object.keys(item).find((part) => !PARTS.includes(part));
    if (unknown !== undefined) check.refuse('exclusions', unknown, nearest(unknown, PARTS) ?? EXPECTED);
    const { stage, between = null, scope = 'attempt' } = item as Partial<Exclusion>;
    if (typeof stage !== 'string' || stage === '') check.refuse('exclusions', item, EXPECTED);
    if (steps.includes(stage)) check.refuse('exclusions', stage, 'a stage that is no step');
    if (scope !== 'attempt' && scope !== 'customer') check.refuse('exclusions', scope, 'scope attempt or customer');
    if (between !== null) {
      const [from, to] = Array.isArray(between) && between.length === 2 ? between.map((name) => steps.indexOf(String(name))) : [];
      if (from === undefined || to === undefined || from === -1 || to === -1 || from >= to) {
        check.refuse('exclusions', between, `two of the steps, the earlier first: ${steps.join(', ')}`);
      }
    }
    return { stage, between, scope };
  });
}
