import type { Result } from '@clientele/metrics';
import type { LocaleController } from './controllers/locale-controller.js';
import type { WidthController } from './controllers/width-controller.js';
import { Format } from './locales/format.js';
import type { Scene, SceneSize, Words } from './scene.js';

const DEFAULT_WIDTH = 640;
const DEFAULT_SIZE = 14;
/** How wide an ordinary letter is, in its size. */
const LETTER = 0.58;

/** What laying out needs of a chart. */
export interface SceneHost extends HTMLElement {
  readonly renderRoot: ParentNode;
  readonly currency: string | null;
}

/** Lays a result out at the chart's width in its reader's language, anew only when one of them changed. */
export class SceneLayout<S extends Scene> {
  private readonly host: SceneHost;
  private readonly words: LocaleController;
  private readonly measured: WidthController;
  private readonly build: (result: Result, size: SceneSize, words: Words) => S;
  private drawn: { readonly key: readonly unknown[]; readonly scene: S } | null = null;

  constructor(host: SceneHost, words: LocaleController, measured: WidthController, build: (result: Result, size: SceneSize, words: Words) => S) {
    this.host = host;
    this.words = words;
    this.measured = measured;
    this.build = build;
  }

  /** What was laid out last, null before anything was. */
  get scene(): S | null {
    return this.drawn?.scene ?? null;
  }

  /** The width to lay out in, CSS pixels. */
  get width(): number {
    return this.measured.width || DEFAULT_WIDTH;
  }

  /** Returns the scene of *result*, null where there is none, all of it to be seen at once if *whole*. *depends* is what it depends on besides. */
  layOut(result: Result | null, whole: boolean, depends: readonly unknown[]): S | null {
    if (result === null) {
      this.drawn = null;
      return null;
    }
    const { width } = this;
    const fontSize = this.letters();
    const { locale, rtl, tag } = this.words;
    const key = [result, width, fontSize, tag, rtl, whole, this.host.currency, ...depends];
    const same = this.drawn !== null && key.length === this.drawn.key.length && key.every((part, i) => part === this.drawn?.key[i]);
    if (!same) this.drawn = { key, scene: this.build(result, { width, fontSize, whole }, { locale, format: this.formatFor(result), rtl }) };
    return this.drawn?.scene ?? null;
  }

  /** The size of the letters in the frame; before there is one, in one like it. */
  private letters(): number {
    const { renderRoot } = this.host;
    const frame = renderRoot.querySelector('.chart');
    if (frame !== null) return lettersOf(frame);
    const like = document.createElement('div');
    like.className = 'reset';
    const chart = like.appendChild(document.createElement('div'));
    chart.className = 'chart';
    renderRoot.append(like);
    const size = lettersOf(chart);
    like.remove();
    return size;
  }

  private formatFor(result: Result): Format {
    try {
      const format = new Format(this.words.tag, this.host.currency ?? result.diagnostics.currency);
      if (format.currency !== null) format.money(0);
      return format;
    } catch {
      return new Format(this.words.tag);
    }
  }
}

/** The size of letters that takes as much room as those in *frame*: theirs, and more where the reader has them stand further apart. */
function lettersOf(frame: Element): number {
  const { fontSize, letterSpacing } = getComputedStyle(frame);
  return (Number.parseFloat(fontSize) || DEFAULT_SIZE) + Math.max(0, Number.parseFloat(letterSpacing) || 0) / LETTER;
}
