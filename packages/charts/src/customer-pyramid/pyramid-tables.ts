import type { Format } from '../locales/format.js';
import type { SceneColumn, SceneTable } from '../scene.js';
import type { PyramidMessages } from './customer-pyramid.messages.js';
import { type PyramidFigures, roundShareText, shareText } from './pyramid-figures.js';
import { curvePoints, curveValue } from './pyramid-marks.js';
import { cellText, valueShareText } from './tier-layout.js';

/** Returns tiers or deciles as a table. */
export function groupTable(figures: PyramidFigures, view: 'pyramid' | 'deciles', format: Format, messages: PyramidMessages): SceneTable {
  const { heads } = messages;
  const columns = [
    text('name', view === 'pyramid' ? heads.tier : heads.decile), numeric('customers', heads.customers), numeric('customerShare', heads.customerShare),
    numeric('value', heads.value), numeric('valueShare', heads.valueShare), numeric('mean', heads.mean),
  ];
  // Deciles have no ends of their own in a result.
  if (view === 'pyramid') columns.push(numeric('min', heads.min), numeric('max', heads.max));
  const rows = (view === 'pyramid' ? figures.tiers : figures.deciles).map((group) => {
    const money = (value: number | null): string => cellText(group, value, (known) => format.money(known), messages);
    const cells = [group.name, format.count(group.customers), shareText(format, group.customerShare), money(group.value), valueShareText(group, format, messages), money(group.mean)];
    return view === 'pyramid' ? [...cells, money(group.min), money(group.max)] : cells;
  });
  return { caption: messages.titles[view], columns, rows };
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
