import { ChartElement } from '@clientele/charts';
import { pageEngine } from './page-engine.js';

ChartElement.engine ??= pageEngine;
