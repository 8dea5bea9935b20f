import type { RecordBatch } from 'apache-arrow';
import { describe, expect, it, vi } from 'vitest';
import { inspectArrow } from '../../../packages/metrics/src/arrow/inspect.js';
import { readBatches } from '../../../packages/metrics/src/arrow/reader.js';
import { lz4Blocks } from '../../../packages/metrics/src/kernels/lz4-block.js';
import { recordings } from '../../fixtures/producers/recorded.js';
import { lz4Implementations } from '../kernels/lz4-implementations.js';
import { saidCells } from './said-cells.js';

const inspected = await Promise.all(recordings.map(async (recording) => ({ ...recording, inspection: await inspectArrow([recording.bytes]) })));
const lz4 = inspected.filter(({ inspection }) => inspection.compression.includes('lz4'));

describe.each(lz4Implementations)('LZ4 in $name', ({ blocks }) => {
  it.each(lz4)('reads $name as its producer says', async ({ bytes, twin }) => {
    // The recordings are too short for the reader to choose WebAssembly by itself.
    const { begin, decode } = blocks;
    vi.spyOn(lz4Blocks, 'begin').mockImplementation(begin);
    const spy = vi.spyOn(lz4Blocks, 'decode').mockImplementation(decode);
    const batches: RecordBatch[] = [];
    for await (const batch of readBatches([bytes], { requireEnd: twin.endMarker })) batches.push(batch);
    for (const [column, cells] of Object.entries(twin.columns)) expect(saidCells(batches, column), column).toEqual(cells);
    expect(spy).toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});

describe('LZ4 files', () => {
  it('come from pyarrow, Polars, ClickHouse and others', () => {
    expect([...new Set(lz4.map(({ name }) => name.split('/')[0]))]).toEqual(expect.arrayContaining(['pyarrow', 'polars', 'clickhouse', 'arrow-go', 'arrow-java', 'arrow-rs']));
  });
});
