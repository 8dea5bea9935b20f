/** What a reader takes along: the dashboard as a file, as a link to the same view, or on paper. */
import { words } from './texts.js';

const dashboard = document.querySelector('#dashboard');
const taken = document.querySelector('#taken');

const say = (text) => {
  taken.textContent = text;
};

async function saveFile() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await dashboard.exportHtml());
  link.download = 'customers.html';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(words().exported(link.download));
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(await dashboard.link());
    say(words().linkCopied);
  } catch {
    // The address has the view anyway.
    say(words().linkNotCopied);
  }
}

document.querySelector('#export').addEventListener('click', () => void saveFile());
document.querySelector('#copy-link').addEventListener('click', () => void copyLink());
document.querySelector('#print').addEventListener('click', () => print());
document.addEventListener('language', () => say(''));
