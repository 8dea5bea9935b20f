import { CustomerPyramid } from './customer-pyramid.js';

if (customElements.get('cl-customer-pyramid') === undefined) customElements.define('cl-customer-pyramid', CustomerPyramid);

declare global {
  interface HTMLElementTagNameMap {
    'cl-customer-pyramid': CustomerPyramid;
  }
}

export { CustomerPyramid };
