import { ticks } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { textWidth } from '../guides/text-width.js';
import type { SceneSize } from '../scene.js';
import { type SceneText, wrapText } from './drawing.js';
import { NARROW, SURE } from './grid-layout.js';
import { isMoney } from './retention-model.js';
import type { RetentionWords } from './retention-words.js';

/** A vertical scale of amounts with its title above, and the plot beside it, CSS pixels. */
export interface ValueAxis {
  readonly texts: readonly SceneText[];
  readonly y: ScaleLinear<number, number>;
  /** The heights at which lines cross the plot. */
  readonly lines: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** Returns the scale of what *words* show, from *low* to *high*. */
export function valueAxis({ format, messages, show }: RetentionWords, { width, fontSize }: SceneSize, low: number, high: number): ValueAxis {
  const narrow = width < NARROW;
  const small = (fontSize * 6) / 7;
  const height = narrow ? 240 : Math.round(Math.min(380, Math.max(260, width * 0.36)));
  const title = wrapText(messages.what[show.measure][show.unit], width / SURE, small);
  const lineHeight = Math.round(small * 1.35);
  const top = Math.round(small * 2.2) + (title.length - 1) * lineHeight;
  const values = ticks(low, high, narrow ? 4 : 5);
  const tickText = (value: number): string => {
    if (show.unit === 'percent') return format.percent(value, (values[1] ?? 1) - (values[0] ?? 0) < 0.01 ? 1 : 0);
    return isMoney(show.measure) ? format.compactMoney(value) : format.number(value);
  };
  const left = Math.ceil(Math.max(...values.map((tick) => textWidth(tickText(tick), small))) * SURE) + 8;
  const y = scaleLinear([low, Math.max(high, values.at(-1) ?? high)], [top + height, top]);
  const texts = title.map((text, i): SceneText => ({ x: 0, y: small + i * lineHeight, text, anchor: 'start', tone: 'muted small' }));
  for (const tick of values) texts.push({ x: left - 8, y: y(tick) + small * 0.36, text: tickText(tick), anchor: 'end', tone: 'muted small' });
  return { texts, y, lines: values.map((tick) => Math.round(y(tick)) + 0.5), left, top, bottom: top + height };
}
