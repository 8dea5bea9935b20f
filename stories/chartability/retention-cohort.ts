import { everyChart } from './every-chart.js';
import { type Judged, looked, passes, sheetOf, test } from './findings.js';

const scene = 'charts/retention-cohort.scene.test.ts';
const choices = 'charts/retention-cohort.choices.scene.test.ts';
const drawn = 'browser/charts/retention-cohort.test.ts';

/** What Chartability finds of the retention cohort. */
export const retentionCohort: readonly Judged[] = sheetOf(everyChart, {
  'Low contrast': passes(
    'Lines and outlines have 3:1. Cells are a scale of colour, which WCAG 1.4.11 leaves out: the palest can’t differ from the page. So each has its number, 4.5:1 on its own colour, and where cells are too small for that, tooltip and table have it.',
    test(drawn, 'has text that is read on each of its cells (4.5:1), in every theme'), test('contracts/chart-contrast.ts', 'draws no shape that means something under 3:1 to its surface'),
  ),
  'Color is used alone to communicate meaning': passes(
    'Cells have their number; in progress is hatched, zero is outlined, withheld is dotted, projected is dashed and in italics. Cohorts’ curves have one colour, and their name where they are chosen.',
    test(scene, 'tells zero, withheld and not yet seen apart'), test(scene, 'hatches what is in progress and says until when'), looked('story Print, in grey'),
  ),
  'Information complexity is inappropriate': passes('One measure at a time, on one scale; the legend says what it is, and that colours are relative to each row where they are.', test(choices, 'says what colours are relative to, and gives each row its own where they are relative to rows')),
  'Statistical uncertainty isn’t clearly communicated': passes('All cohorts together have a band of 95 %, named in the legend; each cell has its interval in tooltip and table; cohorts of fewer than 30 have a note.', test(scene, 'draws curves from 0 up, with the pooled one in its interval and what is in progress dashed'), test(choices, 'draws what a model expects as no observation')),
  'Axis labels are unclear or missing': passes('Rows are dates with their size, columns are headed by what they count; curves begin at 0.', test(scene, 'keeps 5 px between the heads of its columns on a phone, even where letters are a fifth wider than usual')),
  'Information cannot be navigated according to narrative or structure': passes('Arrows go along a cohort and down an age; the row of all cohorts comes first.', test('charts/next-mark.test.ts', 'reaches any cell of 12 x 12 within 20 keys')),
  'Data density is inappropriate': passes(
    'Where a number has no room, columns are left to the table on a phone, and numbers to tooltip and table in weeks of two years; a note says so. Such a grid is for the drift that 5,000 cells show together; months or quarters are one attribute away.',
    test(scene, 'leaves columns to the table where a phone has no room for numbers in them'), looked('story Dense'),
  ),
  'Visually apparent features and relationships are not described': passes('The sentence says who came back, how much later, where most, and as of when.', test(scene, 'says in one sentence who came back, how much later, and where most')),
  'Space does not handle extremes': passes('Offset 0 is off the scale, and one outlier bleaches nobody: the end of the scale then says ≥.', test(scene, 'leaves offset 0 off the colours, so that they tell the others apart'), test(scene, 'lets one outlier not bleach all other cells, and says so')),
  'Difficult chart type has no alternative': passes('The grid as curves, and the curves as a grid, by a button; both as a table.', test(drawn, 'switches view, measure and unit by its buttons, and leaves them out when plain')),
});
