import { type Findings, fails, looked, noCase, passes, test } from './findings.js';

const keyboard = 'contracts/chart-keyboard.ts';
const toolbar = 'contracts/chart-toolbar.ts';
const words = 'contracts/chart-words.ts';
const exported = 'contracts/chart-exports.ts';
const settings = 'pages/readers-settings.test.ts';
const dashboard = 'browser/dashboard.test.ts';
const axe = test('contracts/chart-accessibility.ts', 'can be read by everyone in every view');
const layout = test('contracts/chart-layout.ts', 'has no text over another or cut off, 240 to 2000 px wide');

/** What holds for every chart, because the frame around all of them does it. A chart's own findings go before. */
export const everyChart: Findings = {
  'Low contrast': passes(
    'Every shape that means something has 3:1 by fill or outline, every text 4.5:1, light and dark.',
    test('contracts/chart-contrast.ts', 'draws no shape that means something under 3:1 to its surface'), test('charts/tokens.test.ts', 'has text that is read on its'), axe,
  ),
  'Content is only visual': passes(
    'Title, sentence, a sentence for every mark and a table; the drawing itself is hidden from screen readers. By the tree that browsers hand to them; not tried with a commercial screen reader.',
    test(words, 'says in tooltip, table and spoken sentence the same numbers, for every mark of every view'), test(keyboard, 'says with the focus what the tooltip shows'), axe,
  ),
  'Small text size': passes('12 px is the smallest, and grows with the reader’s size.', test('contracts/chart-host-styles.ts', 'has no text under 12 px at the default size, in any view')),
  'Visual presents seizure risk': passes('Nothing flashes. What waits fades in once, and a choice fades the others.', test(settings, 'who wants no motion, nothing moves, and for others nothing longer than half a second')),
  'Meaningful elements can be distinguished from each other': passes('No text over another at any width, in long words, and from right to left.', layout),
  'Not CVD-friendly': passes('Categories are dE2000 of 10 or more apart to normal, protan, deutan and tritan sight; ramps only darken.', test('charts/tokens.test.ts', 'has categories that are told apart by')),
  'Spacing is inappropriate': passes('Controls, drawing, legend and remarks are groups of their own.', looked('every view at 240, 360, 800, 1280 and 2000 px')),
  'Interaction modality only has one input type': passes(
    'Pointer, keys and finger show and choose every mark.',
    test(keyboard, 'reaches every mark of every view by arrow keys alone'), test(keyboard, 'finds under the pointer what is drawn there'), test(settings, 'who touches, a tap shows and chooses a mark of every chart'),
  ),
  'No interaction cues or instructions': passes('The marks’ description names the keys, ? shows all of them.', test(keyboard, 'shows its keys on a question mark, and gives the focus back on Escape')),
  'Controls override AT controls': passes('Keys are taken only with the focus in the chart, and none with Alt.', test(keyboard, 'leaves to browser and screen reader what is pressed with Alt, and arrows with Meta')),
  'Low contrast on interactive elements': passes(
    'A chosen mark gets a frame of 2 px in the colour of text and the others step back; an open control is tinted and framed.',
    test(keyboard, 'chooses by Enter and Space, adds with Control, lets go by Escape, and obeys who objects'), looked('stories Selected, Dark and High contrast'),
  ),
  'Keyboard focus indicator missing, obscured, or low contrast': passes('A ring of 3 px, 4.5:1 to the surface, with a gap in the colour of the surface; nothing lies over it.', test('charts/tokens.test.ts', 'has a ring around the focus')),
  'Inappropriate tab stops': passes('Two: the controls and the marks.', test(toolbar, 'has two tab stops in every view: the controls and the marks')),
  'Complex actions have no alternatives': noCase('No brush, no zoom, no gesture: choosing is a click, a tap or Enter.'),
  'Target pointer interaction size is too small': fails(
    'Controls are 44 px for fingers, and 28 px for a mouse, as in other tools for analysts. Marks are as large as their data; keys and a finger’s slack of 12 px reach the small ones.',
    test(settings, 'who touches, a tap shows and chooses a mark of every chart'), test(keyboard, 'reaches every mark of every view by arrow keys alone'),
  ),
  'No explanation for purpose or for how to read': passes('The sentence says the finding; Method says what is counted, and how.', test(toolbar, 'opens and closes the table and the method, and says so')),
  'No title, summary, or caption': passes('Title and sentence are always there, in the reader’s language.', test(words, 'follows the language of its nearest ancestor, across shadow roots, and when that changes')),
  'Reading level inappropriate': passes('Sentence, remarks and method are at most of grade 9 by Flesch and Kincaid, in every view.', test(words, 'is written for readers of the ninth grade at most, in every view')),
  'Interactive context is not clear': passes(
    'A chart alone changes nothing else. In a dashboard a chip names each choice, and a polite message how many customers are left.',
    test('pages/dashboard.test.ts', 'tells a screen reader what it is, what is filtered and how many are left'),
  ),
  'Changes are not easy to follow': fails(
    'New numbers stand where the old ones stood, which stay pale until then; nothing travels. Motion would cost readers who feel ill by it more than it would tell: what changed is said by outlines of then, by flows and by the sentence.',
    test('contracts/chart-states.ts', 'keeps the drawing and every height while new data load, and marks it as stale'),
  ),
  'Metrics and variables are undefined': passes('Method is made from the request: definition, options, zone, cut-off, rows left out.', test(toolbar, 'opens and closes the table and the method, and says so'), test(words, 'leaves no English sentence in Chinese')),
  'Controls are inappropriate': passes('Only views that the data have numbers for; all of it hides with one attribute.', test(toolbar, 'has no toolbar when plain, and the page’s own controls in it')),
  'Does not conform to standards': passes(
    'WCAG 2.2 AA as far as axe sees it, and tests see what it can’t: reflow, spacing, focus, targets of 24 px, names, states. No auditor went through every criterion.',
    axe, test(settings, 'who zooms to 400 % of 1280 px, nothing is cut off, lies over another or scrolls sideways'), test(settings, 'whose letters are twice as large, every text is, and has its room'),
  ),
  'Semantically invalid': passes('Buttons, a toolbar, a menu, a table and headings are those; a mark is a button with a pressed state, or an image with a name.', axe, test('contracts/chart-accessibility.ts', 'has a heading of the level that the page wants, and none beyond six')),
  'Fragile technology support': passes('The contracts run in Chromium with every change, and in Firefox and WebKit by WTR_BROWSERS=chromium,firefox,webkit.', looked('the contracts of all four charts in Firefox and WebKitGTK')),
  'No table': passes('Behind Table, to the digit of the drawing, and found by the browser’s own search.', test(exported, 'says the same to the digit in drawing, tooltip, sentence, table and CSV, in every view, language and width')),
  'Information can only be reached through single process': passes('Drawing, tooltip, table, file and event say the same.', test(exported, 'hands out files and prints from its menu, and leaves the page as it was')),
  'Location and history is clear': passes('The pressed button is the view. A dashboard shows its filters as chips and goes back and forth.', test(dashboard, 'goes back and forth, one step at a time, to the same numbers')),
  'Interactions are not forgiveable': passes('The key that chooses lets go, and chooses again; Escape lets all go; a dashboard undoes every step.', test(keyboard, 'chooses by Enter and Space, adds with Control, lets go by Escape, and obeys who objects'), test(dashboard, 'goes back and forth, one step at a time, to the same numbers')),
  'Table/data is static': passes('CSV, Arrow and the clipboard.', test(exported, 'writes the result’s main table as Arrow')),
  'State is not easy to share and reproduce': passes('Every view is an attribute; a dashboard’s is a link and a file.', test(dashboard, 'comes back as it was saved, also from the address')),
  'Navigation and interaction is tedious': passes('Home, End and Page keys jump; Tab leaves the marks at once.', test('charts/next-mark.test.ts', 'reaches any cell of 12 x 12 within 20 keys'), test(keyboard, 'goes by Home, End, PageUp and PageDown to the ends of row and column')),
  'Data in text is not human-readable': passes('Numbers, money and dates by the reader’s language, with 万 and 亿 in Chinese.', test(exported, 'says the same to the digit in drawing, tooltip, sentence, table and CSV, in every view, language and width')),
  'No default "build-your-own" provided': passes('One attribute of data draws a finished view; the rest are options.', test('pages/ten-lines.test.ts', 'draws a chart with no console message and no request but the data’s')),
  'User style change not respected': passes(
    'Forced colours, more contrast, less motion, larger letters and the page’s tokens all reach the chart.',
    test(settings, 'who forces colours, every chart has the system’s and still tells its shapes apart'), test(settings, 'whose letters are twice as large, every text is, and has its room'), test('contracts/chart-host-styles.ts', 'takes size, face and colours from the tokens of the page'),
  ),
  'Long animations cannot be controlled': noCase('Nothing moves for longer than half a second.'),
  'Scrolling experiences cannot be altered': noCase('Only tables and very large grids scroll, as anything does.'),
  'Zoom and reflow are not supported': passes('At 400 % of 1280 px nothing is cut and nothing scrolls sideways but tables.', test(settings, 'who zooms to 400 % of 1280 px, nothing is cut off, lies over another or scrolls sideways'), layout),
  'User’s text adjustments are not respected': passes(
    'Letters of twice the size, and those that stand further apart, have their room.',
    test(settings, 'whose letters are twice as large, every text is, and has its room'), test(settings, 'whose letters and words stand further apart, as WCAG 1.4.12 has it'),
  ),
  'Design is not consistent and familiar': passes('One frame, one set of keys and one theme; the contract runs against each chart.', test('contracts/describe-chart.ts', 'like every chart,')),
  'Contrast and textures cannot be adjusted': passes(
    'Contrast follows the system or an attribute; dots, lines and grids lie over colours by an attribute, and where more contrast, forced colours or paper ask for them. The slanted hatch means in progress everywhere. Retention’s cells have their numbers instead.',
    test('contracts/chart-textures.ts', 'lays textures over colours where it is asked for them'), test('charts/tokens.test.ts', 'has marks of the colour'), looked('story High contrast'),
  ),
};
