/** What `trim` takes away in JavaScript, as ranges of code points in hexadecimal. */
const SPACES = ['9-D', '20', 'A0', '1680', '2000-200A', '2028', '2029', '202F', '205F', '3000', 'FEFF'];

/** Returns a regular expression for the white space around a text, with code points spelled by *escape*. */
export function spaceAround(escape: (codePoint: string) => string): string {
  const any = `[${SPACES.map((range) => range.split('-').map(escape).join('-')).join('')}]+`;
  return `^${any}|${any}$`;
}
