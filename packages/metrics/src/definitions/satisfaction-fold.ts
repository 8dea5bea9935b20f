import type { Frame, Input } from '../arrow/frame.js';
import { NO_PERIOD } from '../calendar/period-table.js';
import { type Bitmap, bitmap, countBits, setBit } from '../kernels/bitmap.js';
import { cellOf } from '../kernels/cell-index.js';
import { addSumTo, addTo, type CompensatedSums, reserveSums, slotCount, sumAt } from '../kernels/compensated-sums.js';
import { NO_KEY } from '../kernels/key-index.js';
import { addResponse, appendResponses, reserveResponses } from '../kernels/response-log.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { beginFrame, countRows, mergeTallies, rowCounts } from './row-tally.js';
import { groupTest, readSatisfactionMark } from './satisfaction-mark.js';
import type { SatisfactionPlan } from './satisfaction-plan.js';
import { createSatisfactionState, EXCLUDED, type SatisfactionState } from './satisfaction-state.js';
import { cellLabels, satisfactionSummary } from './satisfaction-summary.js';

/** A frame's table of cells holds at most this many, which fit the processor's cache. */
const MAX_PLACES = 16_384;

/** Returns the fold of rows into counts by period, segment and score. */
export function createSatisfactionFold({ score, customer, segment, weight, time, timeNeeded, scale, periods, cutOff, zone }: SatisfactionPlan, input: Input): Fold<SatisfactionState> {
  const levels = scale.max - scale.min + 1;
  const width = levels + EXCLUDED.length;
  const segments = segment === null ? null : input.keyIndex(segment);
  let scratch = new Uint32Array(0);

  const init = (): SatisfactionState => createSatisfactionState({ weights: weight !== null, responses: customer !== null });

  function update(state: SatisfactionState, frame: Frame, mask: Bitmap | null): void {
    if (!beginFrame(state.rows, frame.ordinal)) return;
    const { numRows } = frame;
    const scores = frame.numbers(score);
    const instants = time === null ? null : frame.instants(time);
    const segmentCodes = segment === null ? null : frame.keys(segment);
    const weights = weight === null ? null : frame.numbers(weight);
    const customers = customer === null ? null : frame.keys(customer);
    const rowPeriods = periods === null || instants === null ? null : periods.ordinalsOf(instants);
    const responses = customers === null ? null : state.responses;
    if (responses !== null) reserveResponses(responses, numRows);
    const cells = openCells(state, rowPeriods, numRows);
    const { places, firstPeriod, segmentCount } = cells;
    const lowest = scale.min;
    let { counts, first, last } = state;
    let timeMissing = 0;
    let timeOutside = 0;
    let afterAsOf = 0;
    const excluded = new Uint32Array(EXCLUDED.length);
    let used = 0;
    for (let i = 0; i < numRows; i++) {
      if (mask !== null && (mask[i >>> 5]! & (1 << (i & 31))) === 0) continue;
      let period = 0;
      if (instants !== null) {
        const instant = instants[i]!;
        if (instant < cutOff) {
          if (rowPeriods !== null && (period = rowPeriods[i]!) === NO_PERIOD) {
            timeOutside++;
            continue;
          }
          if (instant < first) first = instant;
          if (instant > last) last = instant;
        } else if (instant === instant) {
          afterAsOf++;
          continue;
        } else if (timeNeeded) {
          timeMissing++;
          continue;
        }
      }
      const code = segmentCodes === null ? 0 : segmentCodes[i]!;
      const place = places === null ? -1 : (period - firstPeriod) * segmentCount + (code === NO_KEY ? segmentCount - 1 : code);
      let cell = places === null ? -1 : places[place]! - 1;
      if (cell === -1) {
        cell = cellOf(state.cells, period, code);
        if (places !== null) places[place] = cell + 1;
        if ((cell + 1) * width > counts.length) counts = state.counts = grown(counts, (cell + 1) * 2 * width);
      }
      const level = scores[i]! - lowest;
      // A whole number survives the conversion to 32 bits; NaN, fractions and what is too large don't.
      if ((level | 0) !== level || level < 0 || level >= levels) {
        const reason = scores[i] === scores[i] ? 1 : 0;
        excluded[reason]!++;
        counts[cell * width + levels + reason]!++;
        continue;
      }
      if (weights !== null) {
        const one = weights[i]!;
        if (!(one >= 0 && one < Infinity)) {
          excluded[2]!++;
          counts[cell * width + levels + 2]!++;
          continue;
        }
        addWeight(state, cell * levels + level, one);
      }
      used++;
      counts[cell * width + level]!++;
      if (responses !== null && customers![i] !== NO_KEY) addResponse(responses, customers![i]!, cell, level);
    }
    countRows(state.rows, used, {
      time_missing: timeMissing, time_out_of_range: timeOutside, after_as_of: afterAsOf,
      ...Object.fromEntries(EXCLUDED.map((reason, r) => [reason, excluded[r]!])),
    });
    state.first = first;
    state.last = last;
  }

  /**
   * A table of cell numbers + 1 by period and segment for one frame, so that a row costs no hashing; null where the frame
   * spans too many of them. It starts with what the state knows.
   */
  function openCells({ cells }: SatisfactionState, rowPeriods: Int32Array | null, numRows: number): CellTable {
    let firstPeriod = rowPeriods === null ? 0 : Infinity;
    let lastPeriod = rowPeriods === null ? 0 : -Infinity;
    if (rowPeriods !== null) {
      for (let i = 0; i < numRows; i++) {
        const period = rowPeriods[i]!;
        if (period === NO_PERIOD) continue;
        if (period < firstPeriod) firstPeriod = period;
        if (period > lastPeriod) lastPeriod = period;
      }
    }
    const segmentCount = segments === null ? 1 : segments.size + 1;
    const size = firstPeriod > lastPeriod ? 0 : (lastPeriod - firstPeriod + 1) * segmentCount;
    if (size > MAX_PLACES) return { places: null, firstPeriod: 0, segmentCount };
    if (scratch.length < size) scratch = new Uint32Array(size);
    scratch.fill(0, 0, size);
    for (let cell = 0; cell < cells.size; cell++) {
      const period = cells.firsts[cell]!;
      const code = cells.seconds[cell]!;
      if (period < firstPeriod || period > lastPeriod) continue;
      scratch[(period - firstPeriod) * segmentCount + (code === NO_KEY ? segmentCount - 1 : code)] = cell + 1;
    }
    return { places: scratch, firstPeriod, segmentCount };
  }

  function addWeight({ weights, squares }: SatisfactionState, slot: number, value: number): void {
    if (weights === null || squares === null) return;
    reserveSums(weights, slot + 1);
    reserveSums(squares, slot + 1);
    addTo(weights, slot, value);
    addTo(squares, slot, value * value);
  }

  function merge(into: SatisfactionState, from: SatisfactionState): void {
    mergeTallies('satisfaction', into.rows, from.rows);
    const renumbered = new Uint32Array(from.cells.size);
    for (let cell = 0; cell < from.cells.size; cell++) {
      const target = cellOf(into.cells, from.cells.firsts[cell]!, from.cells.seconds[cell]!);
      renumbered[cell] = target;
      if (target * width >= into.counts.length) into.counts = grown(into.counts, (target + 1) * 2 * width);
      for (let i = 0; i < width; i++) into.counts[target * width + i]! += from.counts[cell * width + i]!;
      mergeSlots(into.weights, from.weights, target * levels, cell * levels);
      mergeSlots(into.squares, from.squares, target * levels, cell * levels);
    }
    if (into.responses !== null && from.responses !== null) appendResponses(into.responses, from.responses, renumbered);
    into.first = Math.min(into.first, from.first);
    into.last = Math.max(into.last, from.last);
  }

  function mergeSlots(into: CompensatedSums | null, from: CompensatedSums | null, target: number, source: number): void {
    if (into === null || from === null) return;
    reserveSums(into, target + levels);
    for (let i = 0; i < levels && source + i < slotCount(from); i++) {
      addSumTo(into, target + i, from, source + i);
    }
  }

  function finish(state: SatisfactionState): Summary {
    const { counts, weights, squares, first, last } = state;
    const cells = cellLabels(state.cells, periods, segments).map((label, cell) => ({
      ...label, counts: counts.subarray(cell * width, cell * width + levels), excluded: counts.subarray(cell * width + levels, (cell + 1) * width),
      weightAt: weights === null || squares === null ? null : (level: number) => ({ weight: sumAt(weights, cell * levels + level), square: sumAt(squares, cell * levels + level) }),
    }));
    return satisfactionSummary({ cells, scale, first, last, rows: rowCounts(state.rows), zone });
  }

  function membersOf(column: string, state: SatisfactionState, mark: Mark): CustomerSet {
    const wanted = readSatisfactionMark(mark, scale, { period: periods !== null, segment: segments !== null });
    const behind = groupTest(wanted, scale);
    const labels = cellLabels(state.cells, periods, segments);
    const inCell = labels.map(({ period, segment: text }) => (
      (wanted.period === null || wanted.period === period) && (wanted.segment === null || wanted.segment === text)));
    const bits = bitmap(input.keyIndex(column).size);
    if (state.responses === null) return { column, bits, count: 0 };
    const { length, customers, cells, scores } = state.responses;
    for (let i = 0; i < length; i++) {
      if (inCell[cells[i]!] === true && behind(scores[i]! + scale.min)) setBit(bits, customers[i]!);
    }
    return { column, bits, count: countBits(bits) };
  }

  const fold = { init, update, merge, finish };
  // Without customers nobody stands behind a mark.
  return customer === null ? fold : { ...fold, members: (state: SatisfactionState, mark: Mark) => membersOf(customer, state, mark) };
}

interface CellTable {
  readonly places: Uint32Array | null;
  readonly firstPeriod: number;
  readonly segmentCount: number;
}

function grown(counts: Uint32Array, length: number): Uint32Array {
  const wider = new Uint32Array(length);
  wider.set(counts);
  return wider;
}
