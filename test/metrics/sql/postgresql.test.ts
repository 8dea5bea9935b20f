import { describeDialect } from '../../contracts/describe-dialect.js';
import { openPostgreSql } from '../../contracts/sql-engines.js';
import { orders } from './corpus/orders.js';
import { orderRequests } from './corpus/requests.js';

describeDialect('postgresql', openPostgreSql, [{ data: orders, requests: orderRequests }]);
