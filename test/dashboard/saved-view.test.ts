import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_VIEW, type View } from '../../packages/dashboard/src/selection/selection.js';
import { hashValue, hashWith, linkText, savedView, viewFrom, viewFromLink } from '../../packages/dashboard/src/state/saved-view.js';

const choice = (chart: string): View['choices'][number] => ({
  chart, source: 'orders', metric: 'pyramid', label: 'Top',
  options: { customer: 'customer_id', value: 'amount', by: 'share', tiers: ['top', 'big', 'medium', 'small'].map((name, i) => ({ name, cumulativeShare: (i + 1) / 4 })), ties: 'rank', timeZone: 'UTC' },
  marks: [{ tier: 'top' }],
});
const rich: View = {
  choices: ['pyramid', 'retention', 'funnel', 'satisfaction'].map(choice),
  filters: [{ id: 'customers.segment', source: 'customers', where: { op: 'in', column: 'segment', values: ['Collector', '收藏家'] }, label: '客户类型：收藏家' }],
  dates: { from: '2024-01-01', to: null }, asOf: '2026-09-20', compare: false,
};

describe('a saved view', () => {
  it('comes back as it was, as JSON and through a link (property)', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 5 });
    const view: fc.Arbitrary<View> = fc.record({
      choices: fc.array(fc.record({ chart: text, source: text, metric: text, options: fc.dictionary(text.filter((key) => key !== '__proto__'), fc.constantFrom(1, 'a', null, true), { maxKeys: 3 }), marks: fc.array(fc.record({ tier: text, offset: fc.integer() }), { maxLength: 2 }), label: text }), { maxLength: 2 }),
      filters: fc.array(fc.record({ id: text, source: text, where: fc.record({ op: fc.constant('eq' as const), column: text, value: text }), label: text }), { maxLength: 2 }),
      dates: fc.constantFrom(null, { from: '2024-01-01', to: null }, { from: null, to: '2024-02-29' }),
      asOf: fc.constantFrom(null, '2024-06-30'),
      compare: fc.boolean(),
    });
    await fc.assert(fc.asyncProperty(view, async (some) => {
      expect(viewFrom(JSON.parse(JSON.stringify(savedView(some))))).toEqual(some);
      expect(await viewFromLink(await linkText(some))).toEqual(some);
    }), { numRuns: 100 });
  });

  it('fits a link of 2,000 characters with a choice in each of four charts, and refuses to be cut', async () => {
    expect((await linkText(rich)).length).toBeLessThan(700);
    const noise = Array.from({ length: 400 }, (_, i) => ({ id: String(i), source: 's', where: { op: 'eq', column: 'c', value: String(Math.sin(i)) }, label: String(Math.cos(i)) } as const));
    await expect(linkText({ ...EMPTY_VIEW, filters: noise })).rejects.toThrow(/too large for a link, got \d+ characters; expected at most 2000/);
  });

  it('is refused with what is wrong and where', () => {
    expect(() => viewFrom({ version: 2, view: EMPTY_VIEW })).toThrow('saved view: version: not as it should be, got 2; expected 1');
    expect(() => viewFrom({ version: 1, view: { ...EMPTY_VIEW, chioces: [] } })).toThrow('did you mean "choices"?');
    expect(() => viewFrom({ version: 1, view: { ...EMPTY_VIEW, asOf: 'today' } })).toThrow('saved view: view.asOf: not as it should be, got "today"; expected a date such as 2024-02-29, or null');
    expect(() => viewFrom(null)).toThrow('saved view: not as it should be, got null; expected an object');
  });

  it('is refused from a link that somebody cut or made up', async () => {
    const text = await linkText(rich);
    for (const broken of [text.slice(0, 60), 'x', '!!', '', 'A'.repeat(2_001)]) await expect(viewFromLink(broken), broken).rejects.toMatchObject({ code: 'option', reason: 'link' });
  });

  it('that unfolds to more than a view can be is refused before it is read', async () => {
    const bomb = new Blob([new Uint8Array(20_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(bomb).arrayBuffer()).subarray(0, 1_400);
    await expect(viewFromLink(btoa(String.fromCharCode(...bytes)))).rejects.toMatchObject({ reason: 'link' });
  });

  it('shares the hash with what else is there', () => {
    const hash = hashWith('#tab=2', 'view', 'abc-_');
    expect(hashValue(hash, 'view')).toBe('abc-_');
    expect(hashValue(hash, 'tab')).toBe('2');
    expect(hashWith(hash, 'view', null)).toBe('#tab=2');
    expect(hashWith('', 'view', null)).toBe('');
  });
});
