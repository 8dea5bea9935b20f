import { describe, expect, it } from 'vitest';
import { addResponse, appendResponses, createResponses, reserveResponses, type ResponseLog } from '../../../packages/metrics/src/kernels/response-log.js';

function logOf(count: number, from = 0): ResponseLog {
  const log = createResponses();
  for (let i = from; i < from + count; i++) {
    reserveResponses(log, 1);
    addResponse(log, i, i % 3, i % 11);
  }
  return log;
}

const answersOf = ({ length, customers, cells, scores }: ResponseLog): number[][] => Array.from({ length }, (_, i) => [customers[i]!, cells[i]!, scores[i]!]);

describe('a log of responses', () => {
  it('keeps who answered what while it grows, by twice as much each time', () => {
    const log = logOf(200);
    expect(answersOf(log)).toEqual(Array.from({ length: 200 }, (_, i) => [i, i % 3, i % 11]));
    expect([log.customers, log.cells, log.scores].map(({ length }) => length)).toEqual([256, 256, 256]);
    reserveResponses(log, 56);
    expect(log.customers).toHaveLength(256);
    reserveResponses(log, 1_000);
    expect(log.customers).toHaveLength(1_200);
    expect(answersOf(log)).toEqual(answersOf(logOf(200)));
  });

  it('takes another, whose cells have other numbers, and leaves it as it is', () => {
    const [into, from] = [logOf(2), logOf(70, 5)];
    const copy = structuredClone(from);
    appendResponses(into, from, Uint32Array.of(30, 10, 20));
    expect(answersOf(into)).toEqual([...answersOf(logOf(2)), ...answersOf(from).map(([customer, cell, score]) => [customer, [30, 10, 20][cell!], score])]);
    expect(from).toEqual(copy);
    appendResponses(into, createResponses(), Uint32Array.of());
    expect(into.length).toBe(72);
  });
});
