import { Dataset, evaluateOnce, type Result, rowsOf } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';
import { describe, expect, it } from 'vitest';
import { toArrow } from '../../demo/company/arrow.js';
import { smallCompany } from '../../demo/company/small.js';
import { textWidth } from '../../packages/charts/src/guides/text-width.js';
import { lifecycleFunnelScene, type LifecycleFunnelView } from '../../packages/charts/src/lifecycle-funnel/lifecycle-funnel.scene.js';
import type { PlotScene } from '../../packages/charts/src/lifecycle-funnel/plot-scene.js';
import type { StepsScene } from '../../packages/charts/src/lifecycle-funnel/steps.scene.js';
import { Format } from '../../packages/charts/src/locales/format.js';
import type { Locale } from '../../packages/charts/src/locales/locale.js';
import type { Words } from '../../packages/charts/src/scene.js';

const WIDTHS = [240, 320, 479, 480, 640, 1000, 2000];
const company = smallCompany();
const events = new Dataset(sourceOf(toArrow(company, 'events')));
const orders = new Dataset(sourceOf(toArrow(company, 'orders')));
const shared = { customer: 'customer_id', time: 'ts', timeZone: 'Europe/Berlin', asOf: '2026-09-20' };
const steps = ['visit', 'signup', 'basket', 'purchase', 'repeat', 'advocate'];
const funnel = await evaluateOnce(events, { metric: 'funnel', options: { ...shared, stage: 'stage', steps, window: '90d', period: 'month' } });
const quarters = await evaluateOnce(events, { metric: 'funnel', options: { ...shared, stage: 'stage', steps, window: '90d', period: 'quarter' } });
const phases = await evaluateOnce(orders, { metric: 'phases', options: { ...shared, value: 'amount' } });
const places = await evaluateOnce(events, { metric: 'funnel', options: { ...shared, stage: 'stage', steps, mode: 'reachedOrLater', regressions: 'current' } });

function wordsIn(locale: Locale, rtl = false): Words {
  return { locale, format: new Format(locale), rtl };
}

function plot(result: Result, view: LifecycleFunnelView, width = 800, words: Words = wordsIn('en')): PlotScene {
  const scene = lifecycleFunnelScene(result, { width, fontSize: 14 }, words, view);
  if (scene.view === 'steps' || scene.view === 'states') throw new Error(`${view} expected`);
  return scene;
}

const VIEWS = [['durations', funnel], ['trend', funnel], ['phases', phases]] as const;

describe.each(VIEWS)('the view %s of a lifecycle funnel', (view, result) => {
  it.each(WIDTHS)('has no text on another and none outside at %d pixels', (width) => {
    for (const words of [wordsIn('en'), wordsIn('zh-CN')]) {
      const scene = plot(result, view, width, words);
      const boxes = scene.texts.map(({ anchor, text, x, y }) => {
        const wide = textWidth(text, 12);
        const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
        return { text, left, right: left + wide, top: y - 9, bottom: y + 2.4 };
      });
      const collisions = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).map((b) => `${a.text} × ${b.text}`));
      expect(collisions).toEqual([]);
      expect(boxes.filter(({ bottom, left, right, top }) => left < -0.5 || right > width + 0.5 || top < -0.5 || bottom > scene.height + 0.5)).toEqual([]);
      for (const box of [...scene.bars, ...scene.marks]) {
        expect(box.x).toBeGreaterThanOrEqual(-0.5);
        expect(box.x + box.width).toBeLessThanOrEqual(width + 0.5);
        expect(box.y + box.height).toBeLessThanOrEqual(scene.height + 0.5);
      }
    }
  });

  it('is mirrored where text runs from right to left', () => {
    const [left, right] = [plot(result, view), plot(result, view, 800, wordsIn('en', true))];
    expect(right.bars.map((bar) => 800 - bar.x - bar.width)).toEqual(left.bars.map((bar) => expect.closeTo(bar.x, 6) as number));
    expect(right.marks.map((mark) => mark.id)).toEqual(left.marks.map((mark) => mark.id));
  });

  it('has marks that say what its table says, each once', () => {
    const scene = plot(result, view);
    expect(new Set(scene.marks.map((mark) => mark.id)).size).toBe(scene.marks.length);
    for (const mark of scene.marks) expect(mark.label).toBe(`${mark.title}: ${mark.lines.map(({ label, value }) => (label === '' ? value : `${label} ${value}`)).join('; ')}`);
    expect(scene.table.rows.every((row) => row.length === scene.table.columns.length)).toBe(true);
    expect(scene.empty).toBe(false);
  });
});

describe('times to convert', () => {
  it('are told of the last step that enough customers reached', () => {
    const scene = plot(funnel, 'durations');
    const repeat = rowsOf(funnel.table).find((row) => row['stage'] === 'repeat');
    expect(scene.title).toBe('Time from Visit to Repurchase');
    expect(scene.notes[0]).toBe('Too few customers reached Advocate to tell: this is about Repurchase.');
    expect(scene.table.rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(repeat?.['ordered_count']);
    expect(scene.table.rows.at(-1)?.[3]).toBe('100.0%');
  });

  it.each([['durations', funnel], ['phases', phases]] as const)('say what the scale counts in the view %s', (view, result) => {
    expect(plot(result, view).texts.find(({ text }) => text === 'Customers')).toMatchObject({ kind: 'axis', x: 0, anchor: 'start' });
  });

  it('are bars as high as their counts', () => {
    const { bars, table } = plot(funnel, 'durations');
    const counts = table.rows.map((row) => Number(row[1])).filter((count) => count > 0);
    const [first] = bars;
    bars.forEach((bar, i) => expect(bar.height / (first?.height ?? 1)).toBeCloseTo((counts[i] ?? 0) / (counts[0] ?? 1), 6));
  });
});

describe('a trend of conversion', () => {
  it('says that intervals leave the picture where they do', () => {
    const clipped = 'Intervals of few customers reach beyond the plot.';
    const { bands, gridlines, notes } = plot(funnel, 'trend');
    const top = Math.min(...gridlines.map(({ y1 }) => y1));
    expect(bands.join(' ').split(' ').some((point) => Number(point.split(',')[1]) <= top + 1e-9)).toBe(true);
    expect(notes).toContain(clipped);
    expect(plot(quarters, 'trend').notes).not.toContain(clipped);
  });

  it('has no dots where they would hide the line, but for points that no line leads to', () => {
    const told = plot(funnel, 'trend', 1000).dots.length;
    const { dots, lines } = plot(funnel, 'trend', 320);
    expect(told).toBeGreaterThan(dots.length);
    expect(dots.filter((dot) => !dot.hollow)).toHaveLength(lines.filter(({ points }) => !points.includes(' ')).length);
  });

  it('does not join periods that are in progress to those that are over', () => {
    const { dots, lines, notes, table } = plot(funnel, 'trend');
    const hollow = dots.filter((dot) => dot.hollow);
    expect(hollow).toHaveLength(4);
    expect(lines.reduce((sum, line) => sum + line.points.split(' ').length, 0)).toBe(table.rows.length - 4);
    expect(notes).toContain('Hollow points are in progress: their customers still have time to convert, so these rates can only rise.');
    expect(table.rows.at(-1)?.[0]).toBe('Sep 2026 (in progress)');
  });
});

describe('relationship phases', () => {
  it('stand above the line, but for those broken up', () => {
    const { bars, gridlines } = plot(phases, 'phases');
    const zero = gridlines.find((line) => line.kind === 'zero')?.y1 ?? 0;
    const columns = bars.filter((bar) => !bar.id.startsWith('block/'));
    for (const bar of columns) {
      if (bar.kind === 'break_up') expect(bar.y).toBeCloseTo(zero, 6);
      else expect(bar.y + bar.height).toBeLessThanOrEqual(zero + 1e-6);
    }
    expect(columns.some((bar) => bar.hatched)).toBe(true);
  });

  it('leave ribbons room on a phone: one side has the names, the other the numbers', () => {
    const { bars, texts } = plot(phases, 'phases', 320);
    const [first = 0, last = 0] = [Math.min, Math.max].map((of) => of(...bars.filter(({ id }) => id.startsWith('block/')).map(({ x }) => x)));
    expect(last - first).toBeGreaterThan(320 / 2);
    expect(texts.filter(({ text }) => text === 'Maintaining')).toHaveLength(1);
    expect(plot(phases, 'phases', 480).texts.filter(({ text }) => text === 'Maintaining')).toHaveLength(2);
  });

  it('are said of one customer as of one', async () => {
    const one = new Dataset(sourceOf(new TextEncoder().encode('customer,time,amount\na,2026-01-01,5\n')));
    const result = await evaluateOnce(one, { metric: 'phases', options: { customer: 'customer', time: 'time', value: 'amount' } });
    expect(plot(result, 'phases').summary).toContain('of 1 customer 100.0%');
  });

  it('are joined by ways of all customers, each of which can be chosen', () => {
    const { marks, ribbons, summary } = plot(phases, 'phases');
    const ways = rowsOf(phases.tables['transitions']!).filter((row) => Number(row['customers']) > 0);
    expect(ribbons).toHaveLength(ways.length);
    expect(marks.filter((mark) => mark.mark !== null && 'source' in mark.mark).map((mark) => mark.mark)).toEqual(expect.arrayContaining(ways.map(({ source, target }) => ({ source, target }))));
    expect(summary).toMatch(/^On Sep 20, 2026, of 400 customers .* and 58\.0% have broken up; in 90 days 41 broke up and 13 were won back\.$/);
  });
});

describe('stages read as places', () => {
  const scene = (): StepsScene => {
    const found = lifecycleFunnelScene(places, { width: 800, fontSize: 14 }, wordsIn('en'));
    if (found.view !== 'steps') throw new Error('steps expected');
    return found;
  };

  it('are bars of those who advanced, are still there or moved back, as long as those who came', () => {
    const { pieces } = scene();
    const rows = rowsOf(places.table);
    const longest = pieces.filter((piece) => piece.id.startsWith('visit/')).reduce((sum, piece) => sum + piece.width, 0);
    for (const row of rows) {
      const width = pieces.filter((piece) => piece.id.startsWith(`${String(row['stage'])}/`)).reduce((sum, piece) => sum + piece.width, 0);
      expect(Math.abs(width - (longest * Number(row['ordered_count'])) / Number(rows[0]?.['ordered_count']))).toBeLessThan(5);
    }
  });

  it('tell who skipped a stage and who moved back', () => {
    const { legend, notes } = scene();
    expect(legend.map((item) => item.label)).toEqual(['Advanced', 'Still there', 'Moved back']);
    expect(notes.some((note) => note.startsWith('Skipped stages: Visit → Basket ('))).toBe(true);
    expect(notes.some((note) => note.startsWith('Moved back: '))).toBe(true);
  });
});
