/** `npm start`: installs, builds and generates what is missing, then serves the demo. `PORT` chooses the port. */
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './ensure-installed.js';
import { createStaticServer, listen } from './static-server.js';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function start() {
  const port = portOf(process.env.PORT);
  ensureInstalled();
  const { buildPackages } = await import('../packages/build.js');
  await buildPackages(undefined, { types: false });
  const { buildFrameworkPages } = await import('./frameworks/build.js');
  await buildFrameworkPages();
  const { writeData } = await import('./generate.js');
  const written = writeData();
  if (written.length > 0) console.log(`demo: generated ${written.length} data files`);
  const bundle = here('../packages/clientele/dist/clientele.js');
  const server = createStaticServer(here('public'), { '/clientele.js': bundle, '/clientele.js.map': `${bundle}.map` });
  console.log(`demo: http://localhost:${await listen(server, port)}/`);
}

/** @param {string | undefined} text */
function portOf(text) {
  const port = Number(text ?? 4173);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`demo: PORT is no port, got ${text}; expected 0 to 65535`);
  return port;
}
