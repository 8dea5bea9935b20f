import { DataError } from '../errors.js';

/** Formats that open with bytes of their own. */
const signatures: readonly (readonly [reason: string, what: string, first: readonly number[], hint: string])[] = [
  ['parquet', 'a Parquet file', [0x50, 0x41, 0x52, 0x31], 'Convert it first, for example with DuckDB or Polars, and ask for Arrow IPC.'],
  ['gzip', 'gzip data', [0x1f, 0x8b], 'Serve it with the header "Content-Encoding: gzip", or unpack it first.'],
  ['zstd', 'ZSTD data', [0x28, 0xb5, 0x2f, 0xfd], 'Compress the buffers inside the Arrow stream instead of the whole stream, or unpack it first.'],
  ['zip', 'a ZIP archive', [0x50, 0x4b, 0x03, 0x04], 'Unpack it first.'],
  ['feather-v1', 'a Feather file of version 1', [0x46, 0x45, 0x41, 0x31], 'Write it again as Feather 2, which is the Arrow file format.'],
  ['avro', 'an Avro file', [0x4f, 0x62, 0x6a, 0x01], 'Ask the server for Arrow IPC.'],
  ['orc', 'an ORC file', [0x4f, 0x52, 0x43], 'Ask the server for Arrow IPC.'],
];

const text = new TextDecoder('utf-8');

/**
 * Returns the error for bytes that are not Arrow IPC, with a guess at what they are from the first of them.
 * The reason is one of `html`, `login-redirect`, `json`, `xml`, `csv`, `parquet`, `gzip`, `zstd`, `zip`, `feather-v1`, `avro`, `orc`, `unknown`.
 */
export function notArrow(first: Uint8Array, cause?: unknown): DataError {
  const { reason, what, hint } = guess(first);
  const start = printable(first);
  return new DataError('not-arrow', `arrow: the data is ${what}${start === '' ? '' : `, got "${start}"`}; expected an Arrow IPC stream or file`, {
    reason,
    hint,
    params: { start },
    cause,
  });
}

function guess(first: Uint8Array): { reason: string; what: string; hint: string } {
  for (const [reason, what, bytes, hint] of signatures) {
    if (bytes.every((byte, i) => first[i] === byte)) return { reason, what, hint };
  }
  const head = text.decode(first.subarray(0, 1024)).trimStart();
  if (/^<(!doctype html|html|head|body)/i.test(head)) {
    return /log[ -]?in|sign[ -]?in|password|saml|oauth/i.test(head)
      ? { reason: 'login-redirect', what: 'an HTML page that asks to log in', hint: 'The session may have ended: log in again, and send credentials with the request.' }
      : { reason: 'html', what: 'an HTML page', hint: 'The address probably answered with an error page: open it in a browser to see which.' };
  }
  if (head.startsWith('<')) return { reason: 'xml', what: 'XML', hint: 'The address probably answered with an error message: open it to see which.' };
  if (/^[[{]/.test(head)) {
    return { reason: 'json', what: 'JSON', hint: 'Ask the server for Arrow, for example with the header "Accept: application/vnd.apache.arrow.stream" or FORMAT ArrowStream.' };
  }
  if (isText(head)) {
    return { reason: 'csv', what: /[,;\t|]/.test(head) ? 'text such as CSV' : 'plain text', hint: 'Ask the server for Arrow IPC instead, for example FORMAT ArrowStream in ClickHouse.' };
  }
  return { reason: 'unknown', what: 'in no known format', hint: 'Look at the first bytes: an Arrow stream begins with FF FF FF FF, an Arrow file with ARROW1.' };
}

function isText(head: string): boolean {
  return head.length > 0 && !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(head.slice(0, -1));
}

function printable(first: Uint8Array): string {
  const head = text.decode(first.subarray(0, 40));
  return isText(head) ? head.replace(/\s+/g, ' ').trim().slice(0, 32) : '';
}
