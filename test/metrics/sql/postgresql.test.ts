import { describeDialect } from '../../contracts/describe-dialect.js';
import { openPostgreSql } from '../../contracts/sql-engines.js';
import { answers } from './corpus/answers.js';
import { orders } from './corpus/orders.js';
import { answerRequests, orderRequests } from './corpus/requests.js';

describeDialect('postgresql', openPostgreSql, [
  { data: orders, requests: orderRequests },
  { data: answers, requests: answerRequests },
]);
