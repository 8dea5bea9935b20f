import { type EventAmounts, type EventDecimals, isLarger } from '../kernels/event-decimals.js';
import type { EventJournal, EventsByCustomer } from '../kernels/event-journal.js';
import { NO_KEY } from '../kernels/key-index.js';
import type { StageMode } from './funnel-options.js';

/** How stages are read as places. */
export interface PositionPlan {
  readonly stepCount: number;
  /** By code in the journal: the stage from 0, stages that mean a loss from `stepCount` on, -1 where it is neither; null where they are the same. */
  readonly codeOf: Int32Array | null;
  readonly mode: StageMode;
  readonly current: boolean;
  /** How long nothing may happen before a customer counts as lost, microseconds; Infinity: for ever. */
  readonly idleMicros: number;
  /** The first instant that is not in the data any more. */
  readonly end: number;
  readonly segmentRank: Uint32Array | null;
  readonly segmentOfLast: boolean;
}

/** Where a customer stands. The object and its arrays are reused for the next. */
export interface Position {
  customer: number;
  /** By stage: 1 where the customer was there. */
  readonly has: Uint8Array;
  /** By stage: 1 where the customer came there in the sense of the mode. */
  readonly entered: Uint8Array;
  /** By stage that the customer has: when first, and the place in the journal of the event with the largest value then (-1 where none has one). */
  readonly since: Float64Array;
  readonly valued: Int32Array;
  /** The stage at which the customer stands. */
  at: number;
  lost: boolean;
  segment: number;
  /** The stages one after the other, without repeats; `stepCount` stands for a loss. */
  readonly path: number[];
}

/** Calls *visit* for every customer that ever has one of the stages, in ascending code. */
export function walkPositions(
  journal: EventJournal, decimals: EventDecimals, { customerCount, offsets, order }: EventsByCustomer, plan: PositionPlan, visit: (position: Position) => void,
): void {
  const { codeOf, stepCount } = plan;
  const position: Position = {
    customer: 0, has: new Uint8Array(stepCount), entered: new Uint8Array(stepCount), since: new Float64Array(stepCount),
    valued: new Int32Array(stepCount), at: 0, lost: false, segment: NO_KEY, path: [],
  };
  const stageOf = (event: number): number => {
    const code = journal.codes[event]!;
    return codeOf === null ? code : codeOf[code]!;
  };
  for (let c = 0; c < customerCount; c++) {
    const events = order.subarray(offsets[c], offsets[c + 1]).filter((event) => stageOf(event) !== -1);
    // Of one instant, a customer goes through the stages in their order, and is lost last.
    events.sort((a, b) => journal.instants[a]! - journal.instants[b]! || stageOf(a) - stageOf(b));
    if (!events.some((event) => stageOf(event) < stepCount)) continue;
    position.customer = c;
    read(position, journal, { values: journal.values, decimals }, events, stageOf, plan);
    visit(position);
  }
}

function read(position: Position, journal: EventJournal, amounts: EventAmounts, events: Uint32Array, stageOf: (event: number) => number, plan: PositionPlan): void {
  const { stepCount } = plan;
  const { entered, has, path, since, valued } = position;
  has.fill(0);
  path.length = 0;
  position.segment = NO_KEY;
  let segmentInstant = Number.NaN;
  let highest = 0;
  let current = 0;
  let depth = 0;
  let latest = -Infinity;
  for (const event of events) {
    const stage = Math.min(stageOf(event), stepCount);
    const instant = journal.instants[event]!;
    if (path.at(-1) !== stage) path.push(stage);
    if (stage === stepCount) continue;
    latest = instant;
    current = stage;
    highest = Math.max(highest, stage);
    if (stage === depth) depth++;
    if (has[stage] === 0) {
      has[stage] = 1;
      since[stage] = instant;
      valued[stage] = -1;
    }
    if (since[stage] === instant && isLarger(amounts, event, valued[stage]!)) valued[stage] = event;
    const segment = journal.segments === null ? NO_KEY : journal.segments[event]!;
    if (segment !== NO_KEY && plan.segmentRank !== null && decides(plan, position.segment, segment, segmentInstant, instant)) {
      position.segment = segment;
      segmentInstant = instant;
    }
  }
  position.at = plan.current ? current : highest;
  position.lost = path.at(-1) === stepCount || plan.end - 1 - latest > plan.idleMicros;
  for (let stage = 0; stage < stepCount; stage++) {
    entered[stage] = Number(plan.mode === 'allStages' ? stage < depth : plan.mode === 'anyStage' ? has[stage] === 1 : stage <= highest);
  }
}

function decides({ segmentOfLast, segmentRank }: PositionPlan, known: number, candidate: number, knownInstant: number, instant: number): boolean {
  if (known === NO_KEY) return true;
  if (instant === knownInstant) return segmentRank![candidate]! < segmentRank![known]!;
  return segmentOfLast;
}
