import { expect } from '@open-wc/testing';
import { pageEngine } from 'clientele';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type ChartCase, frames, inside, mount, settled, textOf } from './chart-case.js';

/** A mistake of the page is said in the chart and costs the page nothing: no exception, no rejection. */
export function describeMistakes(chartCase: ChartCase): void {
  const data = (): Uint8Array => companyArrow(chartCase.table);

  /** Returns what *act* returns, and fails where the page saw an exception or a rejection meanwhile. */
  async function watching<Made>(act: () => Promise<Made>): Promise<Made> {
    const seen: unknown[] = [];
    const onError = (event: ErrorEvent): void => void seen.push(event.message);
    const onRejection = (event: PromiseRejectionEvent): void => void seen.push(event.reason);
    addEventListener('error', onError);
    addEventListener('unhandledrejection', onRejection);
    try {
      const made = await act();
      await frames(2);
      expect(seen).to.deep.equal([]);
      return made;
    } finally {
      removeEventListener('error', onError);
      removeEventListener('unhandledrejection', onRejection);
    }
  }

  it('offers the name nearest to that of a column that isn’t there', async () => {
    const [attribute, wrong, right] = chartCase.misspelt;
    const chart = await watching(async () => {
      const made = await mount(chartCase);
      made.setAttribute(attribute, wrong);
      made.data = data();
      await settled(made);
      return made;
    });
    expect(textOf(chart, '[role=alert]')).to.contain(`"${wrong}"`).and.to.contain(`"${right}"`);
    chart.parentElement!.lang = 'zh-CN';
    await frames(2);
    expect(textOf(chart, '[role=alert]')).to.contain(`您是否想用“${right}”`);
  });

  it('says which option is wrong, and is complete again once it is right', async () => {
    const wrong: readonly (readonly [string, string])[] = [
      ['time-zone', 'Europe/Berlni'], ['time-zone', ''], ['currency', 'EURO'], ['currency', '€'], ['as-of', 'yesterday'], chartCase.badOption,
    ];
    const chart = await mount(chartCase, { data: data() });
    for (const [attribute, value] of wrong) {
      const before = chart.getAttribute(attribute);
      await watching(async () => {
        chart.setAttribute(attribute, value);
        await chart.updateComplete;
        await settled(chart);
        return chart;
      });
      expect(chart.error?.code, `${attribute}=${value}`).to.equal('option');
      expect(textOf(chart, '[role=alert] .detail'), `${attribute}=${value}`).to.contain('expected');
      if (before === null) chart.removeAttribute(attribute);
      else chart.setAttribute(attribute, before);
      await settled(chart);
      expect(chart.state, `${attribute} put right: ${chart.error?.message}`).to.equal('complete');
    }
  });

  it('says what data of no known kind are', async () => {
    const nonsense = [42, true, {}, [], [1, 2], Symbol.iterator, () => 0, new Date(), new Map(), 10n, new Uint8Array(0), new Uint8Array(300), new Blob([]), document.body];
    const charts = await watching(() => Promise.all(nonsense.map((given) => mount(chartCase, { data: given }))));
    for (const [i, chart] of charts.entries()) {
      const given = nonsense[i];
      expect(chart.state, String(given)).to.equal('error');
      expect(inside(chart, '[role=alert]'), String(given)).not.to.equal(null);
      expect(textOf(chart, '[role=alert] .detail').length, String(given)).to.be.greaterThan(10);
    }
  });

  it('says what a result of no known kind is, and draws nothing of it', async () => {
    const { currentResult } = await mount(chartCase, { data: data() });
    const whole = currentResult!;
    const nonsense: readonly unknown[] = [
      42, 'result', {}, [], { diagnostics: {} }, { diagnostics: null }, { ...whole, table: {} }, { ...whole, diagnostics: {} }, { ...whole, tables: null },
      { ...whole, metric: 'weather' }, { fields: [{ name: 'a', type: 'utf8' }], numRows: 1, columns: { a: ['b'] } }, { fields: [], columns: {} }, { fields: [{ name: 'a', type: 'utf8' }], columns: {}, numRows: 3 }, new Uint8Array(0), new Uint8Array(64), new ArrayBuffer(8),
      { schema: {}, batches: [] }, new Response('nothing'), () => 0, Symbol('result'), 7n,
    ];
    const charts = await watching(() => Promise.all(nonsense.map((given) => mount(chartCase, { result: given }))));
    for (const [i, chart] of charts.entries()) {
      expect(chart.state, `result ${i}`).to.equal('error');
      expect(inside(chart, '.plot svg'), `result ${i}`).to.equal(null);
      expect(inside(chart, '[role=alert]'), `result ${i}`).not.to.equal(null);
    }
  });

  it('survives a table with cells of other kinds', async () => {
    const { currentResult } = await mount(chartCase, { data: data() });
    const { table, ...rest } = currentResult!;
    const cells = [null, '', 'x', NaN, Infinity, -1, true, { a: 1 }, '__proto__'];
    const tables = cells.map((cell) => ({ ...table, columns: Object.fromEntries(table.fields.map(({ name }) => [name, Array.from({ length: table.numRows }, () => cell)])) }));
    const charts = await watching(() => Promise.all(tables.map((given, i) => mount(chartCase, { result: i % 2 === 0 ? given : { ...rest, table: given } }))));
    for (const [i, chart] of charts.entries()) {
      expect(chart.state, String(cells[i])).to.be.oneOf(['complete', 'error']);
      expect(textOf(chart, '.chart')).not.to.match(/\bNaN\b|(?<! are )\bundefined|\[object|Infinity/);
    }
  });

  it('says so when the address has nothing', async () => {
    const chart = await watching(() => mount(chartCase, { src: '/test/browser/there-is-no-such-file.arrow', fetchOptions: { retries: 0 } }));
    expect(chart.error?.code).to.equal('http');
    expect(textOf(chart, '[role=alert]')).to.contain('404');
  });

  it('says so when the engine fails at once, later, or without a word', async () => {
    const broken = (): never => {
      throw new TypeError('engine broke');
    };
    const handle = { ...pageEngine.open(new Uint8Array()), progress: { rows: 0, totalRows: null, bytes: 0, totalBytes: null } };
    for (const engine of [
      { ...pageEngine, open: broken },
      { ...pageEngine, open: () => ({ ...handle, schema: broken, evaluate: broken }) },
      { ...pageEngine, open: () => ({ ...handle, schema: broken, evaluate: async function* () { await Promise.resolve(); broken(); } }) },
      { ...pageEngine, open: () => ({ ...handle, schema: broken, evaluate: async function* () { /* Ends at once. */ } }) },
    ]) {
      const chart = await watching(() => mount(chartCase, { engine, data: data() }));
      expect(chart.state).to.equal('error');
      expect(textOf(chart, '[role=alert] .what')).to.equal('This chart can’t be shown because of a fault in the page');
    }
  });

  it('takes undefined and nonsense in any property without an exception', async () => {
    const chart = await mount(chartCase, { data: data() });
    const names = [...(chart.constructor as unknown as { elementProperties: Map<string, unknown> }).elementProperties.keys()].filter((name) => !['engine', 'tableOpen', 'errorShown'].includes(name));
    for (const name of names) {
      const before = (chart as unknown as Record<string, unknown>)[name];
      await watching(async () => {
        for (const value of [undefined, null, 'nonsense', NaN, {}]) {
          (chart as unknown as Record<string, unknown>)[name] = value;
          await chart.updateComplete;
          await new Promise((resolve) => setTimeout(resolve));
        }
        return chart;
      });
      (chart as unknown as Record<string, unknown>)[name] = before;
      await settled(chart);
      expect(chart.state, `${name} put right: ${chart.error?.message}`).to.equal('complete');
    }
  });
}
