import { type Area, type Dot, label, LABEL_SIZES, labelWidth, type Label, LEAD_GAP, type Line, wrapLabel } from './drawing.js';
import type { CurveLayout } from './lorenz-curve.js';
import { axesOf, type PlotBox, pointIn, yAxisWidth } from './percent-axes.js';
import { shareText } from './pyramid-figures.js';
import type { LayoutInput } from './tier-layout.js';

/** Returns the value added up from the best customer down: its peak, and what losses take back. */
export function layOutWhale({ figures, size, format, messages }: LayoutInput): CurveLayout {
  const em = size.fontSize;
  const small = em * LABEL_SIZES.small;
  const labels: Label[] = [];
  const lines: Line[] = [];
  const areas: Area[] = [];
  const dots: Dot[] = [];
  const { whale, whaleAbsolute, total } = figures;
  const unit = (value: number): string => (whaleAbsolute ? format.compactMoney(value) : format.percent(value, 0));
  const exact = (value: number): string => (whaleAbsolute ? format.compactMoney(value) : shareText(format, value));
  const last = whale.at(-1)?.value ?? 0;
  const peak = whaleAbsolute ? figures.scalar('peak_value') : figures.scalar('peak_ratio');
  const low = Math.min(0, ...whale.map((point) => point.value));
  const high = Math.max(last, peak ?? 0, ...whale.map((point) => point.value), low === 0 ? 1e-9 : 0);
  const peakCustomers = figures.scalar('peak_customers') ?? 0;
  const losers = figures.scalar('loss_customers') ?? 0;
  const loss = figures.scalar('loss_value');
  const axis = yAxisWidth(low, high, unit, em);
  const beside = size.width >= em * 38;
  const plotWidth = Math.max(em * 8, Math.min(680, size.width - axis - (beside ? em * 15 : em * 0.9)));

  labels.push(label(0, small, whaleAbsolute ? messages.whaleYMoney : messages.whaleY, { size: 'small', tone: 'muted' }));
  let top = Math.round(small * 1.5 + em * 0.4);
  const remarks: { figure: string; says: string; negative: boolean }[] = [];
  if (peak !== null) remarks.push({ figure: exact(peak), says: messages.peakSays(messages.customersOf(format.count(peakCustomers), peakCustomers)), negative: false });
  if (loss !== null && losers > 0) {
    const amount = whaleAbsolute || total === null || total <= 0 ? loss : loss / total;
    remarks.push({ figure: exact(amount), says: messages.lossSays(messages.customersOf(format.count(losers), losers)), negative: true });
  }
  if (!beside) {
    for (const { figure, says, negative } of remarks) {
      const strong = labelWidth(figure, em, 'normal', 'strong') + LEAD_GAP * em;
      const words = wrapLabel(says, size.width - strong, em);
      words.forEach((line, i) => labels.push(label(i === 0 ? 0 : strong, top + em * (1 + 1.3 * i), line, { lead: i === 0 ? figure : '', tone: negative && i === 0 ? 'negative' : 'plain' })));
      top += Math.round(em * 1.3 * Math.max(1, words.length));
    }
    top += Math.round(em * 0.6);
  }
  const height = Math.round(Math.min(320, Math.max(180, plotWidth * 0.62)));
  const box: PlotBox = { left: axis, top, width: plotWidth, height, low, high: high + (high - low) * 0.04 };
  const axes = axesOf(box, em, (p) => format.percent(p, 0), unit);
  labels.push(...axes.labels);
  lines.push(...axes.lines);
  const curve = whale.map((point) => pointIn(box, point.p, point.value));
  const right = axis + plotWidth;
  const [, lastY] = pointIn(box, 1, last);
  lines.push({ tone: 'equality', points: [[axis, lastY], [right, lastY]] });
  if (peak !== null && figures.customers > 0) {
    const [x, y] = pointIn(box, peakCustomers / figures.customers, peak);
    if (losers > 0) {
      areas.push({ tone: 'loss', points: [[x, y], ...curve.filter(([cx]) => cx > x), [right, y]] });
      const edge = right + em * 0.6;
      lines.push({ tone: 'guide', points: [[x, y], [edge, y]] }, { tone: 'bracket-negative', points: [[edge, y], [edge, lastY]] });
    }
    dots.push({ x, y, tone: 'key' });
  }
  lines.push({ tone: 'curve', points: curve });
  if (beside) {
    const start = right + em * 1.4;
    let y = top + em * 1.3;
    for (const { figure, says, negative } of remarks) {
      labels.push(label(start, y, figure, { size: 'big', tone: negative ? 'negative' : 'strong' }));
      const words = wrapLabel(says, size.width - start, em);
      words.forEach((line, i) => labels.push(label(start, y + em * (1.4 + 1.3 * i), line)));
      y += em * (1.3 * words.length + 3.2);
    }
  }
  const below = top + height + 4 + em * 1.35;
  const title = wrapLabel(messages.whaleX, size.width - axis, em, 'small');
  title.forEach((line, i) => labels.push(label(axis, below + small + i * small * 1.3, line, { size: 'small', tone: 'muted' })));
  return { areas, lines, bars: [], dots, labels, box, height: Math.ceil(below + small * (1.3 * title.length + 0.2)) };
}
