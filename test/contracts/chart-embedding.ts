import { expect, fixture, html } from '@open-wc/testing';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type Chart, type ChartCase, createChart, frames, inside, inState, markupOf, mount, settled } from './chart-case.js';
import { waitUntil } from './wait-until.js';

/** A chart lives in pages that hide, move, throw away and make again what they hold. */
export function describeEmbedding(chartCase: ChartCase): void {
  const data = (): Uint8Array => companyArrow(chartCase.table);

  it('can be moved: it keeps its answer and measures its new place', async () => {
    const chart = await mount(chartCase, { data: data() });
    const states: string[] = [];
    chart.addEventListener('cl-state', (event) => states.push(event.detail.state));
    const narrow = await fixture<HTMLElement>(html`<div></div>`);
    narrow.style.width = '420px';
    narrow.append(chart);
    await frames(3);
    await chart.updateComplete;
    expect(chart.currentScene?.width).to.equal(420);
    narrow.style.width = '600px';
    await frames(3);
    await chart.updateComplete;
    expect(chart.currentScene?.width).to.equal(600);
    expect(states).to.deep.equal([]);
  });

  it('measures its place also after it was moved while it waited for its data', async () => {
    const chart = createChart(chartCase, { data: data() });
    const [first, second] = [await fixture<HTMLElement>(html`<div></div>`), await fixture<HTMLElement>(html`<div></div>`)];
    first.append(chart);
    await chart.updateComplete;
    chart.remove();
    chart.heading = 'Moved';
    await frames(2);
    second.style.width = '510px';
    second.append(chart);
    await settled(chart);
    await frames(2);
    expect(chart.state).to.equal('complete');
    expect(chart.currentScene?.width).to.equal(510);
    second.style.width = '440px';
    await frames(3);
    expect(chart.currentScene?.width).to.equal(440);
  });

  it('comes out of hiding, a size of zero or a closed dialog as large as its place', async () => {
    for (const [hide, show] of [
      [(place: HTMLElement) => place.style.setProperty('display', 'none'), (place: HTMLElement) => place.style.removeProperty('display')],
      [(place: HTMLElement) => place.style.setProperty('width', '0'), (place: HTMLElement) => place.style.setProperty('width', '500px')],
    ] as const) {
      const chart = createChart(chartCase);
      const place = await fixture<HTMLElement>(html`<div></div>`);
      place.style.width = '500px';
      hide(place);
      place.append(chart);
      chart.data = data();
      await settled(chart);
      expect(chart.state).to.equal('complete');
      show(place);
      await frames(3);
      await chart.updateComplete;
      expect(chart.currentScene?.width).to.equal(500);
    }
    const dialog = await fixture<HTMLDialogElement>(html`<dialog style="width: 460px"></dialog>`);
    const chart = createChart(chartCase, { data: data() });
    dialog.append(chart);
    await settled(chart);
    dialog.showModal();
    // A drawing that grows may bring a scroll bar, which makes it narrower again.
    await waitUntil(() => chart.currentScene?.width === Math.floor(inside(chart, '.plot')!.getBoundingClientRect().width), 'as wide as the dialog');
    inside(chart, '.hotspot')!.focus();
    await chart.updateComplete;
    const { left, top } = inside(chart, '.tooltip')!.getBoundingClientRect();
    expect(inside(chart, '.tooltip-layer')!.matches(':popover-open')).to.equal(true);
    expect(left).to.be.at.least(0);
    expect(top).to.be.at.least(0);
    dialog.close();
    const fitting = await fixture<HTMLDialogElement>(html`<dialog></dialog>`);
    const fitted = createChart(chartCase, { data: data() });
    fitting.append(fitted);
    fitting.showModal();
    await settled(fitted);
    await frames(3);
    expect(fitted.currentScene?.width, 'in a dialog that fits its content').to.be.within(300, 640);
    expect(fitting.scrollWidth).to.be.at.most(fitting.clientWidth);
    fitting.close();
  });

  it('keeps to itself beside another of its kind', async () => {
    const one = await mount(chartCase, { data: data(), id: 'one' });
    const two = await mount(chartCase, { data: data(), id: 'two' });
    const mark = one.currentScene!.marks.find((candidate) => candidate.mark !== null)!.mark!;
    one.select([mark]);
    inside(one, '.hotspot')!.focus();
    await one.updateComplete;
    expect(two.selection).to.deep.equal([]);
    expect(inside(two, '.chosen')).to.equal(null);
    expect(inside(two, '.tooltip-layer')!.matches(':popover-open')).to.equal(false);
  });

  it('is upgraded with the attributes and properties that it had before it was defined', async () => {
    const place = await fixture<HTMLElement>(html`<div></div>`);
    // A document without a window defines nothing: what it parses waits to be upgraded.
    const parsed = new DOMParser().parseFromString(markupOf(chartCase, 'heading="Before"'), 'text/html').body.firstElementChild as Chart;
    expect(parsed.shadowRoot).to.equal(null);
    Object.assign(parsed, { data: data(), headingLevel: 2 });
    place.append(parsed);
    await settled(parsed);
    expect(parsed.state).to.equal('complete');
    expect(inside(parsed, '[role=heading]')?.getAttribute('aria-level')).to.equal('2');
    expect(inside(parsed, '[role=heading]')?.textContent).to.equal('Before');
    place.innerHTML = markupOf(chartCase);
    const written = place.firstElementChild as Chart;
    written.data = data();
    await settled(written);
    expect(written.state).to.equal('complete');
  });

  it('asks nobody anything while it is out of the document, and goes on when it is back', async () => {
    const chart = await mount(chartCase, { data: data() });
    const place = chart.parentElement!;
    const states: string[] = [];
    chart.addEventListener('cl-state', (event) => states.push(event.detail.state));
    chart.asOf = '2026-05-31';
    await chart.updateComplete;
    chart.remove();
    chart.asOf = '2026-06-30';
    await frames(3);
    expect(states).to.deep.equal(['loading']);
    place.append(chart);
    await inState(chart, 'complete');
    expect(chart.currentResult?.options['asOf']).to.equal('2026-06-30');
  });

  it('leaves nothing behind: no element, listener, timer, observer or global name', async () => {
    const globals = new Set(Object.getOwnPropertyNames(window));
    const kept = countKept();
    const nodes = document.querySelectorAll('*').length;
    const place = document.createElement('div');
    document.body.append(place);
    for (let i = 0; i < 50; i++) {
      const chart = createChart(chartCase, i % 2 === 0 ? { data: data() } : { for: 'nobody' });
      place.append(chart);
      await chart.updateComplete;
      if (i % 5 === 0) await inState(chart, 'complete', 'error');
      if (i % 10 === 0) {
        inside(chart, '.hotspot')?.focus();
        await chart.updateComplete;
      }
      chart.remove();
      await chart.updateComplete;
    }
    place.remove();
    await frames(2);
    expect(document.querySelectorAll('*').length).to.equal(nodes);
    expect(kept.stop()).to.deep.equal({ intervals: 0, listeners: 0, observers: 0 });
    expect(Object.getOwnPropertyNames(window).filter((name) => !globals.has(name))).to.deep.equal([]);
  });
}

/** Counts timers that go on, listeners on document and window, and observers, from now until it is stopped. */
function countKept(): { stop(): { intervals: number; listeners: number; observers: number } } {
  const intervals = new Set<unknown>();
  const listeners = new Set<unknown>();
  const observers = new Set<unknown>();
  const restore: (() => void)[] = [];
  const replace = <Key extends string>(owner: Record<Key, unknown>, key: Key, make: (original: (...given: unknown[]) => unknown) => (...given: never[]) => unknown): void => {
    const own = Object.hasOwn(owner, key);
    const original = owner[key] as (...given: unknown[]) => unknown;
    owner[key] = make(original);
    restore.push(() => {
      if (own) owner[key] = original;
      else delete owner[key];
    });
  };
  replace(window as never, 'setInterval', (original) => (...given: never[]) => {
    const id = original.apply(window, given);
    intervals.add(id);
    return id;
  });
  replace(window as never, 'clearInterval', (original) => (id: never) => (intervals.delete(id), original.call(window, id)));
  for (const target of [document, window]) {
    replace(target as never, 'addEventListener', (original) => (...given: never[]) => {
      const options = given[2] as AddEventListenerOptions | undefined;
      listeners.add(given[1]);
      options?.signal?.addEventListener('abort', () => listeners.delete(given[1]));
      return original.apply(target, given);
    });
    replace(target as never, 'removeEventListener', (original) => (...given: never[]) => (listeners.delete(given[1]), original.apply(target, given)));
  }
  for (const kind of [MutationObserver, ResizeObserver, IntersectionObserver]) {
    replace(kind.prototype as never, 'observe', (original) => function observe(this: unknown, ...given: never[]) {
      observers.add(this);
      return original.apply(this, given);
    });
    replace(kind.prototype as never, 'disconnect', (original) => function disconnect(this: unknown) {
      observers.delete(this);
      return original.apply(this);
    });
  }
  return {
    stop() {
      for (const back of restore) back();
      return { intervals: intervals.size, listeners: listeners.size, observers: observers.size };
    },
  };
}
