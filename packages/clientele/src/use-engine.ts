import { ChartElement } from '@clientele/charts';
import { allowWebAssembly } from '@clientele/metrics/arrow';
import { pageAllowsWebAssembly } from './page-policy.js';
import { workerEngine } from './worker-engine.js';

ChartElement.engine ??= workerEngine;
if (!pageAllowsWebAssembly()) allowWebAssembly(false);
