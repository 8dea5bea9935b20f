import type { Mark, Result } from '@clientele/metrics';
import type { Format } from './locales/format.js';
import type { Locale } from './locales/locale.js';
import type { Texture } from './theme/textures.js';

/** The language and the number formats of one reader. */
export interface Words {
  readonly locale: Locale;
  readonly format: Format;
  /** True where text runs from right to left. */
  readonly rtl: boolean;
}

/** The room a scene is laid out in, CSS pixels. Height follows from the content. */
export interface SceneSize {
  readonly width: number;
  /** The size of ordinary text, CSS pixels (14 unless the page says otherwise). */
  readonly fontSize: number;
  /** Everything must be seen at once, as on paper: nothing may scroll. */
  readonly whole?: boolean;
}

/** One line of a tooltip. */
export interface SceneLine {
  readonly label: string;
  readonly value: string;
}

/**
 * Something that can be pointed at, focused and chosen. Its box is where the focus ring and the tooltip go; the chart draws
 * it as it likes. `row` and `column` say where arrow keys lead: a grid with holes.
 */
export interface SceneMark {
  /** Unique within the scene, and the same for the same thing in the next scene. */
  readonly id: string;
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The sentence that a screen reader says. */
  readonly label: string;
  readonly title: string;
  readonly lines: readonly SceneLine[];
  /** Where it is among others of its kind, for who can't see it: "cohort 5 of 104". */
  readonly position?: string;
  /** What choosing it means; null for marks that can't be chosen. */
  readonly mark: Mark | null;
}

/**
 * A part of a scene that scrolls, CSS pixels. The scene, its marks too, has everything at its place as if nothing had been
 * scrolled; what does not fit `height` is below the pane's end until it is.
 */
export interface ScenePane {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly contentHeight: number;
  /** How much room a scroll bar has beside `width`, at the end of the line. */
  readonly scrollBar: number;
  /** What is drawn changes in steps as high as this. */
  readonly step: number;
  /** Marks from this row on are in it. */
  readonly fromRow: number;
}

/** Finds marks by arithmetic, where there are so many that making and comparing all of them is felt. */
export interface MarkFinder {
  /** The one that has the focus first. */
  readonly first: SceneMark | null;
  /** The mark at a point of the scene, null where there is none. */
  at(x: number, y: number): SceneMark | null;
}

/** A column of the table that says the same as the chart. */
export interface SceneColumn {
  readonly key: string;
  readonly label: string;
  readonly numeric: boolean;
}

/** The table that says the same as the chart, to the digit. The first cell of a row is its header. */
export interface SceneTable {
  readonly caption: string;
  readonly columns: readonly SceneColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** An entry of the legend: a swatch class, its words, and the texture that stands for its colour where it has one. */
export interface LegendItem {
  readonly swatch: string;
  readonly label: string;
  readonly texture?: Texture | undefined;
}

/**
 * A chart as plain numbers and words. Renderer, hit-testing, keyboard, table, screen reader and export all read it, so they
 * can't disagree. Each chart adds its own geometry.
 */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** One sentence: what, how many, the finding, as of when. */
  readonly summary: string;
  /** True where there is nothing to draw; the summary says why. */
  readonly empty: boolean;
  /** In reading order. */
  readonly marks: readonly SceneMark[];
  /** Finds the same marks faster. */
  readonly finder?: MarkFinder | null;
  /** What scrolls, where anything does. */
  readonly pane?: ScenePane | null;
  readonly table: SceneTable;
  readonly legend: readonly LegendItem[];
  /** Remarks under the chart: what is unfinished, suppressed or thin. */
  readonly notes: readonly string[];
  /** How the numbers are counted: definition, options, zone, cut-off, rows left out. */
  readonly counted: readonly SceneLine[];
}

/** Turns a result into a scene. Pure: no DOM, no clock, no locale but the one in *words*. */
export type SceneBuilder<S extends Scene, Options = undefined> = (result: Result, size: SceneSize, words: Words, options: Options) => S;
