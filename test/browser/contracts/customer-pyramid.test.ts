import { pyramidCase } from '../../contracts/chart-cases.js';
import { describeChart } from '../../contracts/describe-chart.js';

describeChart(pyramidCase);
