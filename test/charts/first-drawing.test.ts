import { Dataset, evaluateOnce, type Result } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { customerPyramidScene } from '../../packages/charts/src/customer-pyramid/customer-pyramid.scene.js';
import { lifecycleFunnelScene } from '../../packages/charts/src/lifecycle-funnel/lifecycle-funnel.scene.js';
import { Format } from '../../packages/charts/src/locales/format.js';
import { retentionScene } from '../../packages/charts/src/retention-cohort/retention-cohort.scene.js';
import { satisfactionScene } from '../../packages/charts/src/satisfaction-score/satisfaction-score.scene.js';
import type { Scene, SceneSize, Words } from '../../packages/charts/src/scene.js';

/** Three stages over three days, values from cents to millions, scores of ten. */
const CSV = ['customer,time,stage,value,score', ...Array.from({ length: 300 }, (_, i) => (
  ['visit', 'basket', 'purchase'].slice(0, 1 + (i % 3)).map((stage, k) => `c${i},2025-0${1 + (i % 5)}-0${1 + 2 * k}T0${k}:00:00Z,${stage},${(7_000_000 / (1 + i * i)).toFixed(2)},${i % 11}`).join('\n')))].join('\n');

const charts: Readonly<Record<string, { readonly metric: string; readonly options: object; readonly scene: (result: Result, size: SceneSize, words: Words) => Scene }>> = {
  pyramid: { metric: 'pyramid', options: { value: 'value' }, scene: (result, size, words) => customerPyramidScene(result, size, words, { view: 'pyramid' }) },
  funnel: { metric: 'funnel', options: { time: 'time', stage: 'stage', steps: ['visit', 'basket', 'purchase'], window: '30d', asOf: '2025-06-30' }, scene: lifecycleFunnelScene },
  retention: {
    metric: 'retention', options: { time: 'time', value: 'value', asOf: '2025-06-30' },
    scene: (result, size, words) => retentionScene(result, size, words, { view: 'grid', measure: 'customers', unit: 'percent', scale: 'grid', offset: 1 }),
  },
  satisfaction: { metric: 'satisfaction', options: { score: 'score' }, scene: (result, size, words) => satisfactionScene(result, size, words, { view: 'score' }) },
};

afterEach(() => {
  vi.unstubAllGlobals();
});

describe.each(Object.keys(charts))('the first drawing of %s', (name) => {
  // The first object of Intl in a process takes Chromium as long as the drawing itself.
  it.each(['en', 'zh-CN'] as const)('does without Intl in %s', async (locale) => {
    const { metric, options, scene } = charts[name]!;
    const result = await evaluateOnce(new Dataset(sourceOf(new TextEncoder().encode(CSV))), { metric, options: { customer: 'customer', ...options } });
    vi.stubGlobal('Intl', {});
    const { finder, legend, marks, notes, summary } = scene(result, { width: 800, fontSize: 14 }, { locale, format: new Format(locale), rtl: false });
    const first = finder ? finder.first : marks[0];
    expect([summary, first?.label ?? '', first?.lines.length ?? 0, legend, notes]).not.toContain('');
  });
});
