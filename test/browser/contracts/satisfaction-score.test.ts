import { satisfactionCase } from '../../contracts/chart-cases.js';
import { describeChart } from '../../contracts/describe-chart.js';

describeChart(satisfactionCase);
