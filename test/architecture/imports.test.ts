import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrowImporters, metricsRules, packageRules, sharedChartRooms } from './import-rules.js';
import { manifestOf, packages, root, sourceFiles, type SourceFile } from './source-files.js';

const files = packages.flatMap(sourceFiles);
const filesOf = (name: string): SourceFile[] => files.filter((file) => file.package === name);

/** Returns a line for every import for which *isWrong* holds, so that a failure says where to look. */
function wrongImports(of: readonly SourceFile[], isWrong: (target: string, file: SourceFile) => boolean): string[] {
  return of.flatMap((file) => file.imports
    .filter((imported) => imported.target !== null && isWrong(imported.target, file))
    .map((imported) => `${file.path}:${imported.line} imports ${imported.target}`));
}

const packageOf = (path: string): string => path.split('/')[1] ?? '';
const roomOf = (path: string): string => (path.split('/')[3] ?? '').replace(/\.ts$/, '');

describe('imports', () => {
  it('name files that exist', () => {
    expect(wrongImports(files, (target) => !existsSync(join(root, target)))).toEqual([]);
  });

  it('keep a package to the packages below it', () => {
    const wrong = wrongImports(files, (target, file) => {
      const other = packageOf(target);
      return other !== file.package && packageRules[file.package]?.includes(other) !== true;
    });
    expect(wrong).toEqual([]);
  });

  it('go by path within a package, and by name into another', () => {
    const wrong = files.flatMap((file) => file.imports
      .filter((i) => i.target !== null && i.specifier.startsWith('.') !== (packageOf(i.target) === file.package))
      .map((i) => `${file.path}:${i.line} imports ${i.specifier}`));
    expect(wrong).toEqual([]);
  });

  it('keep a room of metrics to the rooms it may know', () => {
    const wrong = wrongImports(filesOf('metrics'), (target, file) => {
      const allowed = metricsRules[file.room] ?? [];
      const other = roomOf(target);
      return other !== file.room && !allowed.includes('*') && !allowed.includes(other);
    });
    expect(wrong).toEqual([]);
  });

  it('have a rule for every room of metrics', () => {
    const rooms = new Set(filesOf('metrics').map((file) => file.room));
    expect([...rooms].filter((room) => metricsRules[room] === undefined)).toEqual([]);
  });

  it('keep a chart away from every other chart', () => {
    const isFolder = (path: string): boolean => path.split('/').length > 4;
    const isChart = (path: string): boolean => isFolder(path) && !sharedChartRooms.includes(roomOf(path));
    const wrong = wrongImports(filesOf('charts'), (target, file) =>
      packageOf(target) === 'charts' && isChart(target) && roomOf(target) !== file.room && file.room !== 'index');
    expect(wrong).toEqual([]);
  });

  it('leave apache-arrow to the rooms that read it', () => {
    const wrong = files.flatMap((file) => {
      const allowed = arrowImporters.find((importer) => file.path.startsWith(importer.path));
      return file.imports
        .filter((i) => i.specifier === 'apache-arrow' || i.specifier.startsWith('apache-arrow/'))
        .filter((i) => allowed === undefined || (allowed.only === 'type' && !i.typeOnly))
        .map((i) => `${file.path}:${i.line}`);
    });
    expect(wrong).toEqual([]);
  });

  it('name only dependencies that package.json lists, so that an installed package runs', () => {
    const wrong = files.flatMap((file) => {
      const dependencies = Object.keys(manifestOf(file.package).dependencies ?? {});
      return file.imports
        .filter((i) => !i.specifier.startsWith('.') && !i.specifier.startsWith('node:'))
        .filter((i) => !dependencies.some((d) => i.specifier === d || i.specifier.startsWith(`${d}/`)))
        .map((i) => `${file.path}:${i.line} imports ${i.specifier}`);
    });
    expect(wrong).toEqual([]);
  });

  it('use node: modules in the command line alone', () => {
    const wrong = files
      .filter((file) => !file.path.startsWith('packages/clientele/src/cli'))
      .flatMap((file) => file.imports.filter((i) => i.specifier.startsWith('node:')).map((i) => `${file.path}:${i.line} imports ${i.specifier}`));
    expect(wrong).toEqual([]);
  });

  it('make no cycle among files', () => {
    expect(cycles(files)).toEqual([]);
  });
});

describe('the metrics package', () => {
  it('is compiled without the DOM and without Node, so that a use of either is a type error', () => {
    const { compilerOptions } = JSON.parse(readFileSync(join(root, 'packages/metrics/tsconfig.json'), 'utf8')) as {
      compilerOptions: { lib: string[]; types: string[] };
    };
    expect(compilerOptions.lib).toEqual(['es2023']);
    expect(compilerOptions.types).toEqual([]);
  });
});

/** Returns every group of files that import each other in a circle (strongly connected components, Tarjan 1972). */
function cycles(of: readonly SourceFile[]): string[][] {
  const edges = new Map(of.map((file) => [file.path, file.imports.flatMap((i) => i.target ?? [])]));
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    low.set(path, order.get(path) ?? 0);
    stack.push(path);
    for (const next of edges.get(path) ?? []) {
      if (!edges.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(path) !== order.get(path)) return;
    const group = stack.splice(stack.indexOf(path));
    if (group.length > 1 || (edges.get(path) ?? []).includes(path)) found.push(group.sort());
  };
  for (const path of edges.keys()) if (!order.has(path)) visit(path);
  return found;
}
