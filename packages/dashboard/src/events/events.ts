import type { CustomerCount } from '@clientele/metrics';
import type { View } from '../selection/selection.js';

/** The view of a dashboard is another: a choice, a filter, dates, the cut-off, by the reader or by the page. */
export class ViewEvent extends Event {
  readonly detail: View;
  constructor(detail: View) {
    super('cl-view', { bubbles: true, composed: true });
    this.detail = detail;
  }
}

/** How many customers the view leaves is known; null while it is being counted. */
export class CustomersEvent extends Event {
  readonly detail: CustomerCount | null;
  constructor(detail: CustomerCount | null) {
    super('cl-customers', { bubbles: true, composed: true });
    this.detail = detail;
  }
}

/** The reader wants to see the customers of the view. `detail.ids` are there only where the page allows it (`drill="ids"`). */
export class DrillEvent extends Event {
  readonly detail: CustomerCount;
  constructor(detail: CustomerCount) {
    super('cl-drill', { bubbles: true, composed: true });
    this.detail = detail;
  }
}

declare global {
  interface HTMLElementEventMap {
    'cl-view': ViewEvent;
    'cl-customers': CustomersEvent;
    'cl-drill': DrillEvent;
  }
}
