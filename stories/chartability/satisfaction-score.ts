import { everyChart } from './every-chart.js';
import { type Judged, looked, passes, sheetOf, test } from './findings.js';

const scene = 'charts/satisfaction-score.scene.test.ts';

/** What Chartability finds of the satisfaction score. */
export const satisfactionScore: readonly Judged[] = sheetOf(everyChart, {
  'Color is used alone to communicate meaning': passes(
    'Groups keep their order and have name and share as text; a change that can be told from chance is a filled point, others are hollow; withheld is dotted.',
    test(scene, 'fills a point whose change is distinguishable, and no other'), test(scene, 'draws and says what is withheld as that, not as 0'), looked('story Print, in grey'),
  ),
  'Information complexity is inappropriate': passes('Three groups, one scale. Answers below the trend are columns on a plain scale of their own, under the score and not beside it.', test(scene, 'writes percentages of groups that add up to 100')),
  'Statistical uncertainty isn’t clearly communicated': passes('The score has its interval on the scale and in the sentence; the trend has a band; whether a change can be told from chance is said.', test(scene, 'says the score with its interval, what it rests on, and its groups'), test(scene, 'keeps an interval within what the score can be')),
  'Axis labels are unclear or missing': passes('The whole scale is drawn with its ends, −100 to +100 for NPS; the trend’s axis is cut to the data and labelled so.', test(scene, 'of %s keeps text apart and everything inside')),
  'Information cannot be navigated according to narrative or structure': passes('Groups, then scores; periods go right; segments go down, highest first.', test('browser/charts/satisfaction-score.test.ts', 'leads the keyboard through groups and scores, and chooses whose answers they are'), test(scene, 'puts the highest segment first and the one without answers last')),
  'Data density is inappropriate': passes('Weeks of three years are a line with its band; thirty segments are thirty rows.', looked('stories Dense and ThirtySegments'), test(scene, 'of %s keeps text apart and everything inside')),
  'Visually apparent features and relationships are not described': passes('The sentence says score, interval, groups and the latest change; segments say who is highest and lowest.', test(scene, 'says the score with its interval, what it rests on, and its groups'), test(scene, 'says which period is not over and takes the one before for the finding')),
  'Space does not handle extremes': passes('A part too thin for its number has it in the legend; five answers have an interval as wide as that; no answers are not 0.', test(scene, 'says that nobody answered, and never 0'), looked('stories LowN and AllPromoters')),
  'Difficult chart type has no alternative': passes('Diverging bars by segment and the band of the trend are harder to read: the score and its distribution are bars from one line.', test('browser/charts/satisfaction-score.test.ts', 'switches views by its buttons, each with its own table')),
});
