const day = 86_400_000;
const hour = 3_600_000;

/**
 * Time as a business feels it: a clock that runs fast on busy days and hours and slow at night, in weeks, and that agrees
 * with the calendar over its whole range. A process that is memoryless on this clock has seasons on the wall clock, so that
 * buying keeps its textbook law (operational time, Feller 1971, X.7) while 11.11 still looks like 11.11.
 */
export class SeasonClock {
  #firstDay;
  /** @type {Float64Array} Weeks on the clock at each midnight. */
  #atMidnight;
  /** @type {Float64Array} Share of the day that is over at each full hour. */
  #atHour;

  /**
   * @param {number} start Wall clock of the first midnight, in milliseconds.
   * @param {number} days
   * @param {(date: number) => number} weightOfDay Above 0.
   * @param {readonly number[]} shareOfHour 24 shares above 0 that sum to 1.
   */
  constructor(start, days, weightOfDay, shareOfHour) {
    const weights = Float64Array.from({ length: days }, (_, i) => weightOfDay(start + i * day));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#firstDay = start;
    this.#atMidnight = cumulative(weights, days / 7 / total);
    this.#atHour = cumulative(Float64Array.from(shareOfHour), 1);
  }

  /** The weeks between the first and the last midnight, equal on the clock and in the calendar. */
  get weeks() {
    return this.#atMidnight[this.#atMidnight.length - 1] ?? 0;
  }

  /**
   * Returns the weeks on the clock since its start; before and after its range, those of the nearer end.
   * @param {number} wall Local wall clock in milliseconds.
   */
  weeksAt(wall) {
    const elapsed = wall - this.#firstDay;
    const index = Math.floor(elapsed / day);
    if (index < 0) return 0;
    if (index >= this.#atMidnight.length - 1) return this.weeks;
    const hours = (elapsed - index * day) / hour;
    return between(this.#atMidnight, index + between(this.#atHour, hours));
  }

  /**
   * Returns the wall clock at *weeks* on the clock, in whole milliseconds: the inverse of `weeksAt`. Infinity past its range.
   * @param {number} weeks
   */
  wallAt(weeks) {
    if (weeks >= this.weeks) return Infinity;
    const position = positionOf(this.#atMidnight, weeks);
    const index = Math.floor(position);
    const hours = positionOf(this.#atHour, position - index);
    return this.#firstDay + index * day + Math.floor(hours * hour);
  }
}

/**
 * @param {Float64Array} steps
 * @param {number} scale
 */
function cumulative(steps, scale) {
  const sums = new Float64Array(steps.length + 1);
  for (let i = 0; i < steps.length; i++) sums[i + 1] = (sums[i] ?? 0) + (steps[i] ?? 0) * scale;
  return sums;
}

/**
 * The value at a fractional position, linear between neighbours.
 * @param {Float64Array} values
 * @param {number} position
 */
function between(values, position) {
  const i = Math.min(Math.floor(position), values.length - 2);
  const low = values[i] ?? 0;
  return low + ((values[i + 1] ?? low) - low) * (position - i);
}

/**
 * The fractional position of *value* among rising values.
 * @param {Float64Array} values
 * @param {number} value
 */
function positionOf(values, value) {
  let low = 0;
  let high = values.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const start = values[low] ?? 0;
  return low + (value - start) / ((values[low + 1] ?? start) - start);
}
