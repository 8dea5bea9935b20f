import { everyChart } from './every-chart.js';
import { type Judged, looked, passes, sheetOf, test } from './findings.js';

const scene = 'charts/customer-pyramid.scene.test.ts';

/** What Chartability finds of the customer pyramid. */
export const customerPyramid: readonly Judged[] = sheetOf(everyChart, {
  'Color is used alone to communicate meaning': passes(
    'Every bar has its figure; losses lie below the line and point left, then is an outline, withheld is dotted, moves up and down are on two sides of the diagonal.',
    test(scene, 'draws who brings no profit below a line, and losses to the left'), test(scene, 'draws them as withheld, which is neither 0 nor nothing'), looked('story Print, in grey'),
  ),
  'Information complexity is inappropriate': passes('Customers and value share one scale; four tiers unless the page asks for more; no third thing in the drawing.', test(scene, 'draws shares of customers and of value to one scale')),
  'Statistical uncertainty isn’t clearly communicated': passes('All customers are counted, so there is no sample; a tier of fewer than 30 says so.', test(scene, 'withholds the values of few and says how few'), looked('story LowN')),
  'Axis labels are unclear or missing': passes('Bars are labelled in place of an axis; curves have percentages on both, from 0 to 100 %, and the whale curve says what its axis is.', test(scene, 'tells concentration by Gini and both readings of 80/20')),
  'Information cannot be navigated according to narrative or structure': passes('Down goes from tier to tier, in the table of moves along both tiers.', test(scene, 'tells who moved as a matrix, each cell a mark to choose those customers by')),
  'Data density is inappropriate': passes('Two hundred thousand customers are twelve tiers at most, or ten tenths.', test(scene, 'lays out the view %s from 240 to 2000 px in both languages with no label over another or outside'), looked('story Dense')),
  'Visually apparent features and relationships are not described': passes('The sentence says how few bring how much, by how much the best tenth is ahead, who moved.', test(scene, 'says in one sentence how few bring how much'), test(scene, 'compares the best tenth with the last, or says why it can’t')),
  'Space does not handle extremes': passes('A tier of somebody is never under 3 px, and a note says that it was widened; an empty one is shown as empty.', test(scene, 'draws no step with a customer in it thinner than 3 px, and says so'), test(scene, 'shows an empty tier as empty')),
  'Difficult chart type has no alternative': passes('Lorenz and whale curves are hard to read: the tiers and deciles are bars of the same numbers.', test('browser/charts/customer-pyramid.test.ts', 'switches views by its buttons, and leaves them out when plain')),
});
