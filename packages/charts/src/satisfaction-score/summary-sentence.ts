import { LOW_N, MISSING_SEGMENT } from '@clientele/metrics';
import { wholePercents } from './part-bar.js';
import type { Reading, Readings, View } from './readings.js';
import type { ScoreWording } from './score-wording.js';
import { segmentName } from './segments-view.js';

/** Returns the finding of *view* in one sentence. *partial* are the periods that are not over. */
export function summarySentence(view: View, readings: Readings, wording: ScoreWording, partial: readonly string[]): string {
  const { total } = readings;
  if (view === 'segments') {
    const told = segmentSentence(readings, wording);
    if (told !== null) return told;
  }
  const latest = [...readings.periods].reverse().find(({ score, period }) => score !== null && !partial.includes(period ?? ''));
  if ((view === 'trend' || total === null) && latest !== undefined) return trendSentence(latest, readings, wording);
  return total === null ? '' : totalSentence(total, latest, readings, wording);
}

function totalSentence(total: Reading, latest: Reading | undefined, readings: Readings, wording: ScoreWording): string {
  const { messages } = wording;
  const percents = wholePercents(total.shares, wording) ?? [];
  const extremes = readings.groups
    .map((group, i) => ({ group, text: `${percents[i] ?? ''} ${wording.groupInText(group)}` }))
    .filter(({ group }) => group.tone !== 'neutral')
    .reverse();
  return messages.summaries[readings.scale.type]({
    score: wording.round(total.score),
    interval: wording.interval(total),
    answers: wording.answers(total.n),
    groups: extremes.map(({ text }) => text),
    mean: wording.mean(total),
    latest: latest === undefined || readings.periods.length < 2
      ? null
      : messages.latest(wording.format.period(latest.period ?? '', readings.grain), wording.round(latest.score), wording.verdict(latest)),
  });
}

function trendSentence(latest: Reading, readings: Readings, wording: ScoreWording): string {
  const { messages } = wording;
  const score = messages.scored[readings.scale.type](wording.round(latest.score));
  const total = readings.total?.score ?? null;
  return messages.trend(score, messages.when[readings.grain](wording.format.period(latest.period ?? '', readings.grain)), wording.interval(latest), wording.verdict(latest), readings.rolling > 1, total === null ? null : wording.round(total));
}

function segmentSentence({ segments, total, segmentPeriod }: Readings, wording: ScoreWording): string | null {
  const known = segments.filter(({ score }) => score !== null);
  // A handful of answers, or those that belong nowhere, are no finding where there are others.
  const sound = known.filter(({ lowN, segment }) => !lowN && segment !== MISSING_SEGMENT);
  const scored = sound.length > 1 ? sound : known;
  const enough = scored === sound && known.some(({ lowN }) => lowN) ? wording.format.count(LOW_N) : null;
  const first = scored[0];
  const last = scored.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  const all = total === null || total.score === null || segmentPeriod !== null ? null : wording.round(total.score);
  return wording.messages.segmentSummary(wording.nameInText, segmentName(first, false, wording), wording.round(first.score), segmentName(last, false, wording), wording.round(last.score), all, enough);
}
