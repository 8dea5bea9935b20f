// The command, for packages/clientele/bin/clientele.js and for whoever wants to run it within a process of their own.
export { processIo } from './command-io.js';
export type { CommandIo, Output } from './command-io.js';
export { main } from './main.js';
