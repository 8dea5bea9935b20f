/** One thing that Chartability looks for. */
export interface Heuristic {
  readonly title: string;
  readonly critical: boolean;
  /** What it asks, in our words. */
  readonly asks: string;
}

/** The principles of Chartability in its order, each with its heuristics: 50, of which 14 are critical. */
export const heuristics: Readonly<Record<string, readonly Heuristic[]>> = {
  Perceivable: [
    critical('Low contrast', 'text 4.5:1, large text and shapes 3:1 to what they stand on'),
    critical('Content is only visual', 'a screen reader gets everything that eyes get'),
    critical('Small text size', 'no text under 12 px'),
    critical('Visual presents seizure risk', 'nothing flashes, least of all in red'),
    other('Color is used alone to communicate meaning', 'shape, pattern, place or words say it too'),
    other('Meaningful elements can be distinguished from each other', 'nothing lies over text, neighbours have a gap'),
    other('Not CVD-friendly', 'categories stay apart to colour-blind eyes'),
    other('Spacing is inappropriate', 'room groups what belongs together'),
  ],
  Operable: [
    critical('Interaction modality only has one input type', 'mouse, keyboard and touch reach the same'),
    critical('No interaction cues or instructions', 'what can be done, and how, is told'),
    critical('Controls override AT controls', 'keys of screen reader and browser stay theirs'),
    other('Low contrast on interactive elements', 'hover, focus and choice are seen, not by colour alone'),
    other('Keyboard focus indicator missing, obscured, or low contrast', 'a ring of 2 px and 4.5:1, never hidden'),
    other('Inappropriate tab stops', 'few stops, and only at what can be used'),
    other('Complex actions have no alternatives', 'no gesture without a plain control'),
    other('Target pointer interaction size is too small', '44 px, or another way to the same'),
  ],
  Understandable: [
    critical('No explanation for purpose or for how to read', 'what it is for and how to read it stands with it'),
    critical('No title, summary, or caption', 'a title or a sentence says what is seen'),
    critical('Reading level inappropriate', 'readers of the ninth grade understand the words'),
    other('Interactive context is not clear', 'what a choice changes elsewhere is told, to screen readers too'),
    other('Information complexity is inappropriate', 'one thing at a time: no second axis, no third dimension, few categories'),
    other('Changes are not easy to follow', 'what moved where can be followed, and is told'),
    other('Metrics and variables are undefined', 'every number has a definition within reach'),
    other('Statistical uncertainty isn’t clearly communicated', 'intervals are drawn as usual and explained'),
    other('Axis labels are unclear or missing', 'axes are named and not cut'),
    other('Controls are inappropriate', 'no control that does not help the question'),
  ],
  Robust: [
    other('Does not conform to standards', 'WCAG holds, as far as it was evaluated'),
    other('Semantically invalid', 'elements are what they act as'),
    other('Fragile technology support', 'more than one browser, device and way in'),
  ],
  Compromising: [
    critical('No table', 'the same numbers as a table'),
    other('Information can only be reached through single process', 'more than one way to the same information'),
    other('Location and history is clear', 'where one is, and how one came there'),
    other('Interactions are not forgiveable', 'what was done can be undone, and done again'),
    other('Information cannot be navigated according to narrative or structure', 'keys follow how the data are built'),
    other('Table/data is static', 'the table can be taken along, filtered or sorted'),
    other('State is not easy to share and reproduce', 'a link or a file leads to the same view'),
  ],
  Assistive: [
    critical('Data density is inappropriate', 'no more at once than can be told apart'),
    critical('Navigation and interaction is tedious', 'few presses to anything, and a way past it'),
    other('Visually apparent features and relationships are not described', 'what the eye finds stands in words'),
    other('Data in text is not human-readable', 'numbers and dates as people write them'),
    other('Space does not handle extremes', 'outliers and ties do not spoil the rest'),
    other('No default "build-your-own" provided', 'who may build a view starts from a finished one'),
  ],
  Flexible: [
    critical('User style change not respected', 'what readers set in system and browser holds'),
    other('Long animations cannot be controlled', 'what moves for over 2 s can be stopped'),
    other('Scrolling experiences cannot be altered', 'no scrolling that tells a story or never ends'),
    other('Zoom and reflow are not supported', 'at 400 % nothing is cut or scrolls both ways'),
    other('User’s text adjustments are not respected', 'larger letters and wider spacing work'),
    other('Design is not consistent and familiar', 'the same looks and keys in every chart'),
    other('Contrast and textures cannot be adjusted', 'contrast and patterns as the reader needs them'),
    other('Difficult chart type has no alternative', 'an easier picture for the same task'),
  ],
};

function critical(title: string, asks: string): Heuristic {
  return { title, critical: true, asks };
}

function other(title: string, asks: string): Heuristic {
  return { title, critical: false, asks };
}
