import './source.js';
import '@clientele/dashboard/dashboard';

export { Dashboard, FilterBar, MetricTile } from '@clientele/dashboard';
