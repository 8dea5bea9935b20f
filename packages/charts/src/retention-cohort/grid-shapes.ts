import { type ColorDomain, shadeOf } from './color-domain.js';
import type { CohortCell } from './retention-model.js';

/** What a cell looks like: a shade of the ramp, 0 to 1, or one of the looks that are no amount to compare. */
export type CellLook = 'base' | 'partial' | 'zero' | 'withheld' | 'projected' | number;

/** The cells of a grid by look: one path for each, however many cells there are. */
export interface GridPaths {
  readonly fills: readonly { readonly shade: number; readonly path: string }[];
  readonly base: string;
  readonly partial: string;
  readonly zero: string;
  /** Zeros in cells too small for an outline. */
  readonly dots: string;
  readonly withheld: string;
  readonly projected: string;
}

/** Returns the look of *cell*, which shows *amount*: in its own colour where *exact*, else in the nearest of a few. */
export function lookOf(cell: CohortCell, amount: number | null, domain: ColorDomain | null, exact: boolean): CellLook {
  if (cell.suppressed || amount === null) return 'withheld';
  if (cell.partial) return 'partial';
  if (cell.offset === 0 || domain === null) return 'base';
  return amount <= 0 ? 'zero' : shadeOf(amount, domain, exact);
}

/** Collects cells into paths. */
export class GridShapes {
  private readonly shades = new Map<number, string>();
  private readonly looks: Record<Exclude<CellLook, number> | 'dots', string> = { base: '', partial: '', zero: '', dots: '', withheld: '', projected: '' };

  add(look: CellLook, x: number, y: number, width: number, height: number): void {
    const gapX = width >= 9 ? 1 : 0;
    const gapY = height >= 9 ? 1 : 0;
    if (look === 'zero') {
      // An outline would fill a small cell, so there a zero is a dot; a larger outline lies half outside of its edge.
      const dot = Math.max(1, Math.min(width, height) / 3);
      if (gapX === 0 || gapY === 0) this.looks.dots += boxPath(x + (width - dot) / 2, y + (height - dot) / 2, dot, dot);
      else this.looks.zero += boxPath(x + 0.5, y + 0.5, width - 2, height - 2);
      return;
    }
    // An outline lies half outside of its edge.
    const box = look === 'projected' && gapX === 1 && gapY === 1 ? boxPath(x + 1, y + 1, width - 3, height - 3) : boxPath(x, y, width - gapX, height - gapY);
    if (typeof look === 'number') this.shades.set(look, `${this.shades.get(look) ?? ''}${box}`);
    else this.looks[look] += box;
  }

  paths(): GridPaths {
    const fills = [...this.shades].sort(([a], [b]) => a - b).map(([shade, path]) => ({ shade, path }));
    return { fills, ...this.looks };
  }
}

/** Returns the cells of both. */
export function joined(one: GridPaths, other: GridPaths): GridPaths {
  const shades = new Map(one.fills.map(({ shade, path }) => [shade, path]));
  for (const { shade, path } of other.fills) shades.set(shade, `${shades.get(shade) ?? ''}${path}`);
  return {
    fills: [...shades].sort(([a], [b]) => a - b).map(([shade, path]) => ({ shade, path })),
    base: one.base + other.base, partial: one.partial + other.partial, zero: one.zero + other.zero, dots: one.dots + other.dots,
    withheld: one.withheld + other.withheld, projected: one.projected + other.projected,
  };
}

/** Returns the path of a box, CSS pixels. */
export function boxPath(x: number, y: number, width: number, height: number): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
