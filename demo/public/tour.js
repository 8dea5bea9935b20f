/** The guided story: six steps through the dashboard, each with a choice, a chart and a few sentences. */
import { tourTexts } from './tour-texts.js';

const panel = document.querySelector('#tour');
const dashboard = document.querySelector('#dashboard');

/** What a step looks at, how, and who is chosen meanwhile. The words of step *i* are the texts' *i*-th. */
const steps = [
  { chart: 'pyramid', view: 'pyramid', choose: ['pyramid', { tier: 'top' }] },
  { chart: 'retention', view: 'grid', choose: ['pyramid', { tier: 'top' }] },
  { chart: 'retention', view: 'curves', choose: null },
  { chart: 'funnel', view: 'steps', choose: null },
  { chart: 'satisfaction', view: 'trend', choose: ['pyramid', { tier: 'small' }] },
  { chart: 'pyramid', view: 'pyramid', choose: null },
];
let at = 0;
/** The views that the charts had before the story. */
let before = new Map();

const texts = () => tourTexts[document.documentElement.lang] ?? tourTexts.en;

function show(step) {
  at = step;
  const { chart, view, choose } = steps[at];
  const element = document.querySelector(`#${chart}`);
  for (const told of document.querySelectorAll('[data-told]')) delete told.dataset.told;
  element.dataset.told = '';
  element.view = view;
  for (const id of ['pyramid', 'retention', 'funnel', 'satisfaction']) {
    if (choose?.[0] !== id && dashboard.view.choices.some((choice) => choice.chart === id)) dashboard.choose(id, []);
  }
  if (choose !== null) dashboard.choose(choose[0], [choose[1]]);
  say();
  element.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  panel.querySelector('h2').focus({ preventScroll: true });
}

function say() {
  const words = texts();
  const { title, text } = words.steps[at];
  const count = dashboard.customerCount;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  panel.querySelector('.at').textContent = words.at(at + 1, steps.length);
  panel.querySelector('h2').textContent = title;
  panel.querySelector('.said').textContent = text;
  panel.querySelector('.who').textContent = count === null ? '' : words.who(number.format(count.count), number.format(count.total));
  panel.querySelector('#tour-back').textContent = words.back;
  panel.querySelector('#tour-back').disabled = at === 0;
  panel.querySelector('#tour-next').textContent = at === steps.length - 1 ? words.end : words.next;
  panel.querySelector('#tour-close').setAttribute('aria-label', words.close);
}

function open() {
  before = new Map(steps.map(({ chart }) => [chart, document.querySelector(`#${chart}`).view]));
  panel.hidden = false;
  show(0);
}

function close() {
  panel.hidden = true;
  for (const told of document.querySelectorAll('[data-told]')) delete told.dataset.told;
  for (const [chart, view] of before) document.querySelector(`#${chart}`).view = view;
  dashboard.reset();
  document.querySelector('#tour-open').focus();
}

document.querySelector('#tour-open').addEventListener('click', open);
document.querySelector('#tour-back').addEventListener('click', () => show(at - 1));
document.querySelector('#tour-next').addEventListener('click', () => (at === steps.length - 1 ? close() : show(at + 1)));
document.querySelector('#tour-close').addEventListener('click', close);
panel.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') close();
});
dashboard.addEventListener('cl-customers', () => {
  if (!panel.hidden) say();
});
document.addEventListener('language', () => {
  if (!panel.hidden) say();
});
