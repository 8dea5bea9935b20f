/* global ReadableStream */
import { cohortAnswer, funnelAnswer, REQUESTS, satisfactionAnswer } from './questions.js';

/** @typedef {import('./questions.js').Question} Question */
/** @typedef {import('./questions.js').Answer} Answer */

/**
 * The kit: from the bytes of an Arrow stream to a complete result.
 * @param {any} kit the module of the kit
 * @param {Uint8Array} bytes @param {Question} question
 * @returns {Promise<Answer>}
 */
export async function fromBytes(kit, bytes, question) {
  return answerOf(question, await kit.evaluateOnce(new kit.Dataset(kit.arrowStream(bytes)), REQUESTS[question]));
}

/**
 * Returns a function that asks again over rows that were read before, each time with another option, so that no kept answer helps.
 * @param {any} kit @param {Uint8Array} bytes @param {Question} question
 * @returns {() => Promise<Answer>}
 */
export function askedAgain(kit, bytes, question) {
  const dataset = new kit.Dataset(kit.arrowStream(bytes));
  let asked = 0;
  return async () => {
    const { metric, options } = REQUESTS[question];
    asked += 1;
    return answerOf(question, await kit.evaluateOnce(dataset, { metric, options: { ...options, minN: asked } }));
  };
}

/**
 * The same from bytes that come in pieces, as from a network, with or without pictures of what is there meanwhile.
 * @param {any} kit @param {Uint8Array} bytes @param {Question} question @param {boolean} snapshots
 */
export async function fromPieces(kit, bytes, question, snapshots) {
  const stream = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 262_144) controller.enqueue(bytes.subarray(at, at + 262_144));
      controller.close();
    },
  });
  let result = null;
  for await (const snapshot of kit.evaluate(new kit.Dataset(kit.arrowStream(stream)), REQUESTS[question], { snapshots })) result = snapshot.result;
  return answerOf(question, result);
}

/**
 * Returns by how many bytes the heap of objects (not the arrays of numbers, which a definition documents) grew while *bytes* were
 * read and counted, and how many were read.
 * @param {any} kit @param {Uint8Array} bytes @param {Question} question
 */
export async function heapGrowth(kit, bytes, question) {
  const dataset = new kit.Dataset(kit.arrowStream(bytes));
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const result = await kit.evaluateOnce(dataset, REQUESTS[question]);
  globalThis.gc?.();
  const heap = Math.max(0, process.memoryUsage().heapUsed - before);
  // What is measured must still be there.
  if (!dataset.complete || result === null) throw new Error('bench: the data went before they were measured');
  return { heap, read: bytes.length };
}

/** @param {Question} question @param {any} result @returns {Answer} */
export function answerOf(question, { table, scalars }) {
  const { columns } = table;
  const rows = Array.from({ length: Object.values(columns)[0].length }, (_, i) => i);
  switch (question) {
    case 'pyramid': return {
      gini: scalars.gini,
      ...Object.fromEntries(rows.flatMap((i) => [[`${i} customers`, columns.customers[i]], [`${i} value`, columns.value[i]]])),
    };
    case 'cohort': return cohortAnswer(rows.filter((i) => columns.observed[i] && columns.active[i] > 0).map((i) => {
      const cohort = monthOf(columns.cohort[i]);
      return { cohort, month: cohort + columns.offset[i], active: columns.active[i], value: columns.value[i] };
    }));
    case 'funnel': return funnelAnswer(columns.ordered_count);
    case 'satisfaction': return satisfactionAnswer(rows.map((i) => ({
      month: monthOf(columns.period[i]), segment: columns.segment[i], n: columns.n[i], promoters: columns.promoters[i], detractors: columns.detractors[i],
    })));
  }
}

/** @param {string} date */
function monthOf(date) {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return 12 * (year - 2022) + month - 1;
}
