/**
 * Returns the school grade that *text* is written for by the formula of Flesch and Kincaid (Kincaid and others 1975): English
 * words, each sentence ended by a mark or a line. Syllables are groups of vowels without a silent e; a number is one word of one.
 */
export function readingGrade(text: string): number {
  const sentences = text.split(/[.!?:;]\s|\n/).map((sentence) => sentence.match(/[\p{L}\p{N}’'%.,+-]+/gu) ?? []).filter((words) => words.length > 0);
  const words = sentences.flat();
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

function syllablesOf(word: string): number {
  if (/\p{N}/u.test(word)) return 1;
  const spoken = word.toLowerCase().replaceAll(/[^a-z]/g, '').replace(/(?:[^laeiouy]es|ed|[^laeiouy]e)$/, '');
  return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 0);
}
