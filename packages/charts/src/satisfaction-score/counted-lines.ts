import { LOW_N, type Result } from '@clientele/metrics';
import { chartMessages } from '../locales/chart-messages.js';
import type { SceneLine, Words } from '../scene.js';
import type { Readings, View } from './readings.js';
import type { ScoreWording } from './score-wording.js';

/** 1 January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

/** Returns how the numbers are counted. */
export function countedLines(result: Result, readings: Readings, wording: ScoreWording, words: Words): SceneLine[] {
  const { scale, groups, total, grain, weighted } = readings;
  const { counted: own, columns } = wording.messages;
  const { format } = wording;
  const common = chartMessages[words.locale].counted;
  const parts = format.list(groups.map((group) => wording.groupAndScores(group)));
  const method = scale.type !== 'nps' ? 'wilson' : result.options['interval'] === 'wald' ? 'wald' : 'adjusted-wald';
  const period = typeof result.options['period'] === 'string';
  const effective = result.scalars['effective_size'];
  return [
    { label: common.definition, value: own.definitions[scale.type] },
    { label: own.scale, value: own.scales(parts, format.number(scale.min), format.number(scale.max)) },
    ...(total === null ? [] : [{ label: own.denominator, value: own.answered(format.count(total.n), format.count(total.excluded)) }]),
    { label: columns.answers, value: own.repeat },
    { label: common.interval, value: own.interval[method](wording.level) },
    ...(scale.type === 'nps' ? [] : [{ label: own.meanLabel, value: own.meanInterval(wording.level) }]),
    {
      label: own.weights,
      value: weighted ? own.weighted(String(result.options['weight']), format.number(typeof effective === 'number' ? effective : null, 1)) : own.unweighted,
    },
    ...(readings.rolling > 1 ? [{ label: own.rolling, value: own.rollingSays(format.count(readings.rolling)) }] : []),
    ...(readings.total?.responseRate == null ? [] : [{ label: columns.responseRate, value: own.response }]),
    ...(period ? [{ label: own.periods, value: grain === 'week' ? own.weeksBegin(weekday(Number(result.options['weekStart'] ?? 1), words)) : own.grains[grain] }] : []),
    ...(period && readings.periods.length > 0 ? [{ label: own.change, value: own.changes[scale.type === 'nps' ? 'nps' : 'share'](wording.level) }] : []),
  ];
}

/** Returns what a reader should know about *view*: what was left out, what rests on few, what is unfinished. */
export function remarks(view: View, result: Result, { total, periods, segments, grain, rolling, minCell }: Readings, wording: ScoreWording): string[] {
  const { notes } = wording.messages;
  const { format } = wording;
  const outside = result.diagnostics.notes.find(({ code }) => code === 'out_of_scale')?.params?.['rows'];
  const { partial } = result.diagnostics.window;
  const shown = view === 'trend' ? periods : view === 'segments' ? segments : [];
  const minN = result.options['minN'];
  return [
    ...(total !== null && total.lowN && total.n > 0 ? [notes.lowTotal(wording.answers(total.n))] : []),
    ...(partial.length > 0 && periods.length > 0 ? [notes.partial(format.list(partial.map((date) => format.period(date, grain))), partial.length === 1)] : []),
    ...(view === 'trend' && total?.lowN !== true && shown.some(({ lowN, n }) => lowN && n > 0) ? [notes.lowPeriods(format.count(LOW_N))] : []),
    ...(view === 'trend' && rolling > 1 ? [notes.rolling(format.count(rolling))] : []),
    ...(minCell > 1 ? [notes.withheld(format.count(minCell))] : []),
    ...(typeof minN === 'number' && minN > 0 && shown.some(({ suppressed, withheld }) => suppressed && !withheld) ? [notes.suppressed(format.count(minN))] : []),
    ...(typeof outside === 'number' ? [notes.outOfScale(format.count(outside), outside === 1)] : []),
  ];
}

function weekday(day: number, { format }: Words): string {
  return new Intl.DateTimeFormat(format.tag, { weekday: 'long', timeZone: 'UTC' }).format(MONDAY + (day - 1) * 86_400_000);
}
