import { describe, expect, it } from 'vitest';
import { DataError } from '../../../packages/metrics/src/errors.js';
import { Framer, type FramedMessage } from '../../../packages/metrics/src/arrow/framer.js';
import { defaultLimits } from '../../../packages/metrics/src/arrow/limits.js';
import { recordings } from '../../fixtures/producers/recorded.js';
import { batchMessage, endMark, file, type FieldSpec, int32Type, joined, schemaMessage, stream } from './ipc-bytes.js';

const fields: FieldSpec[] = [{ name: 'a', ...int32Type }];
const batch = batchMessage({ rows: 2, nodes: [[2, 0]], buffers: [new Uint8Array(0), Int32Array.of(1, 2)] });
const schema = schemaMessage(fields);

/** Returns the message of old: without the marker. */
const unmarked = (message: Uint8Array): Uint8Array => message.subarray(4);

interface Framing {
  readonly messages: readonly FramedMessage[];
  readonly format: string | null;
  readonly tail: number | null;
}

function frame(chunks: readonly Uint8Array[], requireEnd?: boolean): Framing {
  const framer = new Framer(defaultLimits, requireEnd);
  const messages: FramedMessage[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    for (let message = framer.next(); message !== null; message = framer.next()) messages.push(message);
  }
  const tail = framer.finish(0);
  return { messages, format: framer.format, tail: tail?.length ?? null };
}

function refusal(...chunks: readonly Uint8Array[]): string {
  try {
    frame(chunks);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return `${error.code}/${error.reason ?? ''}`;
  }
  return 'framed';
}

const kinds = ({ messages }: Framing): string[] => messages.map(({ message }) => message.kind);

describe('the framer', () => {
  it('cuts a stream into messages and says where they lie', () => {
    const framing = frame([stream(schema, batch, batch)]);
    expect(kinds(framing)).toEqual(['schema', 'batch', 'batch']);
    expect(framing.format).toBe('stream');
    expect(framing.messages.map(({ offset }) => offset)).toEqual([0, schema.length, schema.length + batch.length]);
    expect(framing.messages.map(({ body }) => body.length)).toEqual([0, 8, 8]);
  });

  it('cuts a file from front to back and hands out its tail', () => {
    const framing = frame([file(fields, [{ kind: 'batch', bytes: batch }])]);
    expect(kinds(framing)).toEqual(['schema', 'batch']);
    expect(framing.format).toBe('file');
    expect(framing.messages.map(({ offset }) => offset)).toEqual([8, 8 + schema.length]);
    expect(framing.tail).toBeGreaterThan(10);
  });

  it('skips the zeros between the magic and the first message of a file, to byte 64 at most', () => {
    const plain = file(fields, [{ kind: 'batch', bytes: batch }]);
    for (const [padding, expected] of [[8, 'framed'], [24, 'framed'], [56, 'framed'], [64, 'truncated/footer']] as const) {
      const padded = joined(plain.subarray(0, 8), new Uint8Array(padding), plain.subarray(8));
      if (expected === 'framed') {
        expect(kinds(frame([padded]))).toEqual(['schema', 'batch']);
        expect(frame(Array.from(padded, (byte) => Uint8Array.of(byte))).messages.map(({ offset }) => offset)).toEqual([8 + padding, 8 + padding + schema.length]);
      } else {
        expect(kinds(frame([padded]))).toEqual([]);
      }
    }
  });

  it("takes a file's schema message without marker and length, as Polars 2 writes it", () => {
    const bytes = recordings.find(({ name }) => name === 'polars/file')?.bytes ?? new Uint8Array(0);
    expect([...bytes.subarray(8, 12)]).toEqual([4, 0, 0, 0]);
    const framing = frame([bytes]);
    expect(kinds(framing)[0]).toBe('schema');
    expect(framing.messages[0]).toMatchObject({ offset: 8, metadataLength: 1016 });
    expect(framing.messages[1]?.offset).toBe(1024);
    const withoutBatches = joined(bytes.subarray(0, 1024), endMark, bytes.subarray(-200));
    expect(frame([withoutBatches])).toMatchObject({ messages: [{ metadataLength: 1016 }], tail: 200 });
    for (const cut of [8, 12, 16, 40, 1023, 1024]) expect(refusal(bytes.subarray(0, cut))).toBe('truncated/message');
  });

  it('finds the footer of a file that was written without an end marker', () => {
    const whole = file(fields, [{ kind: 'batch', bytes: batch }]);
    const at = 8 + schema.length + batch.length;
    const framing = frame([joined(whole.subarray(0, at), whole.subarray(at + 8))]);
    expect(kinds(framing)).toEqual(['schema', 'batch']);
    expect(framing.tail).toBe(whole.length - at - 8);
  });

  it('reads messages without continuation markers, ended by four zero bytes', () => {
    expect(kinds(frame([joined(unmarked(schema), unmarked(batch), new Uint8Array(4))]))).toEqual(['schema', 'batch']);
  });

  it('gives every body at a multiple of 8 bytes, wherever the chunks begin', () => {
    const bytes = stream(schema, batch);
    for (let shift = 0; shift < 8; shift++) {
      const shifted = new Uint8Array(bytes.length + shift);
      shifted.set(bytes, shift);
      const { messages } = frame([shifted.subarray(shift)]);
      expect(messages[1]?.body.byteOffset ?? -1).toSatisfy((offset: number) => offset % 8 === 0);
      expect([...new Int32Array(messages[1]?.body.slice().buffer ?? new ArrayBuffer(0))]).toEqual([1, 2]);
    }
  });

  it('copies nothing where the chunks are one buffer, piece after piece', () => {
    const bytes = stream(schema, batch);
    for (const size of [1, 7, 64]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
      const [, { body }] = frame(pieces).messages as [FramedMessage, FramedMessage];
      expect(body.buffer).toBe(bytes.buffer);
      expect([...new Int32Array(body.slice().buffer)]).toEqual([1, 2]);
    }
    const [first, second] = [bytes.slice(0, 99), bytes.slice(99)];
    expect(frame([first, second]).messages[1]?.body.buffer).not.toBe(bytes.buffer);
  });

  it('copies out of Node buffers, whose slice() does not', () => {
    const buffer = Buffer.concat([Buffer.from([0]), stream(schema, batch)]).subarray(1);
    const { messages } = frame([buffer]);
    expect(messages[1]?.body.constructor).toBe(Uint8Array);
  });

  it('takes zeros after the end marker as padding, and nothing else', () => {
    expect(refusal(stream(schema), new Uint8Array(100))).toBe('framed');
    expect(refusal(stream(schema), new Uint8Array(100), Uint8Array.of(1))).toBe('corrupt/trailing-bytes');
    expect(refusal(stream(schema), stream(schema))).toBe('corrupt/second-stream');
  });

  it('does not take zeros for an end where markers are expected: a half-written file reads like that', () => {
    expect(refusal(schema, batch, new Uint8Array(4_096))).toBe('corrupt/continuation');
  });

  it('refuses a stream that changes its framing', () => {
    expect(refusal(schema, unmarked(batch), endMark)).toBe('corrupt/continuation');
    expect(refusal(unmarked(schema), batch, endMark)).toBe('corrupt/continuation');
  });

  it('refuses impossible lengths before waiting for them', () => {
    const framer = new Framer(defaultLimits);
    framer.push(Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 64));
    expect(() => framer.next()).toThrow(/limit "metadataBytes"/);
    expect(refusal(Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 128))).toBe('corrupt/metadata-length');
    const huge = new Framer(defaultLimits);
    huge.push(schemaMessage(fields, {}, { bodyLength: 2 ** 40 }));
    expect(() => huge.next()).toThrow(/limit "bodyBytes"/);
  });

  it('takes a stream that stops between messages for truncated, unless told that its producer writes no end', () => {
    expect(refusal(schema, batch)).toBe('truncated/end-marker');
    expect(kinds(frame([schema, batch], false))).toEqual(['schema', 'batch']);
    expect(() => frame([schema, batch.subarray(0, -1)], false)).toThrow(/stops inside of message 2/);
    expect(() => frame([file(fields, []).subarray(0, 8 + schema.length)], false)).toThrow(/file stops after 1 messages/);
  });

  it('says empty, truncated or not Arrow for bytes too few to be anything', () => {
    expect(refusal()).toBe('empty/');
    expect(refusal(new Uint8Array(0))).toBe('empty/');
    expect(refusal(Uint8Array.of(255, 255))).toBe('truncated/message');
    expect(refusal(new TextEncoder().encode('ARRO'))).toBe('truncated/message');
    expect(refusal(Uint8Array.of(1, 2, 3))).toBe('not-arrow/unknown');
    expect(refusal(endMark)).toBe('corrupt/no-schema');
  });

  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  it.each<[reason: string, bytes: Uint8Array]>([
    ['html', utf8('<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>')],
    ['html', utf8('\n  <html lang="en"><body>Not found</body></html>')],
    ['login-redirect', utf8('<!doctype html><html><body><form action="/login"><input type="password"></form>')],
    ['xml', utf8('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
    ['json', utf8('{"error": "table not found"}')],
    ['json', utf8('[{"customer": 1, "value": 2}]')],
    ['csv', utf8('customer,ordered_at,value\n1,2024-03-01,12.50\n')],
    ['csv', utf8('Code: 62. DB::Exception: Syntax error')],
    ['parquet', utf8('PAR1\u0015\u0004\u0015 and so on')],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3)],
    ['zstd', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 4, 0, 0, 0, 0, 0)],
    ['zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0)],
    ['feather-v1', utf8('FEA1\0\0\0\0\0\0')],
    ['unknown', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0)],
    ['unknown', Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 251)],
  ])('guesses %s', (reason, bytes) => {
    expect(refusal(bytes)).toBe(`not-arrow/${reason}`);
    expect(refusal(...Array.from(bytes.subarray(0, 2_000), (byte) => Uint8Array.of(byte)))).toBe(`not-arrow/${reason}`);
  });
});
