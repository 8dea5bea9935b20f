import { textWidth } from '../guides/text-width.js';
import type { ScenePane, SceneSize } from '../scene.js';
import type { RetentionWords } from './retention-words.js';

/** The room for all rows, three years of months among them: what is higher scrolls, and where everything must be seen at once its rows are lower. */
const TALLEST = 660;
/** How much of rows that scroll is seen, in rows: half a one at the end says that there are more. */
const SEEN = 26.5;
/** How many rows are drawn at a time when they come into sight. */
const STEP = 4;
/** What a scroll bar takes at the most. */
const SCROLL_BAR = 16;
/** The frame of a chosen cohort stands off its name. */
export const RING = 5;
const ROW = { most: 30, least: 3 } as const;
const CELL = { most: 84, least: 2.5, legible: 33, crisp: 9 } as const;

/** The width in CSS pixels below which labels are short and columns that find no room are left to the table. */
export const NARROW = 480;

/** How much wider strong text is than ordinary text. */
export const BOLD = 1.16;

/** How much wider the widest fonts are than `textWidth` says, for texts whose room costs little. */
export const SURE = 1.12;

/** Where the rows and columns of a grid are, CSS pixels. */
export interface GridLayout {
  readonly narrow: boolean;
  /** Where cells begin, right of labels and sizes. */
  readonly left: number;
  /** Where they end at the latest. */
  readonly right: number;
  readonly gap: number;
  readonly cellWidth: number;
  readonly rowHeight: number;
  readonly pooledHeight: number;
  /** How many offsets have room. */
  readonly shown: number;
  /** Rows are tall enough for numbers. */
  readonly textual: boolean;
  /** There are more rows than are seen at once. */
  readonly scrolls: boolean;
  readonly small: number;
  readonly labelOf: (date: string) => string;
}

/** Returns the layout of a grid of *words* in *size*: cells shrink before columns are left out, and rows scroll before they can't be read. */
export function gridLayout(words: RetentionWords, { width, fontSize, whole = false }: SceneSize): GridLayout {
  const { model, messages, format } = words;
  const narrow = width < NARROW;
  const small = (fontSize * 6) / 7;
  const gap = narrow ? 8 : 14;
  const labelOf = (date: string): string => (narrow ? format.periodShort(date, model.grain) : words.period(date));
  const label = Math.max(
    ...model.cohorts.map(({ date }) => textWidth(labelOf(date), fontSize)),
    textWidth(pooledLabel(words, narrow), fontSize) * BOLD,
    textWidth(narrow ? messages.cohortShort : messages.cohort, small) * SURE,
    narrow ? 0 : textWidth(messages.over, small),
  );
  const sizes = Math.max(textWidth(messages.size, small) * SURE, textWidth(words.pooledSize, fontSize) * BOLD,
    ...model.cohorts.map((cohort) => textWidth(words.size(cohort.size), fontSize)));
  // An em between names and sizes, whose heads are words next to each other and would be read as one.
  const left = Math.ceil(label) + Math.max(gap, fontSize) + Math.ceil(sizes) + gap;
  const legible = Math.ceil(small * 1.45);
  const fitting = Math.min(ROW.most, Math.max(ROW.least, Math.floor(TALLEST / Math.max(1, model.cohorts.length))));
  const scrolls = !whole && fitting < legible;
  const rowHeight = scrolls ? legible : fitting;
  const textual = rowHeight >= legible;
  const right = scrolls ? width - SCROLL_BAR : width;
  const room = Math.max(CELL.legible, right - left);
  // Where rows scroll, columns that are left out would be as many again: the picture is worth more than the numbers.
  const shown = Math.max(1, Math.min(model.offsets, Math.floor(room / (textual && narrow && !scrolls ? CELL.legible : CELL.least))));
  const share = Math.min(CELL.most, room / shown);
  return {
    narrow, left, right, gap, rowHeight, shown, textual, scrolls, small, labelOf,
    pooledHeight: Math.max(rowHeight, Math.round(small * 1.9)),
    cellWidth: share >= CELL.crisp ? Math.floor(share) : Math.max(CELL.least, Math.floor(share * 2) / 2),
  };
}

/** Returns the pane in which the rows of *count* cohorts scroll from *top* on; null where all are seen. */
export function paneOf({ right, rowHeight, scrolls }: GridLayout, count: number, top: number, { width }: SceneSize, rtl: boolean): ScenePane | null {
  if (!scrolls) return null;
  return {
    x: rtl ? width - right : -RING, y: top, width: right + RING, height: Math.round(rowHeight * SEEN), contentHeight: rowHeight * count,
    scrollBar: SCROLL_BAR, step: rowHeight * STEP, fromRow: 1,
  };
}

/** Returns what the pooled row is called where there is little room or enough. */
export function pooledLabel({ messages, show }: RetentionWords, narrow: boolean): string {
  if (show.unit === 'percent') return narrow ? messages.allShort : messages.all;
  return narrow ? messages.averageShort : messages.average;
}

/** Returns how many steps of *pitch* pixels apart labels of *length* pixels may stand: an even number of them, 1 where all fit. */
export function labelStep(pitch: number, length: number): number {
  const least = length / Math.max(0.1, pitch);
  return STEPS.find((step) => step >= least) ?? Math.ceil(least / 100) * 100;
}

const STEPS = [1, 2, 3, 4, 6, 12, 13, 26, 52, 100];
