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

/** Returns whether shares of value are undefined for all *groups*: values are then told in money alone. */
export function withoutShares(groups: readonly GroupFigures[]): boolean {
  return groups.every((group) => group.valueShare === null && !group.suppressed);
}

/** Returns a share of value as text. */
export function valueShareText(group: GroupFigures, format: Format, messages: PyramidMessages): string {
  return cellText(group, group.valueShare, (share) => shareText(format, share), messages);
}
