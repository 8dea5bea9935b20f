import { type Dot, label, LABEL_SIZES, labelWidth, wrapLabel } from './drawing.js';
import { cellText, drawingParts, type LaidRow, type LayoutInput, rampAt, shortMoney, SIDE, type TierLayout, valueLengths, valueShareText, withoutShares } from './tier-layout.js';

const WIDEST_BARS = 620;

/** Returns ten bars of value under the ratio of the first to the last. */
export function layOutDeciles({ figures, size, format, messages, claims }: LayoutInput): TierLayout {
  const { deciles } = figures;
  const em = size.fontSize;
  const gap = em;
  const side = em * SIDE;
  const parts = drawingParts();
  const { labels, lines, bars } = parts;
  const dots: Dot[] = [];
  const small = em * LABEL_SIZES.small;
  let y = callOut();

  const widest = (texts: readonly string[], strong = false): number => Math.max(0, ...texts.map((text) => labelWidth(text, em, 'normal', strong ? 'strong' : 'plain')));
  const bare = withoutShares(deciles);
  const money = format.compactMoneyAmong(deciles.map((decile) => decile.value));
  const shares = deciles.map((decile) => (bare ? money(decile.value) : valueShareText(decile, format, messages)));
  const all = [
    { head: messages.heads.value, texts: deciles.map((decile) => cellText(decile, decile.value, money, messages)) },
    { head: messages.heads.meanShort, texts: deciles.map((decile) => cellText(decile, decile.mean, (mean) => shortMoney(mean, format), messages)) },
  ];
  const columns = bare ? all.slice(1) : all;
  const columnWidth = ({ head, texts }: { head: string; texts: readonly string[] }): number => Math.max(widest(texts), labelWidth(head, em, 'small'));
  const nameWidth = widest(deciles.map((decile) => decile.name));
  const shareWidth = widest(shares, true);
  const roomBeside = (shown: typeof columns): number => size.width - 2 * side - nameWidth - gap - shareWidth - gap * 0.6 - shown.reduce((sum, column) => sum + gap + columnWidth(column), 0);
  let shown = columns;
  while (shown.length > 0 && roomBeside(shown) < em * 9) shown = shown.slice(0, -1);
  const room = Math.max(em * 3, Math.min(WIDEST_BARS, roomBeside(shown)));

  const lengths = valueLengths(deciles);
  const negative = Math.max(0, ...lengths.map((length) => -(length ?? 0)));
  const positive = Math.max(0, ...lengths.map((length) => length ?? 0));
  const scale = room / Math.max(0.01, negative + positive);
  const barsStart = side + nameWidth + gap;
  const baseline = barsStart + negative * scale;
  let end = baseline + positive * scale + gap * 0.6 + shareWidth;
  const shareEnd = end;
  const columnEnds = shown.map((column) => (end += gap + columnWidth(column)));

  labels.push(label(side, y + small, messages.heads.decile, { size: 'small', tone: 'muted' }));
  const valueHead = bare ? messages.heads.value : messages.heads.valueShare;
  const headStart = Math.max(barsStart, side + labelWidth(messages.heads.decile, em, 'small') + gap);
  if (headStart + labelWidth(valueHead, em, 'small') <= shareEnd) labels.push(label(headStart, y + small, valueHead, { size: 'small', tone: 'muted' }));
  shown.forEach((column, c) => labels.push(label(columnEnds[c] ?? 0, y + small, column.head, { size: 'small', tone: 'muted', anchor: 'end' })));
  y += Math.round(em * 1.6);

  const pitch = Math.round(em * 1.75);
  const barHeight = Math.round(em * 1.25);
  const top = y;
  const rows: LaidRow[] = [];
  deciles.forEach((decile, i) => {
    const id = `decile:${decile.key}`;
    const middle = y + barHeight / 2 + em * 0.36;
    const length = lengths[i] ?? null;
    if (length !== null && length !== 0) {
      const long = Math.max(1, Math.abs(length) * scale);
      bars.push({ x: length < 0 ? baseline - long : baseline, y, width: long, height: barHeight, tone: length < 0 ? 'negative' : 'ramp', t: rampAt(i, deciles.length), mark: id });
    }
    labels.push(label(side, middle, decile.name, { mark: id }));
    // Beside the bar: a share read where the bar ends. In a column of its own it would be far from short bars.
    const barEnd = baseline + Math.max(0, length ?? 0) * scale;
    labels.push(label(barEnd + gap * 0.6, middle, shares[i] ?? '', { tone: 'strong', mark: id }));
    shown.forEach((column, c) => labels.push(label(columnEnds[c] ?? 0, middle, column.texts[i] ?? '', { anchor: 'end', mark: id })));
    rows.push({ key: decile.key, y: y - (pitch - barHeight) / 2, height: pitch });
    y += pitch;
  });
  lines.push({ points: [[baseline, top - 3], [baseline, y - pitch + barHeight + 3]], tone: 'baseline' });
  return { ...parts, dots, height: Math.ceil(y), rows, widened: false };

  function callOut(): number {
    const ratio = figures.scalar('decile_ratio');
    if (ratio === null && figures.decileReason === null) return 0;
    if (ratio === null) {
      const words = wrapLabel(messages.ratioMissing, size.width - side, em);
      words.forEach((line, i) => labels.push(label(side, em * (1.1 + 1.4 * i), line)));
      return Math.round(em * (1.4 * words.length + 0.9));
    }
    const text = messages.ratio(format.number(ratio, ratio >= 100 ? 0 : 1));
    const big = labelWidth(text, em, 'big', 'strong');
    const beside = size.width - side - big - gap * 0.7;
    const under = beside < em * 14;
    labels.push(label(side, em * 1.6, text, { size: 'big', tone: 'strong' }));
    const words = wrapLabel(messages.ratioSays, under ? size.width - side : Math.min(beside, em * 40), em);
    const firstLine = under ? em * 3.2 : em * (words.length > 1 ? 0.95 : 1.5);
    words.forEach((line, i) => labels.push(label(side + (under ? 0 : big + gap * 0.7), firstLine + em * 1.35 * i, line, { tone: 'muted' })));
    const bottom = Math.round(Math.max(em * 2, firstLine + em * 1.35 * (words.length - 1)) + em * 1.2);
    return claims ? claimScale(ratio, bottom) : bottom;
  }

  /** What is claimed of such ratios, beside this one, on a scale on which every doubling is as long. */
  function claimScale(ratio: number, from: number): number {
    const width = Math.min(size.width - 2 * side, em * 30);
    const greatest = Math.max(100, 10 ** Math.ceil(Math.log10(Math.max(1, ratio))));
    const at = (value: number): number => side + (Math.log(Math.max(1, value)) / Math.log(greatest)) * width;
    const middle = from + em * 0.5;
    bars.push({ x: at(5), y: middle - em * 0.5, width: at(10) - at(5), height: em, tone: 'claim', t: 0, mark: null });
    lines.push({ tone: 'baseline', points: [[side, middle], [side + width, middle]] });
    dots.push({ x: at(ratio), y: middle, tone: 'key' });
    for (let tick = 1; tick <= greatest; tick *= 10) {
      const anchor = tick === 1 ? 'start' : tick === greatest ? 'end' : 'middle';
      labels.push(label(at(tick), middle + em * 0.8 + small, messages.ratio(format.count(tick)), { anchor, size: 'small', tone: 'muted' }));
    }
    const says = wrapLabel(messages.claim.decile, size.width - 2 * side, em, 'small');
    says.forEach((line, i) => labels.push(label(side, middle + em * 0.8 + small * (2.4 + 1.3 * i), line, { size: 'small', tone: 'muted' })));
    return Math.round(middle + em * 0.8 + small * (2.4 + 1.3 * says.length) + em * 0.8);
  }
}
