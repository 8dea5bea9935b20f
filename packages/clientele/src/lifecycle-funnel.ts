import './use-engine.js';
import '@clientele/charts/lifecycle-funnel';

export { LifecycleFunnel } from '@clientele/charts';
