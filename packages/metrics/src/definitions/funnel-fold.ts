import type { Frame, Input } from '../arrow/frame.js';
import { type Bitmap, bitmap, countBits, setBit } from '../kernels/bitmap.js';
import { appendJournal, createJournal, type EventJournal, groupByCustomer, reserveEvents } from '../kernels/event-journal.js';
import { type KeyIndex, NO_KEY } from '../kernels/key-index.js';
import { textOrder } from '../kernels/text-order.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { bindColumn } from './bind-column.js';
import { readFunnelMark, standsBehind } from './funnel-mark.js';
import { attemptRules, type FunnelOptions } from './funnel-options.js';
import { type ChosenSteps, findSteps } from './funnel-steps.js';
import { funnelSummary } from './funnel-summary.js';
import { countCustomer, createFunnelTally, type FunnelTally } from './funnel-tally.js';
import { type Visit, type WalkPlan, walkCustomers } from './funnel-walk.js';
import { beginFrame, countRows, createTally, mergeTallies, type RowTally, rowCounts } from './row-tally.js';
import { segmentLabel } from './segment-label.js';

/** Every event that may fill a step, and what became of the rows. Structured-cloneable. */
export interface FunnelState {
  readonly rows: RowTally;
  /** Codes are steps where the options name them, stage codes otherwise. */
  readonly journal: EventJournal;
  /** First and last instant of all rows with a customer and a time; Infinity and -Infinity where there are none. */
  first: number;
  last: number;
}

/** Returns the fold of rows into a journal of events, which is read out as counts by step. */
export function createFunnelFold(options: FunnelOptions, input: Input): Fold<FunnelState> {
  const customer = bindColumn('funnel', input.schema, 'customer', options.customer, 'keys').name;
  const time = bindColumn('funnel', input.schema, 'time', options.time, 'instants');
  const stage = bindColumn('funnel', input.schema, 'stage', options.stage, 'keys').name;
  const value = options.value == null ? null : bindColumn('funnel', input.schema, 'value', options.value, 'numbers').name;
  const segment = options.segment == null ? null : bindColumn('funnel', input.schema, 'segment', options.segment, 'keys').name;
  // Dates have no zone (C1): whatever the reader's is, they are compared as they stand.
  const zone = time.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  const { cutOff, rules } = attemptRules(options, zone);
  const stages = input.keyIndex(stage);
  const segmentIndex = segment === null ? null : input.keyIndex(segment);
  const stepsOfStages = options.steps == null ? null : stepLookup(options.steps, stages);

  function init(): FunnelState {
    return {
      rows: createTally(),
      journal: createJournal({ values: value !== null, segments: segment !== null }),
      first: Infinity,
      last: -Infinity,
    };
  }

  function update(state: FunnelState, frame: Frame, mask: Bitmap | null): void {
    if (!beginFrame(state.rows, frame.ordinal)) return;
    const { numRows } = frame;
    const customers = frame.keys(customer);
    const instants = frame.instants(time.name);
    const stageCodes = frame.keys(stage);
    const values = value === null ? null : frame.numbers(value);
    const segments = segment === null ? null : frame.keys(segment);
    const stepOf = stepsOfStages === null ? null : stepsOfStages();
    const { journal } = state;
    reserveEvents(journal, numRows);
    const { customers: toCustomers, instants: toInstants, codes: toCodes, values: toValues, segments: toSegments } = journal;
    let { first, last } = state;
    let length = journal.length;
    let customerMissing = 0;
    let timeMissing = 0;
    let afterAsOf = 0;
    let stageMissing = 0;
    let notAStep = 0;
    for (let i = 0; i < numRows; i++) {
      if (mask !== null && (mask[i >>> 5]! & (1 << (i & 31))) === 0) continue;
      const who = customers[i]!;
      if (who === NO_KEY) {
        customerMissing++;
        continue;
      }
      const instant = instants[i]!;
      if (!(instant < cutOff)) {
        if (instant === instant) afterAsOf++;
        else timeMissing++;
        continue;
      }
      if (instant < first) first = instant;
      if (instant > last) last = instant;
      const stageCode = stageCodes[i]!;
      if (stageCode === NO_KEY) {
        stageMissing++;
        continue;
      }
      const code = stepOf === null ? stageCode : stepOf[stageCode]!;
      if (code === NO_KEY) {
        notAStep++;
        continue;
      }
      toCustomers[length] = who;
      toInstants[length] = instant;
      toCodes[length] = code;
      if (toValues !== null) toValues[length] = values![i]!;
      if (toSegments !== null) toSegments[length] = segments![i]!;
      length++;
    }
    countRows(state.rows, length - journal.length, {
      customer_missing: customerMissing, time_missing: timeMissing, after_as_of: afterAsOf, stage_missing: stageMissing, stage_not_a_step: notAStep,
    });
    journal.length = length;
    state.first = first;
    state.last = last;
  }

  function merge(into: FunnelState, from: FunnelState): void {
    mergeTallies('funnel', into.rows, from.rows);
    appendJournal(into.journal, from.journal);
    into.first = Math.min(into.first, from.first);
    into.last = Math.max(into.last, from.last);
  }

  /** What a state says once its events are grouped by customer. */
  function read(state: FunnelState): Reading {
    const groups = groupByCustomer(state.journal);
    const steps: ChosenSteps = options.steps == null
      ? findSteps(state.journal, groups, stages)
      : { origin: 'named', names: options.steps, codes: [], leftOut: 0 };
    const plan: WalkPlan = {
      stepCount: steps.names.length,
      stepOf: options.steps == null ? stepsByCode(steps.codes, stages.size) : null,
      rules,
      segmentRank: segmentIndex === null ? null : textOrder(segmentIndex),
    };
    const end = cutOff === Infinity ? state.last + 1 : cutOff;
    return {
      steps,
      stepOf: plan.stepOf,
      // Without a window nobody is ever out of time, so nobody can be told from those who are: all count as lost.
      walk: (visit) => walkCustomers(state.journal, groups, plan, (visited) => {
        visit(visited, rules.windowMicros < Infinity && visited.attempt.latestEntry + rules.windowMicros >= end);
      }),
    };
  }

  function finish(state: FunnelState): Summary {
    const { steps, stepOf, walk } = read(state);
    const total = createFunnelTally(steps.names.length, value !== null);
    const bySegment = new Map<number, FunnelTally>();
    walk((visited, open) => {
      countCustomer(total, visited, open);
      if (segmentIndex === null) return;
      let tally = bySegment.get(visited.segment);
      if (tally === undefined) bySegment.set(visited.segment, (tally = createFunnelTally(steps.names.length, value !== null)));
      countCustomer(tally, visited, open);
    });
    const segments = segmentIndex === null ? null : new Map([...bySegment].map(([code, tally]) => [segmentLabel(segmentIndex, code), tally]));
    const { first, last, journal } = state;
    return funnelSummary({ steps, stepOf, total, segments, journal, rows: rowCounts(state.rows), first, last, zone, asOf: options.asOf ?? null });
  }

  function members(state: FunnelState, mark: Mark): CustomerSet {
    const wanted = readFunnelMark(mark, options.steps ?? null, segmentIndex !== null);
    const bits = bitmap(input.keyIndex(customer).size);
    const { steps, walk } = read(state);
    const step = steps.names.indexOf(wanted.stage);
    walk((visited, open) => {
      if (wanted.segment !== null && segmentIndex !== null && segmentLabel(segmentIndex, visited.segment) !== wanted.segment) return;
      if (step !== -1 && standsBehind(wanted.outcome, step, steps.names.length, visited.attempt.depth, open)) setBit(bits, visited.customer);
    });
    return { column: customer, bits, count: countBits(bits) };
  }

  return { init, update, merge, finish, members };
}

interface Reading {
  readonly steps: ChosenSteps;
  readonly stepOf: Int32Array | null;
  /** Calls *visit* for every customer that has a step, with whether one of the attempts may still go on. */
  readonly walk: (visit: (visited: Visit, open: boolean) => void) => void;
}

/** Returns a function that gives the step of each stage code seen so far, NO_KEY where it is none. */
function stepLookup(steps: readonly string[], stages: KeyIndex): () => Uint32Array {
  let stepOf = new Uint32Array(0);
  return () => {
    if (stepOf.length !== stages.size) {
      stepOf = new Uint32Array(stages.size).fill(NO_KEY);
      steps.forEach((name, step) => {
        const code = stages.codeOf(name);
        if (code !== NO_KEY) stepOf[code] = step;
      });
    }
    return stepOf;
  };
}

function stepsByCode(codes: readonly number[], stageCount: number): Int32Array {
  const stepOf = new Int32Array(stageCount).fill(-1);
  codes.forEach((code, step) => (stepOf[code] = step));
  return stepOf;
}
