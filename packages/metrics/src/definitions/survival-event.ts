import type { KeyIndex } from '../kernels/key-index.js';

/** What people write for yes, in lower case. */
export const HAPPENED: ReadonlySet<string> = new Set(['1', 'true', 'yes', 'y', 't', '是', '已流失', 'churned', 'lost', 'cancelled', 'canceled', 'ended', 'dead']);
/** What people write for no, in lower case. */
export const NOT_YET: ReadonlySet<string> = new Set(['0', 'false', 'no', 'n', 'f', '否', '未流失', 'retained', 'active', 'censored', 'alive']);

/**
 * Returns what tells from a code of *index* whether the event happened: by *value* where one is given, otherwise by what
 * people write for yes and no. Null where the text says neither.
 */
export function eventReader(index: KeyIndex, value: string | null): (code: number) => boolean | null {
  const known: (boolean | null)[] = [];
  return (code) => {
    let answer = known[code];
    if (answer === undefined) {
      const text = index.text(code);
      const plain = text.trim().toLowerCase();
      answer = value !== null ? text === value : HAPPENED.has(plain) ? true : NOT_YET.has(plain) ? false : null;
      known[code] = answer;
    }
    return answer;
  };
}
