/** Somebody's own file: its columns, what they mean, and the four charts over it. */
import { inferRoles, sourceOf } from '/clientele.js';
import { texts } from './texts.js';

const ROLES = ['customer', 'time', 'value', 'order', 'stage', 'score', 'segment'];
const CHARTS = {
  pyramid: { element: 'cl-customer-pyramid', needs: ['customer', 'value'], uses: ['customer', 'value', 'time'], wide: true },
  retention: { element: 'cl-retention-cohort', needs: ['customer', 'time'], uses: ['customer', 'time', 'value', 'order'], wide: true },
  funnel: { element: 'cl-lifecycle-funnel', needs: ['customer', 'time', 'stage'], uses: ['customer', 'time', 'stage', 'value'], wide: false },
  satisfaction: { element: 'cl-satisfaction-score', needs: ['score'], uses: ['score', 'time', 'segment', 'customer'], wide: false },
};

const form = document.querySelector('#roles');
const words = () => texts[document.documentElement.lang === 'zh-CN' ? 'zh-CN' : 'en'];

/** Reads the columns of *file* and asks what they mean. Nothing leaves the page. */
export async function openOwnFile(file) {
  form.hidden = false;
  form.replaceChildren(paragraph(words().reading(file.name)));
  form.scrollIntoView({ block: 'start' });
  try {
    const schema = await sourceOf(file).schema();
    ask(file, schema);
  } catch (error) {
    form.replaceChildren(paragraph(words().failed(error.message), 'wrong'), ...(error.hint ? [paragraph(error.hint)] : []), backButton());
  }
}

function ask(file, schema) {
  const { rolesTitle, rolesLede, roles, none, show } = words();
  const found = foundRoles(schema);
  const title = document.createElement('h2');
  title.textContent = rolesTitle(file.name);
  const fields = document.createElement('div');
  fields.className = 'fields';
  for (const role of ROLES) {
    const names = schema.fields.filter((field) => suits(field, role)).map((field) => field.name);
    fields.append(choice(roles[role], role, [['', none], ...names.map((name) => [name, name])], found[role] ?? ''));
  }
  const { period, periods, timeZone, scale, scales, currency } = words();
  fields.append(
    choice(period, 'period', Object.entries(periods), 'month'),
    choice(timeZone, 'time-zone', ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((zone) => [zone, zone]), 'UTC'),
    choice(scale, 'scale', Object.entries(scales), scaleFor(found.score)),
    choice(currency, 'currency', [['', '—'], ...Intl.supportedValuesOf('currency').map((code) => [code, code])], ''),
  );
  const buttons = document.createElement('p');
  const submit = document.createElement('button');
  submit.type = 'submit';
  submit.className = 'primary';
  submit.textContent = show;
  buttons.append(submit, backButton());
  form.replaceChildren(title, paragraph(rolesLede), fields, buttons);
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
  const { heading, ownLede, missing, and, roles, charts: names } = words();
  document.querySelector('h1').textContent = heading(file.name);
  document.querySelector('h1').removeAttribute('data-text');
  document.querySelector('.lede').textContent = ownLede;
  document.querySelector('.lede').removeAttribute('data-text');
  for (const source of document.querySelectorAll('cl-source')) source.remove();
  const source = document.createElement('cl-source');
  source.id = 'own';
  source.data = file;
  const charts = document.querySelector('#charts');
  const cards = Object.entries(CHARTS).map(([name, chart]) => {
    const card = document.createElement('section');
    card.className = chart.wide ? 'card wide' : 'card';
    const lacking = chart.needs.filter((role) => !given[role]);
    card.append(lacking.length > 0 ? paragraph(missing(names[name], lacking.map((role) => roles[role]).join(and))) : chartOf(chart, given));
    return card;
  });
  charts.replaceChildren(source, ...cards);
  form.hidden = true;
  document.querySelector('#main').scrollIntoView();
}

function chartOf({ element, uses }, given) {
  const chart = document.createElement(element);
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

function choice(label, name, options, selected) {
  const field = document.createElement('label');
  const text = document.createElement('span');
  text.textContent = label;
  const select = document.createElement('select');
  select.name = name;
  for (const [value, shown] of options) select.add(new Option(shown, value, value === selected, value === selected));
  field.append(text, select);
  return field;
}

function paragraph(text, className = '') {
  const p = document.createElement('p');
  p.textContent = text;
  p.className = className;
  return p;
}

function backButton() {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words().back;
  button.addEventListener('click', () => location.reload());
  return button;
}
