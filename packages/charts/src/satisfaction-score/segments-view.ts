import { LOW_N, MISSING_SEGMENT } from '@clientele/metrics';
import { fitText, WIDE_FACE } from '../guides/text-width.js';
import type { SceneMark } from '../scene.js';
import { drawParts, partBoxes, wholePercents } from './part-bar.js';
import type { Reading } from './readings.js';
import type { ScoreWording } from './score-wording.js';
import { Sketch } from './shapes.js';
import { type LaidOut, readingMark, type ViewInput } from './view.js';

const NARROW = 520;
const ROOMY = 900;
const WITH_INTERVAL = 680;
const DENSE = 14;

interface Rows {
  readonly sketch: Sketch;
  readonly name: { readonly width: number };
  readonly bar: { readonly x: number; readonly width: number };
  readonly score: number;
  readonly interval: number | null;
  readonly answers: number;
  readonly rowHeight: number;
  /** Where the bars' common line is, and how many pixels a whole bar takes. */
  readonly centre: number;
  readonly unit: number;
}

/** Returns a bar for each segment, spread about a common line, highest score first, with numbers under each other. */
export function layOutSegments(input: ViewInput): LaidOut {
  const { readings, wording, width, fontSize } = input;
  const sketch = new Sketch(fontSize);
  const all = readings.total !== null && readings.segmentPeriod === null && readings.segments.length > 1 ? [readings.total] : [];
  const shown = [...all, ...readings.segments];
  const longest = Math.max(0, ...readings.segments.map((reading) => sketch.width(segmentName(reading, false, wording))));
  const narrow = width < NARROW || (longest > nameRoom(width) && width < ROOMY);
  const rows = rowsOf(sketch, shown, input, narrow);
  const top = drawHead(input, rows, narrow);
  if (!narrow) sketch.line(rows.centre, top, rows.centre, top + shown.length * rows.rowHeight + all.length * 9, 'axis');
  const marks: SceneMark[] = [];
  let y = top;
  shown.forEach((reading, i) => {
    const isAll = all.length > 0 && i === 0;
    drawRow(input, rows, reading, segmentName(reading, isAll, wording), y, narrow, isAll);
    const segment = reading.segment ?? '';
    marks.push(readingMark(input, isAll ? 'all' : `segment-${segment}`, segmentName(reading, isAll, wording), reading, isAll ? null : { segment }, { x: 0, y, width, height: rows.rowHeight }, { row: i, column: 0 }));
    y += rows.rowHeight;
    if (!isAll) return;
    sketch.line(0, y + 4, width, y + 4, 'grid');
    y += 9;
  });
  const notes = [
    ...(readings.segments.some(({ lowN, n }) => lowN && n > 0) ? [wording.messages.notes.lowN(wording.format.count(LOW_N))] : []),
    ...(readings.segmentPeriod === null ? [] : [wording.messages.notes.onePeriod(wording.format.period(readings.segmentPeriod, readings.grain))]),
  ];
  return { shapes: sketch.shapes, marks, height: Math.ceil(y + 4), legend: [], notes };
}

/** Returns what *reading* is called. */
export function segmentName({ segment }: Reading, isAll: boolean, { messages }: ScoreWording): string {
  return isAll || segment === null ? messages.all : segment === MISSING_SEGMENT ? messages.missing : segment;
}

function rowsOf(sketch: Sketch, shown: readonly Reading[], { readings, wording, width }: ViewInput, narrow: boolean): Rows {
  const widest = (texts: readonly string[], look: 'plain' | 'small' | 'strong'): number => Math.max(0, ...texts.map((text) => sketch.width(text, look)));
  const columns = wording.messages.columns;
  // A low number of answers has a star that hangs outside, so that digits stay under digits.
  const star = sketch.width('*');
  const answers = Math.max(widest(shown.map(({ n }) => wording.format.count(n)), 'plain'), sketch.width(columns.answers, 'small'));
  const score = Math.max(widest(shown.map((reading) => wording.round(reading.score)), 'strong'), sketch.width(wording.name, 'small'));
  const interval = width >= WITH_INTERVAL
    ? Math.max(widest(shown.map(({ lower, upper }) => wording.roundRange(lower, upper) ?? '—'), 'plain'), sketch.width(wording.intervalName, 'small'))
    : null;
  const gap = narrow ? 14 : 20;
  const answersEnd = width - star;
  const intervalEnd = answersEnd - answers - gap;
  const scoreEnd = interval === null ? intervalEnd : intervalEnd - interval - gap;
  const names = widest(shown.map((reading, i) => segmentName(reading, i === 0 && reading.segment === null, wording)), 'plain') * WIDE_FACE;
  const name = narrow ? scoreEnd - score - gap : Math.min(names, nameRoom(width));
  const bar = narrow ? { x: 0, width } : { x: name + 16, width: scoreEnd - score - gap - name - 16 };
  const [left, right] = reach(shown, readings.groups.map(({ tone }) => tone));
  const unit = bar.width / Math.max(left + right, 1e-9);
  const rowHeight = narrow ? sketch.size('plain') * 3.1 : shown.length > DENSE ? 24 : 30;
  return { sketch, name: { width: name }, bar, score: scoreEnd, interval: interval === null ? null : intervalEnd, answers: answersEnd, rowHeight, unit, centre: bar.x + left * unit };
}

/** How wide names may be where they stand beside the bars. */
function nameRoom(width: number): number {
  return Math.max(90, width * 0.28);
}

/** How far the widest bars reach to the left and right of the common line, in whole bars. */
function reach(shown: readonly Reading[], tones: readonly string[]): [number, number] {
  const lefts = shown.filter(({ score }) => score !== null).map(({ shares }) => leftShare(shares, tones));
  return lefts.length === 0 ? [0.5, 0.5] : [Math.max(...lefts), 1 - Math.min(...lefts)];
}

/** The line runs through the middle of the neutral part where it lies between two others, else between the two parts. */
function leftShare(shares: readonly (number | null)[], tones: readonly string[]): number {
  const middle = tones.length === 3 ? (shares[1] ?? 0) / 2 : 0;
  return (shares[0] ?? 0) + middle;
}

function drawHead({ readings, wording, width }: ViewInput, { sketch, bar, score, interval, answers, name }: Rows, narrow: boolean): number {
  const small = sketch.size('small');
  const { columns } = wording.messages;
  const groups = readings.groups;
  const items = groups.map((group) => ({ tone: group.tone, text: wording.group(group) }));
  const widths = items.map(({ text }) => sketch.width(`■ ${text}`, 'small') * 1.06 + small * 1.3);
  const needed = widths.reduce((sum, one) => sum + one, -small);
  const own = needed > (narrow ? name.width : bar.width);
  let line = small;
  if (needed > width) {
    // Not even a line of its own is long enough: one line each.
    items.forEach((item, i) => sketch.key(0, small * (1 + i * 1.5), [item]));
    line += small * 1.5 * (items.length - 1);
  } else {
    sketch.key(narrow || own ? 0 : bar.x, line, items);
  }
  const baseline = own ? line + small * 1.7 : line;
  sketch.text(score, baseline, wording.name, 'small', 'end');
  if (interval !== null) sketch.text(interval, baseline, wording.intervalName, 'small', 'end');
  sketch.text(answers, baseline, columns.answers, 'small', 'end');
  return baseline + small * 0.9;
}

function drawRow({ readings, wording }: ViewInput, rows: Rows, reading: Reading, title: string, y: number, narrow: boolean, isAll: boolean): void {
  const { sketch, bar, centre, unit } = rows;
  const plain = sketch.size('plain');
  const baseline = narrow ? y + plain * 1.15 : y + rows.rowHeight / 2 + plain * 0.35;
  const look = isAll ? 'strong' : 'plain';
  const height = narrow ? plain * 0.9 : isAll ? 20 : rows.rowHeight < 30 ? 14 : 18;
  const box = { x: centre, y: narrow ? y + plain * 1.65 : y + (rows.rowHeight - height) / 2, width: unit, height };
  sketch.text(0, baseline, fitText(title, rows.name.width / WIDE_FACE, plain), look);
  sketch.text(rows.score, baseline, wording.round(reading.score), 'strong', 'end');
  if (rows.interval !== null) sketch.text(rows.interval, baseline, wording.roundRange(reading.lower, reading.upper) ?? '—', 'muted', 'end');
  sketch.text(rows.answers, baseline, reading.withheld ? '' : wording.format.count(reading.n), 'muted', 'end');
  if (reading.lowN && reading.n > 0) sketch.text(rows.answers + 1, baseline, '*', 'muted');
  if (reading.score === null) {
    const { messages } = wording;
    const words = reading.withheld || (reading.suppressed && readings.minCell > 1) ? messages.withheld : reading.n === 0 ? messages.noAnswers : messages.tooFewShort;
    sketch.text(bar.x, narrow ? box.y + plain * 0.8 : baseline, words, 'small');
    return;
  }
  if (narrow) sketch.line(centre, box.y - 3, centre, box.y + height + 3, 'axis');
  const left = leftShare(reading.shares, readings.groups.map(({ tone }) => tone));
  const parts = partBoxes(reading.shares, { ...box, x: centre - left * unit });
  drawParts(sketch, parts, readings.groups);
  const percents = wholePercents(reading.shares, wording) ?? [];
  parts.forEach((part, i) => {
    const text = percents[i] ?? '';
    if (readings.groups[i]?.tone === 'neutral' || height < 14 || sketch.width(text, 'on-part') + 10 > part.width) return;
    const first = i === 0;
    // Letters don't lie on a texture.
    const long = sketch.width(text, 'on-part') + 8;
    sketch.rect(first ? part.x : part.x + part.width - long, part.y, long, height, `chip ${readings.groups[i]?.tone ?? 'neutral'}`);
    sketch.text(first ? part.x + 5 : part.x + part.width - 5, part.y + height / 2 + sketch.size('on-part') * 0.36, text, 'on-part', first ? 'start' : 'end');
  });
}
