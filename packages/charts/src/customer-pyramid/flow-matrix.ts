import { fitText, textWidth } from '../guides/text-width.js';
import type { SceneMark } from '../scene.js';
import { type Bar, type Drawing, label, LABEL_SIZES, labelWidth, wrapLabel } from './drawing.js';
import { type FlowFigures, shareText } from './pyramid-figures.js';
import { drawingParts, type LayoutInput, SIDE } from './tier-layout.js';

/** A matrix of flows as it is drawn, and what can be pointed at in it. */
export interface FlowLayout extends Drawing {
  readonly marks: readonly SceneMark[];
}

const TONES: Readonly<Record<string, Bar['tone']>> = { stayed: 'stayed', up: 'up', down: 'down' };
const WIDEST_CELL_EM = 9;

/**
 * Returns who moved as a matrix: a row for each place of origin, a column for each destination. A cell is as strong as its
 * share of the row; up, down and stayed have hues of their own, and so has coming and going.
 */
export function layOutFlows({ figures, size, format, messages }: LayoutInput): FlowLayout {
  const em = size.fontSize;
  const small = em * LABEL_SIZES.small;
  const side = em * SIDE;
  const { flows, placeName } = figures;
  const origins = [...new Set(flows.map(({ from }) => from))];
  const destinations = [...new Set(flows.map(({ to }) => to))];
  const names = origins.map(placeName);
  const since = figures.compareAsOf === null ? '' : format.date(figures.compareAsOf);
  const until = figures.asOf === null ? '' : format.date(figures.asOf);

  const nameWidth = Math.min(Math.max(...names.map((name) => labelWidth(name, em, 'normal', 'strong'))), size.width * 0.26);
  const left = side + nameWidth + em * 0.8;
  const gap = 2;
  const cellWidth = Math.min(WIDEST_CELL_EM * em, (size.width - side - left) / destinations.length);
  const cellHeight = Math.round(em * 2.9);
  const parts = drawingParts();
  const { labels, bars } = parts;
  const marks: SceneMark[] = [];

  const says = wrapLabel(messages.flowAxes(since, until), size.width - 2 * side, em, 'small');
  says.forEach((line, i) => labels.push(label(side, small * (1.1 + 1.3 * i), line, { size: 'small', tone: 'muted' })));
  const heads = destinations.map((place) => headOf(placeName(place), cellWidth - gap * 2, em));
  const headLine = small * (1.1 + 1.3 * says.length) + small * 1.25 * (Math.max(...heads.map((lines) => lines.length)) - 1) + em * 0.7;
  heads.forEach((lines, j) => lines.forEach((line, k) => {
    const text = fitText(line, (cellWidth - gap * 2) / 1.08, small);
    labels.push(label(left + (j + 0.5) * cellWidth, headLine - small * 1.25 * (lines.length - 1 - k), text, { anchor: 'middle', size: 'small' }));
  }));
  const top = Math.round(headLine + em * 0.6);
  const inner = (cellWidth - gap * 3) / 1.2;
  // The box says it as well, and so does the legend.
  const withheldText = textWidth(messages.withheld, small) <= inner ? messages.withheld : '';
  // In a narrow cell `100%` is cut off in ordinary letters, so all are small there.
  const roomy = flows.every(({ share }) => share === null || textWidth(cellShare(share), em) <= inner);
  origins.forEach((from, i) => {
    const y = top + i * cellHeight;
    labels.push(label(side, y + cellHeight / 2 + em * 0.36, fitText(names[i] ?? '', nameWidth / 1.2, em), { tone: 'strong' }));
    destinations.forEach((to, j) => {
      const flow = flows.find((one) => one.from === from && one.to === to);
      if (flow !== undefined) cell(flow, i, j, left + j * cellWidth, y);
    });
  });
  const bottom = top + origins.length * cellHeight;
  return { ...parts, dots: [], marks, height: Math.ceil(bottom + small * 0.5) };

  /** Short enough for a narrow cell; what would round to 0 says that it is less. */
  function cellShare(share: number): string {
    const digits = cellWidth < em * 4 ? 0 : 1;
    const unit = 10 ** -digits / 100;
    return share < unit / 2 ? `<${format.percent(unit, digits)}` : format.percent(share, digits);
  }

  function cell(flow: FlowFigures, row: number, column: number, x: number, y: number): void {
    const id = `flow:${flow.from}>${flow.to}`;
    const box = { x: x + gap / 2, y: y + gap / 2, width: cellWidth - gap, height: cellHeight - gap };
    const withheld = flow.customers === null;
    const tone = withheld ? 'withheld' : flow.customers === 0 ? null : (TONES[flow.move] ?? 'moved');
    // The square root, so that the few per cent that matter most are seen at all.
    if (tone !== null) bars.push({ ...box, tone, t: Math.sqrt(flow.share ?? 0), mark: id });
    const middle = x + cellWidth / 2;
    const fits = (text: string): boolean => textWidth(text, small) <= inner;
    const count = withheld ? messages.withheld : format.count(flow.customers);
    if (withheld || flow.share === null || flow.customers === 0) {
      labels.push(label(middle, y + cellHeight / 2 + small * 0.36, withheld ? withheldText : count, { anchor: 'middle', size: 'small', tone: 'muted', mark: id }));
    } else {
      // Only `100%` is wider than a narrow cell, and whoever stands beside it is nobody: it may run over, which `10…` may not.
      labels.push(label(middle, y + cellHeight / 2 - em * 0.08, cellShare(flow.share), { anchor: 'middle', size: roomy ? 'normal' : 'small', tone: 'strong', mark: id }));
      labels.push(label(middle, y + cellHeight / 2 + em * 0.95, fits(count) ? count : format.compact(flow.customers ?? 0), { anchor: 'middle', size: 'small', mark: id }));
    }
    marks.push({
      id, row, column, x: box.x, y: box.y, width: box.width, height: box.height,
      label: messages.flowMark({
        from: placeName(flow.from), to: placeName(flow.to), customers: withheld ? null : messages.customersOf(format.count(flow.customers), flow.customers ?? 0),
        share: flow.share === null ? null : shareText(format, flow.share), move: flow.move,
      }),
      title: `${placeName(flow.from)} → ${placeName(flow.to)}`,
      lines: [
        { label: messages.heads.move, value: messages.moves[flow.move] ?? flow.move },
        { label: messages.heads.customers, value: count },
        ...(flow.share === null ? [] : [{ label: messages.heads.shareOfFrom, value: shareText(format, flow.share) }]),
        ...(flow.valueBefore === null ? [] : [{ label: messages.heads.valueBefore, value: format.money(flow.valueBefore) }]),
        ...(flow.valueAfter === null ? [] : [{ label: messages.heads.valueAfter, value: format.money(flow.valueAfter) }]),
      ],
      mark: withheld || flow.customers === 0 ? null : { from: flow.from, to: flow.to },
    });
  }
}

/** Returns a name over its column in at most two lines; a word that is broken has a hyphen, as in print. */
function headOf(name: string, width: number, em: number): string[] {
  const [first = '', second = ''] = wrapLabel(name, width, em, 'small');
  const lines = [first, second].filter((line) => line !== '');
  if (!breaksWord(name, first, second)) return lines;
  const [start = '', rest = ''] = wrapLabel(name, width - em * 0.45, em, 'small');
  return breaksWord(name, start, rest) ? [`${start}-`, rest] : [start, rest];
}

/** Returns whether the lines *first* and *second* of *name* are parts of one word. */
function breaksWord(name: string, first: string, second: string): boolean {
  return /\p{Script=Latin}$/u.test(first) && /^\p{Script=Latin}/u.test(second) && name.includes(first + second);
}
