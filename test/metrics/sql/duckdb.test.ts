import { describeDialect } from '../../contracts/describe-dialect.js';
import { openDuckDb } from '../../contracts/sql-engines.js';
import { answers } from './corpus/answers.js';
import { decimalRequests, decimals } from './corpus/decimals.js';
import { events } from './corpus/events.js';
import { orders } from './corpus/orders.js';
import { answerRequests, eventRequests, orderRequests, ruledRequests, spellRequests } from './corpus/requests.js';
import { spells } from './corpus/spells.js';

describeDialect('duckdb', openDuckDb, [
  { data: orders, requests: orderRequests },
  { data: answers, requests: answerRequests },
  { data: events, requests: eventRequests },
  { data: events, requests: ruledRequests },
  { data: spells, requests: spellRequests },
  { data: decimals, requests: decimalRequests },
], 'every');
