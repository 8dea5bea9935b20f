/**
 * A piece of SQL: text with the places of bound values in it. There is one text more than there are values.
 * Pieces are put together with the tag `sql`, so a value can't become text by accident.
 */
export class Sql {
  readonly texts: readonly string[];
  readonly values: readonly string[];

  constructor(texts: readonly string[], values: readonly string[]) {
    this.texts = texts;
    this.values = values;
  }
}

/** What may stand in a template: a piece of SQL, a text (which is bound), or a whole number (which is written out). */
export type SqlPart = Sql | string | number | bigint;

/**
 * Returns the piece of SQL that the template spells. A string in it is a bound value, never text; for names there is
 * `Dialect.identifier`, for fractions `Dialect.literal`. Throws RangeError for a number that isn't whole.
 */
export function sql(template: TemplateStringsArray, ...parts: readonly SqlPart[]): Sql {
  const texts: string[] = [template[0] ?? ''];
  const values: string[] = [];
  parts.forEach((part, i) => {
    append(texts, values, part);
    texts[texts.length - 1] += template[i + 1] ?? '';
  });
  return new Sql(texts, values);
}

/** Returns SQL that reads exactly *text*. For the words of a language; never for anything that came from outside. */
export function verbatim(text: string): Sql {
  return new Sql([text], []);
}

/** Returns the *parts* with *separator* between them; nothing where there are none. */
export function joined(parts: readonly SqlPart[], separator: string): Sql {
  const texts: string[] = [''];
  const values: string[] = [];
  parts.forEach((part, i) => {
    if (i > 0) texts[texts.length - 1] += separator;
    append(texts, values, part);
  });
  return new Sql(texts, values);
}

function append(texts: string[], values: string[], part: SqlPart): void {
  if (part instanceof Sql) {
    texts[texts.length - 1] += part.texts[0] ?? '';
    texts.push(...part.texts.slice(1));
    values.push(...part.values);
  } else if (typeof part === 'string') {
    texts.push('');
    values.push(part);
  } else {
    if (typeof part === 'number' && !Number.isInteger(part)) throw new RangeError(`sql: no whole number, got ${part}; expected an integer`);
    // Parentheses, so that "a - -1" doesn't begin a comment. A bigint is never written with an exponent.
    texts[texts.length - 1] += part < 0 ? `(${BigInt(part)})` : String(BigInt(part));
  }
}
