import { BUCKETS, bucketOf, type ColorDomain, shadeOf } from './color-domain.js';
import type { CohortCell } from './retention-model.js';

/** What a cell looks like: a bucket of the ramp, or one of the looks that are no amount to compare. */
export type CellLook = 'base' | 'partial' | 'zero' | 'withheld' | number;

/** The cells of a grid by look: one path for each, however many cells there are. */
export interface GridPaths {
  readonly fills: readonly { readonly shade: number; readonly path: string }[];
  readonly base: string;
  readonly partial: string;
  readonly zero: string;
  readonly withheld: string;
}

/** Returns the look of *cell*, which shows *amount*. */
export function lookOf(cell: CohortCell, amount: number | null, domain: ColorDomain | null): CellLook {
  if (cell.suppressed || amount === null) return 'withheld';
  if (cell.partial) return 'partial';
  if (cell.offset === 0 || domain === null) return 'base';
  return amount <= 0 ? 'zero' : bucketOf(amount, domain);
}

/** Collects cells into paths. */
export class GridShapes {
  private readonly buckets: string[] = Array.from({ length: BUCKETS }, () => '');
  private readonly looks: Record<Exclude<CellLook, number>, string> = { base: '', partial: '', zero: '', withheld: '' };

  add(look: CellLook, x: number, y: number, width: number, height: number): void {
    const gapX = width >= 9 ? 1 : 0;
    const gapY = height >= 9 ? 1 : 0;
    // The outline of a zero lies on its edge, half of it outside.
    const inset = look === 'zero' && width >= 9 && height >= 9 ? 0.5 : 0;
    const box = `M${round(x + inset)} ${round(y + inset)}h${round(width - gapX - 2 * inset)}v${round(height - gapY - 2 * inset)}h${round(-(width - gapX - 2 * inset))}z`;
    if (typeof look === 'number') this.buckets[look] = `${this.buckets[look] ?? ''}${box}`;
    else this.looks[look] += box;
  }

  paths(): GridPaths {
    const fills = this.buckets.flatMap((path, bucket) => (path === '' ? [] : [{ shade: shadeOf(bucket), path }]));
    return { fills, ...this.looks };
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
