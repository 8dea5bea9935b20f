import { dashboardSchema } from '@clientele/dashboard';
import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedDescription } from '../../packages/dashboard/src/description/build-dashboard.js';
import { checkJson } from '../../packages/dashboard/src/description/check-json.js';
import { viewSchema } from '../../packages/dashboard/src/state/view-schema.js';

const good = {
  version: 1,
  title: { en: 'Our customers', 'zh-CN': '我们的客户' },
  mode: 'crossfilter',
  columns: 2,
  customers: 'orders',
  sources: [{ id: 'orders', src: 'orders.arrow', customer: 'customer_id', time: 'ts' }, { id: 'surveys', src: 'surveys.arrow' }],
  filterBar: { dates: true, pickers: [{ source: 'orders', column: 'channel', label: 'Channel' }] },
  tiles: [{ element: 'cl-customer-pyramid', id: 'pyramid', for: 'orders', span: 'full', options: { value: 'amount' } }, { element: 'cl-satisfaction-score', for: 'surveys' }],
} as const;

/** A copy of the good description with the value at *path* replaced, or taken away. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(good) as unknown as Record<string | number, unknown>;
  const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string | number, unknown>, copy);
  const last = path.at(-1)!;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

describe('dashboard.schema.json', () => {
  it('is a valid JSON Schema and says what the package checks', async () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true });
    expect(ajv.validateSchema(dashboardSchema)).toBe(true);
    expect(ajv.compile(dashboardSchema)(good)).toBe(true);
    await expect(`${JSON.stringify(dashboardSchema, null, 2)}\n`).toMatchFileSnapshot('../../packages/dashboard/dashboard.schema.json');
  });

  it.each([['dashboard', dashboardSchema, good], ['view', viewSchema, { version: 1, view: { choices: [], filters: [], dates: { from: '2024-01-01', to: null }, asOf: null, compare: true } }]] as const)(
    'accepts and refuses what ajv does, whatever is changed in a %s (property)', (_, schema, valid) => {
      const validate = new Ajv2020({ strict: false, allErrors: false }).compile(schema);
      const paths = pathsOf(valid);
      const strange = fc.oneof(fc.constantFrom<unknown>(undefined, null, '', 'x', 0, 1, 2.5, true, [], {}, 'union', '2024-01-01', ['a'], { en: 'a', 'zh-CN': 'b' }, { en: 'a' }), fc.jsonValue());
      fc.assert(fc.property(fc.constantFrom(...paths), strange, (path, value) => {
        const copy = structuredClone(valid) as unknown as Record<string | number, unknown>;
        const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string | number, unknown>, copy);
        if (value === undefined && !Array.isArray(parent)) delete parent[path.at(-1)];
        else parent[path.at(-1)] = value ?? null;
        let accepted = true;
        try {
          checkJson('test', copy, schema);
        } catch (error) {
          expect(error).toMatchObject({ code: 'option' });
          accepted = false;
        }
        expect(accepted, JSON.stringify(validate.errors)).toBe(validate(copy));
      }), { numRuns: 500 });
    });
});

function pathsOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return [here, ...pathsOf(inside, here)];
  });
}

describe('a dashboard.json', () => {
  it('is taken as it is where nothing is wrong', () => {
    expect(checkedDescription(good)).toBe(good);
  });

  it.each([
    [['tiles', 0, 'spann'], 'full', 'dashboard.json: tiles[0].spann: unknown property, got "spann"; expected element, id, for, span, heading, options; did you mean "span"?'],
    [['mode'], 'crosfilter', 'dashboard.json: mode: not as it should be, got "crosfilter"; expected crossfilter, intersect, union, single; did you mean "crossfilter"?'],
    [['columns'], 9, 'dashboard.json: columns: not as it should be, got 9; expected a number from 1 to 4'],
    [['version'], 2, 'dashboard.json: version: not as it should be, got 2; expected 1'],
    [['sources', 1, 'src'], undefined, 'dashboard.json: sources[1]: not as it should be, got {"id":"surveys"}; expected a property "src"'],
    [['sources'], [], 'dashboard.json: sources: not as it should be, got []; expected 1 to any number of items'],
    [['tiles', 1, 'for'], 'survey', 'dashboard.json: tiles[1].for: unknown source, got "survey"; expected orders, surveys; did you mean "surveys"?'],
    [['filterBar', 'pickers', 0, 'source'], 'people', 'dashboard.json: filterBar.pickers[0].source: unknown source, got "people"; expected orders, surveys'],
    [['tiles', 0, 'id'], 'orders', 'dashboard.json: an id stands twice, got "orders"; expected ids that differ'],
    [['title'], { en: 'only' }, 'dashboard.json: title: not as it should be, got {"en":"only"}; expected a property "zh-CN"'],
  ] as const)('says where it is wrong, what it got and what was expected: %j', (path, value, message) => {
    expect(() => checkedDescription(changed(path, value))).toThrow(message);
  });

  it('names a misspelt property that had to be there', () => {
    expect(() => checkedDescription({ version: 1, source: [], tiles: [] })).toThrow('expected a property "sources"; did you mean it by "source"?');
  });
});
