import '../source/define.js';
import '../filter-bar/define.js';
import '../metric-tile/define.js';
import { Dashboard } from './dashboard.js';

if (customElements.get('cl-dashboard') === undefined) customElements.define('cl-dashboard', Dashboard);

declare global {
  interface HTMLElementTagNameMap {
    'cl-dashboard': Dashboard;
  }
}
