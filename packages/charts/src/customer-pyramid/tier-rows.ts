import { fitText } from '../guides/text-width.js';
import { label, LABEL_SIZES, labelWidth, STRONG } from './drawing.js';
import type { GroupFigures } from './pyramid-figures.js';
import { cellText, customerShareText, customersText, drawingParts, ghostsOf, type LaidRow, type LayoutInput, rampAt, shortMoney, showsGhost, SIDE, THINNEST, type TierLayout, valueLengths, valueShareText, withoutShares } from './tier-layout.js';

/** A column of figures at the right. */
interface FigureColumn {
  readonly head: string;
  readonly texts: readonly string[];
  readonly strong: boolean;
}

/** Beyond this, longer bars only take the eye from one end to the other. */
const WIDEST_BARS = 760;

/**
 * Returns tiers as rows: name, share of customers as a step of the pyramid, share of value as a bar from one baseline, then
 * the figures in columns. Steps and bars have one scale, so that lengths compare across.
 */
export function layOutRows(input: LayoutInput): TierLayout {
  const { figures, size, format, messages } = input;
  const { tiers } = figures;
  const em = size.fontSize;
  const gap = em;
  const side = em * SIDE;
  const width = (text: string, small = false, strong = false): number => labelWidth(text, em, small ? 'small' : 'normal', strong ? 'strong' : 'plain');
  const widest = (texts: readonly string[], small = false, strong = false): number => Math.max(0, ...texts.map((text) => width(text, small, strong)));

  const counts = tiers.map((tier) => customersText(tier, format, messages));
  const allCount = messages.customersOf(format.count(figures.customers), figures.customers);
  const shares = tiers.map((tier) => customerShareText(tier, format, messages));
  const nameWidth = Math.min(Math.max(widest(tiers.map((tier) => tier.name), false, true), widest([...counts, allCount], true)), size.width * 0.28);
  const shareWidth = widest(shares, false, true);
  const columns = columnsOf(input);
  const columnWidth = (column: FigureColumn): number => Math.max(widest(column.texts, false, column.strong), column.head === '' ? 0 : width(column.head, true));

  const lengths = valueLengths(tiers);
  const ghosts = ghostsOf(figures);
  const valueEnds = [...lengths, ...ghosts.map((ghost) => ghost.value)];
  const negative = Math.max(0, ...valueEnds.map((length) => -(length ?? 0)));
  const positive = Math.max(0, ...valueEnds.map((length) => length ?? 0));
  const widestStep = Math.max(0, ...tiers.map((tier) => tier.customerShare ?? 0), ...ghosts.map((ghost) => ghost.customers ?? 0));
  const roomBeside = (shown: readonly FigureColumn[]): number =>
    size.width - 2 * side - nameWidth - gap - shareWidth - gap * 0.7 - gap * 1.5 - shown.reduce((sum, column) => sum + gap + columnWidth(column), 0);
  let shown = columns;
  while (shown.length > 1 && roomBeside(shown) < em * 15) shown = shown.slice(0, -1);
  const room = Math.max(em * 4, Math.min(WIDEST_BARS, roomBeside(shown)));
  const scale = room / Math.max(0.01, widestStep + negative + positive);

  const sharesEnd = side + nameWidth + gap + shareWidth;
  const pyramidStart = sharesEnd + gap * 0.7;
  const centre = pyramidStart + (widestStep * scale) / 2;
  const barsStart = pyramidStart + widestStep * scale + gap * 1.5;
  const baseline = barsStart + negative * scale;
  let end = baseline + positive * scale;
  const columnEnds = shown.map((column) => (end += gap + columnWidth(column)));

  const parts = drawingParts();
  const { labels, lines, bars, areas } = parts;
  const small = em * LABEL_SIZES.small;
  labels.push(label(sharesEnd - shareWidth, small, fitText(messages.heads.customerShare, barsStart - gap - sharesEnd + shareWidth, small), { size: 'small', tone: 'muted' }));
  const firstEnd = columnEnds[0] ?? end;
  labels.push(label(barsStart, small, fitText(withoutShares(tiers) ? messages.heads.value : messages.heads.valueShare, firstEnd - barsStart, small), { size: 'small', tone: 'muted' }));
  shown.forEach((column, c) => {
    if (column.head !== '') labels.push(label(columnEnds[c] ?? 0, small, column.head, { size: 'small', tone: 'muted', anchor: 'end' }));
  });

  const barHeight = Math.round(em * 2);
  const pitch = Math.round(em * 3.3);
  const rows: LaidRow[] = [];
  let y = Math.round(em * 1.9);
  const top = y;
  let widened = false;
  let above: { readonly half: number; readonly bottom: number } | null = null;
  const gaining = tiers.filter((tier) => !tier.losing).length;
  for (const [i, tier] of tiers.entries()) {
    if (tier.losing) {
      const rule = y + em * 0.1;
      lines.push({ points: [[0, rule], [end + side, rule]], tone: 'rule' });
      y = Math.round(rule + em * 0.9);
      above = null;
    }
    const id = `tier:${tier.key}`;
    const share = tier.customerShare ?? 0;
    const step = tier.customers > 0 ? Math.max(THINNEST, share * scale) : 0;
    widened ||= tier.customers > 0 && share * scale < THINNEST;
    // To a tier without customers leads no slope: it would be a spire.
    if (above !== null && step > 0) {
      const { half, bottom } = above;
      areas.push({ tone: 'slope', points: [[centre - half, bottom], [centre + half, bottom], [centre + step / 2, y], [centre - step / 2, y]] });
    }
    above = step > 0 ? { half: step / 2, bottom: y + barHeight } : null;
    const t = rampAt(i, gaining);
    if (!tier.counted) bars.push({ x: centre - em, y, width: em * 2, height: barHeight, tone: 'withheld', t, mark: id });
    else if (tier.customers > 0) bars.push({ x: centre - step / 2, y, width: step, height: barHeight, tone: tier.losing ? 'negative' : 'ramp', t, mark: id });
    else bars.push({ x: centre - THINNEST, y: y + barHeight - 2, width: THINNEST * 2, height: 2, tone: 'empty', t, mark: id });
    const length = lengths[i] ?? null;
    if (length !== null && length !== 0) {
      const long = Math.max(1, Math.abs(length) * scale);
      bars.push({ x: length < 0 ? baseline - long : baseline, y, width: long, height: barHeight, tone: length < 0 ? 'negative' : 'ramp', t, mark: id });
    }
    else if (tier.suppressed) bars.push({ x: baseline, y, width: em * 2, height: barHeight, tone: 'withheld', t, mark: id });
    const stepBefore = (ghosts[i]?.customers ?? 0) * scale;
    if (showsGhost(stepBefore, step)) bars.push({ x: centre - stepBefore / 2, y, width: stepBefore, height: barHeight, tone: 'ghost', t, mark: id });
    const ghost = (ghosts[i]?.value ?? 0) * scale;
    if (showsGhost(ghost, (length ?? 0) * scale)) bars.push({ x: baseline + Math.min(0, ghost), y, width: Math.abs(ghost), height: barHeight, tone: 'ghost', t, mark: id });
    const middle = y + barHeight / 2;
    labels.push(label(side, middle - em * 0.12, fitText(tier.name, nameWidth / STRONG, em), { tone: 'strong', mark: id }));
    labels.push(label(side, middle + em * 0.98, fitText(counts[i] ?? '', nameWidth, small), { size: 'small', tone: 'muted', mark: id }));
    labels.push(label(sharesEnd, middle + em * 0.36, shares[i] ?? '', { anchor: 'end', tone: 'strong', mark: id }));
    shown.forEach((column, c) => {
      labels.push(label(columnEnds[c] ?? 0, middle + em * 0.36, column.texts[i] ?? '', { anchor: 'end', tone: column.strong ? 'strong' : 'plain', mark: id }));
    });
    rows.push({ key: tier.key, y: y - em * 0.35, height: barHeight + em * 0.7 });
    y += pitch;
  }
  const bottom = y - pitch + barHeight;
  lines.push({ points: [[baseline, top - em * 0.3], [baseline, bottom + em * 0.3]], tone: 'baseline' });

  const rule = bottom + em * 0.9;
  lines.push({ points: [[0, rule], [end + side, rule]], tone: 'rule' });
  const line = rule + em * 1.4;
  labels.push(label(side, line, fitText(allCount, nameWidth, small), { size: 'small', tone: 'muted' }));
  shown.forEach((column, c) => {
    const text = column.texts[tiers.length];
    if (text !== undefined && text !== '') labels.push(label(columnEnds[c] ?? 0, line, text, { anchor: 'end', size: 'small', tone: 'muted' }));
  });
  return { ...parts, dots: [], height: Math.ceil(line + em * 0.5), rows, widened };
}

/** The columns at the right, most important first: share of value, value, mean. The last text is that of all customers. */
function columnsOf({ figures, format, messages }: LayoutInput): FigureColumn[] {
  const { tiers, total, customers } = figures;
  const texts = (of: (tier: GroupFigures) => string, all: string): string[] => [...tiers.map(of), all];
  const money = format.compactMoneyAmong(tiers.map((tier) => tier.value));
  const mean = texts((tier) => cellText(tier, tier.mean, (known) => shortMoney(known, format), messages), shortMoney(total === null || customers === 0 ? null : total / customers, format));
  const value = texts((tier) => cellText(tier, tier.value, money, messages), money(total));
  const means = { head: messages.heads.meanShort, strong: false, texts: mean };
  // The column beside the bars says in figures how long they are, under their head.
  if (withoutShares(tiers)) return [{ head: '', strong: true, texts: value }, means];
  return [
    { head: '', strong: true, texts: texts((tier) => valueShareText(tier, format, messages), '') },
    { head: messages.heads.value, strong: false, texts: value },
    means,
  ];
}
