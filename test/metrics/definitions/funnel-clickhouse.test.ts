import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { engine, ensureEngines } from '../../engines/engines.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { seeded } from '../arrow/seeded.js';

interface Session { query(sql: string, format?: string): string; cleanup(): void }
interface Event { readonly customer: number; readonly seconds: number; readonly stage: string }

const STEPS = ['A', 'B', 'C', 'D'];
const WINDOW = 20;

/** Sessions of many customers, 1 to 9 events each within 40 seconds, many at one instant. */
function events(customers: number, seed: number, stages: readonly string[]): Event[] {
  const random = seeded(seed);
  const made: Event[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const count = 1 + Math.floor(random() * 9);
    for (let i = 0; i < count; i++) made.push({ customer, seconds: Math.floor(random() * 40), stage: stages[Math.floor(random() * stages.length)] ?? 'A' });
  }
  return made;
}

/** The levels that customers reach, counted: how many reach step 1, 2, ... */
function ours(rows: readonly Event[], options: FunnelOptions): number[] {
  const data: FixtureColumns = {
    customer: { kind: 'text', values: rows.map((row) => `c${row.customer}`) },
    time: { kind: 'instant', values: rows.map((row) => row.seconds * 1e6) },
    stage: { kind: 'text', values: rows.map((row) => row.stage) },
  };
  const { table } = answer(funnel, data, { customer: 'customer', time: 'time', stage: 'stage', steps: STEPS, window: `${WINDOW}s`, ...options });
  return (table.columns['ordered_count'] ?? []).map(Number);
}

let session: Session | null = null;

describe('funnel against windowFunnel of ClickHouse', () => {
  beforeAll(async () => {
    ensureEngines();
    const { Session: Chdb } = await engine('chdb') as { Session: new () => Session };
    session = new Chdb();
  }, 120_000);
  afterAll(() => session?.cleanup());

  function theirs(rows: readonly Event[], mode: string | null): number[] {
    const values = rows.map((row) => `(${row.customer}, ${row.seconds}, '${row.stage}')`).join(',');
    const steps = STEPS.map((stage) => `stage = '${stage}'`).join(', ');
    const text = session!.query(
      `select level from (select customer, windowFunnel(${WINDOW}${mode === null ? '' : `, '${mode}'`})(toUInt32(seconds), ${steps}) as level
       from values('customer UInt32, seconds UInt32, stage String', ${values}) group by customer) format TSV`, 'TSV');
    const levels = text.trim().split('\n').map(Number);
    return STEPS.map((_, k) => levels.filter((level) => level > k).length);
  }

  it('gives the same levels by default', () => {
    const rows = events(3000, 1, [...STEPS, 'X']);
    const found = theirs(rows, null);
    expect(ours(rows, {})).toEqual(found);
    expect(Math.min(...found)).toBeGreaterThan(0);
  });

  it('gives the levels of strict_increase where times must be apart, and step 1 does not come again', () => {
    const rows = once(events(3000, 2, [...STEPS, 'X']));
    expect(ours(rows, { equalTimes: 'apart' })).toEqual(theirs(rows, 'strict_increase'));
    // The option makes a difference on these rows.
    expect(ours(rows, { equalTimes: 'apart' })).not.toEqual(ours(rows, {}));
  });

  it('gives the levels of strict_order where nothing may come in between', () => {
    const rows = once(events(3000, 3, [...STEPS, 'A', 'B', 'X']));
    expect(ours(rows, { order: 'strict', attempt: 'first' })).toEqual(theirs(rows, 'strict_order'));
    expect(ours(rows, { order: 'strict', attempt: 'first' })).not.toEqual(ours(rows, {}));
  });

  it('gives the levels of strict_deduplication where a repeat ends an attempt', () => {
    // One repeat, right after what it repeats: elsewhere the function tells the level of whatever event came before.
    const rows = Array.from({ length: 200 }, (_, customer) => {
      const path = [['A', 'B', 'B', 'C'], ['A', 'B', 'C', 'C', 'D'], ['A', 'B', 'C', 'D'], ['A', 'A', 'B'], ['B', 'A', 'C']][customer % 5] ?? [];
      return path.map((stage, i) => ({ customer, seconds: i * 2, stage }));
    }).flat();
    expect(ours(rows, { repeats: 'end', attempt: 'first' })).toEqual(theirs(rows, 'strict_deduplication'));
    expect(ours(rows, { repeats: 'end', attempt: 'first' })).not.toEqual(ours(rows, {}));
  });
});

/** Only a customer's first events of each step, where the same step comes again; other stages stay. */
function once(rows: readonly Event[]): Event[] {
  const seen = new Set<string>();
  return [...rows].sort((a, b) => a.seconds - b.seconds).filter(({ customer, stage }) => {
    const key = `${customer}/${stage}`;
    if (stage === 'X' || !seen.has(key)) {
      seen.add(key);
      return true;
    }
    return false;
  });
}
