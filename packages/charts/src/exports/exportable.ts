import type { Result } from '@clientele/metrics';
import type { Engine } from '../engine.js';
import type { Scene } from '../scene.js';

/** The formats in which a chart can be had as a file. */
export const exportFormats = ['svg', 'png', 'csv', 'arrow'] as const;

/** `svg`: a drawing that needs nothing else; `png`: its picture; `csv`: the table; `arrow`: the result's main table. */
export type ExportFormat = (typeof exportFormats)[number];

/** What the menu offers: a file, the clipboard, or paper. */
export type ExportAction = ExportFormat | 'copy-picture' | 'copy-table' | 'print';

/** How a chart is written. */
export interface ExportOptions {
  /** Of a PNG: pixels for each CSS pixel, 1 to 4. By default 2. */
  readonly scale?: number | undefined;
}

/** What a chart shows, for whoever writes it down. */
export interface Exportable {
  /** Begins the sentences of errors. */
  readonly who: string;
  readonly title: string;
  readonly scene: Scene;
  readonly result: Result | null;
  readonly engine: Engine | null;
  /** The shadow root of the chart, as it is drawn now. */
  readonly root: ParentNode;
  readonly rtl: boolean;
  /** Returns what *take* returns while everything is drawn: what scrolls, to its end. *take* is given the scene that is drawn then. */
  readonly drawnWhole: <Taken>(take: (scene: Scene) => Taken) => Taken;
}
