import { mergeConfig } from 'vitest/config';
import base from '../vitest.config.js';

/** The tests that speak about numbers, without those that start other programs or read what was built. */
export default mergeConfig(base, { test: { include: ['test/metrics/{statistics,calendar,kernels,definitions}/**/*.test.ts', 'test/reference/**/*.test.ts'], exclude: ['**/machine-zone.test.ts'] } });
