import { describeDialect } from '../../contracts/describe-dialect.js';
import { openDuckDb } from '../../contracts/sql-engines.js';
import { orders } from './corpus/orders.js';
import { orderRequests } from './corpus/requests.js';

describeDialect('duckdb', openDuckDb, [{ data: orders, requests: orderRequests }]);
