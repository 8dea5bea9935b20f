import { expect, fixture, html } from '@open-wc/testing';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type Chart, type ChartCase, createChart, inside, mount, settled, textOf } from './chart-case.js';
import { readingGrade } from './reading-grade.js';
import { waitUntil } from './wait-until.js';

/** Drawing, tooltip, table and screen reader say the same, in the reader's language. */
export function describeWords(chartCase: ChartCase): void {
  const data = (): Uint8Array => companyArrow(chartCase.table);

  it('says in tooltip, table and spoken sentence the same numbers, for every mark of every view', async () => {
    for (const view of chartCase.views) {
      for (const lang of ['en', 'zh-CN']) {
        const chart = await mount(chartCase, { data: data(), ...view }, { lang });
        const { marks, table } = chart.currentScene!;
        const cells = new Set(table.rows.flat().flatMap(numbersIn));
        const where = `${JSON.stringify(view)} ${lang}`;
        expect(marks.length, where).to.be.greaterThan(0);
        for (const mark of marks) {
          for (const { value } of mark.lines) {
            for (const number of numbersIn(value)) expect(numbersIn(mark.label), `${where}: the label of ${mark.id}, "${mark.label}", lacks "${value}"`).to.include(number);
          }
        }
        const spoken = marks.flatMap((mark) => numbersIn(mark.label)).filter((number) => cells.has(number));
        expect(new Set(spoken).size, where).to.be.greaterThan(0);
        chart.panel = 'table';
        await waitUntil(() => inside(chart, 'tbody') !== null);
        const shown = [...chart.renderRoot.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));
        expect(shown, where).to.deep.equal(table.rows);
        chart.parentElement!.remove();
      }
    }
  });

  it('has the row and the name of every chosen thing in its table', async () => {
    const chart = await mount(chartCase, { data: data() });
    const { columns, rows } = chart.currentScene!.table;
    for (const row of rows) expect(row.length).to.equal(columns.length);
    expect(inside(chart, 'caption')?.textContent.trim()).not.to.equal('');
  });

  it('follows the language of its nearest ancestor, across shadow roots, and when that changes', async () => {
    const outer = await fixture<HTMLElement>(html`<div lang="en"><div lang="zh-CN"><section></section></div></div>`);
    const shadow = outer.querySelector('section')!.attachShadow({ mode: 'open' });
    const chart = createChart(chartCase, { data: data() });
    shadow.append(chart);
    await settled(chart);
    expect(textOf(chart, '.title')).to.match(/\p{Script=Han}/u);
    outer.querySelector('section')!.lang = 'en-GB';
    await waitUntil(() => /^[\x20-\x7e]+$/.test(textOf(chart, '.title')), 'English');
    chart.lang = 'zh-Hans';
    await waitUntil(() => /\p{Script=Han}/u.test(textOf(chart, '.title')), 'Chinese');
    chart.removeAttribute('lang');
    await waitUntil(() => /^[\x20-\x7e]+$/.test(textOf(chart, '.title')), 'English again');
    outer.firstElementChild!.append(chart);
    await chart.updateComplete;
    expect(textOf(chart, '.title'), 'moved').to.match(/\p{Script=Han}/u);
  });

  it('changes the words of the open tooltip with the language', async () => {
    const chart = await mount(chartCase, { data: data() });
    inside(chart, '.hotspot')!.focus();
    await chart.updateComplete;
    chart.parentElement!.lang = 'zh-CN';
    await waitUntil(() => /\p{Script=Han}/u.test(textOf(chart, '.title')));
    for (const { label } of chart.currentScene!.marks[0]!.lines) expect(textOf(chart, '.tooltip')).to.contain(label);
  });

  it('is written for readers of the ninth grade at most, in every view', async () => {
    for (const view of chartCase.views) {
      const { counted, notes, summary } = (await mount(chartCase, { data: data(), ...view })).currentScene!;
      const text = [summary, ...notes, ...counted.map(({ value }) => value)].join('\n');
      expect(readingGrade(text), `${JSON.stringify(view)}: ${text}`).to.be.at.most(9);
    }
  });

  it('leaves no English sentence in Chinese', async () => {
    for (const view of chartCase.views) {
      const chart = await mount(chartCase, { data: data(), ...view }, { lang: 'zh-CN' });
      chart.panel = 'method';
      await new Promise((resolve) => setTimeout(resolve, 30));
      await chart.updateComplete;
      const said = [...textsIn(chart), ...chart.currentScene!.marks.map(({ label }) => label)];
      // A name or two beside one another is no sentence: "Wilson 1927", "basket".
      const english = said.filter((text) => /[a-z]{2,}[ ,]+[a-z]{2,}[ ,]+[a-z]{2,}/i.test(text.replaceAll(/Adjusted Wald|Kaplan[–-]Meier|Net Promoter Score|Wilson|Gini|NPS|CSAT|CES/g, '')));
      expect([...new Set(english)], JSON.stringify(view)).to.deep.equal([]);
      if (view === chartCase.views[0]) await expect(chart).to.be.accessible();
      chart.parentElement!.remove();
    }
  });
}

/** The numbers in *text*, digit by digit as they are written. */
function numbersIn(text: string): string[] {
  return text.match(/[−-]?\d[\d,.]*\d%?|\d%?/g) ?? [];
}

function textsIn(chart: Chart): string[] {
  const texts: string[] = [];
  for (const element of chart.renderRoot.querySelectorAll('*')) {
    if (element.closest('[lang=en]') !== null || element.localName === 'style') continue;
    for (const name of ['aria-label', 'aria-description', 'title']) texts.push(element.getAttribute(name) ?? '');
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.push((node.nodeValue ?? '').trim());
  }
  return texts.filter((text) => text !== '');
}
