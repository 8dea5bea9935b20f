import './use-page-engine.js';
import '@clientele/charts/customer-pyramid';

export { CustomerPyramid } from '@clientele/charts';
