import './use-engine.js';
import '@clientele/charts/satisfaction-score';

export { SatisfactionScore } from '@clientele/charts';
