import {
  Binary, BinaryView, Bool, type DataType, Date_, Decimal, Duration, type Field, FixedSizeBinary, FixedSizeList, Float, Int, Interval,
  LargeBinary, LargeList, LargeUtf8, List, Map_, Null, Struct, Time, Timestamp, Union, Utf8, Utf8View,
} from 'apache-arrow';
import type { Column, Layout } from './column-layout.js';
import type { FlatTable } from './flatbuffer-verifier.js';
import { corrupt, unsupported } from './refusal.js';
import { runsType } from './runs.js';

/** What a field's type says: apache-arrow's type and where its values lie. */
export type TypeShape = Pick<Column, 'type' | 'layout' | 'width' | 'typeIds'>;

/** Types of the format that apache-arrow can't hold, and what to do instead. */
const refused: Readonly<Record<number, readonly [name: string, hint: string]>> = {
  25: ['ListView', 'Cast the column to List before writing, or leave it out; Polars writes lists with compat_level=CompatLevel.oldest().'],
  26: ['LargeListView', 'Cast the column to LargeList before writing, or leave it out; Polars writes lists with compat_level=CompatLevel.oldest().'],
};

/**
 * Returns the type of the field in *table*, whose children are *children*. No dictionary of the schema has the id *freeId*.
 * Throws DataError: `unsupported` for a type that apache-arrow can't hold or that is unknown, `corrupt` for impossible parameters.
 */
export function readType(table: FlatTable, path: string, children: readonly Column[], freeId: number): TypeShape {
  const id = table.uint8(2, 0);
  const parameters = table.table(3);
  if (refused[id] !== undefined) {
    const [name, hint] = refused[id];
    throw unsupported('type', `column "${path}" is ${name}, which is not read here`, { column: path, type: name }, hint);
  }
  if (id === 0) throw corrupt('type', `column "${path}" has no type`, { column: path });
  if (id > 26) throw unsupported('type', `column "${path}" has a type of the future (${id}), which is not read here`, { column: path, type: id },
    'Cast the column before writing; Polars writes older types with compat_level=CompatLevel.oldest().');
  if (parameters === null) throw corrupt('type', `column "${path}" has a type without its table`, { column: path });
  const shape = new TypeReader(parameters, path, children, freeId).read(id);
  const expected = childCount(shape.layout);
  if (expected !== null && children.length !== expected) {
    throw corrupt('type-children', `column "${path}" of ${String(shape.type)} has ${children.length} children; expected ${expected}`, { column: path });
  }
  return shape;
}

function childCount(layout: Layout): number | null {
  if (layout === 'list' || layout === 'large-list' || layout === 'fixed-list') return 1;
  return layout === 'struct' || layout === 'sparse-union' || layout === 'dense-union' || layout === 'run-ends' ? null : 0;
}

class TypeReader {
  readonly #table: FlatTable;
  readonly #path: string;
  readonly #freeId: number;
  readonly #children: readonly Column[];
  readonly #fields: Field[];

  constructor(table: FlatTable, path: string, children: readonly Column[], freeId: number) {
    this.#table = table;
    this.#path = path;
    this.#freeId = freeId;
    this.#children = children;
    this.#fields = children.map(({ field }) => field);
  }

  read(id: number): TypeShape {
    switch (id) {
      case 1: return shaped(new Null(), 'null');
      case 2: return this.#int();
      case 3: return this.#float();
      case 4: return shaped(new Binary(), 'offsets');
      case 5: return shaped(new Utf8(), 'offsets');
      case 6: return shaped(new Bool(), 'bits');
      case 7: return this.#decimal();
      case 8: return this.#date();
      case 9: return this.#time();
      case 10: return shaped(new Timestamp(this.#one('unit', 0, 0, 3), this.#table.string(1)), 'fixed', 8);
      case 11: return this.#interval();
      case 12: return shaped(new List(this.#child()), 'list');
      case 13: return shaped(new Struct(this.#fields), 'struct');
      case 14: return this.#union();
      case 15: return this.#fixedSizeBinary();
      case 16: return this.#fixedSizeList();
      case 17: return this.#map();
      case 18: return shaped(new Duration(this.#one('unit', 0, 1, 3)), 'fixed', 8);
      case 19: return shaped(new LargeBinary(), 'large-offsets');
      case 20: return shaped(new LargeUtf8(), 'large-offsets');
      case 21: return shaped(new LargeList(this.#child()), 'large-list');
      case 22: return this.#runs();
      case 23: return shaped(new BinaryView(), 'view');
      default: return shaped(new Utf8View(), 'view');
    }
  }

  #wrong(what: string, got: number, expected: string): Error {
    return corrupt('type', `column "${this.#path}" has an impossible ${what}, got ${got}; expected ${expected}`, { column: this.#path });
  }

  /** Returns a 16-bit parameter that must lie between 0 and *most*. */
  #one(what: string, field: number, absent: number, most: number): number {
    const value = this.#table.int16(field, absent);
    if (value < 0 || value > most) throw this.#wrong(what, value, `0 to ${most}`);
    return value;
  }

  #child(): Field {
    const child = this.#fields[0];
    if (child === undefined) throw corrupt('type-children', `column "${this.#path}" has a list type without a child`, { column: this.#path });
    return child;
  }

  #int(): TypeShape {
    const bits = this.#table.int32(0, 0);
    if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64) throw this.#wrong('integer width', bits, '8, 16, 32 or 64');
    return shaped(new Int(this.#table.bool(1), bits), 'fixed', bits / 8);
  }

  #float(): TypeShape {
    const precision = this.#one('precision', 0, 0, 2);
    return shaped(new Float(precision), 'fixed', 2 << precision);
  }

  #decimal(): TypeShape {
    const bits = this.#table.int32(2, 128);
    if (bits !== 32 && bits !== 64 && bits !== 128 && bits !== 256) throw this.#wrong('decimal width', bits, '32, 64, 128 or 256');
    const precision = this.#table.int32(0, 0);
    const most = { 32: 9, 64: 18, 128: 38, 256: 76 }[bits];
    if (precision < 1 || precision > most) throw this.#wrong('decimal precision', precision, `1 to ${most}`);
    return shaped(new Decimal(this.#table.int32(1, 0), precision, bits), 'fixed', bits / 8);
  }

  #date(): TypeShape {
    const unit = this.#one('unit', 0, 1, 1);
    return shaped(new Date_(unit), 'fixed', unit === 0 ? 4 : 8);
  }

  #time(): TypeShape {
    const unit = this.#one('unit', 0, 1, 3);
    const bits = this.#table.int32(1, 32);
    if (bits !== (unit < 2 ? 32 : 64)) throw this.#wrong('time width', bits, unit < 2 ? '32' : '64');
    return shaped(new Time(unit, unit < 2 ? 32 : 64), 'fixed', bits / 8);
  }

  #interval(): TypeShape {
    const unit = this.#one('unit', 0, 0, 2);
    return shaped(new Interval(unit), 'fixed', [4, 8, 16][unit]);
  }

  #fixedSizeBinary(): TypeShape {
    const width = this.#table.int32(0, 0);
    if (width < 0) throw this.#wrong('byte width', width, '0 or more');
    return shaped(new FixedSizeBinary(width), 'fixed', width);
  }

  #fixedSizeList(): TypeShape {
    const size = this.#table.int32(0, 0);
    if (size < 0) throw this.#wrong('list size', size, '0 or more');
    return shaped(new FixedSizeList(size, this.#child()), 'fixed-list', size);
  }

  #map(): TypeShape {
    const entries = this.#child();
    const struct = this.#children[0];
    if (struct?.layout !== 'struct' || struct.children.length !== 2) {
      throw corrupt('type-children', `column "${this.#path}" is a map whose entries are ${String(entries.type)}; expected a struct of key and value`, { column: this.#path });
    }
    return shaped(new Map_(entries, this.#table.bool(0)), 'list');
  }

  #runs(): TypeShape {
    const [ends, values] = this.#children;
    if (ends === undefined || values === undefined || this.#children.length !== 2) {
      throw corrupt('type-children', `column "${this.#path}" is run-end encoded and has ${this.#children.length} children; expected run ends and values`, { column: this.#path });
    }
    const type: unknown = ends.type;
    if (ends.layout !== 'fixed' || !(type instanceof Int) || !type.isSigned || type.bitWidth < 16) {
      throw corrupt('type', `column "${this.#path}" has run ends of ${String(ends.type)}; expected Int16, Int32 or Int64`, { column: this.#path });
    }
    return shaped(runsType(values.type, this.#freeId), 'run-ends', type.bitWidth / 8);
  }

  #union(): TypeShape {
    const mode = this.#one('union mode', 0, 0, 1);
    const typeIds = this.#table.int32s(1) ?? this.#fields.map((_, i) => i);
    const valid = typeIds.length === this.#fields.length && typeIds.every((id) => id >= 0 && id < 128) && new Set(typeIds).size === typeIds.length;
    if (!valid) throw corrupt('type', `column "${this.#path}" is a union with impossible type ids, got ${typeIds.join(', ')}`, { column: this.#path });
    return { ...shaped(new Union(mode, typeIds, this.#fields), mode === 0 ? 'sparse-union' : 'dense-union'), typeIds };
  }
}

function shaped(type: DataType, layout: Layout, width: number = 0): TypeShape {
  return { type, layout, width, typeIds: [] };
}
