import { SatisfactionScore } from './satisfaction-score.js';

if (customElements.get('cl-satisfaction-score') === undefined) customElements.define('cl-satisfaction-score', SatisfactionScore);

declare global {
  interface HTMLElementTagNameMap {
    'cl-satisfaction-score': SatisfactionScore;
  }
}
