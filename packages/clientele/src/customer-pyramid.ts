import './use-engine.js';
import '@clientele/charts/customer-pyramid';

export { CustomerPyramid } from '@clientele/charts';
