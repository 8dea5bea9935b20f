import { everyChart } from './every-chart.js';
import { type Judged, looked, passes, sheetOf, test } from './findings.js';

const steps = 'charts/lifecycle-funnel.scene.test.ts';
const others = 'charts/lifecycle-funnel.plot.scene.test.ts';

/** What Chartability finds of the lifecycle funnel. */
export const lifecycleFunnel: readonly Judged[] = sheetOf(everyChart, {
  'Color is used alone to communicate meaning': passes(
    'Reached is solid, still open is hatched, lost is pale with an outline, always in this order; dormant and broken up lie below the line; unfinished points are hollow.',
    test(steps, 'are continued by those lost and those still open, to the length of the step before'), test(steps, 'stack the active above the line and the dormant below it'), looked('story Print, in grey'),
  ),
  'Information complexity is inappropriate': passes('One scale in each view. States and phases have four parts, the steps three.', test(steps, 'are bars as long as their counts, on one baseline')),
  'Statistical uncertainty isn’t clearly communicated': passes('The trend has its band, named in the legend, and says where one leaves the picture; a rate of fewer than 30 says so; steps have their interval in tooltip and table.', test(steps, 'speak of one customer in the singular, and of small numbers with care'), test(others, 'says that intervals leave the picture where they do')),
  'Axis labels are unclear or missing': passes('Bars begin at 0 on a drawn line, with their numbers in headed columns; the other views begin at 0 and say over the axis or in the title what it counts.', test(others, 'say what the scale counts in the view %s'), test(others, 'has no text on another and none outside at %d pixels')),
  'Information cannot be navigated according to narrative or structure': passes('Down goes from step to step, right from reached to open to lost; periods go right.', test(steps, 'have marks that the metric understands'), test('browser/charts/lifecycle-funnel.test.ts', 'is walked by arrow keys and chosen from by Enter')),
  'Data density is inappropriate': passes('Steps are few; periods are drawn down to 3 px and those that don’t fit are left to the table, which a note says.', test(steps, 'leave out what does not fit, and say so')),
  'Visually apparent features and relationships are not described': passes('The sentence names the step where most are lost; each step has a line with what was lost, what is open and how long it took.', test(steps, 'say how many were lost, who may still come and how long it took')),
  'Space does not handle extremes': passes('A bar of somebody is never under 1.5 px, and its mark never under 10.', test(steps, 'show that nobody came where nobody did, without a share of nothing'), looked('story LongLabels, with steps of 12,345 and 12')),
  'Difficult chart type has no alternative': passes('Ways between phases are hard to read: areas above them, and the table, have the same numbers; the funnel itself is bars.', test(others, 'are joined by ways of all customers, each of which can be chosen')),
});
