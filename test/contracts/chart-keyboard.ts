import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { customerIds, Dataset, evaluateOnce, type Mark, membersOf, type SceneMark, type SelectEvent, sourceOf } from 'clientele';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type Chart, type ChartCase, inside, mount, textOf } from './chart-case.js';
import { waitUntil } from './wait-until.js';

/** Everything that a pointer can do, the keyboard can: reach every mark, read it, choose it, let it go. */
export function describeKeyboard(chartCase: ChartCase): void {
  const drawn = (properties: Readonly<Record<string, unknown>> = {}, options = {}): Promise<Chart> =>
    mount(chartCase, { data: companyArrow(chartCase.table), ...properties }, options);

  it('has one tab stop for all marks, in every view', async () => {
    for (const view of chartCase.views) {
      const chart = await drawn(view);
      expect(chart.renderRoot.querySelectorAll('.plot [tabindex="0"], .plot a, .plot button').length, JSON.stringify(view)).to.equal(1);
      chart.parentElement!.remove();
    }
  });

  it('says with the focus what the tooltip shows, and hides that on Escape', async () => {
    const chart = await drawn();
    hotspot(chart).focus();
    await chart.updateComplete;
    expect(inside(chart, '.tooltip-layer')!.matches(':popover-open')).to.equal(true);
    const mark = chart.currentScene!.marks[0]!;
    expect(hotspot(chart).getAttribute('aria-label')).to.equal(mark.label);
    expect(textOf(chart, '.tooltip-title')).to.equal(mark.title);
    for (const { label, value } of mark.lines) expect(textOf(chart, '.tooltip').replaceAll(' ', '')).to.contain(`${label}${value}`.replaceAll(/\s/g, ''));
    await sendKeys({ press: 'Escape' });
    await chart.updateComplete;
    expect(inside(chart, '.tooltip-layer')!.matches(':popover-open')).to.equal(false);
  });

  it('hides the tooltip of the pointer on Escape, wherever the focus is', async () => {
    const chart = await drawn();
    await point(chart, chart.currentScene!.marks[0]!);
    expect(inside(chart, '.tooltip-layer')!.matches(':popover-open')).to.equal(true);
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await chart.updateComplete;
    expect(inside(chart, '.tooltip-layer')!.matches(':popover-open')).to.equal(false);
  });

  it('reaches every mark of every view by arrow keys alone', async () => {
    const walked = new Set<string>();
    for (const view of chartCase.views) {
      const chart = await drawn(view);
      const { marks } = chart.currentScene!;
      const places = JSON.stringify(marks.map(({ column, id, row }) => [column, id, row]));
      const unseen = new Set(marks.map(({ id }) => id));
      if (!walked.has(places)) await walk(chart, unseen);
      else unseen.clear();
      walked.add(places);
      expect([...unseen], JSON.stringify(view)).to.deep.equal([]);
      chart.parentElement!.remove();
    }
  });

  it('goes by Home, End, PageUp and PageDown to the ends of row and column', async () => {
    const chart = await drawn();
    const { marks } = chart.currentScene!;
    hotspot(chart).focus();
    for (const [key, modifiers, right] of [
      ['End', {}, (to: SceneMark, from: SceneMark) => to.row === from.row && marks.every((mark) => mark.row !== to.row || mark.column <= to.column)],
      ['Home', {}, (to: SceneMark, from: SceneMark) => to.row === from.row && marks.every((mark) => mark.row !== to.row || mark.column >= to.column)],
      ['PageDown', {}, (to: SceneMark) => marks.every((mark) => mark.row <= to.row)],
      ['PageUp', {}, (to: SceneMark) => marks.every((mark) => mark.row >= to.row)],
      ['End', { ctrlKey: true }, (to: SceneMark) => to === marks.at(-1)],
      ['Home', { ctrlKey: true }, (to: SceneMark) => to === marks[0]],
    ] as const) {
      const from = activeMark(chart);
      await press(chart, key, modifiers);
      expect(right(activeMark(chart), from), `${key} from ${from.id} to ${activeMark(chart).id}`).to.equal(true);
    }
  });

  it('chooses by Enter and Space, adds with Control, lets go by Escape, and obeys who objects', async () => {
    const chart = await drawn();
    const first = chart.currentScene!.marks.findIndex(({ mark }) => mark !== null);
    await goTo(chart, first);
    await press(chart, 'Enter');
    expect(chart.selection.length).to.equal(1);
    expect(hotspot(chart).getAttribute('aria-pressed')).to.equal('true');
    expect(chart.renderRoot.querySelectorAll('.chosen').length).to.equal(1);
    await press(chart, ' ');
    expect(chart.selection).to.deep.equal([]);
    await press(chart, 'Enter');
    const cleared = oneEvent<SelectEvent>(chart, 'cl-select');
    await press(chart, 'Escape');
    expect((await cleared).detail).to.deep.include({ marks: [], predicate: null });
    chart.addEventListener('cl-select', (event) => event.preventDefault());
    await press(chart, 'Enter');
    expect(chart.selection).to.deep.equal([]);
  });

  it('leaves to browser and screen reader what is pressed with Alt, and arrows with Meta', async () => {
    const chart = await drawn();
    hotspot(chart).focus();
    const from = activeMark(chart).id;
    const combinations = [
      ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown', 'Enter', ' '].map((key) => ({ key, altKey: true })),
      ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].map((key) => ({ key, metaKey: true })),
    ];
    for (const target of [hotspot(chart), inside(chart, '.toolbar button')!]) {
      for (const combination of combinations) {
        const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, composed: true, ...combination });
        target.dispatchEvent(event);
        await chart.updateComplete;
        expect(event.defaultPrevented, JSON.stringify(combination)).to.equal(false);
      }
    }
    expect(activeMark(chart).id).to.equal(from);
    expect(chart.selection).to.deep.equal([]);
  });

  it('shows its keys on a question mark, and gives the focus back on Escape', async () => {
    const chart = await drawn();
    hotspot(chart).focus();
    await press(chart, '?');
    const help = inside(chart, '.help')!;
    expect(help.matches(':popover-open')).to.equal(true);
    for (const key of ['Home', 'PageUp', 'Enter', 'Esc', '?']) expect(help.textContent).to.contain(key);
    await expect(chart).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    expect(help.matches(':popover-open')).to.equal(false);
    await waitUntil(() => (chart.renderRoot as ShadowRoot).activeElement?.className === 'hotspot', 'focus back');
  });

  it('tells who stands behind what is chosen, and why not', async () => {
    const chart = await drawn();
    const mark = chart.currentScene!.marks.find((candidate) => candidate.mark !== null)!.mark!;
    chart.selection = [mark];
    const { count, ids } = await chart.members(undefined, { ids: true });
    expect(count).to.be.greaterThan(0);
    expect(new Set(ids).size).to.equal(count);
    expect((await chart.members([mark])).ids ?? null).to.equal(null);
    const refused = async (asked: Promise<unknown>): Promise<string> => asked.then(() => '', (error: Error) => error.message);
    expect(await refused(chart.members([]))).to.contain('nobody is chosen');
    expect(await refused((await mount(chartCase, { result: chart.currentResult })).members([mark]))).to.contain('no data to find customers in');
  });

  it('means by a choice exactly the customers whom it counts', async () => {
    const dataset = new Dataset(sourceOf(companyArrow(chartCase.table)));
    let compared = 0;
    for (const view of chartCase.views) {
      const chart = await drawn(view);
      const choosable = chart.currentScene!.marks.map(({ mark }) => mark).filter((mark) => mark !== null);
      for (const mark of sample(choosable, 6)) {
        const chosen = oneEvent<SelectEvent>(chart, 'cl-select');
        chart.select([mark]);
        const { predicate } = (await chosen).detail;
        if (predicate?.op !== 'customersIn') throw new Error(`${JSON.stringify(mark)} means ${JSON.stringify(predicate)}`);
        const members = await membersOf(dataset, predicate);
        const ids = await customerIds(dataset, members);
        expect(new Set(ids).size).to.equal(members.count);
        const known = chartCase.customersOf(chart.currentResult!, mark);
        if (known !== null) {
          expect(members.count, JSON.stringify(mark)).to.equal(known);
          compared += 1;
        }
        const rest = await evaluateOnce(dataset, { metric: 'lifecycle', options: { customer: 'customer_id', time: 'ts' }, where: predicate });
        expect(rest.scalars['customers'], JSON.stringify(mark)).to.equal(members.count);
      }
      chart.parentElement!.remove();
    }
    if (chartCase.tag !== 'cl-satisfaction-score') expect(compared).to.be.greaterThan(2);
  });

  it('finds under the pointer what is drawn there, also from right to left and on a scaled page', async () => {
    for (const [dir, transform] of [['ltr', 'none'], ['rtl', 'none'], ['ltr', 'scale(0.5)'], ['ltr', 'scale(1.4) translate(40px, 30px)']] as const) {
      const chart = await drawn({ dir });
      chart.parentElement!.style.transform = transform;
      await chart.updateComplete;
      for (const mark of sample(chart.currentScene!.marks, 5)) {
        await point(chart, mark);
        expect(textOf(chart, '.tooltip-title'), `${dir} ${transform} ${mark.id}`).to.equal(topmost(chart, mark).title.replaceAll(/\s+/g, ' '));
        const tooltip = inside(chart, '.tooltip')!.getBoundingClientRect();
        expect(tooltip.left, `${dir} ${transform}`).to.be.at.least(0);
        expect(tooltip.right, `${dir} ${transform}`).to.be.at.most(document.documentElement.clientWidth);
      }
      chart.parentElement!.remove();
    }
  });
}

/** Visits marks row by row from the left and then, where some were passed by, from the right; takes what it visits out of *unseen*. */
async function walk(chart: Chart, unseen: Set<string>): Promise<void> {
  hotspot(chart).focus();
  const { marks } = chart.currentScene!;
  await press(chart, 'Home', { ctrlKey: true });
  for (const row of [...new Set(marks.map((mark) => mark.row))].sort((a, b) => a - b)) {
    if (activeMark(chart).row !== row) await press(chart, 'ArrowDown');
    if (activeMark(chart).row !== row) break;
    await press(chart, 'Home');
    await run(chart, 'ArrowRight', unseen);
    if (marks.some((mark) => mark.row === row && unseen.has(mark.id))) await run(chart, 'ArrowLeft', unseen);
  }
}

async function run(chart: Chart, key: string, unseen: Set<string>): Promise<void> {
  for (let before = ''; before !== activeMark(chart).id; ) {
    before = activeMark(chart).id;
    unseen.delete(before);
    await press(chart, key);
  }
}

async function goTo(chart: Chart, index: number): Promise<void> {
  hotspot(chart).focus();
  await press(chart, 'Home', { ctrlKey: true });
  const wanted = chart.currentScene!.marks[index]!;
  for (let i = 0; i < 50 && activeMark(chart).row !== wanted.row; i++) await press(chart, 'ArrowDown');
  for (let i = 0; i < 50 && activeMark(chart).id !== wanted.id; i++) await press(chart, activeMark(chart).column < wanted.column ? 'ArrowRight' : 'ArrowLeft');
  expect(activeMark(chart).id).to.equal(wanted.id);
}

/** Presses a key where the focus is. A made event, because a thousand real ones take a minute. */
async function press(chart: Chart, key: string, modifiers: KeyboardEventInit = {}): Promise<void> {
  hotspot(chart).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...modifiers }));
  await chart.updateComplete;
}

async function point(chart: Chart, mark: SceneMark): Promise<void> {
  const plot = inside(chart, '.plot')!;
  const box = plot.getBoundingClientRect();
  const scale = box.width / plot.offsetWidth;
  const clientX = box.left + (mark.x + mark.width / 2) * scale;
  const clientY = box.top + (mark.y + mark.height / 2) * scale;
  plot.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY, pointerType: 'mouse', bubbles: true }));
  await chart.updateComplete;
}

/** The smallest mark under the middle of *mark*, which is what a reader points at. */
function topmost(chart: Chart, mark: SceneMark): SceneMark {
  const [x, y] = [mark.x + mark.width / 2, mark.y + mark.height / 2];
  const under = chart.currentScene!.marks.filter((other) => x >= other.x && x <= other.x + other.width && y >= other.y && y <= other.y + other.height);
  return under.reduce((best, other) => (other.width * other.height < best.width * best.height ? other : best));
}

function hotspot(chart: Chart): HTMLElement {
  const found = inside(chart, '.hotspot');
  if (found === null) throw new Error(`<${chart.localName}>: nothing to focus`);
  return found;
}

function activeMark(chart: Chart): SceneMark {
  const label = hotspot(chart).getAttribute('aria-label');
  const style = hotspot(chart).style;
  const found = chart.currentScene!.marks.filter((mark) => mark.label === label);
  return found.find((mark) => style.getPropertyValue('--_x') === `${mark.x}px` && style.getPropertyValue('--_y') === `${mark.y}px`) ?? found[0]!;
}

function sample<Item extends Mark | SceneMark>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, i) => i % step === 0).slice(0, count);
}
