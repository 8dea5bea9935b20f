import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The repository's folder. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url));

/** The packages, in the order in which they build on each other. */
export const packages: readonly string[] = ['metrics', 'sources', 'charts', 'dashboard', 'clientele'];

/** One `import`, `export from`, `import()` or `import('...')` type. */
export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly line: number;
  /** The file it names, relative to the repository with `/`, or null when it is none of ours. */
  readonly target: string | null;
}

/** A source file of a package. */
export interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly package: string;
  /** The folder, or the file without its ending, directly below src/: `arrow`, `errors`. */
  readonly room: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** Returns the TypeScript files of *name*'s src/ folder, parsed. AssemblyScript only looks like it. */
export function sourceFiles(name: string): SourceFile[] {
  return filesBelow(`packages/${name}/src`).filter((path) => path.endsWith('.ts') && !path.includes('/kernels/wasm/')).map((path) => {
    const tree = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.ES2022, true);
    const room = (path.split('/')[3] ?? '').replace(/\.ts$/, '');
    return { path, package: name, room, tree, imports: importsOf(tree) };
  });
}

/** Returns the files below *folder* (relative to the repository, with `/`) that git would keep. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(^|\/)(node_modules|dist|storybook-static|public|screenshots)\//.test(path))
    .sort();
}

/** Returns what *name*'s package.json says. */
export function manifestOf(name: string): {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
} {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as ReturnType<typeof manifestOf>;
}

function importsOf(tree: ts.SourceFile): Import[] {
  const imports: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
    imports.push({ specifier: specifier.text, typeOnly, line, target: targetOf(tree.fileName, specifier.text) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node, node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return imports;
}

function targetOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) {
    return join(dirname(from), specifier).split(sep).join('/').replace(/\.js$/, '.ts');
  }
  for (const name of packages) {
    const manifest = manifestOf(name);
    if (specifier !== manifest.name && !specifier.startsWith(`${manifest.name}/`)) continue;
    const entry = manifest.exports[`.${specifier.slice(manifest.name.length)}`];
    const source = typeof entry === 'object' ? entry['@clientele/source'] : undefined;
    return source === undefined ? `${specifier} (not exported)` : join('packages', name, source).split(sep).join('/');
  }
  return null;
}
