import type { Format } from '../locales/format.js';
import type { SceneMark } from '../scene.js';
import type { PyramidMessages } from './customer-pyramid.messages.js';
import { type PlotBox, pointIn } from './percent-axes.js';
import { type ConcentrationPoint, type GroupFigures, type PyramidFigures, roundShareText, shareText } from './pyramid-figures.js';
import { cellText, customerShareText, type LaidRow, valueShareText } from './tier-layout.js';

/** Returns a mark for every tier or decile, as wide as the plot. */
export function groupMarks(
  kind: 'tier' | 'decile', groups: readonly GroupFigures[], rows: readonly LaidRow[], width: number, format: Format, messages: PyramidMessages,
): SceneMark[] {
  return groups.map((group, i): SceneMark => {
    const row = rows[i] ?? { y: 0, height: 0 };
    return {
      id: `${kind}:${group.key}`,
      row: i, column: 0, x: 0, y: row.y, width, height: row.height,
      label: sentence(kind, group, format, messages),
      title: kind === 'decile' ? `${messages.heads.decile} ${group.name}` : group.name,
      lines: groupLines(group, format, messages),
      mark: kind === 'tier' ? { tier: group.key } : { decile: Number(group.key) },
    };
  });
}

/** Returns a mark for every share of the best customers, as high as the plot: something to point at along the curve. */
export function curveMarks(figures: PyramidFigures, view: 'concentration' | 'whale', box: PlotBox, format: Format, messages: PyramidMessages): SceneMark[] {
  const points = curvePoints(figures, view);
  const places = points.map((point) => pointIn(box, view === 'concentration' ? 1 - point.p : point.p, 0)[0]);
  const order = places.map((_, i) => i).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  return order.map((index, i): SceneMark => {
    const point = points[index] ?? { p: 0, customers: 0, share: null, value: null };
    const x = places[index] ?? 0;
    const before = i === 0 ? box.left : ((places[order[i - 1] ?? 0] ?? 0) + x) / 2;
    const after = i === order.length - 1 ? box.left + box.width : ((places[order[i + 1] ?? 0] ?? 0) + x) / 2;
    const best = roundShareText(format, point.p);
    const value = curveValue(point, format);
    return {
      id: `${view}:${point.p}`,
      row: 0, column: i, x: before, y: box.top, width: after - before, height: box.height,
      label: messages.bestMark(best, messages.customersOf(format.count(point.customers), point.customers), value, point.share === null),
      title: messages.best(best),
      lines: [
        { label: messages.heads.customers, value: format.count(point.customers) },
        { label: point.share === null ? messages.heads.cumulativeValue : messages.heads.cumulativeShare, value },
      ],
      mark: null,
    };
  });
}

/** A share of the best customers and what they bring, as a share of the total or where that is undefined in money. */
export interface BestPoint extends ConcentrationPoint {
  readonly value: number | null;
}

/** Returns the points of a curve that are told in words: those of the table, and tenths of the whale curve. */
export function curvePoints(figures: PyramidFigures, view: 'concentration' | 'whale'): BestPoint[] {
  if (view === 'concentration') return figures.concentration.map((point) => ({ ...point, value: null }));
  return figures.whale
    .filter((point) => Math.round(point.p * 100) % 10 === 0 && point.p > 0)
    .map((point) => ({ p: point.p, customers: Math.round(point.p * figures.customers), share: figures.whaleAbsolute ? null : point.value, value: point.value }));
}

/** Returns what the customers up to a point bring, as text. */
export function curveValue(point: BestPoint, format: Format): string {
  return point.share === null && point.value !== null ? format.money(point.value) : shareText(format, point.share);
}

function sentence(kind: 'tier' | 'decile', group: GroupFigures, format: Format, messages: PyramidMessages): string {
  const name = kind === 'decile' ? `${messages.heads.decile} ${group.name}` : group.name;
  const customers = messages.customersOf(format.count(group.customers), group.customers);
  const customerShare = shareText(format, group.customerShare);
  if (!group.counted) return messages.withheldWholly(name);
  if (group.customers === 0) return messages.emptyMark(name);
  if (group.suppressed) return messages.withheldMark(name, customers, customerShare);
  const valueShare = group.valueShare === null ? null : shareText(format, group.valueShare);
  const range = group.min === null || group.max === null ? null : ([format.money(group.min), format.money(group.max)] as const);
  const sentence = messages.tierMark({ name, customers, customerShare, value: format.money(group.value), valueShare, mean: format.money(group.mean), range });
  const { before } = group;
  if (before === null || !before.counted) return sentence;
  const was = messages.customersOf(format.count(before.customers), before.customers);
  return messages.sentences([sentence, messages.beforeMark(was, before.valueShare === null ? null : shareText(format, before.valueShare))]);
}

function groupLines(group: GroupFigures, format: Format, messages: PyramidMessages): SceneMark['lines'] {
  const { heads } = messages;
  const money = (value: number | null): string => cellText(group, value, (known) => format.money(known), messages);
  const lines = [
    { label: heads.customers, value: group.counted ? format.count(group.customers) : messages.withheld },
    { label: heads.customerShare, value: customerShareText(group, format, messages) },
    { label: heads.value, value: money(group.value) },
    { label: heads.valueShare, value: valueShareText(group, format, messages) },
    { label: heads.mean, value: money(group.mean) },
  ];
  if (group.min !== null && group.max !== null) lines.push({ label: heads.min, value: money(group.min) }, { label: heads.max, value: money(group.max) });
  const { before } = group;
  if (before !== null) {
    lines.push(
      { label: heads.customersBefore, value: before.counted ? format.count(before.customers) : messages.withheld },
      { label: heads.valueShareBefore, value: valueShareText(before, format, messages) },
    );
  }
  return lines;
}
