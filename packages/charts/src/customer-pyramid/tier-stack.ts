import { fitText } from '../guides/text-width.js';
import { label, LABEL_SIZES, labelWidth, LEAD_GAP, STRONG } from './drawing.js';
import { shareText } from './pyramid-figures.js';
import { customersText, drawingParts, ghostsOf, type LaidRow, type LayoutInput, rampAt, shortMoney, showsGhost, SIDE, THINNEST, type TierLayout, valueLengths } from './tier-layout.js';

/** Returns tiers under one another, for narrow places: a line of words each, then a bar of customers and a bar of value. */
export function layOutStack({ figures, size, format, messages }: LayoutInput): TierLayout {
  const { tiers } = figures;
  const em = size.fontSize;
  const small = em * LABEL_SIZES.small;
  const customerTexts = tiers.map((tier) => (tier.counted ? messages.ofCustomers(shareText(format, tier.customerShare)) : messages.withheld));
  const valueTexts = tiers.map((tier) =>
    tier.suppressed ? messages.withheld : tier.valueShare === null ? format.compactMoney(tier.value) : messages.ofValue(shareText(format, tier.valueShare)));
  const textWidth = Math.max(0, ...[...customerTexts, ...valueTexts].map((text) => labelWidth(text, em, 'small')));

  const lengths = valueLengths(tiers);
  const ghosts = ghostsOf(figures);
  const valueEnds = [...lengths, ...ghosts.map((ghost) => ghost.value)];
  const negative = Math.max(0, ...valueEnds.map((length) => -(length ?? 0)));
  const positive = Math.max(0, ...valueEnds.map((length) => length ?? 0), ...tiers.map((tier) => tier.customerShare ?? 0), ...ghosts.map((ghost) => ghost.customers ?? 0));
  const side = em * SIDE;
  const right = size.width - side;
  const room = Math.max(em * 3, right - side - textWidth - em * 0.8);
  const scale = room / Math.max(0.01, negative + positive);
  const baseline = side + negative * scale;

  const counts = tiers.map((tier) => customersText(tier, format, messages));
  const means = tiers.map((tier) => (tier.mean === null ? '' : messages.meanOf(shortMoney(tier.mean, format))));
  // For all tiers or for none: a figure here and there would look like an oversight.
  const roomForMeans = tiers.every((tier, i) =>
    labelWidth(tier.name, em, 'normal', 'strong') + labelWidth(counts[i] ?? '', em, 'small') + labelWidth(means[i] ?? '', em, 'small') + em * 1.4 <= right - side);

  const parts = drawingParts();
  const { labels, lines, bars } = parts;
  const rows: LaidRow[] = [];
  const thin = Math.round(em * 0.65);
  const line = Math.round(em * 1.25);
  let y = 0;
  let widened = false;
  const gaining = tiers.filter((tier) => !tier.losing).length;
  for (const [i, tier] of tiers.entries()) {
    if (tier.losing) {
      lines.push({ points: [[0, y], [size.width, y]], tone: 'rule' });
      y += Math.round(em * 0.7);
    }
    const id = `tier:${tier.key}`;
    const from = y;
    const count = counts[i] ?? '';
    const name = fitText(tier.name, (right - side - labelWidth(count, em, 'small') - em * LEAD_GAP) / STRONG, em);
    labels.push(label(side, y + em, count, { lead: name, size: 'small', tone: 'muted', mark: id }));
    if (roomForMeans) labels.push(label(right, y + em, means[i] ?? '', { anchor: 'end', size: 'small', tone: 'muted', mark: id }));
    y += Math.round(em * 1.45);
    const share = tier.customerShare ?? 0;
    const step = tier.customers > 0 ? Math.max(THINNEST, share * scale) : 0;
    widened ||= tier.customers > 0 && share * scale < THINNEST;
    const t = rampAt(i, gaining);
    const inset = (line - thin) / 2;
    if (step > 0) bars.push({ x: baseline, y: y + inset, width: step, height: thin, tone: 'count', t, mark: id });
    else if (!tier.counted) bars.push({ x: baseline, y: y + inset, width: em * 1.2, height: thin, tone: 'withheld', t, mark: id });
    const stepBefore = (ghosts[i]?.customers ?? 0) * scale;
    if (showsGhost(stepBefore, step)) bars.push({ x: baseline, y: y + inset, width: stepBefore, height: thin, tone: 'ghost', t, mark: id });
    labels.push(label(right, y + inset + thin / 2 + small * 0.36, customerTexts[i] ?? '', { anchor: 'end', size: 'small', mark: id }));
    y += line;
    const length = lengths[i] ?? null;
    if (length !== null && length !== 0) {
      const long = Math.max(1, Math.abs(length) * scale);
      bars.push({ x: length < 0 ? baseline - long : baseline, y: y + inset, width: long, height: thin, tone: length < 0 ? 'negative' : 'ramp', t, mark: id });
    }
    else if (tier.suppressed) bars.push({ x: baseline, y: y + inset, width: em * 1.2, height: thin, tone: 'withheld', t, mark: id });
    const ghost = (ghosts[i]?.value ?? 0) * scale;
    if (showsGhost(ghost, (length ?? 0) * scale)) bars.push({ x: baseline + Math.min(0, ghost), y: y + inset, width: Math.abs(ghost), height: thin, tone: 'ghost', t, mark: id });
    labels.push(label(right, y + inset + thin / 2 + small * 0.36, valueTexts[i] ?? '', { anchor: 'end', size: 'small', mark: id }));
    y += line;
    lines.push({ points: [[baseline, y - 2 * line], [baseline, y]], tone: 'baseline' });
    rows.push({ key: tier.key, y: from, height: y - from });
    y += Math.round(em * 0.9);
  }
  return { ...parts, dots: [], height: Math.ceil(y), rows, widened };
}
