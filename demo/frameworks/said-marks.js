/**
 * Returns what the reader chose as a line of text, for pages that do no more with it.
 * @param {readonly Readonly<Record<string, unknown>>[]} marks the marks of a `cl-select`
 */
export function saidMarks(marks) {
  return marks.map((mark) => Object.values(mark).join(' · ')).join(', ');
}
