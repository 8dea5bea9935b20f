import { expect, fixture, html } from '@open-wc/testing';
import { fromArrow, tableToIpc, toArrow } from 'clientele';
import { tableFromIPC } from 'apache-arrow';
import { companyArrow, companyResponse } from '../fixtures/company-arrow.js';
import { type Chart, type ChartCase, createChart, frames, inside, inState, mount, settled } from './chart-case.js';

/** A chart takes data and results in every shape that a page has them in, and draws the same from each. */
export function describeData(chartCase: ChartCase): void {
  const bytes = (): Uint8Array<ArrayBuffer> => companyArrow(chartCase.table);

  it('draws the same from an address and from data in every shape', async () => {
    const expected = tableOf(await mount(chartCase, { data: bytes() }));
    expect(expected.length).to.be.at.least(1);
    const address = URL.createObjectURL(new Blob([bytes()]));
    const shapes: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
      'an address': () => ({ src: address }),
      'a URL': () => ({ data: new URL(address) }),
      'an Arrow table': () => ({ data: tableFromIPC(bytes()) }),
      'an ArrayBuffer': () => ({ data: bytes().buffer }),
      'a Blob': () => ({ data: new Blob([bytes()]) }),
      'a Response': () => ({ data: companyResponse(chartCase.table) }),
      'a stream': () => ({ data: new Blob([bytes()]).stream() }),
    };
    for (const [name, properties] of Object.entries(shapes)) expect(tableOf(await mount(chartCase, properties())), name).to.deep.equal(expected);
    URL.revokeObjectURL(address);
  });

  it('draws a result that was computed elsewhere, whole or its main table in every shape', async () => {
    const result = (await mount(chartCase, { data: bytes() })).currentResult!;
    const whole = tableOf(await mount(chartCase, { result }));
    expect(whole.length).to.be.at.least(1);
    const ipc = (): Uint8Array<ArrayBuffer> => Uint8Array.from(tableToIpc(result.table));
    const shapes: Readonly<Record<string, unknown>> = {
      'an Arrow table': toArrow(result.table), bytes: ipc(), 'an ArrayBuffer': ipc().buffer, 'a Response': new Response(ipc()), 'a table through Arrow': fromArrow(tableFromIPC(ipc())),
    };
    const bare = tableOf(await mount(chartCase, { result: result.table }));
    expect(bare.length).to.be.at.least(1);
    for (const [name, given] of Object.entries(shapes)) expect(tableOf(await mount(chartCase, { result: given })), name).to.deep.equal(bare);
  });

  it('goes back to its data when the result is taken away', async () => {
    const chart = await mount(chartCase, { result: (await mount(chartCase, { data: bytes() })).currentResult });
    chart.result = null;
    await inState(chart, 'initial');
    chart.data = bytes();
    await inState(chart, 'complete');
  });

  it('finds its source before it, after it, later, under the id’s next owner, and says when there is none', async () => {
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const source = (id: string): HTMLElement => Object.assign(document.createElement('cl-source'), { id, data: bytes() });
    const before = createChart(chartCase, { for: 'before' });
    place.append(source('before'), before);
    const after = createChart(chartCase, { for: 'after' });
    place.append(after, source('after'));
    const later = createChart(chartCase, { for: 'later' });
    place.append(later);
    await settled(before);
    await settled(after);
    expect([before.state, after.state]).to.deep.equal(['complete', 'complete']);
    await inState(later, 'error');
    expect(later.error?.message).to.contain('no element with the id in "for", got "later"');
    expect(inside(later, '[role=alert]')).not.to.equal(null);
    place.append(source('later'));
    await inState(later, 'complete');
    expect(tableOf(later)).to.deep.equal(tableOf(before));

    place.querySelector('#later')!.remove();
    await inState(later, 'error');
    const replacement = source('other');
    place.append(replacement);
    await frames();
    expect(later.state).to.equal('error');
    replacement.id = 'later';
    await inState(later, 'complete');
    later.for = 'nobody';
    await inState(later, 'error');
    later.for = 'before';
    await inState(later, 'complete');
  });

  it('downloads once for all charts of a source, whichever stands first, and again when the source is reloaded', async () => {
    const address = URL.createObjectURL(new Blob([bytes()]));
    const asked: string[] = [];
    const options = { fetch: (input: RequestInfo | URL, init?: RequestInit) => (asked.push(String(input)), fetch(input, init)) };
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const source = Object.assign(document.createElement('cl-source'), { id: 'shared', src: address, fetchOptions: options });
    const charts = [createChart(chartCase, { for: 'shared' }), createChart(chartCase, { for: 'shared' })];
    place.append(charts[0]!, source, charts[1]!);
    for (const chart of charts) await inState(chart, 'complete');
    expect(asked).to.deep.equal([address]);
    source.reload();
    await Promise.resolve();
    for (const chart of charts) await settled(chart);
    expect(asked).to.deep.equal([address, address]);
    URL.revokeObjectURL(address);
  });
}

function tableOf(chart: Chart): readonly (readonly string[])[] {
  if (chart.error !== null) throw chart.error;
  const rows = chart.currentScene?.table.rows;
  if (rows === undefined) throw new Error(`<${chart.localName}>: ${chart.state}, nothing drawn`);
  return rows;
}
