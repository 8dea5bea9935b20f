/**
 * The one Vite config: `vite build --mode <package folder>` builds a library, `--mode bundle` the one-file browser
 * bundle. packages/build.js runs all of them. In every other mode (tests, Storybook, the dev server) it only resolves
 * our packages to their source.
 */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const root = import.meta.dirname;
const libraries = ['metrics', 'sources', 'charts', 'dashboard', 'clientele'];
const fromSource = ['@clientele/source', 'module', 'browser'];

export default defineConfig(({ mode }): UserConfig => {
  if (mode === 'bundle') return bundle();
  if (libraries.includes(mode)) return library(mode);
  return { resolve: { conditions: [...fromSource, 'development|production'] } };
});

/**
 * A package as npm gets it: one module out for each module in, so that a bundler drops what a page doesn't use, and a
 * registration (`define.js`) stays the only file with a side effect. Dependencies are left to whoever installs it.
 */
function library(name: string): UserConfig {
  const folder = resolve(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as Manifest;
  const entry: string[] = [];
  for (const target of Object.values(manifest.exports)) {
    if (typeof target === 'string' || target['@clientele/source'] === undefined) continue;
    const source = target['@clientele/source'];
    const built = source.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, '.js');
    if (target['default'] !== built) throw new Error(`${name}: wrong default for ${source} in package.json, got ${String(target['default'])}; expected ${built}`);
    entry.push(resolve(folder, source));
  }
  const dependencies = Object.keys(manifest.dependencies ?? {});
  return {
    root: folder,
    base: './',
    publicDir: false,
    plugins: [keptWorkers()],
    build: {
      outDir: 'dist',
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      sourcemap: true,
      lib: { entry, formats: ['es'] },
      rolldownOptions: {
        external: (id) => id.startsWith('node:') || dependencies.some((d) => id === d || id.startsWith(`${d}/`)),
        output: {
          preserveModules: true,
          preserveModulesRoot: resolve(folder, 'src'),
          // The compiler's own helpers come from a made-up path with its version in it.
          entryFileNames: ({ name }) => (name.startsWith('_virtual/') ? `runtime/${basename(name)}.js` : '[name].js'),
        },
      },
    },
  };
}

/** Leaves `new Worker(new URL(...))` to the bundler of whoever installs the package: Vite would put a copy of everything into the worker. */
function keptWorkers(): Plugin {
  const written = /new Worker\(new URL\('(\S+)\.ts', import\.meta\.url\)/g;
  const kept = /keptWorker\("(\S+)"/g;
  return {
    name: 'kept-workers',
    enforce: 'pre',
    transform: (code) => (code.search(written) !== -1 ? { code: code.replace(written, 'keptWorker("$1"'), map: null } : null),
    renderChunk: (code) => (code.search(kept) !== -1 ? { code: code.replace(kept, "new Worker(new URL('$1.js', import.meta.url)"), map: null } : null),
  };
}

/** Everything in one minified file without imports, for a page that has no build: `<script type="module" src="clientele.js">`. */
function bundle(): UserConfig {
  const folder = resolve(root, 'packages/clientele');
  return {
    root: folder,
    base: './',
    publicDir: false,
    // Whatever NODE_ENV says: a test runner sets it too.
    resolve: {
      conditions: [...fromSource, 'production'],
      // Brotli's dictionary would be a third of the file.
      alias: [
        { find: /^\.\/brotli\.js$/, replacement: resolve(folder, 'src/bundle/no-brotli.ts') },
        // The file is its own worker.
        { find: /^\.\/create-worker\.js$/, replacement: resolve(folder, 'src/bundle/create-worker.ts') },
      ],
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: 'dist',
      emptyOutDir: false,
      target: 'es2022',
      sourcemap: true,
      lib: { entry: resolve(folder, 'src/bundle/clientele.ts'), formats: ['es'], fileName: () => 'clientele.js' },
      rolldownOptions: { output: { codeSplitting: false, minify: true } },
    },
  };
}
