import { textWidth } from '../guides/text-width.js';
import type { LazyMark } from './retention-words.js';

/** A text with its baseline. `tone` are the classes that colour and size it. */
export interface SceneText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly tone: string;
}

/** What either view draws. */
export interface Drawing {
  readonly height: number;
  readonly texts: readonly SceneText[];
  readonly marks: readonly LazyMark[];
}

/** Returns *text* in lines of at most *width* pixels, broken at spaces. A word that is longer stays whole. */
export function wrapText(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || textWidth(longer, fontSize) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** Returns *texts* for readers from right to left: a mirror image in *width* pixels. */
export function mirrored(texts: readonly SceneText[], width: number): readonly SceneText[] {
  return texts.map((text) => ({ ...text, x: width - text.x, anchor: OPPOSITE[text.anchor] }));
}

const OPPOSITE = { start: 'end', middle: 'middle', end: 'start' } as const;
