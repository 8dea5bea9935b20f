import type { Format } from '../locales/format.js';
import type { SceneLine, SceneMark, Words } from '../scene.js';
import { periodAfter } from './period-steps.js';
import { type RetentionMessages, retentionMessages } from './retention-cohort.messages.js';
import {
  amountOf, isMoney, type Cohort, type CohortCell, type OffsetRange, pooledAmountOf, type PooledCell, type RetentionMeasure, type RetentionModel, type RetentionUnit,
} from './retention-model.js';

/** What is shown and how. */
export interface RetentionShow {
  readonly measure: RetentionMeasure;
  readonly unit: RetentionUnit;
  /** What colours are relative to: the whole grid, or the row of a cohort. */
  readonly scale?: RetentionScale;
}

/** What the colour of a cell is relative to. */
export type RetentionScale = 'grid' | 'row';

/** A box with its place in the order of arrow keys. */
export type MarkPlace = Pick<SceneMark, 'row' | 'column' | 'x' | 'y' | 'width' | 'height'>;

/** Says everything about cohorts and cells; text, table, tooltip and label use the same numbers. */
export class RetentionWords {
  readonly model: RetentionModel;
  readonly show: RetentionShow;
  readonly format: Format;
  readonly messages: RetentionMessages;
  private readonly periods = new Map<string, string>();

  constructor(model: RetentionModel, show: RetentionShow, words: Words) {
    this.model = model;
    this.show = show;
    this.format = words.format;
    this.messages = retentionMessages[words.locale];
  }

  get confidence(): string {
    const { confidence } = this.model;
    return this.format.percent(confidence, Number.isInteger(Math.round(confidence * 1e4) / 100) ? 0 : 1);
  }

  /** When what is in progress is over, null where nothing is. */
  get inProgressUntil(): string | null {
    const { partialEnds, partialUntil } = this.model;
    if (partialUntil === null) return null;
    const date = this.format.date(partialUntil);
    return partialEnds ? this.messages.latest(date) : date;
  }

  get pooledName(): string {
    return this.show.unit === 'percent' ? this.messages.all : this.messages.average;
  }

  /** The customers of all cohorts, or of the average one. */
  get pooledSize(): string {
    const { customers, cohorts } = this.model;
    return customers === null || this.show.unit === 'percent' ? this.size(customers) : this.mean(customers / cohorts.length);
  }

  /** What *column* of the grid is about: a period after the first, or a bracket of them. */
  offset(column: number): string {
    const [from, to] = this.rangeOf(column);
    return from === to ? this.messages.offset(this.model.grain, from) : this.messages.bracket(this.model.grain, this.head(column));
  }

  /** The same in as little room as the head of a column has. */
  head(column: number): string {
    const [from, to] = this.rangeOf(column);
    return from === to ? this.format.count(from) : `${this.format.count(from)}–${this.format.count(to)}`;
  }

  private rangeOf(column: number): OffsetRange {
    return this.model.ranges[column] ?? [column, column];
  }

  period(date: string): string {
    const known = this.periods.get(date);
    if (known !== undefined) return known;
    const text = this.format.period(date, this.model.grain);
    this.periods.set(date, text);
    return text;
  }

  /** An amount of the measure and unit shown, to the table's digit. All is `100%`: a decimal would doubt it. */
  amount(amount: number | null): string {
    const { measure, unit } = this.show;
    if (unit === 'percent') return this.share(amount);
    return isMoney(measure) ? this.format.money(amount) : this.format.count(amount);
  }

  /** A share as a cell writes it. */
  share(share: number | null): string {
    return this.format.percent(share, share === 1 ? 0 : 1);
  }

  /** The mean of cohorts' numbers; one decimal where whole numbers would hide it. */
  pooledAmount(amount: number | null): string {
    const { measure, unit } = this.show;
    return unit === 'number' && !isMoney(measure) && amount !== null ? this.mean(amount) : this.amount(amount);
  }

  /** How many customers a cohort has, or that it is withheld. */
  size(customers: number | null): string {
    return customers === null ? this.messages.withheld : this.format.count(customers);
  }

  private mean(count: number): string {
    return Math.abs(count) < 100 ? this.format.fixed(count, 1) : this.format.count(count);
  }

  /** What the table says in the place of *cell*. */
  cellText(cell: CohortCell | null): string {
    if (cell === null) return '';
    if (cell.suppressed) return this.messages.withheld;
    return `${this.amount(amountOf(cell, this.show.measure, this.show.unit))}${cell.partial ? '*' : ''}`;
  }

  /** The share that a model expects of *cohort* at *offset*; null where there is no projection, or another measure is shown. */
  projected({ date, size }: Cohort, offset: number): number | null {
    const { measure, unit } = this.show;
    if (this.model.projected.size === 0) return null;
    const share = measure === 'customers' ? this.model.projected.get(`${date}/${offset}`) : undefined;
    if (share === undefined || unit === 'percent') return share ?? null;
    return size === null ? null : Math.round(share * size);
  }

  pooledText(cell: PooledCell | null): string {
    if (cell === null) return '';
    if (cell.suppressed) return this.messages.withheld;
    return this.pooledAmount(pooledAmountOf(cell, this.show.measure, this.show.unit));
  }

  cellTitle({ date }: Cohort, column: number): string {
    const periods = [...new Set(this.rangeOf(column))].map((offset) => this.period(periodAfter(date, this.model.grain, offset)));
    return this.messages.cellTitle(this.period(date), this.offset(column), periods.join(' – '));
  }

  cellLines(cohort: Cohort, cell: CohortCell): SceneLine[] {
    const { messages, format, model } = this;
    if (cell.suppressed) return [{ label: messages.size, value: this.size(cohort.size) }, { label: this.measureLabel, value: this.withheldText }];
    const found = this.shareLines(cell, cohort.size);
    // Orders and value of a bracket are those of its first period: they are not what it is about.
    const isWhole = model.mode !== 'bracket';
    if (isWhole && cell.orders !== null && this.show.measure !== 'orders') found.push({ label: messages.orders, value: format.count(cell.orders) });
    if (isWhole && this.show.measure === 'customers' && cell.value !== null) found.push({ label: messages.value, value: format.money(cell.value) });
    const until = cell.until ?? model.partialUntil;
    if (cell.partial && until !== null) found.push({ label: messages.inProgress, value: messages.until(format.date(until)) });
    if (cohort.lowN) found.push({ label: '', value: messages.few });
    return found;
  }

  pooledLines(cell: PooledCell): SceneLine[] {
    const { messages, format } = this;
    if (cell.suppressed) return [{ label: this.measureLabel, value: this.withheldText }];
    const found = this.shareLines(cell, cell.size);
    if (this.show.unit === 'number') found.unshift({ label: messages.average, value: this.pooledText(cell) });
    return [...found, { label: messages.over, value: format.count(cell.cohorts) }];
  }

  /** Why a cell is withheld. */
  get withheldText(): string {
    const { minCell, minN } = this.model;
    return this.messages.withheldFor(this.format.count(Math.max(minN, minCell)), minCell > 1);
  }

  private get measureLabel(): string {
    return this.show.measure === 'customers' ? this.messages.retention : this.messages.measures[this.show.measure];
  }

  private shareLines(cell: CohortCell, size: number | null): SceneLine[] {
    const { messages, format } = this;
    const customers = { label: messages.active, value: messages.customersOf(format.count(cell.active), this.size(size)) };
    const interval = format.percentRange(cell.lower, cell.upper);
    if (this.show.measure === 'orders') {
      return [
        { label: messages.orders, value: format.count(cell.orders) },
        { label: messages.ordersShare, value: cell.ordersShare === null ? messages.withheld : format.percent(cell.ordersShare) },
        customers,
      ];
    }
    if (this.show.measure === 'cumulativeValue') {
      return [
        { label: messages.soFar, value: format.money(cell.soFar) },
        { label: messages.valueShare, value: cell.soFarShare === null ? messages.undefinedShare : format.percent(cell.soFarShare) },
        customers,
      ];
    }
    if (this.show.measure === 'value') {
      return [
        { label: messages.value, value: format.money(cell.value) },
        { label: messages.valueShare, value: cell.valueShare === null ? messages.undefinedShare : format.percent(cell.valueShare) },
        customers,
      ];
    }
    return [
      customers,
      { label: messages.retention, value: format.percent(cell.retention) },
      ...(interval === null || cell.offset === 0 ? [] : [{ label: messages.interval(this.confidence), value: interval }]),
    ];
  }
}

/** A mark whose words are made when somebody asks: a grid of daily cohorts has ten thousands that nobody looks at. */
export abstract class LazyMark implements SceneMark {
  readonly id: string;
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly mark: SceneMark['mark'];
  protected readonly words: RetentionWords;

  constructor(words: RetentionWords, id: string, place: MarkPlace, mark: SceneMark['mark']) {
    this.words = words;
    this.id = id;
    this.row = place.row;
    this.column = place.column;
    this.x = place.x;
    this.y = place.y;
    this.width = place.width;
    this.height = place.height;
    this.mark = mark;
  }

  abstract get title(): string;
  abstract get lines(): readonly SceneLine[];

  get position(): string {
    const { format, messages, model } = this.words;
    return this.row === 0 ? '' : messages.position(format.count(this.row), format.count(model.cohorts.length));
  }

  get label(): string {
    return `${this.title}: ${this.lines.map(({ label, value }) => `${label} ${value}`.trim()).join(', ')}`;
  }
}

/** What a cohort did in one period. */
export class CellMark extends LazyMark {
  private readonly cohort: Cohort;
  private readonly cell: CohortCell;

  constructor(words: RetentionWords, cohort: Cohort, cell: CohortCell, place: MarkPlace) {
    super(words, `${cohort.date}/${cell.offset}`, place, cell.suppressed ? null : { cohort: cohort.date, offset: cell.offset });
    this.cohort = cohort;
    this.cell = cell;
  }

  get title(): string {
    return this.words.cellTitle(this.cohort, this.cell.column);
  }

  get lines(): readonly SceneLine[] {
    return this.words.cellLines(this.cohort, this.cell);
  }
}

/** What a model expects of a cohort in a period that nobody has seen. It is no selection. */
export class ProjectedMark extends LazyMark {
  private readonly cohort: Cohort;
  private readonly offset: number;

  constructor(words: RetentionWords, cohort: Cohort, offset: number, place: MarkPlace) {
    super(words, `projected/${cohort.date}/${offset}`, place, null);
    this.cohort = cohort;
    this.offset = offset;
  }

  get title(): string {
    return this.words.cellTitle(this.cohort, this.offset);
  }

  get lines(): readonly SceneLine[] {
    const { messages } = this.words;
    return [{ label: messages.projection, value: this.words.amount(this.words.projected(this.cohort, this.offset)) }, { label: '', value: messages.projectionNote }];
  }
}

/** A whole cohort. */
export class CohortMark extends LazyMark {
  private readonly cohort: Cohort;

  constructor(words: RetentionWords, cohort: Cohort, place: MarkPlace) {
    super(words, cohort.date, place, { cohort: cohort.date });
    this.cohort = cohort;
  }

  get title(): string {
    return this.words.period(this.cohort.date);
  }

  get lines(): readonly SceneLine[] {
    const { messages } = this.words;
    return [{ label: messages.size, value: this.words.size(this.cohort.size) }, ...(this.cohort.lowN ? [{ label: '', value: messages.few }] : [])];
  }
}

/** All cohorts together at one offset. They are no selection: everybody is in them. */
export class PooledMark extends LazyMark {
  private readonly cell: PooledCell;

  constructor(words: RetentionWords, cell: PooledCell, place: MarkPlace) {
    super(words, `pooled/${cell.offset}`, place, null);
    this.cell = cell;
  }

  get title(): string {
    return this.words.messages.pooledTitle(this.words.messages.all, this.words.offset(this.cell.column));
  }

  get lines(): readonly SceneLine[] {
    return this.words.pooledLines(this.cell);
  }
}
