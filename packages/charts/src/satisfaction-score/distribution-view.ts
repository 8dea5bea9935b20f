import type { SceneMark } from '../scene.js';
import { drawColumns, withheldLegend } from './columns.js';
import { drawPartLabels, wholePercents } from './part-bar.js';
import { Sketch } from './shapes.js';
import { groupMark, type LaidOut, type ViewInput } from './view.js';

const MAX_STEP = 96;

/** Returns a column for each score, with its share and its answers, over the groups that they make. */
export function layOutDistribution(input: ViewInput): LaidOut {
  const { readings: { distribution, groups, scale, total }, wording, fontSize } = input;
  const sketch = new Sketch(fontSize);
  const width = Math.min(input.width, distribution.length * MAX_STEP);
  const columns = drawColumns(sketch, input, { x: 0, y: 0, width, height: input.width < 480 ? 150 : 190 }, 0, true);
  const y = columns.height + fontSize * 0.3;
  const starts = groups.map((group) => (group.from - scale.min) * columns.step);
  const ends = groups.map((group) => (group.to + 1 - scale.min) * columns.step);
  const inset = Math.min(columns.step * 0.14, 12);
  groups.forEach((group, i) => sketch.rect((starts[i] ?? 0) + inset, y, (ends[i] ?? 0) - (starts[i] ?? 0) - 2 * inset, 3, `part ${group.tone}`));
  const shares = groups.map((_, i) => total?.shares[i] ?? distribution.filter((level) => level.group === i).reduce((sum, level) => sum + level.share, 0));
  const percents = wholePercents(shares, wording) ?? [];
  const labels = drawPartLabels(sketch, starts.map((start) => start + inset), groups, percents, groups.map((group) => wording.group(group)), { x: 0, y: y + 8, width: input.width });
  const marks = groups.map((group, i): SceneMark => groupMark(input, i, group, { x: starts[i] ?? 0, y: y - 3, width: (ends[i] ?? 0) - (starts[i] ?? 0), height: Math.max(24, labels + 8) }, { row: 1, column: Math.round((group.from + group.to) / 2) - scale.min }));
  return { shapes: sketch.shapes, marks: [...columns.marks, ...marks], height: Math.ceil(y + 12 + labels), legend: withheldLegend(input), notes: [] };
}
