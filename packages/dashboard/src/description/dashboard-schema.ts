import type { JsonSchema } from './check-json.js';

/** A text, or one in each language. */
export type Text = string | { readonly en: string; readonly 'zh-CN': string };

/** What `dashboard.json` says. */
export interface DashboardDescription {
  readonly version: 1;
  readonly title?: Text;
  readonly mode?: 'crossfilter' | 'intersect' | 'union' | 'single';
  readonly columns?: number;
  readonly timeZone?: string;
  readonly customers?: string;
  readonly drill?: 'count' | 'ids';
  readonly refreshEvery?: number;
  readonly sources: readonly SourceDescription[];
  readonly filterBar?: FilterBarDescription;
  readonly tiles: readonly TileDescription[];
  /** The view that the dashboard begins with, as `save()` returns it under `view`. */
  readonly view?: unknown;
}

/** A source of `dashboard.json`. */
export interface SourceDescription {
  readonly id: string;
  readonly src: string;
  readonly customer?: string;
  readonly time?: string;
}

/** What the filter bar offers. */
export interface FilterBarDescription {
  readonly dates?: boolean;
  readonly asOf?: boolean;
  readonly compare?: boolean;
  readonly pickers?: readonly { readonly source: string; readonly column: string; readonly label?: Text }[];
}

/** A chart and its place. */
export interface TileDescription {
  readonly element: string;
  readonly id?: string;
  readonly for?: string;
  readonly span?: '1' | '2' | 'full';
  readonly heading?: Text;
  readonly options?: Readonly<Record<string, unknown>>;
}

const name: JsonSchema = { type: 'string', pattern: '^.+$', description: 'a name' };
const id: JsonSchema = { type: 'string', pattern: '^[A-Za-z][\\w-]*$', description: 'a letter and then letters, digits, - and _' };

/** `dashboard.json` as JSON Schema (2020-12); published as `dashboard.schema.json` in this package. */
export const dashboardSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Clientele dashboard',
  description: 'Sources, charts and layout of a <cl-dashboard src="dashboard.json">.',
  type: 'object',
  additionalProperties: false,
  required: ['version', 'sources', 'tiles'],
  $defs: {
    text: {
      description: 'text, or text in each language',
      type: ['string', 'object'],
      additionalProperties: false,
      required: ['en', 'zh-CN'],
      properties: { en: { type: 'string' }, 'zh-CN': { type: 'string' } },
    },
  },
  properties: {
    $schema: { type: 'string' },
    version: { const: 1 },
    title: { $ref: '#/$defs/text' },
    mode: { description: 'How choices in several charts come together.', enum: ['crossfilter', 'intersect', 'union', 'single'] },
    columns: { description: 'Tiles side by side where there is room.', type: 'integer', minimum: 1, maximum: 4 },
    timeZone: { description: 'The IANA time zone of the dates in the filter bar.', type: 'string' },
    customers: { description: 'The id of the source whose customers are counted.', ...id },
    drill: { description: 'Whether the reader may ask for the customers, and who they are.', enum: ['count', 'ids'] },
    refreshEvery: { description: 'Seconds between fetches of the data.', type: 'number', minimum: 5 },
    sources: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'src'],
        properties: {
          id,
          src: { description: 'The URL of the data, relative to this file.', ...name },
          customer: { description: 'The column with the customer; found by name where it is not named.', ...name },
          time: { description: 'The column that the filter bar’s dates narrow; without it they leave the source alone.', ...name },
        },
      },
    },
    filterBar: {
      type: 'object',
      additionalProperties: false,
      properties: {
        dates: { type: 'boolean' },
        asOf: { type: 'boolean' },
        compare: { type: 'boolean' },
        pickers: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['source', 'column'],
            properties: { source: id, column: name, label: { $ref: '#/$defs/text' } },
          },
        },
      },
    },
    tiles: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['element'],
        properties: {
          element: { type: 'string', pattern: '^cl-[a-z-]+$', description: 'the tag of a chart, such as cl-customer-pyramid' },
          id,
          for: { description: 'The id of a source.', ...id },
          span: { enum: ['1', '2', 'full'] },
          heading: { $ref: '#/$defs/text' },
          options: { description: 'Properties of the element.', type: 'object' },
        },
      },
    },
    view: { description: 'The view to begin with, as save() returns it.', type: 'object' },
  },
};
