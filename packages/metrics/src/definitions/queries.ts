import { OptionError } from '../errors.js';
import type { MetricQueries } from '../metric.js';
import { funnelQueries } from './funnel-query.js';
import { lifecycleQueries } from './lifecycle-query.js';
import { loyaltyQueries } from './loyalty-query.js';
import { newExistingQueries } from './new-existing-query.js';
import { phasesQueries } from './phases-query.js';
import { pyramidQueries } from './pyramid-query.js';
import { retentionQueries } from './retention-query.js';
import { satisfactionQueries } from './satisfaction-query.js';
import { survivalQueries } from './survival-query.js';

/** Every metric that a database can be asked, by name. */
export const queries: Readonly<Record<string, MetricQueries>> = {
  pyramid: pyramidQueries,
  retention: retentionQueries,
  funnel: funnelQueries,
  lifecycle: lifecycleQueries,
  'new-existing': newExistingQueries,
  loyalty: loyaltyQueries,
  phases: phasesQueries,
  satisfaction: satisfactionQueries,
  survival: survivalQueries,
};

/** Returns the queries of the metric called *name*. Throws OptionError where it has no SQL. */
export function queriesOf(name: string): MetricQueries {
  const found = Object.hasOwn(queries, name) ? queries[name] : undefined;
  if (found !== undefined) return found;
  throw new OptionError(`${name}: not available in SQL; expected ${Object.keys(queries).join(', ')}`, { reason: 'sql', params: { metric: name } });
}
