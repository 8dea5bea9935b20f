import { type Result, type Row, rowsOf } from '@clientele/metrics';
import { type Format, type Grain, numberIn, textIn } from '../locales/format.js';
import type { SceneLine, SceneTable, Words } from '../scene.js';
import { type LifecycleFunnelMessages, lifecycleFunnelMessages, type LifecycleStateName } from './lifecycle-funnel.messages.js';
import { Withholding } from './withholding.js';

/** The states in the order in which they are stacked, from the top. */
export const STATES: readonly LifecycleStateName[] = ['new', 'resurrected', 'returning', 'dormant'];

/** A period as its result tells it: counts are null where the result has none. */
export interface StateRow extends Readonly<Record<LifecycleStateName, number | null>> {
  /** Its first date. */
  readonly period: string;
  readonly name: string;
  readonly active: number | null;
  readonly net: number | null;
  readonly retention: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly quickRatio: number | null;
  readonly valueNew: number | null;
  readonly valueExisting: number | null;
  readonly partial: boolean;
  /** Something of it may not be told: what is null then is withheld. */
  readonly suppressed: boolean;
}

const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];

/** Everything that the states of a customer base say, in one language. */
export class StatesWords {
  readonly messages: LifecycleFunnelMessages['states'];
  readonly rows: readonly StateRow[];
  readonly grain: Grain;
  readonly title: string;
  private readonly steps: LifecycleFunnelMessages['steps'];
  private readonly withheld: Withholding;
  private readonly result: Result;
  private readonly format: Format;

  constructor(result: Result, { locale, format }: Words) {
    this.withheld = new Withholding(result, { locale, format });
    this.messages = lifecycleFunnelMessages[locale].states;
    this.steps = lifecycleFunnelMessages[locale].steps;
    this.result = result;
    this.format = format;
    this.grain = GRAINS.find((grain) => grain === result.options['period']) ?? 'month';
    this.rows = rowsOf(result.table).map((row) => this.row(row));
    this.title = this.messages.title[this.grain];
  }

  private row(row: Row): StateRow {
    const period = textIn(row, 'period');
    return {
      period, name: this.format.period(period, this.grain),
      new: numberIn(row, 'new'), returning: numberIn(row, 'returning'), resurrected: numberIn(row, 'resurrected'), dormant: numberIn(row, 'dormant'),
      active: numberIn(row, 'active'), net: numberIn(row, 'net'),
      retention: numberIn(row, 'retention_rate'), lower: numberIn(row, 'lower'), upper: numberIn(row, 'upper'), quickRatio: numberIn(row, 'quick_ratio'),
      valueNew: numberIn(row, 'value_new'), valueExisting: numberIn(row, 'value_existing'),
      partial: row['partial'] === true, suppressed: row['suppressed'] === true,
    };
  }

  /** What happened in the last period that is over (in the last, where none is). */
  summary(): string {
    const { messages, rows } = this;
    const row = rows.findLast((candidate) => !candidate.partial) ?? rows.at(-1);
    if (row === undefined) return messages.none;
    const told = (count: number | null): string | null => (count === null && this.withheld.counts ? null : this.withheld.count(count));
    const part = (state: LifecycleStateName): string => messages.part(told(row[state]), messages.names[state]);
    const net = row.net === null && this.withheld.counts ? null : this.signed(row.net);
    return messages.summary(this.inSentence(row), this.grain === 'day', told(row.active), [part('new'), part('returning'), part('resurrected')], told(row.dormant), net, this.asOf());
  }

  /** The period of *row* within a sentence. */
  inSentence(row: StateRow): string {
    return this.messages.periodNames[this.grain](row.name);
  }

  /** A change with a real minus sign. */
  signed(value: number | null): string {
    return this.withheld.signed(value);
  }

  /** What the tooltip of a state in a period says. */
  lines(row: StateRow, before: StateRow | undefined, state: LifecycleStateName): SceneLine[] {
    const { format, messages } = this;
    const lines: SceneLine[] = [{ label: messages.customers, value: this.withheld.count(row[state]) }];
    const of = state === 'dormant' ? (before?.active ?? null) : row.active;
    const count = row[state];
    if (of !== null && of > 0 && count !== null) {
      lines.push({ label: state === 'dormant' ? messages.shareOfBefore : messages.shareOfActive, value: this.withheld.shareOf(count, of) });
    }
    lines.push({ label: messages.active, value: this.withheld.count(row.active) }, { label: messages.net, value: this.signed(row.net) });
    if (row.retention !== null) lines.push({ label: messages.retention, value: this.retention(row) });
    if (row.quickRatio !== null) lines.push({ label: messages.quickRatio, value: format.number(row.quickRatio) });
    if (row.partial) lines.push({ label: '', value: messages.inProgressLine });
    return lines;
  }

  /** Whether *row* withholds how many are in one of *states*. */
  isWithheld(row: StateRow, states: readonly LifecycleStateName[]): boolean {
    return this.withheld.counts && states.some((state) => row[state] === null);
  }

  /** What the tooltip of what is withheld in a period says. */
  withheldLines(row: StateRow): SceneLine[] {
    const { messages, withheld } = this;
    return [{ label: messages.customers, value: withheld.messages.word }, { label: messages.active, value: withheld.count(row.active) }, ...(row.partial ? [{ label: '', value: messages.inProgressLine }] : [])];
  }

  /** What dots over a part of a column mean. */
  get withheldSwatch(): string {
    return this.withheld.messages.states;
  }

  private retention(row: StateRow): string {
    const range = this.format.percentRange(row.lower, row.upper);
    const share = this.format.percent(row.retention);
    return range === null ? share : this.steps.within(share, range);
  }

  table(): SceneTable {
    const { format, messages, rows } = this;
    const { columns, names } = messages;
    const valued = rows.some((row) => row.valueNew !== null);
    const told = (text: string, number: number | null, { suppressed }: StateRow): string => this.withheld.told(text, number, suppressed);
    const labels = [
      ['active', messages.active], ['new', names.new], ['returning', names.returning], ['resurrected', names.resurrected], ['dormant', names.dormant],
      ['net', messages.net], ['retention', messages.retention], ['interval', columns.interval], ['quickRatio', messages.quickRatio],
      ...(valued ? [['valueNew', columns.valueNew], ['valueExisting', columns.valueExisting]] : []),
    ];
    return {
      caption: messages.caption(this.asOf()),
      columns: [{ key: 'period', label: columns.period, numeric: false }, ...labels.map(([key = '', label = '']) => ({ key, label, numeric: true }))],
      rows: rows.map((row) => [
        row.partial ? messages.partialPeriod(row.name) : row.name,
        ...[row.active, row.new, row.returning, row.resurrected, row.dormant].map((count) => this.withheld.count(count)), this.signed(row.net),
        told(format.percent(row.retention), row.retention, row), told(format.percentRange(row.lower, row.upper) ?? '—', row.retention, row), told(format.number(row.quickRatio), row.quickRatio, row),
        ...(valued ? [told(format.money(row.valueNew), row.valueNew, row), told(format.money(row.valueExisting), row.valueExisting, row)] : []),
      ]),
    };
  }

  /** Remarks, *shown* being the periods that are drawn and *left* how many earlier ones are not. */
  notes(shown: readonly StateRow[], left: number): string[] {
    const { format, messages, result } = this;
    const running = shown.find((row) => row.partial);
    return [
      ...(running === undefined ? [] : [messages.inProgress(this.inSentence(running))]),
      ...(left > 0 ? [messages.cut(format.count(shown.length), format.count(shown.length + left))] : []),
      ...result.diagnostics.notes.filter(({ code }) => code !== 'cells_withheld').map((note) => messages.notes[note.code] ?? note.message),
      ...this.withheld.notes(this.rows.some((row) => row.suppressed)),
    ];
  }

  counted(): SceneLine[] {
    const { format, messages, result } = this;
    const { counted } = messages;
    const confidence = typeof result.options['confidence'] === 'number' ? result.options['confidence'] : 0.95;
    return [
      { label: counted.definition, value: messages.definition },
      { label: counted.states, value: messages.stateRules },
      { label: counted.net, value: messages.netRule },
      { label: counted.period, value: messages.periods[this.grain] },
      { label: counted.retention, value: this.steps.wilson(format.percent(confidence, 0)) },
    ];
  }

  private asOf(): string | null {
    const { asOf } = this.result.diagnostics.window;
    return asOf === null ? null : this.format.date(asOf);
  }
}
