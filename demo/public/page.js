/** The page around the charts: language, theme, and the way to one's own file. */
import { openOwnFile } from './own-file.js';
import { words } from './texts.js';

const root = document.documentElement;
const wanted = new URLSearchParams(location.search);

const otherLanguage = () => (root.lang === 'zh-CN' ? 'en' : 'zh-CN');

function setLanguage(lang) {
  root.lang = lang === 'zh-CN' ? lang : 'en';
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = words()[element.dataset.text];
  const bar = document.querySelector('cl-filter-bar');
  if (bar !== null) bar.pickers = Object.entries(words().pickers).map(([path, label]) => ({ source: path.split('.')[0], column: path.split('.')[1], label }));
  const button = document.querySelector('#language');
  button.textContent = words().otherLanguage;
  button.lang = otherLanguage();
  document.dispatchEvent(new Event('language'));
}

function setTheme(theme) {
  root.dataset.theme = theme;
  document.querySelector('#theme').setAttribute('aria-pressed', String(theme === 'dark'));
}

document.querySelector('#language').addEventListener('click', () => setLanguage(otherLanguage()));
document.querySelector('#theme').addEventListener('click', () => setTheme(root.dataset.theme === 'dark' ? 'light' : 'dark'));
setLanguage(wanted.get('lang') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'));
setTheme(wanted.get('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));

const input = document.querySelector('#file');
input.addEventListener('change', () => {
  const file = input.files[0];
  input.value = '';
  if (file !== undefined) void openOwnFile(file);
});

const drop = document.querySelector('#drop');
const hasFile = (event) => event.dataTransfer?.types.includes('Files') ?? false;
addEventListener('dragenter', (event) => {
  if (hasFile(event)) drop.hidden = false;
});
addEventListener('dragover', (event) => {
  if (hasFile(event)) event.preventDefault();
});
drop.addEventListener('dragleave', () => {
  drop.hidden = true;
});
addEventListener('drop', (event) => {
  if (!hasFile(event)) return;
  event.preventDefault();
  drop.hidden = true;
  const file = event.dataTransfer.files[0];
  if (file !== undefined) void openOwnFile(file);
});
