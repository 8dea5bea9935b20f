import type { Words } from '../scene.js';
import type { Group, Reading, Readings } from './readings.js';
import { type GroupKey, type SatisfactionMessages, satisfactionMessages } from './satisfaction-score.messages.js';

/**
 * Scores, intervals and changes in words. Large type, bars and sentences say whole points (`round`); tooltips, what a
 * screen reader says, and the table say one decimal (`exact`).
 */
export class ScoreWording {
  readonly messages: SatisfactionMessages;
  readonly format: Words['format'];
  private readonly readings: Readings;

  constructor(readings: Readings, words: Words) {
    this.readings = readings;
    this.messages = satisfactionMessages[words.locale];
    this.format = words.format;
  }

  /** The score as it is said: `+21`, `84%`. */
  round(points: number | null): string {
    return this.written(points, 0);
  }

  /** The score to one decimal: `+21.3`, `84.2%`. */
  exact(points: number | null): string {
    return this.written(points, 1);
  }

  /** `+20 to +22`; null where there is no interval. */
  roundRange(lower: number | null, upper: number | null): string | null {
    return lower === null || upper === null ? null : this.messages.range(this.round(lower), this.round(upper));
  }

  /** `+20.1 to +22.4`; null where there is no interval. */
  exactRange(lower: number | null, upper: number | null): string | null {
    return lower === null || upper === null ? null : this.messages.range(this.exact(lower), this.exact(upper));
  }

  /** `95% interval`. */
  get intervalName(): string {
    return this.messages.interval(this.level);
  }

  /** `95%`. */
  get level(): string {
    const { confidence } = this.readings;
    return this.format.percent(confidence, Number.isInteger(Math.round(confidence * 10_000) / 100) ? 0 : 1);
  }

  /** `95% interval +20 to +22`; null where there is none. */
  interval({ lower, upper }: Reading): string | null {
    const range = this.roundRange(lower, upper);
    return range === null ? null : `${this.intervalName} ${range}`;
  }

  /** What became of the score since the period before; null where there is nothing to compare. */
  verdict({ change, distinguishable }: Reading): string | null {
    if (change === null || distinguishable === null) return null;
    if (!distinguishable) return this.messages.noChange;
    const rounded = this.format.number(Math.abs(change), Math.abs(change) < 1 ? 1 : 0);
    const points = this.messages.points[this.readings.scale.type](rounded, rounded === this.format.number(1));
    return change > 0 ? this.messages.up(points) : this.messages.down(points);
  }

  /** The name of *group*. */
  group({ name }: Group): string {
    return this.messages.groups[this.key(name)];
  }

  /** The name of *group* within a sentence. */
  groupInText({ name }: Group): string {
    return this.messages.groupsInText[this.key(name)];
  }

  /** `Detractors (0–6)`. */
  groupAndScores(group: Group): string {
    return this.messages.groupAndScores(this.group(group), this.messages.scores(this.format.number(group.from), this.format.number(group.to)));
  }

  /** `11,003 answers`. */
  answers(n: number): string {
    return this.messages.answers(this.format.count(n), n === 1);
  }

  /** `62% of those asked answered (59% to 65%)`; null where nobody knows how many were asked. */
  response({ responseRate, responseLower, responseUpper }: Reading): string | null {
    if (responseRate === null) return null;
    const [rate, lower, upper] = [responseRate, responseLower, responseUpper].map((share) => this.format.percent(share, 0));
    return this.messages.response(rate ?? '', this.messages.range(lower ?? '', upper ?? ''));
  }

  /** `mean 4.2 on a scale from 1 to 5`; null where there is none or NPS, which has no mean. */
  mean({ mean }: Reading): string | null {
    const { scale } = this.readings;
    return mean === null || scale.type === 'nps' ? null : this.messages.mean(this.format.number(mean, 2), this.format.number(scale.min), this.format.number(scale.max));
  }

  /** `NPS`, `Satisfied`, `Low effort`. */
  get name(): string {
    return this.messages.names[this.readings.scale.type];
  }

  /** The same within a sentence. */
  get nameInText(): string {
    return this.messages.namesInText[this.readings.scale.type];
  }

  private key(name: string): GroupKey {
    return `${this.readings.scale.type}.${name}` as GroupKey;
  }

  private written(points: number | null, digits: number): string {
    if (this.readings.scale.type === 'nps') return this.format.signed(points, digits);
    return this.format.percent(points === null ? null : points / 100, digits);
  }
}
