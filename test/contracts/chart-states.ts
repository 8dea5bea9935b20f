import { expect, oneEvent } from '@open-wc/testing';
import { ChartElement, type ChartErrorEvent, type Engine, OptionError, pageEngine, type StateEvent, workerEngine } from 'clientele';
import { companyArrow } from '../fixtures/company-arrow.js';
import { handleWith } from '../fixtures/handle-with.js';
import { type Chart, type ChartCase, createChart, frames, gatedEngine, inside, inState, mount, settled, textOf } from './chart-case.js';
import { waitUntil } from './wait-until.js';

/** A chart shows what it knows: nothing yet, on its way, some of it, all of it, nothing at all, or what went wrong. */
export function describeStates(chartCase: ChartCase): void {
  const data = (): Uint8Array => companyArrow(chartCase.table);

  it('is initial before there are data, and can be styled so', async () => {
    const chart = await mount(chartCase);
    expect(chart.matches(':state(initial)')).to.equal(true);
    expect(textOf(chart, '.plot')).to.equal('No data yet');
    await expect(chart).to.be.accessible();
  });

  it('keeps room while the first data load, and says how far they are when their size is known', async () => {
    const { body, release, size } = heldStream(data());
    const chart = await mount(chartCase);
    const states = statesOf(chart);
    chart.data = new Response(body, { headers: { 'content-length': String(size), 'content-type': 'application/vnd.apache.arrow.stream' } });
    await inState(chart, 'loading');
    expect(chart.matches(':state(loading)')).to.equal(true);
    expect(inside(chart, '.plot')?.getAttribute('aria-busy')).to.equal('true');
    expect(inside(chart, '.skeleton')?.getBoundingClientRect().height).to.be.greaterThan(90);
    const position = (): number => inside<HTMLProgressElement>(chart, 'progress')?.position ?? -1;
    await waitUntil(() => position() > 0, 'no progress is shown');
    expect(position(), textOf(chart, '.status')).to.be.within(0.3, 0.9);
    await expect(chart).to.be.accessible();
    release();
    await settled(chart);
    expect(chart.matches(':state(complete)')).to.equal(true);
    expect(chart.matches(':state(loading)')).to.equal(false);
    expect(inside(chart, '.skeleton, progress')).to.equal(null);
    expect(states[0]).to.equal('loading');
    expect(states.at(-1)).to.equal('complete');
  });

  it('moves nothing that is there when the data come, at any width', async () => {
    for (const width of [360, 800]) {
      const moved: string[] = [];
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { readonly sources: readonly { readonly previousRect: DOMRect; readonly currentRect: DOMRect }[] })[]) {
          moved.push(...entry.sources.map(({ currentRect, previousRect }) => `${width}: from ${previousRect.y} to ${currentRect.y}`));
        }
      });
      const chart = await mount(chartCase, {}, { width });
      const head = (): number[] => ['.plot', '.toolbar'].map((part) => Math.round(inside(chart, part)!.getBoundingClientRect().top));
      const { body, release } = heldStream(data());
      chart.data = new Response(body);
      await inState(chart, 'loading');
      await frames(3);
      const before = head();
      observer.observe({ type: 'layout-shift' });
      release();
      await settled(chart);
      await frames(3);
      expect(head(), `${width}`).to.deep.equal(before);
      for (const entry of observer.takeRecords()) moved.push(entry.name);
      observer.disconnect();
      expect(moved).to.deep.equal([]);
      chart.parentElement!.remove();
    }
  });

  it('draws a partial result as partial', async () => {
    const chart = await mount(chartCase);
    chart.engine = halfway();
    chart.data = data();
    await inState(chart, 'partial');
    expect(chart.matches(':state(partial)')).to.equal(true);
    expect(inside(chart, '.plot svg')).not.to.equal(null);
    expect(textOf(chart, '.status')).to.match(/^Partial result: [\d,]+ rows so far/);
    await expect(chart).to.be.accessible();
    chart.remove();
  });

  it('keeps the drawing and every height while new data load, and marks it as stale', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const chart = await mount(chartCase, { data: data() });
    const before = heightsOf(chart);
    const drawing = inside(chart, '.plot svg');
    chart.engine = gatedEngine(pageEngine, () => gate);
    await inState(chart, 'loading');
    expect(inside(chart, '.plot svg')).to.equal(drawing);
    expect(inside(chart, '.plot.stale')).not.to.equal(null);
    expect(textOf(chart, '.status')).to.match(/^Updating/);
    expect(heightsOf(chart)).to.deep.equal(before);
    await expect(chart).to.be.accessible();
    open();
    await settled(chart);
    expect(inside(chart, '.plot.stale')).to.equal(null);
    expect(heightsOf(chart)).to.deep.equal(before);
  });

  it('says that the answer is empty where nobody is left', async () => {
    const chart = await mount(chartCase, { data: data() });
    const { table, ...rest } = chart.currentResult!;
    const columns = Object.fromEntries(table.fields.map(({ name }) => [name, []]));
    const states = statesOf(chart);
    chart.result = { ...rest, scalars: {}, tables: {}, table: { fields: table.fields, numRows: 0, columns } };
    await frames(2);
    expect(chart.state).to.equal('complete');
    expect(chart.matches(':state(empty)')).to.equal(true);
    expect(states).to.deep.equal(['complete']);
    expect(textOf(chart, '.plot .message').length).to.be.at.least(5);
    await expect(chart).to.be.accessible();
  });

  it('says what went wrong, why, what to do and by which code, and tries again', async () => {
    const chart = await mount(chartCase);
    const failed = oneEvent<ChartErrorEvent>(chart, 'cl-error');
    const [attribute, wrong, right] = chartCase.misspelt;
    chart.setAttribute(attribute, wrong);
    chart.data = data();
    expect((await failed).detail.code).to.equal('schema');
    await settled(chart);
    expect(chart.matches(':state(error)')).to.equal(true);
    // Which of several charts it is.
    expect(textOf(chart, '[part=title]').length).to.be.at.least(5);
    const alert = textOf(chart, '[role=alert]');
    for (const part of [`"${wrong}"`, `"${right}"`, 'Error code: schema', 'Try again']) expect(alert).to.contain(part);
    await expect(chart).to.be.accessible();
    const again = oneEvent<StateEvent>(chart, 'cl-state');
    inside<HTMLButtonElement>(chart, '[role=alert] button')?.click();
    await again;
    await settled(chart);
    expect(chart.state).to.equal('error');
    chart.setAttribute(attribute, right);
    await inState(chart, 'complete');
    expect(inside(chart, '[role=alert]')).to.equal(null);
  });

  it('leaves the message to a page that has its own', async () => {
    const chart = await mount(chartCase);
    chart.addEventListener('cl-error', (event) => event.preventDefault());
    chart.setAttribute(chartCase.misspelt[0], 'nowhere');
    chart.data = data();
    await settled(chart);
    expect(chart.state).to.equal('error');
    expect(inside(chart, '[role=alert]')).to.equal(null);
  });

  it('recovers from a question that could not be asked, also when the next is the one before', async () => {
    const chart = await mount(chartCase, { data: data() });
    chart.engine = { ...pageEngine, open: () => { throw new OptionError('engine: out of order; expected patience'); } };
    await inState(chart, 'error');
    expect(chart.error?.message).to.equal('engine: out of order; expected patience');
    chart.engine = null;
    await inState(chart, 'complete');
    chart.data = null;
    await inState(chart, 'initial');
    expect(textOf(chart, '.plot')).to.equal('No data yet');
  });

  it('shows only the answer to the last question, however late the others come', async () => {
    const chart = createChart(chartCase, { data: data() });
    const delays = [60, 5, 40, 0, 25, 10, 50, 15];
    chart.engine = gatedEngine(pageEngine, (request) => new Promise((resolve) => setTimeout(resolve, delays[request % 8])));
    const shown: unknown[] = [];
    chart.addEventListener('cl-state', ({ detail }) => {
      if (detail.state === 'complete') shown.push(chart.currentResult?.options['asOf']);
    });
    const place = (await mount(chartCase)).parentElement!;
    place.append(chart);
    for (let day = 10; day < 20; day++) {
      chart.asOf = `2026-08-${day}`;
      await chart.updateComplete;
    }
    await waitUntil(() => shown.length > 0, 'an answer');
    // As long as the slowest of the others could still come.
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(shown).to.deep.equal(['2026-08-19']);
  });

  it('is the only one on the page that draws with an engine of its own', () => {
    expect(ChartElement.engine).to.equal(workerEngine);
  });
}

function statesOf(chart: Chart): string[] {
  const states: string[] = [];
  chart.addEventListener('cl-state', (event) => states.push(event.detail.state));
  return states;
}

function heightsOf(chart: Chart): number[] {
  return [chart, ...chart.renderRoot.querySelectorAll('.plot, .toolbar, .panel')].map((element) => Math.round(element.getBoundingClientRect().height));
}

/** Counts what there is, calls it partial, and waits for the page to go. */
function halfway(): Engine {
  return {
    ...pageEngine,
    open(input) {
      const handle = pageEngine.open(input);
      return handleWith(handle, {
        progress: { rows: 1000, totalRows: 4000, bytes: 0, totalBytes: null },
        async *evaluate(request, asked) {
          for await (const snapshot of handle.evaluate(request)) yield { ...snapshot, complete: false };
          await new Promise((_, reject) => asked?.signal?.addEventListener('abort', () => reject(new Error('stopped'))));
        },
      });
    },
  };
}

/** Returns a stream of *bytes* that stops in the middle until it is released. */
function heldStream(bytes: Uint8Array): { body: ReadableStream<Uint8Array>; release: () => void; size: number } {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const half = bytes.length >> 1;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(bytes.subarray(0, half));
      await gate;
      controller.enqueue(bytes.subarray(half));
      controller.close();
    },
  });
  return { body, release, size: bytes.length };
}
