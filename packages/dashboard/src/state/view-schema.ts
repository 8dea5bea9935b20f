import type { JsonSchema } from '../description/check-json.js';

const date: JsonSchema = { type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'a date such as 2024-02-29, or null' };
const predicate: JsonSchema = { type: 'object', properties: { op: { type: 'string' } }, required: ['op'], description: 'a filter as plain data' };

/** What a saved view is, as JSON Schema. */
export const viewSchema: JsonSchema = {
  title: 'Saved view of a Clientele dashboard',
  type: 'object',
  additionalProperties: false,
  required: ['version', 'view'],
  properties: {
    version: { const: 1 },
    view: {
      type: 'object',
      additionalProperties: false,
      required: ['choices', 'filters', 'dates', 'asOf', 'compare'],
      properties: {
        choices: {
          type: 'array',
          maxItems: 100,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['chart', 'source', 'metric', 'options', 'marks', 'label'],
            properties: {
              chart: { type: 'string' },
              source: { type: 'string' },
              metric: { type: 'string' },
              options: { type: 'object' },
              marks: { type: 'array', items: { type: 'object', additionalProperties: { type: ['string', 'number'] } } },
              label: { type: 'string' },
            },
          },
        },
        filters: {
          type: 'array',
          maxItems: 100,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['id', 'source', 'where', 'label'],
            properties: {
              id: { type: 'string' }, source: { type: 'string' }, where: predicate, label: { type: 'string' },
              keeps: { enum: ['customers', 'rows'] },
            },
          },
        },
        dates: { type: ['object', 'null'], additionalProperties: false, required: ['from', 'to'], properties: { from: date, to: date } },
        asOf: date,
        compare: { type: 'boolean' },
      },
    },
  },
};
