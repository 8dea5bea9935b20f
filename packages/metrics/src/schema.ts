/** Arrow's units of time. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

/**
 * What a column can be used for, whatever its Arrow type:
 * `text` (utf8 of any width, bytes in hexadecimal, dictionary of these), `number` (integers, floats, decimals, durations and
 * times of day in seconds, dictionary of these),
 * `instant` (timestamps), `date` (date32, date64: a calendar date that no time zone moves), `bool`, `other`.
 */
export type FieldKind = 'text' | 'number' | 'instant' | 'date' | 'bool' | 'other';

/** A column of the data, as metrics and people see it. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** Arrow's name of the type, as error messages print it: `Utf8`, `Timestamp<MILLISECOND, UTC>`, `Int64`. */
  readonly type: string;
  /** True where the values of the column can be keys (customer, stage, segment): text, integers, booleans, dictionaries. */
  readonly key: boolean;
  readonly nullable: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  /** For instants: the unit stored, and the zone named by the type (null: none, read as UTC). */
  readonly unit?: TimeUnit | undefined;
  readonly zone?: string | null | undefined;
  /** The name that the column has in common with others, where it has: `name` then has its place among them, as `id[2]`. */
  readonly sharedName?: string | undefined;
}

/** The columns of a source, in order. Names are unique. */
export interface Schema {
  readonly fields: readonly Field[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Returns the field called *name*, or null. */
export function fieldNamed(schema: Schema, name: string): Field | null {
  return schema.fields.find((field) => field.name === name) ?? null;
}
