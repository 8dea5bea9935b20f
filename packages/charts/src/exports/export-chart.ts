import { ClienteleError, OptionError } from '@clientele/metrics';
import { csvOf, tabbedOf } from './csv.js';
import { type Exportable, type ExportFormat, exportFormats, type ExportOptions } from './exportable.js';
import { type FigureSvg, figureSvg } from './figure-svg.js';
import { pictureOf } from './picture.js';
import { printFigure } from './print-figure.js';

/**
 * Returns *chart* as a file. Throws OptionError for a format or scale that there isn't, and `state` where nothing is drawn.
 * SVG, PNG and CSV are made from the scene that is on the screen, Arrow from the result behind it.
 */
export async function exportChart(chart: Exportable, format: ExportFormat, { scale = 2 }: ExportOptions = {}): Promise<Blob> {
  switch (format) {
    case 'svg':
      return new Blob([figureOf(chart).text], { type: 'image/svg+xml' });
    case 'png':
      if (!(scale >= 1 && scale <= 4)) throw new OptionError(`${chart.who}: scale is out of range, got ${String(scale)}; expected 1 to 4`);
      return pictureOf(figureOf(chart), scale);
    case 'csv':
      return new Blob([csvOf(chart.scene.table)], { type: 'text/csv;charset=utf-8' });
    case 'arrow':
      return new Blob([await arrowOf(chart)], { type: 'application/vnd.apache.arrow.stream' });
    default:
      throw new OptionError(`${chart.who}: unknown format "${String(format)}"; expected ${exportFormats.join(', ')}`);
  }
}

/** Puts the picture or the table of *chart* on the clipboard. Browsers allow it while a reader has just asked for it. */
export async function copyChart(chart: Exportable, what: 'picture' | 'table'): Promise<void> {
  if (what === 'table') return navigator.clipboard.writeText(tabbedOf(chart.scene.table));
  // A promise and not a picture: Safari wants to be asked before anything is awaited.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': exportChart(chart, 'png') })]);
}

/** Has the browser print *chart* alone. */
export function printChart(chart: Exportable): Promise<void> {
  return printFigure(figureOf(chart), chart.title);
}

/** Hands *blob* to the reader as a file named after *title*, and returns that name. */
export function download(blob: Blob, title: string, format: ExportFormat): string {
  const name = `${fileNameOf(title)}.${format}`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return name;
}

function figureOf(chart: Exportable): FigureSvg {
  const figure = chart.scene.empty ? null : chart.drawnWhole((scene) => figureSvg({ ...chart, scene }));
  if (figure === null) throw new ClienteleError('state', `${chart.who}: nothing is drawn; expected data`);
  return figure;
}

async function arrowOf({ engine, result, who }: Exportable): Promise<Uint8Array<ArrayBuffer>> {
  if (engine?.writeTable === undefined) throw new ClienteleError('unsupported', `${who}: nobody can write Arrow, got no engine that does; expected the package "clientele"`);
  if (result === null) throw new ClienteleError('state', `${who}: there is no result; expected data`);
  return Uint8Array.from(await engine.writeTable(result.table));
}

/** Letters and digits of any script; everything else a hyphen, and never so long that a file system minds. */
function fileNameOf(title: string): string {
  return title.normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-').slice(0, 80).replaceAll(/^-+|-+$/g, '') || 'chart';
}
