import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder `data` of a checkout of github.com/apache/arrow-testing, or null. */
export const arrowTesting: string | null = find();

function find(): string | null {
  const folder = process.env['CLIENTELE_ARROW_TESTING'] ?? join(root, '../shared/arrow-testing');
  const data = existsSync(join(folder, 'data')) ? join(folder, 'data') : folder;
  return existsSync(join(data, 'arrow-ipc-stream')) ? data : null;
}

/** Says why tests are skipped. */
export const withoutArrowTesting = 'skipped: set CLIENTELE_ARROW_TESTING to a checkout of github.com/apache/arrow-testing to run these tests';

/** A golden file: `folder/generated_name.stream` or `.arrow_file`. */
export interface GoldenFile {
  readonly name: string;
  readonly path: string;
  /** The same data as JSON, gzipped. */
  readonly twin: string;
}

/** Returns the golden files of the format's own integration tests, in the order of their names. */
export function goldenFiles(): GoldenFile[] {
  if (arrowTesting === null) return [];
  const base = join(arrowTesting, 'arrow-ipc-stream/integration');
  const files: GoldenFile[] = [];
  for (const folder of readdirSync(base).sort()) {
    if (folder.includes('.md')) continue;
    for (const file of readdirSync(join(base, folder)).sort()) {
      if (!/\.(stream|arrow_file)$/.test(file)) continue;
      files.push({ name: `${folder}/${file}`, path: join(base, folder, file), twin: join(base, folder, file.replace(/\.(stream|arrow_file)$/, '.json.gz')) });
    }
  }
  return files;
}

/** Returns the inputs that once crashed a fuzzed reader of the format. */
export function fuzzRegressions(): { readonly name: string; readonly bytes: Uint8Array }[] {
  if (arrowTesting === null) return [];
  const data = arrowTesting;
  return ['arrow-ipc-stream', 'arrow-ipc-file', 'arrow-ipc-tensor-stream'].flatMap((folder) =>
    readdirSync(join(data, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
      .map(({ name }) => ({ name: `${folder}/${name}`, bytes: new Uint8Array(readFileSync(join(data, folder, name))) })));
}
