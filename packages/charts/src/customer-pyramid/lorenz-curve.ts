import { type Area, type Dot, type Drawing, label, LABEL_SIZES, labelWidth, type Label, LEAD_GAP, type Line, wrapLabel } from './drawing.js';
import { axesOf, type PlotBox, pointIn, yAxisWidth } from './percent-axes.js';
import { shareText } from './pyramid-figures.js';
import type { LayoutInput } from './tier-layout.js';

/** A drawing with one plot in it. */
export interface CurveLayout extends Drawing {
  readonly box: PlotBox;
}

const TALLEST = 400;

/** Returns the Lorenz curve under equal shares, with Gini and both readings of the 80/20 rule. */
export function layOutLorenz({ figures, size, format, messages, claims }: LayoutInput): CurveLayout {
  const em = size.fontSize;
  const small = em * LABEL_SIZES.small;
  const labels: Label[] = [];
  const lines: Line[] = [];
  const areas: Area[] = [];
  const dots: Dot[] = [];
  const percent = (value: number): string => format.percent(value, 0);
  const low = Math.min(0, ...figures.lorenz.map((point) => point.value));
  const top20 = figures.scalar('top20_share');
  const share80 = figures.scalar('customers_for_80pct_share');
  const axis = yAxisWidth(low, 1, percent, em);
  const beside = size.width >= em * 36;
  const sideWidth = beside ? em * 12 : 0;
  const bracketGap = em * 0.6;
  const side = Math.max(em * 8, Math.min(TALLEST, size.width - axis - sideWidth - (beside ? bracketGap + em : bracketGap)));

  let top = Math.round(small * 1.5);
  labels.push(label(0, small, messages.lorenzY, { size: 'small', tone: 'muted' }));
  const right = axis + side;
  const share80Words = share80 === null ? null : { figure: shareText(format, share80), says: messages.share80Says };
  const top20Words = top20 === null ? null : { figure: shareText(format, top20), says: messages.top20Says };
  const inline = (words: { figure: string; says: string }, x: number, room: number): void => {
    const strong = labelWidth(words.figure, em, 'normal', 'strong') + LEAD_GAP * em;
    const broken = wrapLabel(words.says, room - strong, em);
    broken.forEach((line, i) => labels.push(label(i === 0 ? x : x + strong, top + em + i * em * 1.3, line, { lead: i === 0 ? words.figure : '' })));
    top += Math.round(em * 1.3 * broken.length);
  };
  // Room above for the words of the bracket on top; without a side, those of the other one too.
  top += Math.round(em * 0.5);
  if (!beside && top20Words !== null) inline(top20Words, 0, size.width);
  if (share80Words !== null) {
    const text = labelWidth(share80Words.figure, em, 'normal', 'strong') + LEAD_GAP * em + labelWidth(share80Words.says, em);
    if (beside) inline(share80Words, Math.max(axis, Math.min(right - text, axis + (1 - (share80 ?? 0)) * side)), size.width);
    else inline(share80Words, 0, size.width);
  }
  top += Math.round(em * 0.9);

  const box: PlotBox = { left: axis, top, width: side, height: side, low, high: 1 };
  const axes = axesOf(box, em, percent, percent);
  labels.push(...axes.labels);
  lines.push(...axes.lines);
  const curve = figures.lorenz.map((point) => pointIn(box, point.p, point.value));
  areas.push({ tone: 'gap', points: curve });
  lines.push({ tone: 'equality', points: [pointIn(box, 0, 0), pointIn(box, 1, 1)] }, { tone: 'curve', points: curve });

  if (share80 !== null && share80 > 0) {
    const at = 1 - share80;
    const [x, y] = pointIn(box, at, 0.2);
    lines.push({ tone: 'guide', points: [[x, y], [x, top - bracketGap]] }, { tone: 'bracket', points: [[x, top - bracketGap], [right, top - bracketGap]] });
    dots.push({ x, y, tone: 'key' });
  }
  if (top20 !== null) {
    const [x, y] = pointIn(box, 0.8, 1 - top20);
    const edge = right + bracketGap;
    lines.push({ tone: 'guide', points: [[x, y], [edge, y]] }, { tone: 'bracket', points: [[edge, y], [edge, top]] });
    dots.push({ x, y, tone: 'key' });
    if (beside && top20Words !== null) {
      const start = edge + em * 0.8;
      const middle = (y + top) / 2;
      labels.push(label(start, middle, top20Words.figure, { size: 'big', tone: 'strong' }));
      wrapLabel(top20Words.says, size.width - start, em).forEach((line, i) => labels.push(label(start, middle + em * (1.5 + 1.3 * i), line)));
    }
  }
  if (claims) {
    const [x, y] = pointIn(box, 0.8, 0.2);
    const [claim, source] = [messages.claim.eightyTwenty, messages.claim.eightyTwentySource];
    const fits = Math.max(labelWidth(claim, em, 'small'), labelWidth(source, em, 'small')) + em * 0.7 <= right - x;
    dots.push({ x, y, tone: 'claim' });
    [claim, source].forEach((line, i) => {
      labels.push(label(fits ? x + em * 0.7 : right - em * 0.2, y + small * (fits ? 0.36 + 1.25 * i : 1.6 + 1.25 * i), line, { anchor: fits ? 'start' : 'end', size: 'small', tone: 'muted' }));
    });
  }
  const gini = figures.scalar('gini');
  if (gini !== null) {
    // The corner above equal shares is the only one that no curve ever enters.
    const start = axis + em * 0.8;
    const guide = (share80 === null ? 1 : 1 - share80) * side;
    const fits = (width: number, bottom: number): boolean => {
      const end = em * 0.8 + width;
      return end < guide - em * 0.4 && (side - end) / (1 - low) > bottom;
    };
    const text = `${messages.gini} ${format.number(gini, 2)}`;
    const big = fits(labelWidth(text, em, 'big', 'strong'), em * 2.3);
    labels.push(label(start, top + em * (big ? 2.1 : 1.3), text, { size: big ? 'big' : 'normal', tone: 'strong' }));
    const words = wrapLabel(messages.giniScale, side * 0.5, em, 'small');
    const wordsWidth = Math.max(...words.map((line) => labelWidth(line, em, 'small')));
    if (big && fits(wordsWidth, em * (2.6 + 1.2 * words.length))) {
      words.forEach((line, i) => labels.push(label(start, top + em * (3.5 + 1.2 * i), line, { size: 'small', tone: 'muted' })));
    }
  }
  if (side >= em * 17 && low > -0.2) {
    const [x, y] = pointIn(box, 0.32, 0.32);
    const angle = (-Math.atan2(box.height / (1 - low), box.width) * 180) / Math.PI;
    labels.push(label(x - em * 0.35, y - em * 0.35, messages.equality, { anchor: 'middle', size: 'small', tone: 'muted', angle }));
  }
  const below = top + side + 4 + em * 1.35;
  const title = wrapLabel(messages.lorenzX, size.width - axis, em, 'small');
  title.forEach((line, i) => labels.push(label(axis, below + small + i * small * 1.3, line, { size: 'small', tone: 'muted' })));
  return { areas, lines, bars: [], dots, labels, box, height: Math.ceil(below + small * (1.3 * title.length + 0.2)) };
}
