import { WIDE_FACE } from '../guides/text-width.js';
import { wrapText } from '../guides/wrap-text.js';
import type { SceneMark } from '../scene.js';
import { drawColumns, withheldLegend } from './columns.js';
import { drawPartLabels, drawParts, partBoxes, wholePercents } from './part-bar.js';
import type { Reading } from './readings.js';
import { Sketch } from './shapes.js';
import { groupMark, type LaidOut, type ViewInput } from './view.js';

const TWO_COLUMNS = 680;
const MAX_WIDTH = 1080;
const BAR = 30;
const GAUGE = 20;

/** Returns the score as a number with its interval, on its scale, as groups, and by score. */
export function layOutScore(input: ViewInput, total: Reading): LaidOut {
  const { fontSize } = input;
  const sketch = new Sketch(fontSize);
  const width = Math.min(input.width, MAX_WIDTH);
  const two = width >= TWO_COLUMNS;
  const left = two ? Math.max(230, Math.round(width * 0.3)) : width;
  const gap = two ? Math.round(width * 0.06) : 0;
  const headline = drawHeadline(sketch, input, total, left);
  const tall = gaugeHeight(sketch);
  if (two) {
    const groups = drawGroups(sketch, input, total, left + gap, width - left - gap, fontSize * 0.1);
    // The gauge stands on the line of the scores beside it.
    const gauge = Math.max(headline + fontSize, groups.bottom - tall);
    drawGauge(sketch, input, total, left, gauge);
    return { shapes: sketch.shapes, marks: groups.marks, height: Math.ceil(Math.max(gauge + tall, groups.bottom)), legend: withheldLegend(input), notes: [] };
  }
  const gauge = headline + fontSize * 0.9;
  drawGauge(sketch, input, total, left, gauge);
  const groups = drawGroups(sketch, input, total, 0, width, gauge + tall + fontSize * 1.2);
  return { shapes: sketch.shapes, marks: groups.marks, height: Math.ceil(groups.bottom), legend: withheldLegend(input), notes: [] };
}

/** The score in large type; what it rests on beside or under it. Returns the lower end. */
function drawHeadline(sketch: Sketch, { wording }: ViewInput, total: Reading, width: number): number {
  const size = sketch.size('headline');
  const score = wording.round(total.score);
  const lines = [wording.interval(total), wording.answers(total.n), wording.response(total), wording.mean(total)].filter((line): line is string => line !== null);
  const line = sketch.size('plain') * 1.45;
  const beside = sketch.width(score, 'headline') + sketch.size('plain');
  // Three lines beside the number are higher than the number is.
  const baseline = Math.max(size * 0.78, lines.length * line - sketch.size('plain') * 0.5);
  sketch.text(0, baseline, score, 'headline');
  if (beside + Math.max(...lines.map((text) => sketch.width(text))) * WIDE_FACE <= width) {
    const first = baseline - (lines.length - 1) * line;
    lines.forEach((text, i) => sketch.text(beside, first + i * line, text, i === 0 ? 'plain' : 'muted'));
    return baseline + sketch.size('plain') * 0.4;
  }
  const wrapped = lines.flatMap((text, i) => wrapText(text, width / WIDE_FACE, sketch.size('plain'), 3).map((part) => ({ part, look: i === 0 ? ('plain' as const) : ('muted' as const) })));
  wrapped.forEach(({ part, look }, i) => sketch.text(0, baseline + (i + 1.25) * line, part, look));
  return baseline + (wrapped.length + 0.5) * line;
}

function gaugeHeight(sketch: Sketch): number {
  return GAUGE + sketch.size('small') * 1.5;
}

/** The whole scale of the score with the interval and the score on it. */
function drawGauge(sketch: Sketch, { readings, wording }: ViewInput, { score, lower, upper }: Reading, width: number, top: number): void {
  const low = readings.scale.type === 'nps' ? -100 : 0;
  const x = (points: number): number => 3 + ((Math.max(low, Math.min(100, points)) - low) / (100 - low)) * (width - 6);
  const y = top + GAUGE / 2;
  const ends = [low, (low + 100) / 2, 100] as const;
  sketch.line(x(low), y, x(100), y, 'track');
  for (const end of ends) sketch.line(x(end), y - 5, x(end), y + 5, 'tick');
  if (lower !== null && upper !== null) sketch.rect(x(lower), y - 5, Math.max(2, x(upper) - x(lower)), 10, 'interval');
  if (score !== null) sketch.rect(x(score) - 1.5, y - GAUGE / 2, 3, GAUGE, 'marker');
  const baseline = top + GAUGE + sketch.size('small') * 1.15;
  ends.forEach((end, i) => sketch.text(i === 0 ? 0 : i === 2 ? width : x(end), baseline, wording.round(end), 'small', i === 0 ? 'start' : i === 2 ? 'end' : 'middle'));
}

/** The groups as one bar under their names, and the scores below. */
function drawGroups(sketch: Sketch, input: ViewInput, total: Reading, x: number, width: number, top: number): { marks: SceneMark[]; bottom: number } {
  const { readings: { distribution, groups }, wording } = input;
  const parts = partBoxes(total.shares, { x, y: 0, width, height: BAR });
  const percents = wholePercents(total.shares, wording) ?? [];
  const labels = drawPartLabels(sketch, parts.map((part) => part.x), groups, percents, groups.map((group) => wording.group(group)), { x, y: top, width });
  const placed = parts.map((part) => ({ ...part, y: top + labels + 2 }));
  drawParts(sketch, placed, groups);
  const marks: SceneMark[] = [];
  placed.forEach((part, i) => {
    const group = groups[i];
    if (group !== undefined && part.width > 0) marks.push(groupMark(input, i, group, part, { row: 0, column: Math.round((group.from + group.to) / 2) - input.readings.scale.min }));
  });
  const bar = top + labels + 2 + BAR;
  if (distribution.length === 0) return { marks, bottom: bar + 4 };
  const columns = drawColumns(sketch, input, { x, y: bar + sketch.size('plain') * 1.2, width, height: 72 }, 1, false);
  return { marks: [...marks, ...columns.marks], bottom: bar + sketch.size('plain') * 1.2 + columns.height };
}
