import { DataError } from '@clientele/metrics';

/**
 * Stands in for the Brotli decoder in the one-file bundle: its dictionary alone would be a third of the file, and Parquet
 * files that use it are rare. Throws DataError.
 */
export function decompressBrotli(): never {
  throw new DataError('unsupported', 'parquet: the columns are compressed with Brotli, which the one-file bundle leaves out; expected Snappy, ZSTD, GZIP or LZ4', {
    reason: 'brotli',
    hint: 'Write the file with ZSTD or Snappy, or use the packages from npm.',
  });
}
