import type { LegendItem, SceneMark } from '../scene.js';
import type { Group, Reading, Readings, ScoreCount } from './readings.js';
import type { ScoreWording } from './score-wording.js';
import type { Shape } from './shapes.js';

/** What a view is laid out from. */
export interface ViewInput {
  readonly readings: Readings;
  readonly wording: ScoreWording;
  readonly width: number;
  readonly fontSize: number;
  /** Periods that are not over. */
  readonly partial: readonly string[];
}

/** A view, laid out. */
export interface LaidOut {
  readonly shapes: readonly Shape[];
  readonly marks: readonly SceneMark[];
  readonly height: number;
  readonly legend: readonly LegendItem[];
  readonly notes: readonly string[];
}

/** A place on the drawing. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Returns the mark of all answers of *group*. */
export function groupMark({ readings, wording }: ViewInput, index: number, group: Group, box: Box, place: { readonly row: number; readonly column: number }): SceneMark {
  const { columns } = wording.messages;
  const share = readings.total?.shares[index] ?? null;
  const own = readings.distribution.filter((level) => level.group === index);
  const n = own.length === 0 || own.some((level) => level.withheld) ? null : own.reduce((sum, level) => sum + level.n, 0);
  const lines = [
    { label: columns.share, value: wording.format.percent(share, 1) },
    ...(n === null ? [] : [{ label: columns.answers, value: wording.format.count(n) }]),
  ];
  return markOf(`group-${group.name}`, wording.groupAndScores(group), lines, { group: group.name }, box, place, wording);
}

/** Returns the mark of all answers with one score. */
export function scoreMark({ readings, wording }: ViewInput, level: ScoreCount, box: Box, row: number): SceneMark {
  const { columns, score } = wording.messages;
  const group = readings.groups[level.group];
  const lines = [
    ...(group === undefined ? [] : [{ label: columns.group, value: wording.group(group) }]),
    { label: columns.share, value: level.withheld ? wording.messages.withheld : wording.format.percent(level.share, 1) },
    { label: columns.answers, value: level.withheld ? wording.messages.withheld : wording.format.count(level.n) },
  ];
  return markOf(`score-${level.score}`, score(wording.format.number(level.score)), lines, { score: level.score }, box, { row, column: level.score - readings.scale.min }, wording);
}

/** Returns the mark of a period, a segment, or (*mark* null) everything. */
export function readingMark({ readings, wording }: ViewInput, id: string, title: string, reading: Reading, mark: SceneMark['mark'], box: Box, place: { readonly row: number; readonly column: number }): SceneMark {
  return markOf(id, title, readingLines(reading, readings, wording), mark, box, place, wording);
}

function readingLines(reading: Reading, readings: Readings, wording: ScoreWording): { label: string; value: string }[] {
  const { columns, noAnswers, tooFewShort } = wording.messages;
  const { format } = wording;
  const range = wording.exactRange(reading.lower, reading.upper);
  const change = reading.change === null ? null : readings.scale.type === 'nps' ? format.signed(reading.change) : `${format.signed(reading.change)}`;
  const verdict = wording.verdict(reading);
  return [
    { label: wording.name, value: reading.withheld ? wording.messages.withheld : reading.n === 0 ? noAnswers : reading.score === null ? tooFewShort : wording.exact(reading.score) },
    ...(range === null ? [] : [{ label: wording.intervalName, value: range }]),
    { label: columns.answers, value: reading.withheld ? wording.messages.withheld : format.count(reading.n) },
    ...(reading.responseRate === null ? [] : [{ label: columns.responseRate, value: format.percent(reading.responseRate, 1) }]),
    ...(readings.scale.type === 'nps' && reading.score !== null
      ? readings.groups.map((group, i) => ({ label: wording.group(group), value: format.percent(reading.shares[i] ?? null, 1) }))
      : []),
    ...(reading.mean !== null && readings.scale.type !== 'nps' ? [{ label: columns.mean, value: format.number(reading.mean, 2) }] : []),
    ...(change === null ? [] : [{ label: columns.change, value: change }]),
    ...(verdict === null ? [] : [{ label: columns.verdict, value: verdict }]),
  ];
}

function markOf(id: string, title: string, lines: SceneMark['lines'], mark: SceneMark['mark'], box: Box, place: { readonly row: number; readonly column: number }, { messages }: ScoreWording): SceneMark {
  const label = messages.sentence(title, lines.map((line) => messages.fact(line.label, line.value)));
  return { id, title, lines, label, mark, ...place, ...box };
}
