import { RetentionCohort } from './retention-cohort.js';

if (customElements.get('cl-retention-cohort') === undefined) customElements.define('cl-retention-cohort', RetentionCohort);

declare global {
  interface HTMLElementTagNameMap {
    'cl-retention-cohort': RetentionCohort;
  }
}
