import { canonicalTimeZone } from '../calendar/time-zone.js';
import { nearest, OptionError } from '../errors.js';

/** Bounds of a number, both inclusive. */
export interface NumberBounds {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/**
 * Reads the options of a request and refuses what is wrong with a sentence that names the metric, what it got and what
 * it expected. Null and undefined both mean "not given". An option that the metric does not know is refused at
 * construction, with the nearest known name.
 */
export class OptionCheck {
  readonly metric: string;
  private readonly given: Readonly<Record<string, unknown>>;

  constructor(metric: string, options: object, known: readonly string[]) {
    this.metric = metric;
    this.given = options as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(options)) {
      if (known.includes(name)) continue;
      const near = nearest(name, known);
      this.fail(`unknown option "${name}"`, near === null ? known.join(', ') : `"${near}"`, { option: name });
    }
  }

  /** Returns the option as it was given, null where it was not. */
  raw(name: string): unknown {
    return this.given[name] ?? null;
  }

  /** Returns a text that is not blank, or *fallback* where none was given. */
  text<F extends string | null>(name: string, fallback: F): string | F {
    const value = this.raw(name);
    if (value === null) return fallback;
    if (typeof value !== 'string' || value.trim() === '') this.refuse(name, value, 'a text');
    return value;
  }

  /** Returns one of *values*, or *fallback*. */
  oneOf<V extends string>(name: string, values: readonly V[], fallback: V): V {
    const value = this.raw(name);
    if (value === null) return fallback;
    if (!values.includes(value as V)) {
      const near = typeof value === 'string' ? nearest(value, values) : null;
      const choices = values.length === 1 ? values[0] : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
      this.fail(`unknown ${name} ${shown(value)}${near === null ? '' : ` (did you mean "${near}"?)`}`, String(choices), { option: name });
    }
    return value as V;
  }

  /** Returns a finite number within *bounds*, or *fallback*. */
  number<F extends number | null>(name: string, bounds: NumberBounds, fallback: F): number | F {
    const value = this.raw(name);
    if (value === null) return fallback;
    const { min = -Infinity, max = Infinity, integer = false } = bounds;
    const fits = typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isInteger(value));
    if (!fits) this.refuse(name, value, boundsInWords(min, max, integer));
    return value;
  }

  /** Returns a boolean, or *fallback*. */
  flag(name: string, fallback: boolean): boolean {
    const value = this.raw(name);
    if (value === null) return fallback;
    if (typeof value !== 'boolean') this.refuse(name, value, 'true or false');
    return value;
  }

  /** Returns a non-empty list of distinct texts, or null. */
  texts(name: string): readonly string[] | null {
    const value = this.raw(name);
    if (value === null) return null;
    const fits = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string' && item !== '');
    if (!fits || new Set(value).size !== value.length) this.refuse(name, value, 'a list of distinct names');
    return value as readonly string[];
  }

  /** Returns an IANA time zone or an offset as it was given, or `UTC`. */
  timeZone(name = 'timeZone'): string {
    const value = this.text(name, 'UTC');
    if (canonicalTimeZone(value) === null) this.refuse(name, value, 'an IANA time zone such as Europe/Berlin or Asia/Shanghai');
    return value;
  }

  /** Throws the OptionError for a *value* of option *name* that is not *expected*. */
  refuse(name: string, value: unknown, expected: string): never {
    this.fail(`${name} is not valid, got ${shown(value)}`, expected, { option: name });
  }

  private fail(wrong: string, expected: string, params: Record<string, string>): never {
    throw new OptionError(`${this.metric}: ${wrong}; expected ${expected}`, { params: { metric: this.metric, ...params } });
  }
}

function shown(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return String(value);
  return JSON.stringify(value) ?? String(value);
}

function boundsInWords(min: number, max: number, integer: boolean): string {
  const kind = integer ? 'a whole number' : 'a number';
  if (min === -Infinity && max === Infinity) return kind;
  if (max === Infinity) return `${kind} of at least ${min}`;
  if (min === -Infinity) return `${kind} of at most ${max}`;
  return `${kind} from ${min} to ${max}`;
}
