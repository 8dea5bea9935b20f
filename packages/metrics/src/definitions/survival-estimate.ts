import type { Estimate, Note, Summary } from '../metric.js';
import { atRiskFirst, type DurationCount } from '../statistics/durations.js';
import { kaplanMeier, medianInterval, type SurvivalCurve } from '../statistics/kaplan-meier.js';
import { logRank } from '../statistics/log-rank.js';
import { renewalsOf } from '../statistics/renewals.js';
import { fitShiftedBetaGeometric, type ShiftedBetaGeometricFit, survivalCurve } from '../statistics/shifted-beta-geometric.js';
import { type Row, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import { groupBy, numberIn, summaryRows, textIn } from './summary-cells.js';
import { toldGroups } from './survival-disclosure.js';
import type { SurvivalOptions } from './survival-options.js';
import { durationsOf, SURVIVAL_POINT, survivalPoints } from './survival-points.js';

/** A group, its curve as far as it may be told, and the model of all its durations. */
interface Group {
  readonly segment: string | null;
  readonly n: number | null;
  readonly low: boolean;
  readonly counts: readonly DurationCount[];
  readonly curve: SurvivalCurve;
  readonly fit: ShiftedBetaGeometricFit | null;
  readonly suppressed: boolean;
}

/** Curves with intervals, medians, the comparison of groups, and what the model projects. See `survival` for what they mean. */
export function estimateSurvival(summary: Summary, options: SurvivalOptions): Estimate {
  const window = summaryRows('survival', summary, 'window')[0] ?? {};
  const minN = options.minN ?? 0;
  const segments = segmentsOf(summaryRows('survival', summary, 'survival'));
  const told = toldGroups(segments.map(({ counts }) => counts), options.minCell ?? 0);
  const groups = segments.map(({ segment, counts }, g): Group => {
    const all = counts.reduce((sum, { events, censored }) => sum + events + censored, 0);
    const shown = told.groups[g]!.counts;
    const renewals = renewalsOf(counts);
    return {
      segment, n: told.groups[g]!.n ? all : null, low: all < LOW_N, counts, curve: kaplanMeier(shown ?? [], options.confidence ?? 0.95), suppressed: shown === null || all < minN,
      // Before late entries nobody may be at risk, where the model has nothing to hold on to.
      fit: renewals === null || atRiskFirst(counts) === 0 ? null : fitShiftedBetaGeometric(renewals.atRisk, renewals.retained),
    };
  });
  const sum = (name: 'events' | 'censored'): number => segments.reduce((all, { counts }) => counts.reduce((part, count) => part + count[name], all), 0);
  const n = sum('events') + sum('censored');
  const compared = groups.some(({ suppressed }) => suppressed) ? null : logRank(groups.map(({ counts }) => counts));
  const only = groups.length === 1 && groups[0]?.suppressed === false ? groups[0] : null;
  const notes: Note[] = [];
  if (told.some) notes.push({ code: 'cells_withheld', message: 'Small groups are withheld, and what would tell them.', params: { minCell: options.minCell ?? 0 } });
  const never = numberIn(summaryRows('survival', summary, 'totals')[0] ?? {}, 'never_at_risk');
  if (never > 0) notes.push({ code: 'never_at_risk', message: `${never} came under observation in their last period and were never at risk.`, params: { rows: never } });
  const project = options.project ?? 0;
  if (project > 0) {
    const without = groups.filter(({ fit }) => fit === null).length;
    if (without > 0) notes.push({ code: 'no_projection', message: `${without} groups have no projection: the model needs whole periods, losses, and losses that slow down.`, params: { groups: without } });
  }
  return {
    table: tableOf({ segment: 'utf8', ...SURVIVAL_POINT, low_n: 'bool' }, groups.flatMap(({ segment, curve, suppressed }) => (
      suppressed ? [] : survivalPoints(curve).map((row): Row => ({ segment, ...row, low_n: Number(row['at_risk']) < LOW_N }))))),
    scalars: {
      n: told.n ? n : null, events: !told.events || (n > 0 && n < minN) ? null : sum('events'), groups: groups.length,
      median: only?.curve.median ?? null,
      log_rank_chi_square: compared?.chiSquare ?? null, log_rank_degrees_of_freedom: compared?.degreesOfFreedom ?? null, log_rank_p_value: compared?.pValue ?? null,
    },
    tables: {
      groups: tableOf({
        segment: 'utf8', n: 'int32', events: 'int32', censored: 'int32', median: 'float64', median_lower: 'float64', median_upper: 'float64',
        expected: 'float64', alpha: 'float64', beta: 'float64', log_likelihood: 'float64', low_n: 'bool', suppressed: 'bool',
      }, groups.map(({ segment, n: size, low, curve, fit, suppressed }, i): Row => {
        if (suppressed) return { segment, n: size, low_n: size === null ? null : low, suppressed };
        const interval = medianInterval(curve);
        return {
          segment, n: curve.n, events: curve.events, censored: curve.n - curve.events, median: curve.median, median_lower: interval.lower, median_upper: interval.upper,
          expected: compared?.expected[i] ?? null, alpha: fit?.alpha ?? null, beta: fit?.beta ?? null, log_likelihood: fit?.logLikelihood ?? null,
          low_n: low, suppressed,
        };
      })),
      projection: tableOf({ segment: 'utf8', time: 'float64', survival: 'float64' }, groups.flatMap((group) => projected(group, project))),
    },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: options.asOf ?? textIn(window, 'end'), partial: [] },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: null,
      inferred: {},
      notes,
    },
  };
}

function segmentsOf(rows: readonly Row[]): { readonly segment: string | null; readonly counts: readonly DurationCount[] }[] {
  return groupBy(rows, 'segment').map(([, own]) => ({ segment: textIn(own[0] ?? {}, 'segment'), counts: durationsOf(own) }));
}

/** Continues the observed curve by the model's losses: the first row is the last observed point, where both meet. */
function projected({ segment, curve, fit, suppressed }: Group, periods: number): Row[] {
  const last = curve.points.at(-1);
  if (periods === 0 || fit === null || last === undefined || suppressed) return [];
  const model = survivalCurve(fit, last.time + periods);
  const atLast = model[last.time] ?? 0;
  if (!(atLast > 0)) return [];
  return model.slice(last.time).map((share, i) => ({ segment, time: last.time + i, survival: (last.survival * share) / atLast }));
}
