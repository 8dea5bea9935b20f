import { describe, expect, it } from 'vitest';
import { SchemaError } from '../../packages/metrics/src/errors.js';
import { inferRoles } from '../../packages/metrics/src/roles.js';
import type { Field, FieldKind, Schema } from '../../packages/metrics/src/schema.js';

const TYPES: Readonly<Record<FieldKind, string>> = {
  text: 'Utf8', number: 'Float64', instant: 'Timestamp<MICROSECOND, UTC>', date: 'Date32', bool: 'Bool', other: 'Binary',
};

function schema(columns: Readonly<Record<string, FieldKind | 'integer'>>): Schema {
  const fields = Object.entries(columns).map(([name, kind]): Field => ({
    name,
    kind: kind === 'integer' ? 'number' : kind,
    type: kind === 'integer' ? 'Int64' : TYPES[kind],
    key: kind === 'integer' || kind === 'text' || kind === 'bool' || kind === 'date',
    nullable: true,
    metadata: {},
  }));
  return { fields, metadata: {} };
}

const PURCHASES = { customer: 'required', time: 'required', value: 'optional', order: 'optional' } as const;

describe('inferRoles', () => {
  it.each([
    [{ household_id: 'text', store_id: 'text', basket_id: 'text', sales_value: 'number', transaction_timestamp: 'instant' },
      { customer: 'household_id', time: 'transaction_timestamp', value: 'sales_value', order: 'basket_id' }],
    [{ 'Invoice No': 'text', 'Customer ID': 'integer', InvoiceDate: 'instant', Price: 'number' },
      { customer: 'Customer ID', time: 'InvoiceDate', value: 'Price', order: 'Invoice No' }],
    [{ 订单编号: 'text', 客户: 'text', 下单时间: 'instant', 金额: 'number' },
      { customer: '客户', time: '下单时间', value: '金额', order: '订单编号' }],
    [{ 会员编号: 'integer', 日期: 'date' }, { customer: '会员编号', time: '日期' }],
    [{ customerId: 'text', createdAt: 'instant' }, { customer: 'customerId', time: 'createdAt' }],
  ] as const)('finds the columns of %o by name', (columns, roles) => {
    expect(inferRoles(schema(columns), PURCHASES, {})).toEqual({ roles, inferred: roles });
  });

  it('finds the answers of a survey by the names that surveys use', () => {
    const survey = schema({ RESPNUM: 'integer', INTDATE: 'date', NETPRO: 'integer', WEIGHT: 'number' });
    const use = { customer: 'required', time: 'required', score: 'required', weight: 'optional' } as const;
    expect(inferRoles(survey, use, {}).roles).toEqual({ customer: 'RESPNUM', time: 'INTDATE', score: 'NETPRO', weight: 'WEIGHT' });
  });

  it('takes columns that are named, and says which ones nobody named', () => {
    const columns = schema({ customer_id: 'text', parent: 'text', at: 'instant', shipped: 'date' });
    expect(inferRoles(columns, PURCHASES, { customer: 'parent', time: 'shipped' })).toEqual({
      roles: { customer: 'parent', time: 'shipped' }, inferred: {},
    });
    expect(inferRoles(columns, PURCHASES, { time: 'shipped' })).toEqual({
      roles: { customer: 'customer_id', time: 'shipped' }, inferred: { customer: 'customer_id' },
    });
  });

  it('ignores names for roles that the metric does not read', () => {
    expect(inferRoles(schema({ customer: 'text' }), { customer: 'required' }, { score: 'nothing' }).roles).toEqual({ customer: 'customer' });
  });

  it('passes over a well-known name whose type is unfit', () => {
    const columns = schema({ customer_id: 'number', client_ref: 'text', user: 'text', date: 'text', ts: 'instant' });
    expect(inferRoles(columns, PURCHASES, {}).roles).toEqual({ customer: 'user', time: 'ts' });
  });

  it('takes a longer name for a required role, never for an optional one', () => {
    const columns = schema({ shop_customer_id: 'text', birth_date: 'date', paid_ts: 'instant', amount_eur: 'number' });
    expect(inferRoles(columns, PURCHASES, {}).roles).toEqual({ customer: 'shop_customer_id', time: 'paid_ts' });
    expect(inferRoles(columns, { ...PURCHASES, value: 'required' }, {}).roles.value).toBe('amount_eur');
  });

  it('takes the only timestamp for the time when no name tells', () => {
    expect(inferRoles(schema({ user_id: 'text', when: 'instant' }), PURCHASES, {}).roles.time).toBe('when');
    expect(() => inferRoles(schema({ user_id: 'text', when: 'instant', then: 'instant' }), PURCHASES, {})).toThrow(SchemaError);
  });

  it('uses a column for one role at most', () => {
    const columns = schema({ customer: 'text', ts: 'instant', order: 'text' });
    expect(inferRoles(columns, PURCHASES, { customer: 'order' }).roles).toEqual({ customer: 'order', time: 'ts' });
  });

  it('names the role, the columns and the attribute when a required column is not found', () => {
    const columns = schema({ a: 'text', b: 'number', c: 'instant' });
    expect(() => inferRoles(columns, PURCHASES, {}, 'retention')).toThrow(
      'retention: no column for "customer" found, got columns a, b, c; expected one named like customer_id, or name it with customer=',
    );
  });

  it('says of which type a column is that has the name for a required role and can not be read', () => {
    const columns = schema({ customer_id: 'text', ordered_at: 'text', amount: 'text' });
    expect(() => inferRoles(columns, PURCHASES, {}, 'retention')).toThrow('retention: column "ordered_at" is Utf8; expected Timestamp or Date');
    expect(() => inferRoles(columns, { customer: 'required', value: 'required' }, {}, 'pyramid')).toThrow('pyramid: column "amount" is Utf8; expected Int, Float or Decimal');
  });

  it('refuses a named column that is missing or of the wrong type', () => {
    const columns = schema({ customer_id: 'text', ordered_at: 'text', amount: 'number' });
    const roles = { customer: 'customer_id', time: 'orderd_at' };
    expect(() => inferRoles(columns, PURCHASES, roles, 'retention')).toThrow(
      'retention: no column "orderd_at", got columns customer_id, ordered_at, amount; did you mean "ordered_at"?',
    );
    expect(() => inferRoles(columns, PURCHASES, { ...roles, time: 'ordered_at' }, 'retention')).toThrow(
      'retention: column "ordered_at" is Utf8; expected Timestamp or Date',
    );
    expect(() => inferRoles(columns, PURCHASES, { customer: 'amount' }, 'retention')).toThrow(/^retention: column "amount" is Float64; expected/);
  });
});
