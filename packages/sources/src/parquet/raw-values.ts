import type { FileMetaData, ParquetParsers } from 'hyparquet';

/** Keeps what lies in the file: counts of units and days, and text that is refused where it isn't UTF-8. */
export const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis: bigint) => millis,
  timestampFromMicroseconds: (micros: bigint) => micros,
  timestampFromNanoseconds: (nanos: bigint) => nanos,
  dateFromDays: (days: number) => days,
  stringFromBytes: (bytes: Uint8Array | undefined) => textOf(bytes),
  jsonFromBytes: (bytes: Uint8Array | undefined) => textOf(bytes),
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : utf8.decode(bytes);
}

/** Returns *metadata* in which decimals are called by their storage type, since the decoder would turn them into floats. */
export function withRawDecimals(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element) => {
    if (element.converted_type !== 'DECIMAL' && element.logical_type?.type !== 'DECIMAL') return element;
    const { converted_type: _converted, logical_type: _logical, ...raw } = element;
    return raw;
  });
  return { ...metadata, schema };
}
