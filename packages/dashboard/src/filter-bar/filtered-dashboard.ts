import type { CustomerCount } from '@clientele/metrics';
import type { DashboardCoordinator } from '../coordinator/coordinator.js';
import type { PageFilter, View } from '../selection/selection.js';

/** A dashboard as its filter bar sees it. */
export interface FilteredDashboard extends HTMLElement {
  readonly view: View;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly customerCount: CustomerCount | null;
  readonly drill: 'count' | 'ids' | null;
  readonly filters: readonly PageFilter[];
  readonly timeZone: string;
  readonly parts: DashboardCoordinator;
  show(view: View): void;
  undo(): void;
  redo(): void;
  reset(): void;
  drillDown(): Promise<void>;
}

/** Returns the dashboard that *element* stands in, through shadow roots and slots, null in none. */
export function dashboardAbove(element: Element): FilteredDashboard | null {
  for (let above: Element | null = element; above !== null; above = above.assignedSlot ?? above.parentElement ?? hostOf(above)) {
    if (above.localName === 'cl-dashboard' && 'parts' in above) return above as FilteredDashboard;
  }
  return null;
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
