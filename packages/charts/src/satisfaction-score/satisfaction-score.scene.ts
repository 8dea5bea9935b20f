import type { Result } from '@clientele/metrics';
import { madeLater } from '../made-later.js';
import type { Scene, SceneBuilder, SceneSize } from '../scene.js';
import { countedLines, remarks } from './counted-lines.js';
import { layOutDistribution } from './distribution-view.js';
import { mirrored } from './mirrored.js';
import { tableOfView } from './reading-table.js';
import { type Readings, readingsOf, type View, viewsOf } from './readings.js';
import { ScoreWording } from './score-wording.js';
import { layOutScore } from './score-view.js';
import { layOutSegments } from './segments-view.js';
import type { Shape } from './shapes.js';
import { summarySentence } from './summary-sentence.js';
import { layOutTrend } from './trend-view.js';
import type { LaidOut } from './view.js';

/** The scene of a satisfaction score. */
export interface SatisfactionScene extends Scene {
  /** The view that is drawn: the one asked for, or another where the result can't be drawn so. */
  readonly view: View;
  /** The views that the result can be drawn in. */
  readonly views: readonly View[];
  readonly shapes: readonly Shape[];
}

/** Returns the scene of *result* in *view*. */
export const satisfactionScene: SceneBuilder<SatisfactionScene, { readonly view: View }> = (result, size, words, { view: wanted }) => {
  const readings = readingsOf(result);
  const wording = new ScoreWording(readings, words);
  const views = viewsOf(readings);
  const view = views.includes(wanted) ? wanted : (views[0] ?? 'score');
  const { partial } = result.diagnostics.window;
  const why = emptiness(view, result, readings, wording);
  const laidOut = why === null ? layOut(view, readings, wording, size, partial) : NOTHING;
  const drawn = words.rtl ? mirrored(laidOut, size.width) : laidOut;
  const title = wording.messages.titles[readings.scale.type];
  return madeLater({
    width: size.width,
    height: drawn.height,
    title,
    summary: why ?? summarySentence(view, readings, wording, partial),
    empty: why !== null,
    marks: drawn.marks,
    legend: drawn.legend,
    notes: [...drawn.notes, ...remarks(view, result, readings, wording)],
    view,
    views,
    shapes: drawn.shapes,
  }, { table: () => tableOfView(view, readings, wording, title), counted: () => countedLines(result, readings, wording, words) });
};

const NOTHING: LaidOut = { shapes: [], marks: [], height: 96, legend: [], notes: [] };

function layOut(view: View, readings: Readings, wording: ScoreWording, { width, fontSize }: SceneSize, partial: readonly string[]): LaidOut {
  const input = { readings, wording, width, fontSize, partial };
  if (view === 'distribution') return layOutDistribution(input);
  if (view === 'trend') return layOutTrend(input);
  if (view === 'segments') return layOutSegments(input);
  return readings.total === null ? NOTHING : layOutScore(input, readings.total);
}

/** Returns why there is nothing to draw, null where there is something. */
function emptiness(view: View, result: Result, { total, periods, segments, minCell }: Readings, { messages, format }: ScoreWording): string | null {
  const rows = total === null ? [...periods, ...segments] : [total];
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  const ofView = view === 'trend' ? periods : view === 'segments' ? segments : [];
  if (minCell > 1 && ofView.length > 0 && ofView.every(({ score }) => score === null)) return messages.withheldScore(format.count(minCell));
  if (minCell > 1 && (total?.suppressed === true || rows.every(({ withheld }) => withheld))) {
    return [...periods, ...segments].some(({ score }) => score !== null) ? null : messages.withheldScore(format.count(minCell));
  }
  if (n === 0) {
    const excluded = rows.reduce((sum, row) => sum + (row.excluded ?? 0), 0);
    return excluded > 0 ? messages.noAnswersLeftOut(format.count(excluded)) : messages.noAnswers;
  }
  if (total?.suppressed === true) return messages.tooFew(format.count(n), format.count(Number(result.options['minN'] ?? 0)));
  return rows.every(({ score }) => score === null) ? messages.tooFewShort : null;
}

