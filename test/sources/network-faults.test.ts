import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ClienteleError, Dataset, evaluate, type Result } from '@clientele/metrics';
import { http } from '@clientele/sources';
import { describe, expect, it } from 'vitest';
import { companyArrow } from '../fixtures/company-arrow.js';
import { seeded } from '../metrics/arrow/seeded.js';
import { messageStarts, orderBytes } from './arrow-bytes.js';
import { serve } from './fault-server.js';

const RUNS = 500;
const AT_ONCE = 25;
/** Silence is the only fault that has to be waited for. */
const TIMEOUT_MS = 400;

interface Body {
  readonly name: string;
  readonly customer: string;
  readonly bytes: Uint8Array;
  /** Where its messages begin, and its end; empty for a file. */
  readonly starts: readonly number[];
}

/** A body, what is sent of it and how, and what becomes of the connection. */
interface Fault {
  readonly name: string;
  readonly answer: (response: ServerResponse, body: Body, random: () => number) => void;
}

const stream = orderBytes();
const company = companyArrow('orders');
const bodies: readonly Body[] = [
  { name: 'a small stream', customer: 'customer', bytes: stream, starts: messageStarts(stream) },
  { name: 'a small file', customer: 'customer', bytes: orderBytes('file'), starts: [] },
  { name: 'a large stream', customer: 'customer_id', bytes: company, starts: messageStarts(company) },
];

/** Sends *bytes* in pieces of random sizes, then calls *then*. */
function send(response: ServerResponse, bytes: Uint8Array, random: () => number, then: () => void): void {
  let at = 0;
  const step = (): void => {
    if (response.destroyed) return;
    if (at >= bytes.length) return then();
    const size = 1 + Math.floor(random() ** 2 * bytes.length);
    response.write(bytes.subarray(at, at + size), () => setImmediate(step));
    at += size;
  };
  step();
}

const some = ({ bytes }: Body, random: () => number): Uint8Array => bytes.subarray(0, 1 + Math.floor(random() * (bytes.length - 1)));
const end = (response: ServerResponse) => (): void => void response.end();
const reset = (response: ServerResponse) => (): void => void setTimeout(() => response.socket?.resetAndDestroy(), 5);
/** Chunked, with or without its length. */
const head = (response: ServerResponse, body: Body, random: () => number): void => {
  response.writeHead(200, random() < 0.5 ? {} : { 'content-length': body.bytes.length });
};

const faults: readonly Fault[] = [
  { name: 'silence', answer: (response, body, random) => { head(response, body, random); send(response, some(body, random), random, () => undefined); } },
  { name: 'a reset', answer: (response, body, random) => { head(response, body, random); send(response, some(body, random), random, reset(response)); } },
  { name: 'a reset before the answer', answer: (response) => { response.socket?.resetAndDestroy(); } },
  { name: 'an end anywhere', answer: (response, body, random) => { send(response, some(body, random), random, end(response)); } },
  { name: 'an end between messages', answer: (response, body, random) => {
    const { starts, bytes } = body;
    const cut = starts.length === 0 ? bytes.length - 8 : starts[Math.floor(random() * (starts.length - 1))]!;
    send(response, bytes.subarray(0, cut), random, end(response));
  } },
  { name: 'a length that is too large', answer: (response, { bytes }, random) => {
    response.writeHead(200, { 'content-length': bytes.length + 1 + Math.floor(random() * 5000) });
    send(response, bytes, random, () => setTimeout(() => response.socket?.end(), 5));
  } },
  { name: 'a length that is too small', answer: (response, { bytes }, random) => {
    const length = 1 + Math.floor(random() * (bytes.length - 1));
    response.socket?.end(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`), bytes]));
  } },
  { name: 'gzip that ends early', answer: (response, { bytes }, random) => {
    const packed = gzipSync(bytes);
    response.writeHead(200, { 'content-encoding': 'gzip' });
    send(response, packed.subarray(0, 1 + Math.floor(random() * (packed.length - 9))), random, end(response));
  } },
  { name: 'a gzip file that is damaged', answer: (response, { bytes }, random) => {
    const packed = gzipSync(bytes);
    const at = 10 + Math.floor(random() * (packed.length - 18));
    packed[at]! ^= 1 + Math.floor(random() * 255);
    send(response, packed, random, end(response));
  } },
  { name: 'a page in its place', answer: (response, _, random) => {
    response.writeHead(200, random() < 0.5 ? { 'content-type': 'text/html' } : {}).end('<!doctype html><title>Sign in</title>');
  } },
  { name: 'a page in the middle', answer: (response, body, random) => {
    send(response, Buffer.concat([some(body, random), Buffer.from('<html><body>502 Bad Gateway</body></html>')]), random, end(response));
  } },
  { name: 'noise behind the end', answer: (response, { bytes }, random) => { send(response, Buffer.concat([bytes, randomBytes(64)]), random, end(response)); } },
  { name: 'a refusal', answer: (response, _, random) => { response.writeHead([401, 403, 404, 429, 500, 502, 503][Math.floor(random() * 7)]!).end('no'); } },
];

interface Outcome {
  readonly complete: Result | null;
  readonly error: unknown;
}

async function outcome(url: string, { customer }: Body): Promise<Outcome> {
  const source = http(url, { timeoutMs: TIMEOUT_MS, retries: 1, backoffMs: 1 });
  let complete: Result | null = null;
  try {
    for await (const snapshot of evaluate(new Dataset(source), { metric: 'pyramid', options: { customer, value: 'amount' } }, { snapshots: true })) {
      if (snapshot.complete) complete = snapshot.result;
    }
    return { complete, error: null };
  } catch (error) {
    return { complete, error };
  }
}

describe('a network that fails', () => {
  it(`never leads to a complete result, in ${RUNS} faults`, async () => {
    const seed = Number(process.env['FAULT_SEED'] ?? 20_240_607);
    const random = seeded(seed);
    const plan = Array.from({ length: RUNS }, (_, i) => ({ fault: faults[i % faults.length]!, body: bodies[Math.floor(random() * bodies.length)]!, seed: Math.floor(random() * 2 ** 31) }));
    const { url } = await serve((response, request) => {
      const { fault, body, seed: own } = plan[Number(new URL(request.url ?? '', 'http://x').searchParams.get('run'))]!;
      fault.answer(response, body, seeded(own));
    });
    const wrong: string[] = [];
    const codes = new Map<string, number>();
    for (let from = 0; from < RUNS; from += AT_ONCE) {
      await Promise.all(plan.slice(from, from + AT_ONCE).map(async ({ fault, body }, i) => {
        const { complete, error } = await outcome(`${url}?run=${from + i}`, body);
        const code = error instanceof ClienteleError ? error.code : 'untyped';
        codes.set(code, (codes.get(code) ?? 0) + 1);
        if (complete !== null || code === 'untyped' || code === 'option' || code === 'schema' || code === 'state') {
          wrong.push(`run ${from + i} of seed ${seed}: ${fault.name} in ${body.name}: ${complete === null ? String(error) : 'complete'}`);
        }
      }));
    }
    expect(wrong).toEqual([]);
    for (const code of ['truncated', 'timeout', 'network', 'not-arrow', 'corrupt', 'http']) expect(codes.get(code), code).toBeGreaterThan(5);
  }, 60_000);

  it('leads to a complete result where nothing fails, in the same pieces', async () => {
    for (const [i, body] of bodies.entries()) {
      const { url } = await serve((response) => { head(response, body, seeded(i)); send(response, body.bytes, seeded(i + 7), end(response)); });
      const { complete, error } = await outcome(url, body);
      expect(error).toBeNull();
      expect(complete?.diagnostics.rowsIn).toBeGreaterThan(29);
    }
  });
});
