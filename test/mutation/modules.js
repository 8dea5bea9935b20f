/**
 * Loads the TypeScript modules of a sandbox, as often as wanted. A mutant is tried in the process that tried the one before,
 * so whatever can see the mutated file is evaluated anew for each, and nothing else is: other modules stay loaded and warm.
 * They are also read as they were before instrumentation, which costs hot loops a multiple of their time.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import ts from 'typescript';

/** @typedef {{ exports: Record<string, unknown> }} Module */
/** @typedef {(exports: unknown, require: (name: string) => unknown, module: Module, awaited: (make: () => Promise<unknown>, place: string) => unknown) => void} Body */

/** What a module waits for while it is loaded: whoever loads waits too, and loads again. */
export class Pending extends Error {
  /** @param {Promise<unknown>} ready */
  constructor(ready) {
    super('mutation: a module waits while it is loaded');
    this.ready = ready;
  }
}

/** A module's own `await`, which CommonJS has not. */
const awaiting = /^((?:const |exports\.)\w+ = )await (.*);$/gm;
const coverageCall = /stryCov_\w+\((?:"\d+"(?:,\s*)?)+\)/g;

export class Modules {
  #sandbox;
  #project;
  #given;
  /** @type {Map<string, Body>} */
  #bodies = new Map();
  /** @type {Map<string, readonly string[]>} */
  #imports = new Map();
  /** @type {Map<string, Module>} */
  #kept = new Map();

  /**
   * @param {string} sandbox the folder of the instrumented project
   * @param {string} project the folder of the same project as it is written
   * @param {Readonly<Record<string, unknown>>} given the packages that tests get from the runner instead, by name
   */
  constructor(sandbox, project, given) {
    this.#sandbox = sandbox;
    this.#project = project;
    this.#given = given;
  }

  /** Returns a loader that evaluates every module anew, instrumented where it is to be mutated and counting what each test covers. */
  covering() {
    return this.#loader('covering', () => true);
  }

  /** Reads everything as it is written now, so that someone may go on writing while mutants are tried. */
  readWritten() {
    for (const key of [...this.#bodies.keys()]) this.#code(key.slice(key.indexOf(':') + 1), 'plain');
  }

  /**
   * Returns a loader that evaluates anew what imports *mutated*, directly or not.
   * @param {string} mutated
   */
  around(mutated) {
    // A file that does not even compile here is a fault of the runner's, not a killed mutant.
    this.#body(mutated, 'mutated');
    /** @type {Map<string, boolean>} */
    const known = new Map([[mutated, true]]);
    /** @type {(path: string) => boolean} */
    const reaches = (path) => {
      const found = known.get(path);
      if (found !== undefined) return found;
      known.set(path, false);
      const is = this.#importsOf(path).some(reaches);
      known.set(path, is);
      return is;
    };
    // Modules that import each other in a ring would hide it from the one that was asked first; there are none (test/architecture).
    return this.#loader(mutated, reaches);
  }

  /** @param {string} mutated @param {(path: string) => boolean} isFresh @returns {(path: string) => unknown} */
  #loader(mutated, isFresh) {
    /** @type {Map<string, Module>} */
    const fresh = new Map();
    /** @type {Map<string, unknown>} */
    const settled = new Map();
    /** @type {(path: string) => unknown} */
    const load = (path) => {
      const modules = isFresh(path) ? fresh : this.#kept;
      const loaded = modules.get(path);
      if (loaded !== undefined) return loaded.exports;
      const module = { exports: {} };
      modules.set(path, module);
      const kind = mutated === 'covering' ? 'covering' : path === mutated ? 'mutated' : 'plain';
      try {
        this.#body(path, kind)(module.exports, (name) => this.#import(name, path, load), module, (make, place) => {
          const key = `${place} ${path}`;
          if (settled.has(key)) return settled.get(key);
          throw new Pending(make().then((value) => settled.set(key, value)));
        });
      } catch (error) {
        modules.delete(path);
        throw error;
      }
      return module.exports;
    };
    return load;
  }

  /** @param {string} name @param {string} from @param {(path: string) => unknown} load */
  #import(name, from, load) {
    if (name.startsWith('.')) return load(sourceOf(resolve(dirname(from), name)));
    return this.#given[name] ?? createRequire(from)(name);
  }

  /** @param {string} path @returns {readonly string[]} */
  #importsOf(path) {
    let imports = this.#imports.get(path);
    if (imports === undefined) {
      const names = [...this.#code(path, 'plain').matchAll(/require\("(\.[^"]+)"\)/g)].map(([, name]) => /** @type {string} */ (name));
      this.#imports.set(path, (imports = names.map((name) => sourceOf(resolve(dirname(path), name)))));
    }
    return imports;
  }

  /** @param {string} path @param {'covering' | 'mutated' | 'plain'} kind @returns {Body} */
  #body(path, kind) {
    const key = `${kind}:${path}`;
    let body = this.#bodies.get(key);
    if (body === undefined) {
      body = /** @type {Body} */ (new Script(`(function (exports, require, module, awaited) {${this.#code(path, kind)}\n})`, { filename: path }).runInThisContext());
      this.#bodies.set(key, body);
    }
    return body;
  }

  /** Returns the module as CommonJS; written down, so that a process that takes the place of one that hung starts quickly. @param {string} path @param {'covering' | 'mutated' | 'plain'} kind */
  #code(path, kind) {
    const cached = join(this.#sandbox, '.modules', kind, `${relative(this.#sandbox, path)}.js`);
    if (existsSync(cached)) return readFileSync(cached, 'utf8');
    const written = join(this.#project, relative(this.#sandbox, path));
    const copied = readFileSync(path, 'utf8');
    const text = kind === 'plain' && copied.includes('stryNS_') ? readFileSync(written, 'utf8') : copied;
    // Data is found beside the project, not beside its sandbox.
    const url = JSON.stringify(pathToFileURL(written).href);
    const { outputText } = ts.transpileModule(text.replaceAll('import.meta.url', url), {
      fileName: path,
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true, allowJs: true },
    });
    const settled = outputText.replaceAll(awaiting, (_, target, promise, place) => `${target}awaited(() => ${promise}, "${place}");`);
    const code = kind === 'mutated' ? settled.replaceAll(coverageCall, '0') : settled;
    mkdirSync(dirname(cached), { recursive: true });
    writeFileSync(cached, code);
    return code;
  }
}

/** Returns the file that an import of *path* means: sources import each other as the `.js` they become. @param {string} path */
function sourceOf(path) {
  const source = path.replace(/\.js$/, '.ts');
  return existsSync(source) ? source : path;
}
