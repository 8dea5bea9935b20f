/** Somebody's own file: its columns, what they mean, and the four charts over it. */
import { inferRoles, sourceOf } from '/clientele.js';
import { words } from './texts.js';

const ROLES = ['customer', 'time', 'value', 'order', 'stage', 'score', 'segment'];
const CHARTS = {
  pyramid: { element: 'cl-customer-pyramid', needs: ['customer', 'value'], uses: ['customer', 'value', 'time'], wide: true },
  retention: { element: 'cl-retention-cohort', needs: ['customer', 'time'], uses: ['customer', 'time', 'value', 'order'], wide: true },
  funnel: { element: 'cl-lifecycle-funnel', needs: ['customer', 'time', 'stage'], uses: ['customer', 'time', 'stage', 'value'], wide: false },
  satisfaction: { element: 'cl-satisfaction-score', needs: ['score'], uses: ['score', 'time', 'segment', 'customer'], wide: false },
};

const form = document.querySelector('#roles');
/** What this module has written, and how, for when the page changes its language. */
let written = [];
let newest = null;

document.addEventListener('language', () => {
  written = written.filter(([element]) => element.isConnected);
  for (const [element, text] of written) element.textContent = text(words());
});

/** Reads the columns of *file* and asks what they mean. Nothing leaves the page. */
export async function openOwnFile(file) {
  newest = file;
  form.hidden = false;
  form.replaceChildren(paragraph((words) => words.reading(file.name)));
  form.scrollIntoView({ block: 'start' });
  try {
    const schema = await sourceOf(file).schema();
    if (newest === file) ask(file, schema);
  } catch (error) {
    if (newest !== file) return;
    form.replaceChildren(paragraph((words) => words.failed(error.message), 'wrong'), ...(error.hint ? [paragraph(() => error.hint)] : []), backButton());
  }
}

function ask(file, schema) {
  const found = foundRoles(schema);
  const title = write(document.createElement('h2'), (words) => words.rolesTitle(file.name));
  const fields = document.createElement('div');
  fields.className = 'fields';
  for (const role of ROLES) {
    const names = schema.fields.filter((field) => suits(field, role)).map((field) => field.name);
    const option = (name) => (name === '' ? (words) => words.none : () => name);
    fields.append(choice((words) => words.roles[role], role, ['', ...names], option, found[role] ?? ''));
  }
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  fields.append(
    choice((words) => words.period, 'period', Object.keys(words().periods), (name) => (words) => words.periods[name], 'month'),
    choice((words) => words.timeZone, 'time-zone', zones, (zone) => () => zone, 'UTC'),
    choice((words) => words.scale, 'scale', Object.keys(words().scales), (name) => (words) => words.scales[name], scaleFor(found.score)),
    choice((words) => words.currency, 'currency', ['', ...Intl.supportedValuesOf('currency')], (code) => () => code || '—', ''),
  );
  const buttons = document.createElement('p');
  const submit = document.createElement('button');
  submit.type = 'submit';
  submit.className = 'primary';
  write(submit, (words) => words.show);
  buttons.append(submit, backButton());
  form.replaceChildren(title, paragraph((words) => words.rolesLede), fields, buttons);
  form.onsubmit = (event) => {
    event.preventDefault();
    draw(file, Object.fromEntries(new FormData(form)));
  };
  submit.focus();
}

/** Finds each role by itself, so that one that is missing does not hide the others; a column has one meaning. */
function foundRoles(schema) {
  const found = {};
  for (const role of ROLES) {
    const wide = ['customer', 'time', 'value'].includes(role);
    try {
      const { roles } = inferRoles(schema, { [role]: wide ? 'required' : 'optional' }, {});
      if (!Object.values(found).includes(roles[role])) found[role] = roles[role];
    } catch {
      // The file has no such column: the reader sees "not in this file".
    }
  }
  return found;
}

function suits(field, role) {
  if (role === 'time') return field.kind === 'instant' || field.kind === 'date';
  if (role === 'value' || role === 'score') return field.kind === 'number';
  return field.key;
}

function scaleFor(column = '') {
  if (/ces|effort|ease/i.test(column)) return 'ces:1-7:high';
  return /csat|satisf|rating|star|满意/i.test(column) ? 'csat:1-5:4' : 'nps';
}

function draw(file, given) {
  const heading = document.querySelector('h1');
  heading.removeAttribute('data-text');
  write(heading, (words) => words.heading(file.name));
  document.querySelector('.lede').dataset.text = 'ownLede';
  document.querySelector('.lede').textContent = words().ownLede;
  document.querySelector('#dashboard')?.remove();
  const source = document.createElement('cl-source');
  source.id = 'own';
  source.data = file;
  if (given.customer) source.customer = given.customer;
  if (given.time) source.time = given.time;
  const dashboard = document.createElement('cl-dashboard');
  dashboard.id = 'charts';
  dashboard.timeZone = given['time-zone'];
  const tiles = Object.entries(CHARTS).map(([name, chart]) => {
    const lacking = chart.needs.filter((role) => !given[role]);
    const missing = ({ missing, charts, roles, and }) => missing(charts[name], lacking.map((role) => roles[role]).join(and));
    return lacking.length > 0 ? paragraph(missing, 'missing') : chartOf(chart, given);
  });
  dashboard.append(source, ...(given.customer ? [filterBarOf(given)] : []), ...tiles);
  document.querySelector('#charts').replaceWith(dashboard);
  form.hidden = true;
  document.querySelector('#main').scrollIntoView();
}

function filterBarOf({ segment, time }) {
  const bar = document.createElement('cl-filter-bar');
  bar.dates = Boolean(time);
  bar.pickers = segment ? [{ source: 'own', column: segment, label: segment }] : [];
  return bar;
}

function chartOf({ element, uses, wide }, given) {
  const chart = document.createElement(element);
  if (wide) chart.setAttribute('span', 'full');
  chart.setAttribute('for', 'own');
  chart.setAttribute('heading-level', '2');
  for (const role of uses) if (given[role]) chart.setAttribute(role, given[role]);
  chart.setAttribute('time-zone', given['time-zone']);
  if (given.currency) chart.setAttribute('currency', given.currency);
  if (element === 'cl-retention-cohort') chart.setAttribute('period', given.period);
  if (element === 'cl-satisfaction-score') {
    chart.setAttribute('scale', given.scale);
    if (given.time) chart.setAttribute('period', given.period);
  }
  return chart;
}

function choice(label, name, values, text, selected) {
  const field = document.createElement('label');
  const select = document.createElement('select');
  select.name = name;
  for (const value of values) select.add(write(new Option('', value, value === selected, value === selected), text(value)));
  field.append(write(document.createElement('span'), label), select);
  return field;
}

function paragraph(text, className = '') {
  const p = write(document.createElement('p'), text);
  p.className = className;
  return p;
}

function backButton() {
  const button = write(document.createElement('button'), (words) => words.back);
  button.type = 'button';
  button.addEventListener('click', () => location.reload());
  return button;
}

/** Writes into *element* what *text* makes of the page's words, now and in every language that the page changes to. */
function write(element, text) {
  element.textContent = text(words());
  written.push([element, text]);
  return element;
}
