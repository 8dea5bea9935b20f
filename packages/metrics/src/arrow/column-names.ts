import type { Schema } from 'apache-arrow';

const known = new WeakMap<object, readonly string[]>();

/**
 * Returns the names by which the columns of *schema* are called, in order: their own, and where several have one name, that
 * name with the place of each among them: `id[1]`, `id[2]`. No two are equal.
 */
export function columnNames(schema: Pick<Schema, 'fields'>): readonly string[] {
  let names = known.get(schema);
  if (names === undefined) {
    names = uniqueNames(schema.fields.map(({ name }) => name));
    known.set(schema, names);
  }
  return names;
}

function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  if (taken.size === names.length) return names;
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const places = new Map<string, number>();
  return names.map((name) => {
    if (counts.get(name) === 1) return name;
    let place = places.get(name) ?? 0;
    let unique: string;
    do unique = `${name}[${++place}]`;
    while (taken.has(unique));
    places.set(name, place);
    taken.add(unique);
    return unique;
  });
}
