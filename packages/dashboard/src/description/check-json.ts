import { nearest, OptionError } from '@clientele/metrics';

/** The part of JSON Schema (2020-12) that the schemas of this package use. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly const?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: { readonly pattern: string };
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';

/**
 * Checks *value* against *schema*. Throws OptionError for the first thing that is wrong, in the order of the text: where it
 * stands, what it got, what was expected, and the nearest right name for a misspelt one.
 */
export function checkJson(who: string, value: unknown, schema: JsonSchema): void {
  check({ who, root: schema }, value, schema, '');
}

interface Place {
  readonly who: string;
  readonly root: JsonSchema;
}

function check(place: Place, value: unknown, given: JsonSchema, path: string): void {
  const schema = given.$ref === undefined ? given : place.root.$defs?.[given.$ref.replace('#/$defs/', '')];
  if (schema === undefined) throw new Error(`${place.who}: the schema has no definition ${given.$ref}`);
  const wrong = (expected: string, hint = ''): OptionError => {
    const at = path === '' ? '' : `${path}: `;
    return new OptionError(`${place.who}: ${at}not as it should be, got ${shown(value)}; expected ${expected}${hint}`, { reason: 'json', params: { path } });
  };
  const types: readonly JsonType[] = schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (types.length > 0 && !types.some((type) => isOf(type, value))) throw wrong(types.map((type) => NAMES[type]).join(' or '));
  if (schema.const !== undefined && value !== schema.const) throw wrong(JSON.stringify(schema.const));
  if (schema.enum !== undefined && !schema.enum.includes(value as string)) throw wrong(schema.enum.join(', '), lookalike(String(value), schema.enum));
  if (typeof value === 'string' && schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) throw wrong(schema.description ?? `text like ${schema.pattern}`);
  if (typeof value === 'number' && (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity))) {
    throw wrong(`a number from ${schema.minimum ?? '-∞'} to ${schema.maximum ?? '∞'}`);
  }
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) throw wrong(`${schema.minItems ?? 0} to ${schema.maxItems ?? 'any number of'} items`);
    if (schema.items !== undefined) for (const [i, item] of value.entries()) check(place, item, schema.items, `${path}[${i}]`);
  } else if (isOf('object', value)) {
    checkProperties(place, value as Record<string, unknown>, schema, path, wrong);
  }
}

function checkProperties(place: Place, value: Readonly<Record<string, unknown>>, schema: JsonSchema, path: string, wrong: (expected: string, hint?: string) => OptionError): void {
  const known = Object.keys(schema.properties ?? {});
  const missing = (schema.required ?? []).find((name) => !Object.hasOwn(value, name));
  const strange = Object.keys(value).filter((name) => !known.includes(name));
  if (missing !== undefined) {
    const meant = strange.find((name) => nearest(name, [missing]) !== null);
    throw wrong(`a property "${missing}"`, meant === undefined ? '' : `; did you mean it by "${meant}"?`);
  }
  for (const [name, item] of Object.entries(value)) {
    const inside = path === '' ? name : `${path}.${name}`;
    const own = known.includes(name) ? schema.properties?.[name] : schema.additionalProperties;
    if (own === undefined || own === true) continue;
    if (own === false) throw new OptionError(`${place.who}: ${inside}: unknown property, got "${name}"; expected ${known.join(', ')}${lookalike(name, known)}`, { reason: 'json', params: { path: inside } });
    if (schema.propertyNames !== undefined && !new RegExp(schema.propertyNames.pattern, 'u').test(name)) throw wrong(`names like ${schema.propertyNames.pattern}`);
    check(place, item, own, inside);
  }
}

const NAMES: Readonly<Record<JsonType, string>> = {
  object: 'an object', array: 'a list', string: 'text', number: 'a number', integer: 'a whole number', boolean: 'true or false', null: 'null',
};

function isOf(type: JsonType, value: unknown): boolean {
  switch (type) {
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array': return Array.isArray(value);
    case 'integer': return Number.isInteger(value);
    case 'number': return typeof value === 'number' && Number.isFinite(value);
    case 'null': return value === null;
    default: return typeof value === type;
  }
}

function lookalike(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  return near === null ? '' : `; did you mean "${near}"?`;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
