import { DataType, Precision, TimeUnit as ArrowTimeUnit } from 'apache-arrow';
import type { Field as ArrowField, Schema as ArrowSchema } from 'apache-arrow';
import type { Field, FieldKind, Schema, TimeUnit } from '../schema.js';
import { columnNames } from './column-names.js';
import { RunEndEncoded } from './runs.js';

/**
 * Returns the columns of an Arrow schema as metrics and people see them. A dictionary has the kind of its values.
 * Bytes are text in hexadecimal, durations and times of day numbers of seconds. Integers that carry Snowflake's `{logicalType: FIXED, scale: n}` are scaled numbers. Integers and decimals of scale 0
 * are keys too. Columns that share a name are called `name[1]`, `name[2]`, …
 */
export function schemaOf(schema: ArrowSchema): Schema {
  const names = columnNames(schema);
  return { fields: schema.fields.map((field, i) => fieldOf(field, names[i] ?? field.name)), metadata: Object.fromEntries(schema.metadata) };
}

/** Returns how many decimals the integers of a field with *metadata* have: Snowflake's scale, otherwise 0. */
export function integerScale(metadata: Readonly<Record<string, string>>): number {
  if (metadata['logicalType']?.toUpperCase() !== 'FIXED') return 0;
  const scale = Number(metadata['scale'] ?? 0);
  return Number.isInteger(scale) ? scale : 0;
}

/** Returns the name of an Arrow type as people read it: `Utf8`, `Decimal128(12, 2)`, `Timestamp<MILLISECOND, UTC>`. */
export function typeName(type: DataType): string {
  if (DataType.isDecimal(type)) return `Decimal${type.bitWidth}(${type.precision}, ${type.scale})`;
  if (DataType.isDate(type)) return type.unit === 0 ? 'Date32' : 'Date64';
  if (DataType.isFloat(type)) {
    return type.precision === Precision.DOUBLE ? 'Float64' : type.precision === Precision.SINGLE ? 'Float32' : 'Float16';
  }
  if (type instanceof RunEndEncoded) return `RunEndEncoded<${typeName(type.dictionary as DataType)}>`;
  if (DataType.isDictionary(type)) return `Dictionary<${typeName(type.indices)}, ${typeName(type.dictionary)}>`;
  return String(type);
}

/** Returns what a column of *type* can be used for. */
export function kindOf(type: DataType): FieldKind {
  if (isText(type) || isBinary(type)) return 'text';
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)) return 'number';
  if (DataType.isDuration(type) || DataType.isTime(type)) return 'number';
  if (DataType.isTimestamp(type)) return 'instant';
  if (DataType.isDate(type)) return 'date';
  if (DataType.isBool(type)) return 'bool';
  if (DataType.isDictionary(type)) return DataType.isDictionary(type.dictionary) ? 'other' : kindOf(type.dictionary);
  return 'other';
}

/** Returns the name of the values' type where *name* (as `typeName` writes it) is a dictionary or run-end encoded, otherwise *name*. */
export function valueTypeName(name: string): string {
  return name.replace(/^(?:Dictionary<\w+, |RunEndEncoded<)(.*)>$/, '$1');
}

/** Returns whether *type* is text in any of its three layouts. */
export function isText(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
}

/** Returns whether *type* is bytes, which are read as text in hexadecimal. */
export function isBinary(type: DataType): boolean {
  return DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isBinaryView(type) || DataType.isFixedSizeBinary(type);
}

function fieldOf(field: ArrowField, name: string): Field {
  const type = field.type as DataType;
  const metadata = Object.fromEntries(field.metadata);
  const values: DataType = DataType.isDictionary(type) ? type.dictionary : type;
  const scale = DataType.isInt(values) ? integerScale(metadata) : 0;
  const isWhole = DataType.isInt(values) ? scale === 0 : DataType.isDecimal(values) && values.scale === 0;
  return {
    name,
    kind: kindOf(type),
    type: typeName(type) + (scale === 0 ? '' : ` (scale ${scale})`),
    key: isWhole || isText(values) || isBinary(values) || DataType.isBool(values) || DataType.isDate(values),
    nullable: field.nullable,
    metadata,
    ...(name === field.name ? {} : { sharedName: field.name }),
    ...(DataType.isTimestamp(values) ? { unit: unitOf(values.unit), zone: values.timezone ?? null } : {}),
  };
}

function unitOf(unit: ArrowTimeUnit): TimeUnit {
  switch (unit) {
    case ArrowTimeUnit.SECOND: return 's';
    case ArrowTimeUnit.MILLISECOND: return 'ms';
    case ArrowTimeUnit.MICROSECOND: return 'us';
    case ArrowTimeUnit.NANOSECOND: return 'ns';
  }
}
