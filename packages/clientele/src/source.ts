import './use-engine.js';
import '@clientele/dashboard/source';

export { DataSource } from '@clientele/dashboard';
