import { nearest, OptionError } from '../errors.js';
import type { Metric } from '../metric.js';
import { funnel } from './funnel.js';
import { lifecycle } from './lifecycle.js';
import { loyalty } from './loyalty.js';
import { newExisting } from './new-existing.js';
import { phases } from './phases.js';
import { pyramid } from './pyramid.js';
import { retention } from './retention.js';
import { satisfaction } from './satisfaction.js';
import { survival } from './survival.js';

/** Every metric by name, in the order in which they are listed to people. */
export const metrics: Readonly<Record<string, Metric>> = {
  pyramid: pyramid as Metric,
  retention: retention as Metric,
  funnel: funnel as Metric,
  lifecycle: lifecycle as Metric,
  phases: phases as Metric,
  loyalty: loyalty as Metric,
  'new-existing': newExisting as Metric,
  survival: survival as Metric,
  satisfaction: satisfaction as Metric,
};

/** Returns the metric called *name*. Throws OptionError with the nearest name where there is none. */
export function metricNamed(name: string): Metric {
  const metric = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  if (metric !== undefined) return metric;
  const near = nearest(name, Object.keys(metrics));
  throw new OptionError(`metrics: unknown metric "${name}"; expected ${near === null ? Object.keys(metrics).join(', ') : `"${near}"`}`, {
    params: { metric: name },
  });
}
