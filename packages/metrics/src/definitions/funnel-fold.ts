import type { Frame, Input } from '../arrow/frame.js';
import { type Bitmap, bitmap, countBits, setBit } from '../kernels/bitmap.js';
import { keepsExactSums } from '../kernels/compensated-sums.js';
import { appendDecimals, type EventDecimals, setDecimal } from '../kernels/event-decimals.js';
import { appendJournal, createJournal, type EventJournal, reserveEvents } from '../kernels/event-journal.js';
import { NO_KEY } from '../kernels/key-index.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { LOST, positionStandsBehind, readFunnelMark, standsBehind } from './funnel-mark.js';
import type { FunnelOptions } from './funnel-options.js';
import { planFunnel } from './funnel-plan.js';
import { FunnelReader } from './funnel-reading.js';
import { funnelSummary } from './funnel-summary.js';
import { beginFrame, countRows, createTally, mergeTallies, type RowTally, rowCounts } from './row-tally.js';
import { binWidth } from './time-bins.js';

/** Every event that may fill a step, and what became of the rows. Structured-cloneable. */
export interface FunnelState {
  readonly rows: RowTally;
  /** Codes are steps where the options name them, stage codes otherwise. */
  readonly journal: EventJournal;
  /** Of the values, where they are decimals. */
  readonly decimals: EventDecimals;
  /** First and last instant of all rows with a customer and a time; Infinity and -Infinity where there are none. */
  first: number;
  last: number;
}

/** Returns the fold of rows into a journal of events, which is read out as counts by step. */
export function createFunnelFold(options: FunnelOptions, input: Input): Fold<FunnelState> {
  const { columns, cutOff, stepOf, zone } = planFunnel(options, input);
  const { customer, stage, time, value, segment, constants } = columns;

  function init(): FunnelState {
    return {
      rows: createTally(),
      journal: createJournal({ values: value !== null, segments: segment !== null, constants: constants.length }),
      decimals: {},
      first: Infinity,
      last: -Infinity,
    };
  }

  function update(state: FunnelState, frame: Frame, mask: Bitmap | null): void {
    if (!beginFrame(state.rows, frame.ordinal)) return;
    const { numRows } = frame;
    const customers = frame.keys(customer);
    const instants = frame.instants(time);
    const stageCodes = frame.keys(stage);
    const values = value === null ? null : frame.numbers(value);
    const segments = segment === null ? null : frame.keys(segment);
    const held = constants.map((column) => frame.keys(column));
    const codeOf = stepOf === null ? null : stepOf();
    const { decimals: kept, journal } = state;
    const decimals = value === null ? null : frame.decimals(value);
    const exact = keepsExactSums(kept, decimals) ? decimals : null;
    reserveEvents(journal, numRows);
    const { customers: toCustomers, instants: toInstants, codes: toCodes, values: toValues, segments: toSegments, constants: toConstants } = journal;
    let { first, last } = state;
    let length = journal.length;
    let customerMissing = 0;
    let timeMissing = 0;
    let afterAsOf = 0;
    let stageMissing = 0;
    let notAStep = 0;
    let constantMissing = 0;
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
      const code = codeOf === null ? stageCode : codeOf[stageCode]!;
      if (code === NO_KEY) {
        notAStep++;
        continue;
      }
      if (held.length > 0) {
        let missing = false;
        for (let column = 0; column < held.length; column++) {
          const constant = held[column]![i]!;
          if (constant === NO_KEY) missing = true;
          toConstants[column]![length] = constant;
        }
        if (missing) {
          constantMissing++;
          continue;
        }
      }
      toCustomers[length] = who;
      toInstants[length] = instant;
      toCodes[length] = code;
      if (toValues !== null) toValues[length] = values![i]!;
      if (exact !== null && Number.isFinite(values![i]!)) setDecimal(kept, length, exact, i);
      if (toSegments !== null) toSegments[length] = segments![i]!;
      length++;
    }
    countRows(state.rows, length - journal.length, {
      customer_missing: customerMissing, time_missing: timeMissing, after_as_of: afterAsOf, stage_missing: stageMissing, stage_not_a_step: notAStep,
      constant_missing: constantMissing,
    });
    journal.length = length;
    state.first = first;
    state.last = last;
  }

  function merge(into: FunnelState, from: FunnelState): void {
    mergeTallies('funnel', into.rows, from.rows);
    appendDecimals(into.decimals, into.journal.length, from.decimals, from.journal.length);
    appendJournal(into.journal, from.journal);
    into.first = Math.min(into.first, from.first);
    into.last = Math.max(into.last, from.last);
  }

  const endOf = (state: FunnelState): number => (cutOff === Infinity ? state.last + 1 : cutOff);
  const readerOf = (state: FunnelState): FunnelReader => new FunnelReader(state.journal, state.decimals, options, columns, input, zone, endOf(state));

  function finish(state: FunnelState): Summary {
    const reader = readerOf(state);
    const { first, last } = state;
    return funnelSummary({ ...reader.count(), steps: reader.steps, rows: rowCounts(state.rows), first, last, zone, asOf: options.asOf ?? null, end: endOf(state) });
  }

  function members(state: FunnelState, mark: Mark): CustomerSet {
    const wanted = readFunnelMark(mark, { steps: options.steps ?? null, segments: segment !== null, periods: options.period != null, mode: options.mode != null });
    const bits = bitmap(input.keyIndex(customer).size);
    const reader = readerOf(state);
    const step = reader.steps.names.indexOf(wanted.stage);
    const inSegment = (code: number): boolean => wanted.segment === null || reader.segmentName(code) === wanted.segment;
    if (step !== -1 && options.mode != null) {
      const target = wanted.target === LOST ? reader.plan.stepCount : reader.steps.names.indexOf(wanted.target ?? '');
      reader.positions((position) => {
        const goes = wanted.target === null || position.path.some((stage, i) => stage === step && position.path[i + 1] === target);
        if (goes && inSegment(position.segment) && positionStandsBehind(wanted.outcome, step, position)) setBit(bits, position.customer);
      });
    } else if (step !== -1) {
      const width = wanted.seconds === null ? 0 : widthOf(reader);
      reader.attempts(({ attempt, customer: who, segment: code }) => {
        if (!inSegment(code) || !standsBehind(wanted.outcome, step, reader.plan, attempt)) return;
        if (wanted.period !== null && reader.periodOf(attempt.entry) !== wanted.period) return;
        if (wanted.seconds !== null && Math.floor((attempt.reached[step]! - attempt.entry) / width) !== Math.floor((wanted.seconds * 1e6) / width)) return;
        setBit(bits, who);
      });
    }
    return { column: customer, bits, count: countBits(bits) };
  }

  return { init, update, merge, finish, members };
}

/** How wide the bins of durations are. */
function widthOf(reader: FunnelReader): number {
  let longest = 0;
  reader.attempts(({ attempt }) => {
    for (let k = 0; attempt.depth > 0 && k < attempt.filled.length; k++) {
      if (attempt.filled[k] === 1) longest = Math.max(longest, attempt.reached[k]! - attempt.entry);
    }
  });
  return binWidth(longest);
}
