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

/** Returns the texts of *drawing* for readers from right to left, and moves its marks: a mirror image in *width* pixels. */
export function mirror({ texts, marks }: Drawing, width: number): readonly SceneText[] {
  for (const mark of marks) mark.x = width - mark.x - mark.width;
  return texts.map((text) => ({ ...text, x: width - text.x, anchor: OPPOSITE[text.anchor] }));
}

const OPPOSITE = { start: 'end', middle: 'middle', end: 'start' } as const;
