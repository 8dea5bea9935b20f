import type { SceneColumn, SceneLine, Words } from '../scene.js';
import { type ComparisonMessages, comparisonMessages } from './comparison.messages.js';
import type { StepBefore, StepRow } from './steps-rows.js';

/** More changes than these are left to the lines between the steps. */
const MOST_TOLD = 2;

/** What a funnel says of earlier entries that it is compared with, in one language. */
export class StepsComparison {
  readonly messages: ComparisonMessages;
  private readonly format: Words['format'];
  private readonly range: string | null;

  /** *range* says when the earlier entries began; null where nobody knows. */
  constructor(range: string | null, { format, locale }: Words) {
    this.range = range;
    this.format = format;
    this.messages = comparisonMessages[locale];
  }

  /** What the outlines are, for the legend. */
  get ghost(): string {
    return this.messages.ghost(this.range);
  }

  /** What became of the share since: `up 2.1 points`, `no distinguishable change`; null where that can't be told. */
  verdict({ change, distinguishable }: Pick<StepBefore, 'change' | 'distinguishable'>): string | null {
    if (change === null || distinguishable === null) return null;
    if (!distinguishable) return this.messages.noChange;
    return this.messages.verdict(this.messages.points(this.format.number(Math.abs(change) * 100, 1)), change > 0);
  }

  /** What the tooltip of a step says besides. */
  lines({ before }: StepRow): SceneLine[] {
    const { format, messages, range } = this;
    if (before === null || before.reached === null) return [];
    const { change, distinguishable } = before;
    const lines = [{ label: messages.entries(range), value: messages.before(format.count(before.reached), before.ofPrevious === null ? null : format.percent(before.ofPrevious)) }];
    const interval = this.interval(before);
    return change === null || distinguishable === null || interval === null ? lines
      : [...lines, { label: messages.change, value: messages.changeIs(messages.points(format.signed(change * 100)), interval, distinguishable) }];
  }

  /** The end of the summary: the steps to which conversion changed most of those where it distinguishably did; null where nothing can be compared. */
  summary(steps: readonly StepRow[], mention: (step: StepRow) => string): string | null {
    const told = steps.flatMap((step) => (step.before?.change == null || step.before.distinguishable === null ? [] : [{ step, ...step.before, change: step.before.change }]));
    if (told.length === 0) return null;
    const changed = told.filter(({ distinguishable }) => distinguishable).toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, MOST_TOLD);
    return this.messages.summary(this.range, changed.map((each, i) => this.messages.conversion(mention(each.step), this.verdict(each) ?? '', i === 0)));
  }

  /** The columns of the table besides. */
  columns(): SceneColumn[] {
    return (['customersBefore', 'ofPreviousBefore', 'change', 'changeInterval', 'verdict'] as const).map((key) => ({ key, label: this.messages.columns[key], numeric: key !== 'verdict' }));
  }

  /** The cells of a row in those columns. */
  cells({ before }: StepRow): string[] {
    const { format, messages } = this;
    if (before === null) return this.columns().map(() => '—');
    const { change, distinguishable, ofPrevious, reached } = before;
    return [
      format.count(reached), format.percent(ofPrevious), format.signed(change === null ? null : change * 100), this.interval(before) ?? '—',
      distinguishable === null ? '—' : messages.verdicts[distinguishable ? 'yes' : 'no'],
    ];
  }

  /** How it is compared. */
  counted(confidence: string): SceneLine {
    return { label: this.messages.countedLabel, value: this.messages.counted(this.range, confidence) };
  }

  private interval({ lower, upper }: StepBefore): string | null {
    return lower === null || upper === null ? null : this.messages.range(this.format.signed(lower * 100), this.format.signed(upper * 100));
  }
}
