import { DataSource } from './source.js';

if (customElements.get('cl-source') === undefined) customElements.define('cl-source', DataSource);

declare global {
  interface HTMLElementTagNameMap {
    'cl-source': DataSource;
  }
}
