import { canRead, expectField, expectReadable, type Reading } from './arrow/expect-field.js';
import { SchemaError } from './errors.js';
import type { Role, Roles, RoleUse } from './metric.js';
import type { Field, Schema } from './schema.js';

/** How a role's column is read, and the names by which it is known, most telling first, spelt as `plainName` returns them. */
interface RoleNames {
  readonly reading: Reading;
  readonly example: string;
  readonly names: readonly string[];
  /** Names that tell the role also inside a longer one: `shop_customer_id`, `amount_eur`. */
  readonly within: readonly string[];
}

/** Dates that a row carries besides its own. */
const OTHER_DATES = /birth|dob|born|updat|modif|delet|expir|due|生日|出生|更新|修改|到期/iu;

const ROLES: Readonly<Record<Role, RoleNames>> = {
  customer: {
    reading: 'keys',
    example: 'customer_id',
    names: [
      'customerid', 'customer', 'customerkey', 'customerno', 'customernumber', 'customercode', 'custid', 'cust', 'cusid',
      'clientid', 'client', 'userid', 'user', 'memberid', 'member', 'householdid', 'householdkey', 'household', 'accountid',
      'account', 'buyerid', 'buyer', 'shopperid', 'subscriberid', 'contactid', 'personid', 'respondentid', 'respondent',
      'respnum', 'visitorid', 'entityid',
      '客户编号', '客户号', '客户id', '客户代码', '客户', '顾客编号', '顾客id', '顾客', '会员编号', '会员号', '会员id', '会员',
      '用户编号', '用户id', '用户', '买家id', '买家',
    ],
    within: [
      'customerid', 'customer', 'clientid', 'userid', 'memberid', 'householdid', 'accountid', 'buyerid',
      '客户', '顾客', '会员', '用户',
    ],
  },
  time: {
    reading: 'instants',
    example: 'ordered_at',
    names: [
      'orderedat', 'orderdate', 'ordertime', 'ordertimestamp', 'purchasedat', 'purchasedate', 'purchasetime', 'transactiondate',
      'transactiontime', 'transactedat', 'invoicedate', 'eventtime', 'eventtimestamp', 'eventdate', 'occurredat', 'ts',
      'timestamp', 'datetime', 'time', 'date', 'day', 'createdat', 'createddate', 'created', 'respondedat', 'answeredat',
      'submittedat', 'at',
      '下单时间', '下单日期', '订单时间', '订单日期', '交易时间', '交易日期', '购买时间', '购买日期', '支付时间', '付款时间',
      '事件时间', '发生时间', '时间', '日期', '创建时间', '答复时间',
    ],
    within: ['orderedat', 'orderdate', 'ordertime', 'timestamp', 'datetime', 'ts', 'date', 'time', 'at', '时间', '日期'],
  },
  value: {
    reading: 'numbers',
    example: 'amount',
    names: [
      'amount', 'amt', 'revenue', 'netrevenue', 'netamount', 'orderamount', 'ordervalue', 'ordertotal', 'salesvalue', 'sales',
      'salesamount', 'grossamount', 'totalamount', 'totalprice', 'total', 'value', 'dollarvalue', 'spend', 'turnover', 'gmv',
      'profit', 'margin', 'price', 'payment', 'paid',
      '金额', '订单金额', '销售额', '销售金额', '交易金额', '支付金额', '实付金额', '消费金额', '收入', '营收', '总额', '总价',
      '价格', '利润',
    ],
    within: ['amount', 'revenue', 'salesvalue', 'ordervalue', 'spend', '金额', '销售额', '收入'],
  },
  order: {
    reading: 'keys',
    example: 'order_id',
    names: [
      'orderid', 'order', 'orderno', 'ordernumber', 'orderkey', 'basketid', 'basket', 'invoiceid', 'invoice', 'invoiceno',
      'invoicenumber', 'transactionid', 'transaction', 'receiptid', 'receipt', 'billno',
      '订单编号', '订单号', '订单id', '订单', '单号', '交易号', '交易编号', '发票号', '小票号',
    ],
    within: ['orderid', 'orderno', 'ordernumber', 'basketid', 'invoiceid', 'invoiceno', '订单'],
  },
  stage: {
    reading: 'keys',
    example: 'stage',
    names: [
      'stage', 'stagename', 'lifecyclestage', 'funnelstage', 'step', 'stepname', 'event', 'eventname', 'eventtype', 'action',
      'activity', 'status', 'state', 'phase',
      '阶段', '客户阶段', '步骤', '事件', '事件名', '事件名称', '事件类型', '动作', '状态',
    ],
    within: ['stage', 'eventname', 'eventtype', '阶段'],
  },
  score: {
    reading: 'numbers',
    example: 'score',
    names: [
      'score', 'nps', 'npsscore', 'netpro', 'csat', 'csatscore', 'ces', 'cesscore', 'rating', 'satisfaction', 'satisfactionscore',
      'answer', 'response', 'stars', 'points',
      '评分', '得分', '分数', '打分', '满意度', '推荐度', '推荐分', '星级',
    ],
    within: ['score', 'nps', 'csat', 'ces', 'rating', '评分', '满意度'],
  },
  segment: {
    reading: 'keys',
    example: 'segment',
    names: [
      'segment', 'segmentname', 'customersegment', 'category', 'channel', 'tier', 'region', 'country', 'cohort', 'group',
      '分群', '客群', '细分', '分组', '类别', '渠道', '等级', '地区', '区域', '国家',
    ],
    within: ['segment', '客群', '细分'],
  },
  weight: {
    reading: 'numbers',
    example: 'weight',
    names: ['weight', 'weights', 'surveyweight', 'wt', '权重', '加权'],
    within: ['weight', '权重'],
  },
  start: {
    reading: 'instants',
    example: 'started_at',
    names: [
      'start', 'startdate', 'startedat', 'started', 'startson', 'subscribedat', 'subscribedon', 'subscriptionstart', 'contractstart',
      'joinedat', 'joindate', 'membersince', 'signupdate', 'signedupat', 'validfrom',
      '开始日期', '开始时间', '订阅开始', '合同开始', '入会日期', '生效日期',
    ],
    within: [],
  },
  end: {
    reading: 'instants',
    example: 'ended_at',
    names: [
      'end', 'enddate', 'endedat', 'ended', 'endson', 'cancelledat', 'canceledat', 'cancellationdate', 'churnedat', 'churndate', 'unsubscribedat',
      'subscriptionend', 'contractend', 'validto', 'validuntil',
      '结束日期', '结束时间', '取消日期', '退订日期', '流失日期', '终止日期', '失效日期',
    ],
    within: [],
  },
  duration: {
    reading: 'numbers',
    example: 'tenure',
    names: ['duration', 'tenure', 'tenuremonths', 'lifetime', 'survivaltime', 'monthsactive', '时长', '在网时长', '持续时间', '存续期'],
    within: [],
  },
  event: {
    reading: 'keys',
    example: 'churned',
    names: ['churned', 'churn', 'haschurned', 'ischurned', 'lost', 'cancelled', 'canceled', 'died', 'status', 'event', '是否流失', '流失', '已流失'],
    within: [],
  },
  entry: { reading: 'numbers', example: 'entry', names: ['entry', 'entryage', '进入观察'], within: [] },
};

const ALL_ROLES = Object.keys(ROLES) as readonly Role[];

/** The columns of a metric by role, and which of them nobody named. */
export interface InferredRoles {
  readonly roles: Roles;
  readonly inferred: Roles;
}

/**
 * Returns the column for each role that *use* names: the one *given*, otherwise one known by its name and fit by its type.
 *
 * A required role takes the best known name, then a name that contains one (`shop_customer_id`), then, for time, the only
 * timestamp or date there is. An optional role takes a well-known name only, as it stands. A column serves one role at
 * most, given ones first; the result depends on the schema alone. Spelling counts without case, spaces and punctuation.
 *
 * Throws SchemaError for a given column that is missing or can't be read in its role, and for a required role without a
 * column: with the type of the one that has the name, where there is one. *who* stands before the message: the metric's name.
 */
export function inferRoles(schema: Schema, use: RoleUse, given: Roles, who = 'data'): InferredRoles {
  const roles: Partial<Record<Role, string>> = {};
  const inferred: Partial<Record<Role, string>> = {};
  for (const role of ALL_ROLES) {
    const column = given[role];
    if (use[role] === undefined || column === undefined) continue;
    roles[role] = checkedColumn(schema, role, column, who);
  }
  const taken = new Set<string>(Object.values(roles));
  for (const need of ['required', 'optional'] as const) {
    for (const role of ALL_ROLES.filter((other) => use[other] === need && roles[other] === undefined)) {
      const column = need === 'required' ? requiredColumn(schema, role, taken, who) : knownColumn(freeColumns(schema, role, taken), role);
      if (column === null) continue;
      roles[role] = inferred[role] = column;
      taken.add(column);
    }
  }
  return { roles, inferred };
}

function checkedColumn(schema: Schema, role: Role, column: string, who: string): string {
  try {
    expectField(schema, column);
    return expectReadable(schema, column, ROLES[role].reading).name;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new SchemaError(`${who}: ${error.message}`, { reason: error.reason, params: { ...error.params, role }, cause: error });
  }
}

function requiredColumn(schema: Schema, role: Role, taken: ReadonlySet<string>, who: string): string {
  const free = freeColumns(schema, role, taken);
  const column = knownColumn(free, role) ?? similarColumn(free, role) ?? (role === 'time' ? onlyColumn(free) : null);
  if (column !== null) return column;
  // The column is there and of no use: that is what to say, not that none was found.
  const unfit = knownColumn(schema.fields.filter((field) => !taken.has(field.name) && field.sharedName === undefined), role);
  if (unfit !== null) return checkedColumn(schema, role, unfit, who);
  const names = schema.fields.map((field) => field.name);
  throw new SchemaError(
    `${who}: no column for "${role}" found, got ${names.length === 0 ? 'no columns' : `columns ${names.join(', ')}`}; ` +
      `expected one named like ${ROLES[role].example}, or name it with ${role}=`,
    { reason: 'role-missing', params: { role, columns: names.join(', '), example: ROLES[role].example } },
  );
}

function freeColumns(schema: Schema, role: Role, taken: ReadonlySet<string>): readonly Field[] {
  // Which of several columns of one name is meant, nobody can guess.
  return schema.fields.filter((field) => !taken.has(field.name) && field.sharedName === undefined && canRead(field, ROLES[role].reading));
}

/** The column with the best known name; the first in the schema where two are spelt alike. */
function knownColumn(fields: readonly Field[], role: Role): string | null {
  for (const name of ROLES[role].names) {
    const field = fields.find((candidate) => plainName(candidate.name) === name);
    if (field !== undefined) return field.name;
  }
  return null;
}

/** The column whose name has a telling one in it as whole words: the most telling, then the shortest name, then the first. */
function similarColumn(fields: readonly Field[], role: Role): string | null {
  const own = role === 'time' ? fields.filter((field) => !OTHER_DATES.test(field.name)) : fields;
  for (const name of ROLES[role].within) {
    const similar = own.filter((candidate) => containsName(candidate.name, name));
    similar.sort((a, b) => a.name.length - b.name.length);
    if (similar[0] !== undefined) return similar[0].name;
  }
  return null;
}

function onlyColumn(fields: readonly Field[]): string | null {
  return fields.length === 1 ? (fields[0]?.name ?? null) : null;
}

/** Without case, spaces and punctuation: `Customer ID`, `customer_id` and `customerId` are one name. */
function plainName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether some run of whole words of *column* reads as *name*; Chinese has no spaces between words. */
function containsName(column: string, name: string): boolean {
  if (/\p{Script=Han}/u.test(name)) return plainName(column).includes(name);
  const words = column.normalize('NFKC').replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2').toLowerCase().split(/[^\p{L}\p{N}]+/u);
  for (let start = 0; start < words.length; start++) {
    for (let end = start + 1; end <= words.length; end++) {
      if (words.slice(start, end).join('') === name) return true;
    }
  }
  return false;
}
