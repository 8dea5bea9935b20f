import { decimalsIn, columnOf, instantOf, keyOf, keyTextOf, numberOf, type Relation, rowsOf } from '../sql/relation.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import type { FunnelOptions } from './funnel-options.js';
import { type DropRule, judged } from './rows-query.js';

/** The rows of a funnel in a database, its columns bound. */
export interface FunnelRows {
  readonly timeZone: string;
  readonly cutOff: number;
  /** Where values are decimals, how many digits they have after the point: they are compared and added without it. */
  readonly scale: number | null;
  /** The columns that must have one value throughout an attempt. */
  readonly held: readonly Sql[];
  /** `seen`: `customer`, `instant`, `stage`, `amount`, `segment` and what is held. */
  readonly seen: Sql;
  readonly relation: Relation;
}

/** Returns the rows that a funnel with *options* reads. Throws SchemaError as the fold does. */
export function funnelRows(options: FunnelOptions, relation: Relation): FunnelRows {
  const { schema, dialect } = relation;
  const time = bindColumn('funnel', schema, 'time', options.time, 'instants');
  const customer = bindColumn('funnel', schema, 'customer', options.customer, 'keys').name;
  const stage = bindColumn('funnel', schema, 'stage', options.stage, 'keys').name;
  const value = options.value == null ? null : bindColumn('funnel', schema, 'value', options.value, 'numbers').name;
  const segment = options.segment == null ? null : bindColumn('funnel', schema, 'segment', options.segment, 'keys').name;
  const constants = (options.holdConstant ?? []).map((name) => bindColumn('funnel', schema, 'holdConstant', name, 'keys').name);
  const scale = value === null ? null : decimalsIn(relation, value);
  // Dates have no zone (C1): whatever the reader's is, they are compared as they stand.
  const timeZone = time.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  return {
    timeZone, scale, relation,
    cutOff: cutOffOf('funnel', options.asOf, timeZone),
    held: constants.map((_, i) => verbatim(`held_${i}`)),
    seen: rowsOf(relation, {
      customer: keyOf(relation, customer), instant: instantOf(relation, time.name), stage: keyTextOf(relation, stage),
      amount: value === null ? dialect.missing('double') : scale === null ? numberOf(relation, value) : dialect.digits(columnOf(relation, value), scale),
      segment: segment === null ? dialect.missing('text') : keyTextOf(relation, segment),
      ...Object.fromEntries(constants.map((name, i) => [`held_${i}`, keyTextOf(relation, name)])),
    }),
  };
}

/**
 * Returns the queries that lead from rows to `judged`, with the code of each row's stage as `step`: its place in *stages*, *otherCode*
 * where it has none (-1: no code). Where the stages were *found*, rows are first looked at without them.
 */
export function codedSteps({ cutOff, held, relation: { dialect }, seen }: FunnelRows, stages: readonly string[], otherCode: number, found: boolean): Record<string, Sql> {
  const other = otherCode === -1 ? sql`` : sql` when stage is not null then ${otherCode}`;
  const step = sql`case ${joined(stages.map((name, k) => sql`when stage = ${name} then ${k}`), ' ')}${other} end`;
  const constants = constantsMissing(held);
  const notAStep = { reason: 'stage_not_a_step', when: sql`step is null` };
  return {
    seen,
    numbered: sql`select customer, instant, stage, amount, segment, ${joined([...held, sql`${dialect.integer(step)} as step`], ', ')} from seen`,
    judged: judged('numbered', [...rowRules(cutOff), ...(found ? [...constants, notAStep] : [notAStep, ...constants])]),
  };
}

/** Returns the queries that lead from rows to `judged` before anybody knows the steps. */
export function uncodedSteps({ cutOff, held, seen }: FunnelRows): Record<string, Sql> {
  return { seen, judged: judged('seen', [...rowRules(cutOff), ...constantsMissing(held)]) };
}

function rowRules(cutOff: number): DropRule[] {
  return [
    { reason: 'customer_missing', when: sql`customer is null` },
    { reason: 'time_missing', when: sql`instant is null` },
    ...(cutOff === Infinity ? [] : [{ reason: 'after_as_of', when: sql`instant >= ${cutOff}` }]),
    { reason: 'stage_missing', when: sql`stage is null` },
  ];
}

function constantsMissing(held: readonly Sql[]): DropRule[] {
  return held.length === 0 ? [] : [{ reason: 'constant_missing', when: joined(held.map((column) => sql`${column} is null`), ' or ') }];
}
