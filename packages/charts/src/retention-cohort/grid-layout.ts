import { textWidth } from '../guides/text-width.js';
import type { SceneSize } from '../scene.js';
import type { RetentionWords } from './retention-words.js';

const TALLEST = 640;
const ROW = { most: 30, least: 3 } as const;
const CELL = { most: 84, least: 2.5, legible: 30, crisp: 9 } as const;

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
  readonly gap: number;
  readonly cellWidth: number;
  readonly rowHeight: number;
  readonly pooledHeight: number;
  /** How many offsets have room. */
  readonly shown: number;
  /** Rows are tall enough for numbers. */
  readonly textual: boolean;
  readonly small: number;
  readonly labelOf: (date: string) => string;
}

/** Returns the layout of a grid of *words* in *size*: cells shrink before columns are left out. */
export function gridLayout(words: RetentionWords, { width, fontSize }: SceneSize): GridLayout {
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
    ...model.cohorts.map((cohort) => textWidth(format.count(cohort.size), fontSize)));
  // An em between names and sizes, whose heads are words next to each other and would be read as one.
  const left = Math.ceil(label) + Math.max(gap, fontSize) + Math.ceil(sizes) + gap;
  const rowHeight = Math.min(ROW.most, Math.max(ROW.least, Math.floor(TALLEST / Math.max(1, model.cohorts.length))));
  const textual = rowHeight >= small * 1.45;
  const room = Math.max(CELL.legible, width - left);
  const shown = Math.max(1, Math.min(model.offsets, Math.floor(room / (textual && narrow ? CELL.legible : CELL.least))));
  const share = Math.min(CELL.most, room / shown);
  return {
    narrow, left, gap, rowHeight, shown, textual, small, labelOf,
    pooledHeight: Math.max(rowHeight, Math.round(small * 1.9)),
    cellWidth: share >= CELL.crisp ? Math.floor(share) : Math.max(CELL.least, Math.floor(share * 2) / 2),
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
