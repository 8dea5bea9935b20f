import { serveData } from './serve-data.js';

serveData(globalThis as unknown as Parameters<typeof serveData>[0]);
