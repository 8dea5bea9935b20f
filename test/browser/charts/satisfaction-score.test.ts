import { aTimeout, expect, fixture, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { Dataset, evaluateOnce, type SatisfactionScore, sourceOf, tableToIpc } from 'clientele';
import { html } from 'lit';
import { waitUntil } from '../../contracts/wait-until.js';

/** Half promoters, three in ten passives, two in ten detractors; three quarters, three shops, one answer off the scale. */
const TEN = [10, 10, 9, 9, 9, 8, 7, 7, 6, 0];
const SHOPS = ['Station', 'Airport', ''];
const answers = csvOf([
  ...Array.from({ length: 300 }, (_, i) => `c${i},${TEN[i % 10]},${SHOPS[Math.floor(i / 100)]},2024-0${1 + 3 * Math.floor(i / 100)}-15`),
  'c300,11,Station,2024-01-15',
]);

function csvOf(rows: readonly string[]): Blob {
  return new Blob([`customer,score,shop,at\n${rows.join('\n')}\n`]);
}

type Given = Partial<Pick<SatisfactionScore, 'data' | 'result' | 'src' | 'score' | 'scale' | 'period' | 'segment' | 'view' | 'plain' | 'customer' | 'time'>>;

async function chartOf(properties: Given, width = 800, lang = 'en'): Promise<SatisfactionScore> {
  const place = await fixture<HTMLElement>(html`<div lang=${lang}><cl-satisfaction-score></cl-satisfaction-score></div>`);
  place.style.width = `${width}px`;
  const chart = place.querySelector('cl-satisfaction-score')!;
  Object.assign(chart, properties);
  await chart.updateComplete;
  if (['data', 'result', 'src'].some((name) => name in properties)) await settled(chart);
  return chart;
}

async function settled(chart: SatisfactionScore): Promise<void> {
  await waitUntil(() => chart.state === 'complete' || chart.state === 'error', 'an answer');
  await chart.updateComplete;
  // The plot's width is measured after the first drawing.
  await aTimeout(50);
}

function partText(chart: SatisfactionScore, part: string): string {
  return chart.renderRoot.querySelector(`[part=${part}]`)?.textContent.trim() ?? '';
}

function buttons(chart: SatisfactionScore): HTMLButtonElement[] {
  return [...chart.renderRoot.querySelectorAll<HTMLButtonElement>('.switch button')];
}

function hotspot(chart: SatisfactionScore): HTMLElement {
  return chart.renderRoot.querySelector<HTMLElement>('.hotspot')!;
}

describe('<cl-satisfaction-score>', () => {
  it('draws the score with its interval from data it was given', async () => {
    const chart = await chartOf({ data: answers, score: 'score' });
    expect(partText(chart, 'summary')).to.match(/^NPS \+30 \(95% interval \+\d+ to \+\d+\) from 300 answers: 50% promoters, 20% detractors\.$/);
    expect(chart.renderRoot.querySelector('text.headline')?.textContent).to.equal('+30');
    expect(partText(chart, 'notes')).to.contain('1 score is not on the scale and left out.');
    await expect(chart).to.be.accessible();
  });

  it('understands a scale written as an attribute', async () => {
    const chart = await chartOf({});
    chart.setAttribute('scale', 'csat:0-10:8');
    chart.setAttribute('score', 'score');
    chart.data = answers;
    await settled(chart);
    expect(partText(chart, 'title')).to.equal('Customer satisfaction');
    expect(partText(chart, 'summary')).to.match(/^60% satisfied/);
  });

  it('offers a trend where there is a period and segments where there is a segment column', async () => {
    const names = async (given: Given): Promise<(string | null)[]> => buttons(await chartOf({ data: answers, score: 'score', ...given })).map((button) => button.textContent);
    expect(await names({})).to.eql(['Score', 'Distribution']);
    expect(await names({ period: 'quarter' })).to.eql(['Score', 'Distribution', 'Trend']);
    expect(await names({ period: 'quarter', segment: 'shop' })).to.eql(['Score', 'Distribution', 'Trend', 'Segments']);
    expect(await names({ segment: 'shop', plain: true })).to.eql([]);
  });

  it('switches views by its buttons, each with its own table', async () => {
    const chart = await chartOf({ data: answers, score: 'score', time: 'at', period: 'quarter', segment: 'shop' });
    const rows: Readonly<Record<string, readonly string[]>> = {
      distribution: Array.from({ length: 11 }, (_, i) => String(i)),
      trend: ['2024 Q1', '2024 Q2', '2024 Q3'],
      segments: ['All answers', 'Airport', 'Station', '(missing)'],
      score: ['All answers'],
    };
    for (const [i, view] of (['distribution', 'trend', 'segments', 'score'] as const).entries()) {
      buttons(chart)[(i + 1) % 4]!.click();
      await waitUntil(() => chart.currentScene?.view === view, view);
      await settled(chart);
      expect(chart.getAttribute('view')).to.equal(view);
      expect(buttons(chart).findIndex((button) => button.getAttribute('aria-pressed') === 'true')).to.equal((i + 1) % 4);
      const told = [...chart.renderRoot.querySelectorAll('[part=data-table] tbody th')].map((name) => name.textContent);
      expect([...told].sort()).to.eql([...(rows[view] ?? [])].sort());
      await expect(chart).to.be.accessible();
    }
  });

  it('leads the keyboard through groups and scores, and chooses whose answers they are', async () => {
    const chart = await chartOf({ data: answers, score: 'score', customer: 'customer' });
    hotspot(chart).focus();
    expect(hotspot(chart).getAttribute('aria-label')).to.equal('Detractors (0–6): Share 20.0%, Answers 60.');
    await sendKeys({ press: 'ArrowRight' });
    await aTimeout(20);
    await sendKeys({ press: 'ArrowDown' });
    await aTimeout(20);
    expect(hotspot(chart).getAttribute('aria-label')).to.match(/^Score 8: Group Passives, Share 10\.0%, Answers 30\.$/);
    await sendKeys({ press: 'ArrowUp' });
    await aTimeout(20);
    const chosen = oneEvent(chart, 'cl-select');
    await sendKeys({ press: 'Enter' });
    const { detail } = await chosen;
    expect(detail.marks).to.eql([{ group: 'passives' }]);
    expect(detail.label).to.equal('Passives (7–8)');
    const { scalars } = await evaluateOnce(new Dataset(sourceOf(answers)), { metric: 'satisfaction', options: { score: 'score' }, where: detail.predicate });
    expect(scalars['n']).to.equal(90);
    await chart.updateComplete;
    expect(chart.renderRoot.querySelectorAll('.chosen')).to.have.length(1);
  });

  it('lets go of a chosen segment where a view knows no segments', async () => {
    const chart = await chartOf({ data: answers, score: 'score', segment: 'shop', view: 'segments' });
    chart.selection = [{ segment: 'Station' }];
    await chart.updateComplete;
    expect(chart.renderRoot.querySelectorAll('.chosen')).to.have.length(1);
    const told = oneEvent(chart, 'cl-select');
    buttons(chart)[0]!.click();
    expect((await told).detail.marks).to.eql([]);
    expect(chart.selection).to.eql([]);
  });

  it('keeps every text inside the plot, as the browser measures it', async () => {
    for (const width of [260, 360, 520, 800, 1280]) {
      for (const view of ['score', 'distribution', 'trend', 'segments'] as const) {
        for (const lang of ['en', 'zh-CN']) {
          const chart = await chartOf({ data: answers, score: 'score', time: 'at', period: 'quarter', segment: 'shop', view }, width, lang);
          const plot = chart.renderRoot.querySelector('.plot')!.getBoundingClientRect();
          for (const text of chart.renderRoot.querySelectorAll('.plot text')) {
            const box = text.getBoundingClientRect();
            expect(box.left, `${view} ${width} ${text.textContent}`).to.be.at.least(plot.left - 3);
            expect(box.right, `${view} ${width} ${text.textContent}`).to.be.at.most(plot.right + 3);
          }
          chart.parentElement!.remove();
        }
      }
    }
  });

  it('says that there are no data yet, and that nobody answered', async () => {
    expect((await chartOf({})).renderRoot.querySelector('.message')?.textContent.trim()).to.equal('No data yet');
    const silent = await chartOf({ data: csvOf(['a,11,Station,2024-01-01', 'b,,Station,2024-01-01']), score: 'score' });
    expect(silent.matches(':state(complete)')).to.equal(true);
    expect(silent.renderRoot.querySelector('.message')?.textContent.trim()).to.equal('No answers: 2 rows have none on the scale.');
    expect(silent.renderRoot.querySelector('.plot svg')).to.equal(null);
  });

  it('shows a result that was computed elsewhere, as an object and as Arrow', async () => {
    const result = await evaluateOnce(new Dataset(sourceOf(answers)), { metric: 'satisfaction', options: { score: 'score', segment: 'shop' } });
    const whole = await chartOf({ result });
    expect(buttons(whole).map((button) => button.textContent)).to.eql(['Score', 'Distribution', 'Segments']);
    const bare = await chartOf({ result: tableToIpc(result.table) });
    expect(bare.currentScene?.view).to.equal('segments');
    expect(bare.renderRoot.querySelectorAll('[part=data-table] tbody tr')).to.have.length(3);
  });

  it('says what is wrong with a scale', async () => {
    const chart = await chartOf({ data: answers, score: 'score', scale: 'stars' });
    expect(chart.state).to.equal('error');
    expect(chart.renderRoot.querySelector('.message.error')?.textContent).to.contain('unknown scale, got "stars"');
    chart.scale = 'nps';
    await waitUntil(() => chart.state === 'complete', 'the answer');
    await chart.updateComplete;
    expect(partText(chart, 'summary')).to.match(/^NPS \+30/);
  });

  it('speaks Chinese when the page does', async () => {
    const chart = await chartOf({ data: answers, score: 'score', segment: 'shop', view: 'segments' });
    expect(partText(chart, 'title')).to.equal('Net Promoter Score');
    chart.parentElement!.lang = 'zh-CN';
    await waitUntil(() => partText(chart, 'title') === '净推荐值（NPS）');
    expect(partText(chart, 'data-table')).to.contain('（缺失）');
    await expect(chart).to.be.accessible();
  });
});
