/**
 * A mistake that a product made, as a change of our source: *find* stands once in *file*. Of *tests* (words of paths), some must fail.
 * @typedef {{ incident: string, file: string, find: string, replace: string, tests: readonly string[] }} PlantedBug
 */

const definitions = 'packages/metrics/src/definitions/';
const statistics = 'packages/metrics/src/statistics/';
const calendar = 'packages/metrics/src/calendar/';

/** @param {string} incident @param {string} file @param {string} find @param {string} replace @param {...string} tests @returns {PlantedBug} */
const bug = (incident, file, find, replace, ...tests) => ({ incident, file, find, replace, tests });

/** Forty mistakes, by what they are about. @type {readonly PlantedBug[]} */
export const plantedBugs = [
  // Satisfaction
  bug('NPS is divided by who was asked, not by who answered', `${definitions}satisfaction-score.ts`,
    'nps: netPromoterScore(promoters, passives, detractors),', 'nps: netPromoterScore(promoters, passives + answers.excluded, detractors),', 'definitions/satisfaction.test'),
  bug('NPS is divided by promoters and detractors, without the passives', `${statistics}adjusted-wald.ts`,
    '100 * ((promoters - detractors) / answers)', '100 * ((promoters - detractors) / (promoters + detractors))', 'statistics/intervals', 'definitions/satisfaction.test'),
  bug('a 7 counts as a detractor', `${definitions}satisfaction-scale.ts`, 'top = 9, bottom = 6 } = scale', 'top = 9, bottom = 7 } = scale', 'definitions/satisfaction.test'),
  bug('an effort scale is read the wrong way round', `${definitions}satisfaction-scale.ts`,
    "return scale.direction === 'high' ? score >= scale.top : score <= scale.top;", 'return score >= scale.top;', 'definitions/satisfaction.test'),
  bug('a share of no answers is 0, not missing', `${definitions}satisfaction-score.ts`, '(weight > 0 ? part / weight : null);', '(weight > 0 ? part / weight : 0);', 'definitions/satisfaction.test'),
  bug('every difference is called significant', `${definitions}satisfaction-change.ts`,
    'difference.lower > 0 || difference.upper < 0', 'difference.difference !== 0', 'definitions/satisfaction.test'),
  bug('weighted answers get the interval of as many plain ones', `${definitions}satisfaction-score.ts`,
    'wilson(share * effectiveSize, effectiveSize, confidence)', 'wilson(share * answers.n, answers.n, confidence)', 'definitions/satisfaction.test'),
  // Retention
  bug('the period in progress is in the mean', `${definitions}retention-pooled-sums.ts`, 'if (!observed || !complete) return;', 'if (!observed) return;', 'definitions/retention.test'),
  bug('cohorts are weighted by their size twice', `${definitions}retention-pooled-sums.ts`,
    "size += cohort.size;\n      active += numberIn(row, 'active');", "size += cohort.size ** 2;\n      active += numberIn(row, 'active') * cohort.size;", 'definitions/retention.test'),
  bug('what has not happened yet is 0 %', `${definitions}retention-cell-table.ts`, 'const told = observed && !few && !hidden;', 'const told = !few && !hidden;', 'definitions/retention.test'),
  bug('a period without anybody is missing, not 0', `${definitions}retention-cell-table.ts`, 'columns.active.push(told ? active : null);', 'columns.active.push(told && active > 0 ? active : null);', 'definitions/retention.test'),
  bug('a bracket ends before its last offset', `${definitions}retention-walk.ts`, 'offset >= from && offset <= to', 'offset >= from && (offset < to || from === to)', 'definitions/retention.test'),
  bug('a rolling window is counted before all had the time', `${definitions}retention-cohorts.ts`, 'complete: eligible === size, eligible', 'complete: true, eligible', 'definitions/retention.test'),
  // Calendar
  bug('dates are those of UTC, so that they shift east of it', `${calendar}local-date.ts`,
    'return formatCivilDate(dayHolding(instant, timeZone));', 'return formatCivilDate(Math.floor(instant / 86_400_000_000));', 'calendar/local-date'),
  bug('a day is 86,400 seconds', `${calendar}period-table.ts`, 'return this.startOf(ordinal + 1);', "return this.grain === 'day' ? this.startOf(ordinal) + MICROS_PER_DAY : this.startOf(ordinal + 1);", 'calendar/period-table'),
  bug('a filter by date ends after 24 hours', `${calendar}local-date.ts`, 'endExclusive: startOfDay(day + 1, timeZone)', 'endExclusive: startOfDay(day, timeZone) + 86_400_000_000', 'calendar/local-date'),
  bug('weeks begin on Monday for everyone', `${calendar}period-table.ts`, 'return (11 - this.zone.weekStart) % 7;', 'return 3;', 'calendar/period-table'),
  bug('the cut-off leaves its own day out', `${definitions}cut-off.ts`, 'return parsed.endExclusive;', 'return parsed.start;', 'definitions/retention.test', 'definitions/lifecycle.test'),
  bug('a time without a zone is the reader\'s', `${calendar}local-date.ts`, "startOfDay(day, 'UTC') + clockSeconds", 'startOfDay(day, timeZone) + clockSeconds', 'calendar/local-date'),
  bug('offsets from UTC have the wrong sign', `${calendar}local-date.ts`, "(zone.startsWith('-') ? -1 : 1)", "(zone.startsWith('-') ? 1 : -1)", 'calendar/local-date'),
  bug('a month from 31 January ends in March', `${calendar}periods-between.ts`, 'Math.min(start.day, daysInMonth)', 'start.day + 0 * daysInMonth', 'calendar/periods-between'),
  bug('dates before 1970 are a day late', 'packages/metrics/src/arrow/column-instants.ts', 'Math.floor(milliseconds[i]! / DAY_MS) * DAY_US', 'Math.trunc(milliseconds[i]! / DAY_MS) * DAY_US', 'arrow/columns', 'arrow/golden'),
  // Survival and other statistics
  bug('who is censored at a time is no longer at risk at it', `${statistics}kaplan-meier.ts`,
    'survival *= (atRisk - events) / atRisk;', 'survival *= (atRisk - censored - events) / (atRisk - censored || 1);', 'statistics/survival'),
  bug('the standard error of survival lacks the survival', `${statistics}kaplan-meier.ts`, 'survival * Math.sqrt(greenwood)', 'Math.sqrt(greenwood)', 'statistics/survival'),
  bug('the median survival is passed, not reached', `${statistics}kaplan-meier.ts`, 'median === null && survival <= 0.5 + 1e-12', 'median === null && survival < 0.5 - 1e-12', 'statistics/survival'),
  bug('a median of an even number is the lower middle', `${statistics}quantile.ts`, 'const rank = (n - 1) * Math.min(1, Math.max(0, p));', 'const rank = Math.floor((n - 1) * Math.min(1, Math.max(0, p)));', 'statistics/distribution'),
  bug('an interval of a share lies around the share', `${statistics}wilson.ts`, 'const centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);', 'const centre = p;', 'statistics/intervals'),
  bug('rounded shares add up to 101 %', `${statistics}largest-remainder.ts`, 'const parts = quotas.map(Math.floor);', 'const parts = quotas.map(Math.round);', 'statistics/distribution'),
  // Pyramid
  bug('tiers are cut down, so that the last customer of the top is lost', `${definitions}pyramid-cut.ts`,
    '(2n * BigInt(count) * numerator + denominator) / (2n * denominator)', '(BigInt(count) * numerator) / denominator', 'definitions/pyramid.test'),
  bug('shares of a total below 0 are told', `${definitions}pyramid-scalars.ts`, 'return denominator > 0 ? numerator / denominator : null;', 'return numerator / denominator;', 'definitions/pyramid.test'),
  bug('equal customers rank as the rows happened to come', `${definitions}pyramid-ranking.ts`, '(a.text < b.text ? -1 : a.text > b.text ? 1 : 0)', 'a.code - b.code', 'definitions/pyramid.test'),
  // Funnel, lifecycle, phases, new and existing
  bug('exclusions are ignored in any order', `${definitions}funnel-any.ts`, 'if (wholeCustomer) continue;', 'if (code >= 0 || wholeCustomer) continue;', 'definitions/funnel-attempts'),
  bug('a step at the very end of the window is too late', `${definitions}funnel-ordered.ts`, 'instants[cursor]! > limit', 'instants[cursor]! >= limit', 'definitions/funnel.test'),
  bug('a step after a skipped one is measured from the skipped one', `${definitions}funnel-estimate.ts`, 'if (!optional) before = reached;', 'before = reached;', 'definitions/funnel-attempts'),
  bug('a return after a gap is no resurrection', `${definitions}lifecycle-fold.ts`, 'last === period - 1', 'last !== NO_PERIOD', 'definitions/lifecycle.test'),
  bug('0.1 + 0.2 is more than 0.3', `${definitions}relationship-phase.ts`, 'Math.round(recent.value * 1e6) > Math.round(before.value * 1e6)', 'recent.value > before.value', 'definitions/phases.test'),
  bug('a refund counts as a purchase', `${definitions}relationship-phase.ts`, '    if (value < 0) continue;\n', '', 'definitions/phases.test'),
  // What leaves and enters
  bug('a missing share is drawn as 0', 'packages/charts/src/retention-cohort/retention-model.ts', 'return percent ? cell.valueShare : cell.value;', 'return percent ? (cell.valueShare ?? 0) : (cell.value ?? 0);', 'charts/retention-cohort'),
  bug('an exported name runs as a formula', 'packages/charts/src/exports/csv.ts', "return FORMULA.test(cell) ? `'${cell}` : cell;", 'return cell;', 'charts/csv'),
  bug('ids lose their leading zeros', 'packages/sources/src/csv/cell.ts', 'const integer = /^-?(?:0|[1-9]\\d*)$/;', 'const integer = /^-?\\d+$/;', 'sources/csv'),
];
