import type { Format } from '../locales/format.js';
import type { SceneColumn, SceneTable } from '../scene.js';
import type { PyramidMessages } from './customer-pyramid.messages.js';
import { type GroupFigures, type PyramidFigures, roundShareText, shareText } from './pyramid-figures.js';
import { curvePoints, curveValue } from './pyramid-marks.js';
import { cellText, customerShareText, valueShareText } from './tier-layout.js';

/** Returns tiers or deciles as a table. */
export function groupTable(figures: PyramidFigures, view: 'pyramid' | 'deciles', format: Format, messages: PyramidMessages): SceneTable {
  const { heads } = messages;
  const columns = [
    text('name', view === 'pyramid' ? heads.tier : heads.decile), numeric('customers', heads.customers), numeric('customerShare', heads.customerShare),
    numeric('value', heads.value), numeric('valueShare', heads.valueShare), numeric('mean', heads.mean),
  ];
  // Deciles have no ends of their own in a result.
  if (view === 'pyramid') columns.push(numeric('min', heads.min), numeric('max', heads.max));
  const compared = view === 'pyramid' && figures.tiers.some((tier) => tier.before !== null);
  if (compared) columns.push(numeric('customersBefore', heads.customersBefore), numeric('valueBefore', heads.valueBefore), numeric('valueShareBefore', heads.valueShareBefore));
  const rows = (view === 'pyramid' ? figures.tiers : figures.deciles).map((group) => {
    const money = (value: number | null): string => cellText(group, value, (known) => format.money(known), messages);
    const number = (one: GroupFigures): string => (one.counted ? format.count(one.customers) : messages.withheld);
    const cells = [group.name, number(group), customerShareText(group, format, messages), money(group.value), valueShareText(group, format, messages), money(group.mean)];
    if (view === 'deciles') return cells;
    const ends = figures.minCell > 1 && group.customers > 0 ? [messages.withheld, messages.withheld] : [money(group.min), money(group.max)];
    const { before } = group;
    const then = before === null ? [] : [number(before), cellText(before, before.value, (known) => format.money(known), messages), valueShareText(before, format, messages)];
    return [...cells, ...ends, ...then];
  });
  return { caption: messages.titles[view], columns, rows };
}

/** Returns who went from where to where as a table. */
export function flowTable(figures: PyramidFigures, format: Format, messages: PyramidMessages): SceneTable {
  const { heads } = messages;
  const of = (value: number | null, text: (known: number) => string): string => (value === null ? '' : text(value));
  return {
    caption: messages.titles.moves,
    columns: [
      text('from', heads.from), text('to', heads.to), text('move', heads.move), numeric('customers', heads.customers), numeric('share', heads.shareOfFrom),
      numeric('valueBefore', heads.valueBefore), numeric('valueAfter', heads.valueAfter),
    ],
    rows: figures.flows.map((flow) => [
      figures.placeName(flow.from), figures.placeName(flow.to), messages.moves[flow.move] ?? flow.move,
      flow.customers === null ? messages.withheld : format.count(flow.customers),
      flow.customers === null ? messages.withheld : of(flow.share, (share) => shareText(format, share)),
      flow.customers === null ? messages.withheld : of(flow.valueBefore, (value) => format.money(value)),
      flow.customers === null ? messages.withheld : of(flow.valueAfter, (value) => format.money(value)),
    ]),
  };
}

/** Returns points of a curve as a table. */
export function curveTable(figures: PyramidFigures, view: 'concentration' | 'whale', format: Format, messages: PyramidMessages): SceneTable {
  const { heads } = messages;
  const points = curvePoints(figures, view);
  const inMoney = points.every((point) => point.share === null);
  return {
    caption: messages.titles[view],
    columns: [text('best', heads.bestShare), numeric('customers', heads.customers), numeric('value', inMoney ? heads.cumulativeValue : heads.cumulativeShare)],
    rows: points.map((point) => [messages.best(roundShareText(format, point.p)), format.count(point.customers), curveValue(point, format)]),
  };
}

function text(key: string, label: string): SceneColumn {
  return { key, label, numeric: false };
}

function numeric(key: string, label: string): SceneColumn {
  return { key, label, numeric: true };
}
