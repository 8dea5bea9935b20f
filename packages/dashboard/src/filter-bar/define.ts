import { FilterBar } from './filter-bar.js';

if (customElements.get('cl-filter-bar') === undefined) customElements.define('cl-filter-bar', FilterBar);

declare global {
  interface HTMLElementTagNameMap {
    'cl-filter-bar': FilterBar;
  }
}
