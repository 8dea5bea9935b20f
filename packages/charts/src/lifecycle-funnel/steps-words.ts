import type { Result } from '@clientele/metrics';
import type { Format } from '../locales/format.js';
import type { SceneLine, SceneTable, Words } from '../scene.js';
import { type LifecycleFunnelMessages, lifecycleFunnelMessages } from './lifecycle-funnel.messages.js';
import { attemptRule, countingRules, orderRule, windowRule } from './counting-rules.js';
import { advancedShare, movedBackLabel, type StagePart, stageMoves, stagePartAt, stagePartName } from './stage-moves.js';
import { standardStage } from './stage-names.js';
import { StepsComparison } from './steps-comparison.js';
import type { StepRow } from './steps-rows.js';
import { Withholding } from './withholding.js';

type StepsMessages = LifecycleFunnelMessages['steps'];

/** Segments beyond these stand in the table only. */
const SEGMENT_LINES = 5;

/** Longer names are cut in sentences; tooltips and the table have them whole. */
const LONG_NAME = 40;

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** The parts of the line between two steps, most important first. Null where there is nothing to say. */
export interface DropWords {
  readonly lost: string | null;
  /** What became of the conversion since earlier entries. */
  readonly change: string | null;
  readonly open: string | null;
  readonly median: string | null;
  /** Somebody was lost. */
  readonly losing: boolean;
}

/** Everything that the steps of a funnel say, in one language. */
export class StepsWords {
  readonly messages: StepsMessages;
  /** What is said of earlier entries; null where there are none to compare with. */
  readonly comparison: StepsComparison | null;
  readonly withheld: Withholding;
  private readonly result: Result;
  private readonly format: Format;
  private readonly steps: readonly StepRow[];
  private readonly locale: Words['locale'];

  constructor(result: Result, steps: readonly StepRow[], words: Words) {
    const { locale, format } = words;
    this.locale = locale;
    this.messages = lifecycleFunnelMessages[locale].steps;
    this.result = result;
    this.format = format;
    this.steps = steps;
    this.withheld = new Withholding(result, words);
    this.comparison = steps.some((step) => step.before !== null) ? new StepsComparison(this.entriesText(result.options['compareRange']), words) : null;
  }

  /** Whether stages are places where customers stand, rather than steps of attempts. */
  get places(): boolean {
    return this.result.options['mode'] != null;
  }

  /** What became of those who came to *step*, in the order of the bar. */
  parts(step: StepRow): { readonly part: StagePart; readonly outcome: string; readonly name: string; readonly title: string; readonly count: number }[] {
    const counts = [['advanced', 'converted', step.converted], ['here', 'open', step.open], ['back', 'back', step.movedBack], ['lost', 'dropped', step.lost]] as const;
    return counts.flatMap(([part, outcome, count]) => (count === null || count === 0 ? []
      : [{ part, outcome, count, name: stagePartName(part, this.locale), title: stagePartAt(part, step.name, this.locale) }]));
  }

  /** What a part of those who came to a stage is called. */
  partName(part: StagePart): string {
    return stagePartName(part, this.locale);
  }

  /** What the tooltip of a part of those who came to *step* says. */
  partLines(step: StepRow, count: number): SceneLine[] {
    const { format, messages } = this;
    return [
      { label: messages.customers, value: format.count(count) },
      ...(step.reached === null || step.reached === 0 ? [] : [{ label: messages.shareOf(step.name), value: this.withheld.shareOf(count, step.reached) }]),
    ];
  }

  /** Who entered, who came how far, where most are lost. */
  summary(): string {
    const { format, messages, steps } = this;
    const [first] = steps;
    if (first === undefined) return messages.none;
    if (first.reached === 0) return messages.nobodyEntered(this.mention(first));
    const entered = format.count(first.reached);
    const at = messages.at[standardStage(first.stage) ?? '']?.(entered) ?? messages.atStage(entered, this.mention(first));
    const findings = this.findings().map((step) => {
      const did = messages.did[standardStage(step.stage) ?? ''] ?? messages.reachedStage(this.mention(step));
      if (step.reached === null && this.withheld.counts) return this.withheld.messages.finding(did);
      return step.reached === 0 ? messages.noFinding(did) : messages.finding(format.count(step.reached), this.ofFirst(step), did);
    });
    if (first.reached === null && this.withheld.counts) return messages.withheldEntry(this.withheld.messages.entry(this.mention(first)), this.asOf());
    return messages.summary(at, findings, this.worst(), this.asOf(), this.comparison?.summary(steps, (step) => this.mention(step)) ?? null);
  }

  private mention(step: StepRow): string {
    const letters = [...step.name];
    const name = letters.length <= LONG_NAME ? step.name : `${letters.slice(0, LONG_NAME - 1).join('').trimEnd()}…`;
    return this.messages.mention(name, standardStage(step.stage) !== null);
  }

  /** The step that stands for success before the last one (the purchase, or the middle), and the last. */
  private findings(): StepRow[] {
    const { steps } = this;
    const last = steps.at(-1);
    if (last === undefined || steps.length < 2) return [];
    if (steps.length === 2) return [last];
    const between = steps.slice(1, -1);
    const purchase = between.find((step) => standardStage(step.stage) === 'purchase');
    const middle = purchase ?? between[between.length >> 1];
    return middle === undefined ? [last] : [middle, last];
  }

  private worst(): string | null {
    const { steps } = this;
    // Where it isn't told how many one step lost, nobody may call another the worst.
    if (this.places || (this.withheld.counts && steps.slice(0, -1).some((step) => step.lost === null))) return null;
    let worst = -1;
    let most = 0;
    steps.forEach((step, k) => {
      const gone = k === steps.length - 1 || this.withheld.isFew(step.reached) ? null : goneAfter(step, steps[k + 1]);
      if (gone !== null && gone > most) {
        worst = k;
        most = gone;
      }
    });
    const from = steps[worst];
    const to = steps[worst + 1];
    if (steps.length < 3 || from === undefined || to === undefined || from.reached === null) return null;
    return this.messages.worst(this.mention(from), this.mention(to), this.format.percent(most / from.reached));
  }

  /** What the line between two steps says. */
  drop(before: StepRow, step: StepRow): DropWords {
    const { format, messages } = this;
    const word = step.ofPrevious === null && (step.suppressed || before.suppressed) && before.reached !== 0 ? this.withheld.messages.word : null;
    if (word !== null || before.reached === null || before.reached === 0 || step.reached === null) return { lost: word, change: null, open: null, median: null, losing: false };
    if (this.places) {
      const median = step.medianSeconds === null ? null : messages.median(format.duration(step.medianSeconds));
      return { lost: before.converted === null ? null : advancedShare(format.percent(before.converted / before.reached), this.locale), change: null, open: null, median, losing: false };
    }
    const gone = goneAfter(before, step) ?? 0;
    const share = format.percent(Math.abs(gone) / before.reached);
    const open = before.open === null || before.open === 0 ? null : messages.openShare(format.percent(before.open / before.reached));
    const median = step.medianSeconds === null ? null : messages.median(format.duration(step.medianSeconds));
    // Who is lost and who may still come is not told, only how many they are together.
    const together = before.lost === null && this.withheld.counts;
    const lost = gone > 0 ? (together ? this.withheld.messages.goneShare(share) : messages.lostShare(share)) : gone < 0 ? messages.gainShare(share) : open === null ? messages.noneLost : null;
    const change = step.before === null ? null : (this.comparison?.verdict(step.before) ?? null);
    return { lost, change, open, median, losing: gone > 0 && !together };
  }

  /** What the tooltip of a step's bar says. */
  reachedLines(k: number): SceneLine[] {
    const { format, messages, steps } = this;
    const step = steps[k];
    const first = steps[0];
    const before = steps[k - 1];
    if (step === undefined || first === undefined) return [];
    const lines: SceneLine[] = [{ label: messages.customers, value: this.withheld.count(step.reached) }];
    if (k > 1) lines.push({ label: messages.shareOf(first.name), value: this.overall(step) });
    if (before !== undefined) {
      lines.push({ label: messages.shareOf(before.name), value: this.withInterval(step) });
      if (step.medianSeconds !== null) {
        const p90 = step.p90Seconds === null ? null : format.duration(step.p90Seconds);
        lines.push({ label: messages.sinceStage(before.name), value: messages.medianLine(format.duration(step.medianSeconds), p90) });
      }
    }
    lines.push(...(this.comparison?.lines(step) ?? []));
    if (step.everHad !== null) lines.push({ label: messages.everHad, value: format.count(step.everHad) });
    if (step.skipped !== null && step.skipped > 0) lines.push({ label: messages.skipped, value: format.count(step.skipped) });
    if (step.movedBack !== null && step.movedBack > 0) lines.push({ label: movedBackLabel(this.locale), value: format.count(step.movedBack) });
    if (step.value !== null) lines.push({ label: messages.value, value: format.money(step.value) });
    for (const { segment, row } of step.segments.slice(0, SEGMENT_LINES)) {
      lines.push({ label: segment, value: k === 0 || row.reached === null ? this.withheld.count(row.reached) : messages.segmentLine(format.count(row.reached), this.ofPrevious(row)) });
    }
    if (step.lowN) lines.push({ label: '', value: messages.lowN });
    return lines;
  }

  /** What the tooltip of those lost or still open after a step says. */
  goneLines(before: StepRow, count: number, open: boolean): SceneLine[] {
    const { format, messages } = this;
    const lines: SceneLine[] = [
      { label: messages.customers, value: format.count(count) },
      { label: messages.shareOf(before.name), value: this.withheld.shareOf(count, before.reached) },
    ];
    if (open) lines.push({ label: '', value: messages.windowNotOver });
    return lines;
  }

  /** The share of the step before, with its interval where it has one. */
  withInterval(step: StepRow): string {
    const { format, messages } = this;
    const range = format.percentRange(step.lower, step.upper);
    return range === null ? this.ofPrevious(step) : messages.within(this.ofPrevious(step), range);
  }

  /** The share of the first step, with its interval where it has one. */
  private overall(step: StepRow): string {
    const range = this.format.percentRange(step.overallLower, step.overallUpper);
    return range === null ? this.ofFirst(step) : this.messages.within(this.ofFirst(step), range);
  }

  /** How many came to *step*, or that it is withheld. */
  reached(step: StepRow): string {
    return this.withheld.count(step.reached);
  }

  /** The share of the step before, or that it is withheld. */
  ofPrevious(step: StepRow): string {
    return this.withheld.told(this.format.percent(step.ofPrevious), step.ofPrevious, step.suppressed);
  }

  /** The share of the first step, or that it is withheld. */
  ofFirst(step: StepRow): string {
    return this.withheld.told(this.format.percent(step.ofFirst), step.ofFirst, step.suppressed);
  }

  /** One row a step, and one a step and segment where there are segments. */
  table(): SceneTable {
    const { format, messages, steps } = this;
    const { columns } = messages;
    const segmented = steps.some((step) => step.segments.length > 0);
    const valued = steps.some((step) => step.value !== null);
    const overall = steps.some((step) => step.overallLower !== null);
    const cells = (step: StepRow, k: number, segment: string): string[] => {
      const { withheld } = this;
      // The first step has no step before: nothing of it is withheld.
      const few = k > 0 && (step.suppressed || withheld.isFew(step.reached));
      return [
        step.name,
        ...(segmented ? [segment] : []),
        this.reached(step), k === 0 ? '—' : this.ofPrevious(step), withheld.told(format.percentRange(step.lower, step.upper) ?? '—', step.ofPrevious, few), this.ofFirst(step),
        ...(overall ? [withheld.told(format.percentRange(step.overallLower, step.overallUpper) ?? '—', step.ofFirst, few)] : []),
        withheld.count(step.lost), withheld.count(step.open), withheld.told(format.duration(step.medianSeconds), step.medianSeconds, few), withheld.count(step.everHad),
        ...(valued ? [withheld.told(format.money(step.value), step.value, step.suppressed)] : []), ...(this.comparison?.cells(step) ?? []),
      ];
    };
    return {
      caption: messages.caption(this.asOf()),
      columns: [
        { key: 'stage', label: columns.stage, numeric: false },
        ...(segmented ? [{ key: 'segment', label: columns.segment, numeric: false }] : []),
        ...(['customers', 'ofPrevious', 'interval', 'ofFirst', ...(overall ? ['overallInterval' as const] : []), 'lost', 'open', 'median', 'ever'] as const).map((key) => ({ key, label: columns[key], numeric: true })),
        ...(valued ? [{ key: 'value', label: columns.value, numeric: true }] : []), ...(this.comparison?.columns() ?? []),
      ],
      rows: steps.flatMap((step, k) => [cells(step, k, messages.all), ...step.segments.map(({ segment, row }) => cells(row, k, segment))]),
    };
  }

  notes(): string[] {
    const { messages, result, steps } = this;
    const notes = result.diagnostics.notes.filter(({ code }) => code !== 'cells_withheld').map((note) => messages.notes[note.code] ?? note.message);
    notes.push(...this.withheld.notes(steps.some((step) => step.suppressed || step.segments.some(({ row }) => row.suppressed))));
    const moves = stageMoves(this.result, steps, { locale: this.locale, format: this.format });
    notes.push(...moves);
    const few = steps.some((step, k) => k > 0 && step.lowN && (steps[k - 1]?.reached ?? 0) > 0);
    return few && messages.notes['low_n'] !== undefined ? [...notes, messages.notes['low_n']] : notes;
  }

  /** By which rules the customers were counted. */
  counted(): SceneLine[] {
    const { format, messages } = this;
    const { counted } = messages;
    const { options, scalars } = this.result;
    const lines: SceneLine[] = [{ label: counted.definition, value: messages.definition }];
    const origin = messages.origin[String(scalars['steps'])];
    if (origin !== undefined) lines.push({ label: counted.steps, value: origin });
    if (scalars['steps'] === 'counts') return lines;
    lines.push(
      { label: counted.order, value: orderRule(this.result, this.locale) ?? (options['order'] === 'any' ? messages.anyOrder : messages.ordered) },
      { label: counted.window, value: [this.windowText(options['window']), windowRule(this.result, this.locale)].filter((text) => text !== null).join(' ') },
    );
    const entries = this.entriesText(options['entryRange']);
    if (entries !== null) lines.push({ label: counted.entries, value: entries });
    if (options['mode'] == null) lines.push({ label: counted.attempt, value: attemptRule(this.result, this.locale) ?? messages.attempt });
    if (options['equalTimes'] !== 'apart' && options['mode'] == null) lines.push({ label: counted.ties, value: messages.ties });
    lines.push(...countingRules(this.result, this.locale));
    if (options['window'] !== null && options['window'] !== undefined) lines.push({ label: counted.open, value: messages.openRule });
    const confidence = typeof options['confidence'] === 'number' ? options['confidence'] : 0.95;
    lines.push({ label: messages.columns.interval, value: messages.wilson(format.percent(confidence, 0)) });
    if (this.comparison !== null) lines.push(this.comparison.counted(format.percent(confidence, 0)));
    return lines;
  }

  private windowText(window: unknown): string {
    const match = /^\s*(\d+(?:\.\d+)?)\s*([smhdw]?)\s*$/i.exec(typeof window === 'number' || typeof window === 'string' ? String(window) : '');
    if (match === null) return this.messages.noWindow;
    const unit = UNIT_SECONDS[(match[2] ?? '').toLowerCase() || 'd'] ?? 86_400;
    return this.messages.windowOf(this.length(Number(match[1]) * unit));
  }

  /** A window in whole days where it has them: 90 days stay 90 days, not three months. */
  private length(seconds: number): string {
    const [unit, size] = seconds >= 86_400 && seconds % 86_400 === 0 ? (['day', 86_400] as const) : seconds % 3600 === 0 ? (['hour', 3600] as const) : (['second', 1] as const);
    return new Intl.NumberFormat(this.format.tag, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 2 }).format(seconds / size);
  }

  private entriesText(range: unknown): string | null {
    if (typeof range !== 'object' || range === null) return null;
    const { from, to } = range as { readonly from?: unknown; readonly to?: unknown };
    const day = (iso: unknown): string | null => (typeof iso === 'string' ? this.format.date(iso) : null);
    if (typeof from === 'string' && typeof to === 'string') return this.format.dateRange(from, to);
    return day(from) === null && day(to) === null ? null : this.messages.entriesBetween(day(from), day(to));
  }

  /** The cut-off of the data. */
  asOf(): string | null {
    const { asOf } = this.result.diagnostics.window;
    return asOf === null ? null : this.format.date(asOf);
  }
}

/**
 * Returns how many of those at *step* are gone before *next*: those lost where the result tells them from those still on
 * their way, otherwise all who did not go on (negative where more came than were there). Null where nothing is known.
 */
export function goneAfter(step: StepRow, next: StepRow | undefined): number | null {
  if (step.lost !== null) return step.lost;
  return next === undefined || next.reached === null || step.reached === null ? null : step.reached - next.reached;
}
