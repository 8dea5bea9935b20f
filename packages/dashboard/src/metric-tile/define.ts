import { MetricTile } from './metric-tile.js';

if (customElements.get('cl-metric-tile') === undefined) customElements.define('cl-metric-tile', MetricTile);

declare global {
  interface HTMLElementTagNameMap {
    'cl-metric-tile': MetricTile;
  }
}
