/// <reference types="vite/client" />
import { docsIn, type MetricDoc } from './doc-comments.js';

const sources = import.meta.glob<string>('../packages/metrics/src/definitions/*.ts', { eager: true, query: '?raw', import: 'default' });

/** Returns the doc comment of every metric, by name: the one before `export const <name>: Metric<…>`. */
export function metricDocs(): MetricDoc[] {
  return Object.values(sources).flatMap(docsIn).sort((a, b) => a.name.localeCompare(b.name));
}
