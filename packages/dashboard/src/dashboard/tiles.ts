/** Where a child of a dashboard stands. */
export type Place = 'nowhere' | 'filters' | 'figures' | 'grid';

/** Elements that are never laid out. */
const UNSEEN = new Set(['cl-source', 'script', 'style', 'template', 'link']);

/** Returns where *child* stands: as its attribute `slot` says, else by what it is. */
export function placeOf(child: Element): Place {
  if (UNSEEN.has(child.localName) || child.hasAttribute('hidden')) return 'nowhere';
  if (child.slot === 'filters' || child.localName === 'cl-filter-bar') return 'filters';
  if (child.slot === 'figures' || child.localName === 'cl-metric-tile') return 'figures';
  return 'grid';
}

/** Returns the class for the columns that *child* takes: `span="2"`, `span="full"`. */
export function spanClass(child: Element): string {
  const span = child.getAttribute('span');
  return span === '2' || span === 'full' ? `span-${span}` : '';
}

/** Returns the class for a grid of *columns*, 1 to 4. */
export function columnsClass(columns: number): string {
  return ['one', 'two', 'three', 'four'][Math.min(4, Math.max(1, Math.round(columns) || 2)) - 1] ?? 'two';
}

/** Returns what a child calls itself: a chart's heading, a label, a heading inside; null where it has no name yet. */
export function titleOf(child: Element): string | null {
  const scene = 'currentScene' in child ? (child.currentScene as { readonly title?: string } | null) : null;
  return child.getAttribute('heading') ?? child.getAttribute('aria-label') ?? scene?.title ?? child.querySelector('h1, h2, h3, h4')?.textContent ?? null;
}
