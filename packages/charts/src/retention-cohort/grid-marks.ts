import type { MarkFinder } from '../scene.js';
import { RING } from './grid-layout.js';
import type { GridPlan } from './grid-rows.js';
import { CellMark, CohortMark, type LazyMark, type MarkPlace, PooledMark, ProjectedMark } from './retention-words.js';

/** Where rows of marks begin, CSS pixels. */
export interface MarkRows {
  readonly pooled: number;
  readonly cohorts: number;
}

/** The marks of a grid: found by arithmetic under a pointer, made one by one when somebody wants them all. */
export class GridMarks implements MarkFinder {
  private readonly plan: GridPlan;
  private readonly rows: MarkRows;
  private made: readonly LazyMark[] | null = null;

  constructor(plan: GridPlan, rows: MarkRows) {
    this.plan = plan;
    this.rows = rows;
  }

  /** All marks in reading order. */
  get all(): readonly LazyMark[] {
    if (this.made !== null) return this.made;
    const { words: { model }, layout } = this.plan;
    const made: LazyMark[] = [];
    for (let row = 0; row <= model.cohorts.length; row++) {
      for (let column = 0; column <= layout.shown; column++) {
        const mark = this.markOf(row, column);
        if (mark !== null) made.push(mark);
      }
    }
    return (this.made = made);
  }

  /** Where rows scroll it is among them, so that Tab leads to where keys scroll. */
  get first(): LazyMark | null {
    if (this.plan.layout.scrolls) return this.markOf(1, 0);
    for (let column = 1; column <= this.plan.layout.shown; column++) {
      const mark = this.markOf(0, column);
      if (mark !== null) return mark;
    }
    return this.markOf(1, 0);
  }

  at(x: number, y: number): LazyMark | null {
    const { layout: { left, cellWidth, rowHeight, pooledHeight }, rtl, width } = this.plan;
    const across = rtl ? width - x : x;
    const column = across < left ? 0 : 1 + Math.floor((across - left) / cellWidth);
    const down = y - this.rows.cohorts;
    const row = down >= 0 ? 1 + Math.floor(down / rowHeight) : y >= this.rows.pooled && y <= this.rows.pooled + pooledHeight ? 0 : null;
    const mark = row === null ? null : this.markOf(row, column);
    return mark !== null && x >= mark.x && x <= mark.x + mark.width ? mark : null;
  }

  /** Row 0 are all cohorts; column 0 is the cohort itself, then come its offsets. */
  private markOf(row: number, column: number): LazyMark | null {
    const { words, layout: { shown } } = this.plan;
    const { model } = words;
    const offset = column - 1;
    if (column > shown) return null;
    if (row === 0) {
      const pooled = model.pooled[offset] ?? null;
      return pooled === null ? null : new PooledMark(words, pooled, this.placeOf(row, column));
    }
    const cohort = model.cohorts[row - 1];
    if (cohort === undefined) return null;
    if (column === 0) return new CohortMark(words, cohort, this.placeOf(row, column));
    const cell = cohort.cells[offset] ?? null;
    if (cell !== null) return new CellMark(words, cohort, cell, this.placeOf(row, column));
    return words.projected(cohort, offset) === null ? null : new ProjectedMark(words, cohort, offset, this.placeOf(row, column));
  }

  private placeOf(row: number, column: number): MarkPlace {
    const { layout: { left, gap, cellWidth, rowHeight, pooledHeight }, rtl, width: whole } = this.plan;
    const x = column === 0 ? -RING : left + (column - 1) * cellWidth;
    const width = column === 0 ? left - gap / 2 + RING : cellWidth;
    const [y, height] = row === 0 ? [this.rows.pooled, pooledHeight] : [this.rows.cohorts + (row - 1) * rowHeight, rowHeight];
    return { row, column, x: rtl ? whole - x - width : x, y, width, height };
  }
}
