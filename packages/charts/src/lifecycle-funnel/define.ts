import { LifecycleFunnel } from './lifecycle-funnel.js';

// Another copy of the package may have been here first.
if (customElements.get('cl-lifecycle-funnel') === undefined) customElements.define('cl-lifecycle-funnel', LifecycleFunnel);

declare global {
  interface HTMLElementTagNameMap {
    'cl-lifecycle-funnel': LifecycleFunnel;
  }
}

export { LifecycleFunnel };
