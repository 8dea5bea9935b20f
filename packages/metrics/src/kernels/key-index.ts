/** The code of a missing key. */
export const NO_KEY = 0xffffffff;

/**
 * Dense codes for the values of one column: 0, 1, 2, ... in order of first appearance, or, of a long dictionary, in that of its
 * entries, among which may be some that no row has. Equal values have equal codes whatever their encoding (a dictionary entry, plain text).
 */
export interface KeyIndex {
  /** How many codes there are: at least one for every distinct value of the rows. */
  readonly size: number;
  /** The value with *code* as text, as it stands in the data (integers in decimal). */
  text(code: number): string;
  /** The code of *text*, or NO_KEY where there is none. */
  codeOf(text: string): number;
}
