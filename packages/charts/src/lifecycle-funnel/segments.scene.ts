import type { Result } from '@clientele/metrics';
import { fitText, textWidth } from '../guides/text-width.js';
import type { SceneLine, SceneMark, SceneSize, Words } from '../scene.js';
import { funnelTextures } from './funnel-textures.js';
import { EMPTY_PLOT, mirrored, plotMark, type PlotBar, type PlotScene, type PlotShapes, type PlotText } from './plot-scene.js';
import { type SegmentsMessages, segmentsMessages } from './segments.messages.js';
import { type StepRow, stepRows } from './steps-rows.js';
import { StepsWords } from './steps-words.js';
import { tellingStep } from './telling-step.js';

/** As many segments as there are colours that can be told apart. */
const MOST_SEGMENTS = 5;
/** From this width on the steps stand in two columns. */
const TWO_COLUMNS = 720;
const COLUMN_GAP = 40;
const GAP = 10;
/** How much wider than `textWidth` says letters may be: ordinary ones of a wide font, and bold ones. */
const ROOMY = 1.08;
const BOLD = 1.2;
const HAIRLINE = 1.5;

/** Returns the scene of a funnel's steps by segment: at each step one bar a segment, as long as its share of those who entered. */
export function segmentsScene(result: Result, size: SceneSize, words: Words): PlotScene {
  const says = segmentsMessages[words.locale];
  const steps = stepRows(result, words.locale);
  const funnel = new StepsWords(result, steps, words);
  const all = (steps[0]?.segments ?? []).toSorted((a, b) => (b.row.reached ?? 0) - (a.row.reached ?? 0)).map(({ segment }) => segment);
  const drawn = all.slice(0, MOST_SEGMENTS);
  const empty = steps.every((step) => step.segments.every(({ row }) => (row.reached ?? 0) === 0));
  const shapes = empty ? EMPTY_PLOT : new Drawing(steps, drawn, funnel, says, size, words).draw();
  const { format } = words;
  return {
    view: 'segments', width: size.width, ...(words.rtl ? mirrored(shapes, size.width) : shapes),
    title: funnel.messages.title, summary: empty ? says.none : summaryOf(result, steps, says, funnel, format), empty,
    table: funnel.table(),
    legend: drawn.map((segment, i) => ({ swatch: `category-${i + 1}`, label: segment, texture: funnelTextures[`category-${i + 1}`] })),
    notes: [says.axis, ...(all.length > drawn.length ? [says.left(format.count(drawn.length), format.count(all.length))] : []), ...funnel.notes()],
    counted: [...funnel.counted(), { label: says.countedLabel, value: says.counted }],
  };
}

/** Of which segment most came to the last step that enough came to, and of which fewest. */
function summaryOf(result: Result, steps: readonly StepRow[], says: SegmentsMessages, funnel: StepsWords, format: Words['format']): string {
  const step = steps[tellingStep(result)?.index ?? steps.length - 1];
  const known = (step?.segments ?? []).filter(({ row }) => row.ofFirst !== null);
  // The extremes of shares of a handful are chance.
  const few = new Set(steps[0]?.segments.filter(({ row }) => row.lowN).map(({ segment }) => segment));
  const enough = known.filter(({ segment }) => !few.has(segment));
  const rated = (enough.length > 0 ? enough : known).toSorted((a, b) => (b.row.ofFirst ?? 0) - (a.row.ofFirst ?? 0));
  const [most] = rated;
  const least = rated.at(-1);
  if (step === undefined || most === undefined || least === undefined) return funnel.summary();
  const asOf = funnel.asOf();
  return known.length === 1 ? says.alone(step.name, most.segment, format.percent(most.row.ofFirst), asOf)
    : says.summary(step.name, most.segment, format.percent(most.row.ofFirst), least.segment, format.percent(least.row.ofFirst), format.count(rated.length), rated.length < known.length, asOf);
}

/** What stands beside a bar. */
interface SegmentCell {
  readonly segment: string;
  /** Null where the segment has no row at the step. */
  readonly row: StepRow | null;
  readonly share: string;
  readonly count: string;
}

/** Where a step goes, CSS pixels: its corner, and how wide its parts are and how high. */
type StepPlace = Readonly<Record<'left' | 'top' | 'panel' | 'names' | 'bar' | 'counts' | 'head' | 'line', number>>;

/** Places things from the left. */
class Drawing {
  private readonly bars: PlotBar[] = [];
  private readonly texts: PlotText[] = [];
  private readonly marks: SceneMark[] = [];
  private readonly steps: readonly StepRow[];
  private readonly segments: readonly string[];
  private readonly funnel: StepsWords;
  private readonly says: SegmentsMessages;
  private readonly size: SceneSize;
  private readonly words: Words;

  constructor(steps: readonly StepRow[], segments: readonly string[], funnel: StepsWords, says: SegmentsMessages, size: SceneSize, words: Words) {
    this.steps = steps;
    this.segments = segments;
    this.funnel = funnel;
    this.says = says;
    this.size = size;
    this.words = words;
  }

  draw(): PlotShapes {
    const { fontSize, width } = this.size;
    const small = fontSize * 0.857;
    const widest = (texts: readonly string[]): number => Math.ceil(Math.max(0, ...texts.map((text) => textWidth(text, small) * ROOMY)));
    const cells = this.steps.map((step) => this.segments.map((segment) => this.cell(step, segment)));
    const columns = width >= TWO_COLUMNS ? 2 : 1;
    const panel = (width - (columns - 1) * COLUMN_GAP) / columns;
    const perColumn = Math.ceil(this.steps.length / columns);
    const head = fontSize * 1.9;
    const line = Math.round(fontSize * 1.45);
    const group = head + this.segments.length * line + fontSize * 0.7;
    // One scale for all steps.
    const names = Math.min(widest(this.segments), panel * 0.32);
    const counts = widest(cells.flat().map(({ count }) => count));
    const bar = Math.max(20, panel - names - widest(cells.flat().map(({ share }) => share)) - counts - 3 * GAP);
    this.steps.forEach((step, k) => {
      const left = Math.floor(k / perColumn) * (panel + COLUMN_GAP);
      this.step(step, k, cells[k] ?? [], { left, panel, names, counts, bar, top: (k % perColumn) * group, head, line });
    });
    return { ...EMPTY_PLOT, height: Math.ceil(perColumn * group), bars: this.bars, texts: this.texts, marks: this.marks };
  }

  private cell(step: StepRow, segment: string): SegmentCell {
    const { format } = this.words;
    const row = step.segments.find((other) => other.segment === segment)?.row ?? null;
    if (row === null || row.reached === null) return { segment, row, share: row === null ? '—' : this.says.withheld, count: '' };
    return { segment, row, share: this.funnel.ofFirst(row), count: format.count(row.reached) };
  }

  private step(step: StepRow, k: number, cells: readonly SegmentCell[], { bar, counts, head, left, line, names, panel, top }: StepPlace): void {
    const { fontSize } = this.size;
    const small = fontSize * 0.857;
    this.texts.push({ text: fitText(step.name, panel / BOLD, fontSize), x: left, y: top + fontSize * 1.15, anchor: 'start', kind: 'name' });
    cells.forEach(({ count, row, segment, share: shareText }, i) => {
      const y = top + head + i * line;
      const baseline = y + line / 2 + small * 0.32;
      const x = left + names + GAP;
      const share = row?.ofFirst ?? 0;
      const length = share === 0 ? 0 : Math.max(HAIRLINE, share * bar);
      const id = `${step.stage}/${segment}`;
      this.texts.push({ text: fitText(segment, names / ROOMY, small), x: left, y: baseline, anchor: 'start', kind: 'label' });
      if (length > 0) this.bars.push({ id, kind: `category-${i + 1}`, hatched: false, x, y: y + 1.5, width: length, height: line - 3 });
      this.texts.push({ text: shareText, x: left + panel - counts - GAP, y: baseline, anchor: 'end', kind: 'label' });
      if (count !== '') this.texts.push({ text: count, x: left + panel, y: baseline, anchor: 'end', kind: 'axis' });
      if (row === null || row.reached === null) return;
      this.marks.push(plotMark({
        id, row: k, column: i, x, y: y + 1.5, width: length, height: line - 3, title: this.says.title(segment, step.name), lines: this.lines(row, k),
        mark: { stage: step.stage, outcome: 'reached', segment },
      }, 10, this.size.width));
    });
  }

  private lines(row: StepRow, k: number): SceneLine[] {
    const { format } = this.words;
    const { messages } = this.funnel;
    const before = this.steps[k - 1];
    return [
      { label: messages.customers, value: format.count(row.reached) },
      ...(row.ofFirst === null ? [] : [{ label: this.says.ofEntered, value: format.percent(row.ofFirst) }]),
      ...(before === undefined ? [] : [{ label: messages.shareOf(before.name), value: this.funnel.withInterval(row) }]),
      ...(row.lowN ? [{ label: '', value: messages.lowN }] : []),
    ];
  }
}
