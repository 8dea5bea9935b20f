/** The code of a missing key. */
export const NO_KEY = 0xffffffff;

/**
 * Dense codes for the values of one column, in order of first appearance: 0, 1, 2, ...
 * Equal values have equal codes whatever their encoding (a dictionary entry, plain text).
 */
export interface KeyIndex {
  /** How many distinct values were seen. */
  readonly size: number;
  /** The value with *code* as text, as it stands in the data (integers in decimal). */
  text(code: number): string;
  /** The code of *text*, or NO_KEY where it was not seen. */
  codeOf(text: string): number;
}
