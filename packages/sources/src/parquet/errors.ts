import { ClienteleError, DataError } from '@clientele/metrics';

/** Returns *error* as a typed error of the file *name*. What is typed already, and an abort's reason, pass unchanged. */
export function parquetError(name: string | null, error: unknown): unknown {
  if (error instanceof ClienteleError || !(error instanceof Error) || error.name === 'AbortError') return error;
  const file = name ?? 'parquet';
  if (/footer|metadata length|too short|invalid \(file/i.test(error.message)) {
    return new DataError('truncated', `${file}: the file has no readable footer; expected a whole Parquet file`, {
      cause: error, reason: 'footer', hint: 'The file was cut off or is still being written. Fetch it again when it is complete.',
    });
  }
  if (/unsupported|not supported|compressor/i.test(error.message)) {
    return new DataError('unsupported', `${file}: ${error.message}`, { cause: error, reason: 'encoding' });
  }
  return new DataError('corrupt', `${file}: the file can't be decoded (${error.message})`, { cause: error, reason: 'undecodable' });
}
