import type { Format } from '../locales/format.js';
import type { SceneSize } from '../scene.js';
import type { Area, Bar, Drawing, Label, Line } from './drawing.js';
import type { PyramidMessages } from './customer-pyramid.messages.js';
import { type GroupFigures, type PyramidFigures, shareText } from './pyramid-figures.js';

/** A row of a layout: what a mark covers. */
export interface LaidRow {
  readonly key: string;
  readonly y: number;
  readonly height: number;
}

/** A drawing and where its rows are. */
export interface TierLayout extends Drawing {
  readonly rows: readonly LaidRow[];
  /** Some steps are drawn wider than their share. */
  readonly widened: boolean;
}

/** What a layout is made from. */
export interface LayoutInput {
  readonly figures: PyramidFigures;
  readonly size: SceneSize;
  readonly format: Format;
  readonly messages: PyramidMessages;
  /** Whether to mark what the literature claims. */
  readonly claims: boolean;
}

/** The collections that a layout fills. */
export interface DrawingParts {
  readonly areas: Area[];
  readonly lines: Line[];
  readonly bars: Bar[];
  readonly labels: Label[];
}

/** How far a layout keeps from the sides, in parts of the text's size: the frame around a chosen row needs room. */
export const SIDE = 0.45;

/** No step with a customer in it is thinner, CSS pixels. */
export const THINNEST = 3;

/** Returns empty collections. */
export function drawingParts(): DrawingParts {
  return { areas: [], lines: [], bars: [], labels: [] };
}

/** Returns the place of row *i* of *count* on the colour ramp: the best darkest, none too pale to see. */
export function rampAt(i: number, count: number): number {
  return count < 2 ? 0.8 : 0.92 - (0.42 * i) / (count - 1);
}

/**
 * Returns the lengths by which groups' values are drawn: their shares of the total or, where those are undefined, parts of
 * the greatest value. Null where there is nothing to draw.
 */
export function valueLengths(groups: readonly GroupFigures[]): (number | null)[] {
  if (!withoutShares(groups)) return groups.map((group) => group.valueShare);
  const greatest = Math.max(...groups.map((group) => Math.abs(group.value ?? 0)));
  return groups.map((group) => (group.value === null || greatest === 0 ? null : group.value / greatest));
}

/** Returns what stands where a figure of *group* would: the figure's text, or why there is none. */
export function cellText(group: GroupFigures, value: number | null, format: (value: number | null) => string, messages: PyramidMessages): string {
  return group.suppressed ? messages.withheld : format(value);
}

/** Returns how many customers *group* has, in words, or that the number is withheld. */
export function customersText(group: GroupFigures, format: Format, messages: PyramidMessages): string {
  if (!group.counted) return messages.withheld;
  const now = messages.customersOf(format.count(group.customers), group.customers);
  return group.before?.counted === true ? messages.countBefore(now, format.count(group.before.customers)) : now;
}

/** The lengths of a group at the earlier date, on the scale of today's shares. Null where there is none, or it is withheld. */
export interface Ghost {
  readonly customers: number | null;
  readonly value: number | null;
}

/** Returns the outlines of *groups* at the earlier date: numbers and sums of then as parts of today's totals. */
export function ghostsOf({ tiers, customers, total }: PyramidFigures): Ghost[] {
  return tiers.map(({ before }) => ({
    customers: before === null || !before.counted || customers === 0 ? null : before.customers / customers,
    value: before === null || before.value === null || total === null || total <= 0 ? null : before.value / total,
  }));
}

/** An outline that lies this near to the bar itself says nothing, CSS pixels. */
const NEAREST_GHOST = 2;

/** Returns whether an outline of length *before* can be told from a bar of length *now*. */
export function showsGhost(before: number | null, now: number | null): before is number {
  return before !== null && before !== 0 && Math.abs(before - (now ?? 0)) >= NEAREST_GHOST;
}

/** From here on, every digit of an amount is more than a drawing or a sentence can hold: the table has them. */
const LONG = 1e7;

/** Returns an amount to its last digit, or in its short form where that is long. Null as a dash. */
export function shortMoney(value: number | null, format: Format): string {
  return value !== null && Math.abs(value) >= LONG ? format.compactMoney(value) : format.money(value);
}

/** Returns the share of customers in *group*, or that it is withheld. */
export function customerShareText(group: GroupFigures, format: Format, messages: PyramidMessages): string {
  return group.counted ? shareText(format, group.customerShare) : messages.withheld;
}

/** Returns whether shares of value are undefined for all *groups*: values are then told in money alone. */
export function withoutShares(groups: readonly GroupFigures[]): boolean {
  return groups.every((group) => group.valueShare === null && !group.suppressed);
}

/** Returns a share of value as text. */
export function valueShareText(group: GroupFigures, format: Format, messages: PyramidMessages): string {
  return cellText(group, group.valueShare, (share) => shareText(format, share), messages);
}
