import type { Cell, Table } from '@clientele/metrics';
import type { CohortCell } from './retention-model.js';

type Column = readonly Cell[];

/** The main table of a retention result by column: a grid of ten thousand cells is read without an object for each row. */
export class CellColumns {
  readonly cohort: Column;
  readonly size: Column;
  readonly lowN: Column;
  readonly offset: Column;
  readonly offsetEnd: Column;
  readonly observed: Column;
  readonly active: Column;
  readonly retention: Column;
  readonly orders: Column;
  readonly value: Column;
  readonly soFar: Column;
  readonly until: Column;
  readonly lower: Column;
  readonly upper: Column;
  readonly partial: Column;
  readonly suppressed: Column;

  constructor({ columns }: Table) {
    const of = (name: string): Column => columns[name] ?? [];
    this.cohort = of('cohort');
    this.size = of('size');
    this.lowN = of('low_n');
    this.offset = of('offset');
    this.offsetEnd = of('offset_end');
    this.observed = of('observed');
    this.active = of('active');
    this.retention = of('retention');
    this.orders = of('orders');
    this.value = of('value');
    this.soFar = of('cumulative_value');
    this.until = of('last_date');
    this.lower = of('lower');
    this.upper = of('upper');
    this.partial = of('partial');
    this.suppressed = of('suppressed');
  }

  /** The first date of the cohort of row *i*. */
  dateOf(i: number): string {
    return textAt(this.cohort, i).slice(0, 10);
  }

  offsetOf(i: number): number {
    return numberAt(this.offset, i) ?? 0;
  }

  /** Whether somebody has seen the cell of row *i*. A backend that doesn't say tells by what it left out. */
  isObserved(i: number): boolean {
    const told = this.observed[i];
    return typeof told === 'boolean' ? told : numberAt(this.active, i) !== null || numberAt(this.retention, i) !== null;
  }
}

/** A cell that reads its columns when somebody asks: of most, a drawing wants one number. */
export class TableCell implements CohortCell {
  readonly column: number;
  private readonly columns: CellColumns;
  private readonly row: number;
  private readonly first: number;

  /** The cell of *row*, which stands in *column* of the grid; its cohort entered in row *first*, -1 where the result doesn't have that. */
  constructor(columns: CellColumns, row: number, column: number, first: number) {
    this.columns = columns;
    this.row = row;
    this.column = column;
    this.first = first;
  }

  get offset(): number {
    return this.columns.offsetOf(this.row);
  }

  get active(): number | null {
    return numberAt(this.columns.active, this.row);
  }

  get retention(): number | null {
    const told = numberAt(this.columns.retention, this.row);
    return told ?? shareOf(this.active, numberAt(this.columns.size, this.row));
  }

  get orders(): number | null {
    return numberAt(this.columns.orders, this.row);
  }

  get value(): number | null {
    return numberAt(this.columns.value, this.row);
  }

  get valueShare(): number | null {
    return shareOf(this.value, numberAt(this.columns.value, this.first));
  }

  get ordersShare(): number | null {
    return shareOf(this.orders, numberAt(this.columns.orders, this.first));
  }

  get soFar(): number | null {
    return numberAt(this.columns.soFar, this.row);
  }

  get soFarShare(): number | null {
    return shareOf(this.soFar, numberAt(this.columns.value, this.first));
  }

  get lower(): number | null {
    return numberAt(this.columns.lower, this.row);
  }

  get upper(): number | null {
    return numberAt(this.columns.upper, this.row);
  }

  get partial(): boolean {
    return this.columns.partial[this.row] === true;
  }

  get until(): string | null {
    const until = textAt(this.columns.until, this.row);
    return until === '' ? null : until.slice(0, 10);
  }

  get suppressed(): boolean {
    return this.columns.suppressed[this.row] === true;
  }
}

/** Returns the number in row *i* of *column*, null where there is none. */
export function numberAt(column: Column, i: number): number | null {
  const cell = column[i];
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

/** Returns *part* over *whole*; null where either is unknown or the whole is not positive. */
export function shareOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : part / whole;
}

function textAt(column: Column, i: number): string {
  const cell = column[i];
  return typeof cell === 'string' ? cell : '';
}
