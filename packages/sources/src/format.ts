/** What bytes are, as far as their start, name and media type tell. */
export type Format = 'arrow' | 'parquet' | 'csv' | 'gzip' | 'html' | 'json' | 'empty' | 'unknown';

const ENDINGS: Readonly<Record<string, Format>> = {
  arrow: 'arrow', arrows: 'arrow', feather: 'arrow', ipc: 'arrow',
  parquet: 'parquet', pq: 'parquet',
  csv: 'csv', tsv: 'csv', tab: 'csv', txt: 'csv', psv: 'csv',
};

const MEDIA_TYPES: Readonly<Record<string, Format>> = {
  'application/vnd.apache.arrow.stream': 'arrow', 'application/vnd.apache.arrow.file': 'arrow', 'application/x-apache-arrow-stream': 'arrow',
  'application/vnd.apache.parquet': 'parquet', 'application/x-parquet': 'parquet',
  'text/csv': 'csv', 'application/csv': 'csv', 'text/tab-separated-values': 'csv', 'text/plain': 'csv',
  'application/json': 'json', 'text/html': 'html',
};

/** Returns the format that a file ending or a media type names, or null. The ending `.gz` is looked through. */
export function namedFormat(name: string | null, contentType: string | null): Format | null {
  const ending = /\.([a-z0-9]+)(?:\.gz)?$/i.exec(name ?? '')?.[1]?.toLowerCase();
  return (ending === undefined ? undefined : ENDINGS[ending]) ?? MEDIA_TYPES[contentType ?? ''] ?? null;
}

/**
 * Returns the format of bytes that begin with *head*. What the bytes say goes before what they are called: magic numbers
 * first (Arrow file, Parquet, gzip), then an Arrow stream's first message, then a web page; after that a name or media
 * type decides, and last of all whether it looks like JSON or like text.
 */
export function formatOf(head: Uint8Array, name: string | null, contentType: string | null): Format {
  if (head.byteLength === 0) return 'empty';
  if (startsWith(head, 'ARROW1') || startsWith(head, 'FEA1')) return 'arrow';
  if (startsWith(head, 'PAR1') || startsWith(head, 'PARE')) return 'parquet';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0xff && head[1] === 0xff && head[2] === 0xff && head[3] === 0xff) return 'arrow';
  if (isPage(head)) return 'html';
  const named = namedFormat(name, contentType);
  if (named !== null && named !== 'html') return named;
  const text = textOf(head).trimStart();
  if (text.startsWith('{') || text.startsWith('[')) return 'json';
  return isText(head) ? 'csv' : 'unknown';
}

/** Returns whether *head* begins a web page. */
export function isPage(head: Uint8Array): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]/is.test(textOf(head));
}

function startsWith(head: Uint8Array, magic: string): boolean {
  for (let i = 0; i < magic.length; i++) if (head[i] !== magic.charCodeAt(i)) return false;
  return true;
}

function textOf(head: Uint8Array): string {
  return new TextDecoder().decode(head.subarray(0, 1024));
}

/** Text has no control characters but tabs, breaks and escapes, unless a byte order mark says that it is UTF-16. */
function isText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  return head.subarray(0, 1024).every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}
