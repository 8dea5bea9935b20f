import type { Shape, TextShape } from './shapes.js';
import type { LaidOut } from './view.js';

const OPPOSITE = { start: 'end', middle: 'middle', end: 'start' } as const satisfies Record<TextShape['anchor'], TextShape['anchor']>;

/** Returns *view* mirrored in a drawing of *width* pixels, for readers from right to left. Texts keep their own order, as numbers with a sign must. */
export function mirrored({ marks, shapes, ...view }: LaidOut, width: number): LaidOut {
  const flip = (x: number): number => width - x;
  const image = (shape: Shape): Shape => {
    switch (shape.kind) {
      case 'rect': return { ...shape, x: flip(shape.x + shape.width) };
      case 'line': return { ...shape, x1: flip(shape.x1), x2: flip(shape.x2) };
      case 'path': return { ...shape, d: shape.d.replaceAll(/(-?[\d.e-]+),(-?[\d.e-]+)/g, (_, x: string, y: string) => `${flip(Number(x))},${y}`) };
      case 'dot': return { ...shape, x: flip(shape.x) };
      case 'key': return { ...shape, x: flip(shape.x), anchor: OPPOSITE[shape.anchor], items: shape.items.toReversed() };
      case 'text': return { ...shape, x: flip(shape.x), anchor: OPPOSITE[shape.anchor] };
    }
  };
  return { ...view, shapes: shapes.map(image), marks: marks.map((mark) => ({ ...mark, x: flip(mark.x + mark.width) })) };
}
