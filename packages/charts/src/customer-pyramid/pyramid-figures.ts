import { type Result, type Row, rowsOf, type Table } from '@clientele/metrics';
import { type Format, numberIn, textIn } from '../locales/format.js';
import type { PyramidMessages } from './customer-pyramid.messages.js';

/** A tier or a tenth of the customers. Null where a figure is undefined or withheld. */
export interface GroupFigures {
  /** As marks name it. */
  readonly key: string;
  readonly name: string;
  /** 0 where the number is withheld, which `counted` tells. */
  readonly customers: number;
  readonly counted: boolean;
  readonly customerShare: number | null;
  readonly value: number | null;
  readonly valueShare: number | null;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly lowN: boolean;
  readonly suppressed: boolean;
  /** The customers who bring no profit. */
  readonly losing: boolean;
  /** The same group at the earlier date, where there is one to compare with. */
  readonly before: GroupFigures | null;
}

/** Who went from one place to another between two dates. Null where withheld. */
export interface FlowFigures {
  readonly from: string;
  readonly to: string;
  readonly move: string;
  readonly customers: number | null;
  /** Of those who were there, or of those who came in. */
  readonly share: number | null;
  readonly valueBefore: number | null;
  readonly valueAfter: number | null;
}

/** A point of a curve: the share of customers, and the value up to there (a share of the total, or absolute). */
export interface CurvePoint {
  readonly p: number;
  readonly value: number;
}

/** A share of the best customers, how many they are, and their share of the value. */
export interface ConcentrationPoint {
  readonly p: number;
  readonly customers: number;
  readonly share: number | null;
}

/** What a pyramid's result says, read once. Parts that a backend left out are empty or null. */
export interface PyramidFigures {
  readonly by: string;
  readonly customers: number;
  /** Groups of fewer customers are withheld; 0 for none. */
  readonly minCell: number;
  readonly total: number | null;
  readonly tiers: readonly GroupFigures[];
  readonly deciles: readonly GroupFigures[];
  readonly lorenz: readonly CurvePoint[];
  readonly whale: readonly CurvePoint[];
  /** The whale curve is in money, as shares of the total are undefined. */
  readonly whaleAbsolute: boolean;
  readonly concentration: readonly ConcentrationPoint[];
  readonly scalar: (name: string) => number | null;
  readonly decileReason: string | null;
  /** ISO date up to which rows count, null where rows have no time. */
  readonly asOf: string | null;
  /** ISO date of the pyramid that this one is compared with. */
  readonly compareAsOf: string | null;
  /** By place of origin, then of destination. */
  readonly flows: readonly FlowFigures[];
  /** What places are called that are no tiers, and tiers. */
  readonly placeName: (place: string) => string;
}

/** Returns the figures of *result*, its tiers named in the reader's language. */
export function figuresOf(result: Result, messages: PyramidMessages): PyramidFigures {
  const { scalars, options } = result;
  const by = typeof options['by'] === 'string' ? options['by'] : 'share';
  const scalar = (name: string): number | null => numberIn(scalars, name);
  const names: Readonly<Record<string, string>> = by === 'profit' ? messages.profitTiers : messages.tiers;
  const placeName = (place: string): string => {
    const known = Object.hasOwn(messages.places, place) ? messages.places[place as keyof typeof messages.places] : undefined;
    return known ?? (Object.hasOwn(names, place) ? (names[place] ?? place) : place);
  };
  const tierOf = (row: Row, before: GroupFigures | null): GroupFigures => {
    const key = textIn(row, 'tier');
    return { ...groupOf(row), key, name: placeName(key), losing: by === 'profit' && key === 'none', before };
  };
  const earlier = rowsIn(result.tables['earlier']).map((row) => tierOf(row, null));
  const tiers = rowsOf(result.table).map((row, i) => tierOf(row, earlier[i] ?? null));
  const customers = scalar('customers') ?? customersIn(tiers);
  const known = tiers.every((tier) => tier.value !== null) && tiers.length > 0;
  const whaleRows = rowsIn(result.tables['whale']);
  const whaleAbsolute = whaleRows.every((row) => numberIn(row, 'cum_profit_share') === null);
  return {
    by,
    minCell: numberIn(options as Readonly<Record<string, Row[string]>>, 'minCell') ?? 0,
    customers,
    total: scalar('total') ?? (known ? tiers.reduce((sum, tier) => sum + (tier.value ?? 0), 0) : null),
    tiers,
    deciles: rowsIn(result.tables['deciles']).map((row): GroupFigures => {
      const key = String(numberIn(row, 'decile') ?? '');
      const group = groupOf(row);
      return { ...group, key, name: messages.decile(Number(key)), customerShare: customers > 0 && group.counted ? group.customers / customers : null };
    }),
    lorenz: curveOf(rowsIn(result.tables['lorenz']), 'p', 'cum_share'),
    whale: curveOf(whaleRows, 'rank_share', whaleAbsolute ? 'cum_profit' : 'cum_profit_share'),
    whaleAbsolute,
    concentration: rowsIn(result.tables['concentration']).map((row) => ({ p: numberIn(row, 'p') ?? 0, customers: numberIn(row, 'k') ?? 0, share: numberIn(row, 'share') })),
    scalar,
    decileReason: textIn(scalars, 'decile_reason') || null,
    compareAsOf: typeof options['compareAsOf'] === 'string' ? options['compareAsOf'] : null,
    flows: flowsOf(rowsIn(result.tables['migration']), new Map(earlier.map((tier) => [tier.key, tier.counted ? tier.customers : null])), scalar('entered')),
    placeName,
    asOf: result.diagnostics.window.asOf ?? result.diagnostics.window.end,
  };
}

/** Returns a share as a percentage: one decimal, and three where one would say 0. */
export function shareText(format: Format, share: number | null): string {
  return format.percent(share, share !== null && share !== 0 && Math.abs(share) < 0.0005 ? 3 : 1);
}

/** Returns a round share without decimals, and any other with one: `1%`, `3.4%`. */
export function roundShareText(format: Format, share: number): string {
  return Math.abs(share * 100 - Math.round(share * 100)) < 0.05 && share >= 0.005 ? format.percent(share, 0) : shareText(format, share);
}

function groupOf(row: Row): GroupFigures {
  return {
    key: '', name: '', losing: false, before: null,
    customers: numberIn(row, 'customers') ?? 0, counted: numberIn(row, 'customers') !== null,
    customerShare: numberIn(row, 'customer_share'),
    value: numberIn(row, 'value'), valueShare: numberIn(row, 'value_share'), mean: numberIn(row, 'mean'),
    min: numberIn(row, 'min'), max: numberIn(row, 'max'),
    lowN: row['low_n'] === true, suppressed: row['suppressed'] === true,
  };
}

/** Those below the lowest tier are in no row: a tier's share tells of how many it is a share. */
function customersIn(tiers: readonly GroupFigures[]): number {
  const largest = tiers.reduce<GroupFigures | null>((best, tier) => (best === null || tier.customers > best.customers ? tier : best), null);
  if (largest === null || largest.customerShare === null || largest.customerShare <= 0) return tiers.reduce((sum, tier) => sum + tier.customers, 0);
  return Math.round(largest.customers / largest.customerShare);
}

/** *sizes* are those of the tiers at the earlier date, *entered* is how many came in; null where withheld. */
function flowsOf(rows: readonly Row[], sizes: ReadonlyMap<string, number | null>, entered: number | null): FlowFigures[] {
  return rows.map((row) => {
    const from = textIn(row, 'from');
    const customers = numberIn(row, 'customers');
    const size = from === '(entered)' ? entered : (sizes.get(from) ?? null);
    return {
      from, to: textIn(row, 'to'), move: textIn(row, 'move'), customers,
      share: customers === null || size === null || size === 0 ? null : customers / size,
      valueBefore: numberIn(row, 'value_before'), valueAfter: numberIn(row, 'value_after'),
    };
  });
}

function rowsIn(table: Table | undefined): Row[] {
  return table === undefined ? [] : rowsOf(table);
}

function curveOf(rows: readonly Row[], p: string, value: string): CurvePoint[] {
  const points: CurvePoint[] = [];
  for (const row of rows) {
    const x = numberIn(row, p);
    const y = numberIn(row, value);
    if (x !== null && y !== null) points.push({ p: x, value: y });
  }
  return points;
}
