import { describeDialect } from '../../contracts/describe-dialect.js';
import { openClickHouse } from '../../contracts/sql-engines.js';
import { orders } from './corpus/orders.js';
import { orderRequests } from './corpus/requests.js';

describeDialect('clickhouse', openClickHouse, [{ data: orders, requests: orderRequests }]);
