import type { Decorator } from '@storybook/web-components-vite';
import { html } from 'lit';
import { ref } from 'lit/directives/ref.js';
import './anatomy.css';
import { chartsIn } from './checks.js';

/** Puts numbers at what *selectors* find within the first chart of a story, as the list in its guide has them. */
export function annotated(...selectors: readonly string[]): Decorator {
  return (story) => html`<div class="anatomy" ${ref((place) => place instanceof HTMLElement && number(place, selectors))}>${story()}</div>`;
}

function number(place: HTMLElement, selectors: readonly string[]): void {
  let asked = 0;
  const again = (): void => {
    cancelAnimationFrame(asked);
    // Two frames, because a chart is measured after its first drawing.
    asked = requestAnimationFrame(() => (asked = requestAnimationFrame(() => put(place, selectors))));
  };
  place.addEventListener('cl-state', again);
  new ResizeObserver(again).observe(place);
}

function put(place: HTMLElement, selectors: readonly string[]): void {
  for (const old of place.querySelectorAll(':scope > .badge')) old.remove();
  const root = chartsIn(place)[0]?.shadowRoot;
  const origin = place.getBoundingClientRect();
  for (const [i, selector] of selectors.entries()) {
    const box = root?.querySelector(selector)?.getBoundingClientRect();
    if (box === undefined || box.width === 0) continue;
    const badge = Object.assign(document.createElement('span'), { className: 'badge', textContent: String(i + 1), ariaHidden: 'true' });
    badge.style.left = `${Math.max(2, box.left - origin.left - 26)}px`;
    badge.style.top = `${box.top - origin.top + Math.min(box.height, 44) / 2 - 11}px`;
    place.append(badge);
  }
}
