import { ChartElement } from '@clientele/charts';
import { workerEngine } from './worker-engine.js';

ChartElement.engine ??= workerEngine;
