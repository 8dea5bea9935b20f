import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { packages, sourceFiles, type SourceFile } from './source-files.js';

const files = packages.flatMap(sourceFiles);

/** The first paragraph of a metric's doc comment names its row in the catalogue (M) or the convention it follows (C). */
const catalogueId = /\b[MC]\d{1,2}\b/;

interface Exported {
  readonly name: string;
  readonly line: number;
  /** The text of the doc comment, or null when there is none. */
  readonly doc: string | null;
  readonly node: ts.Node;
}

/** Returns what *file* declares and exports; re-exports are documented where they are declared. */
function exportsOf(file: SourceFile): Exported[] {
  const { tree } = file;
  const listed = new Set(tree.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined && statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map((element) => (element.propertyName ?? element.name).text)
      : []));
  const seen = new Set<string>();
  return tree.statements.flatMap((statement) => {
    const exported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) === true;
    return namesOf(statement)
      .filter((name) => (exported || listed.has(name)) && !seen.has(name))
      .map((name) => {
        seen.add(name);
        return { name, line: tree.getLineAndCharacterOfPosition(statement.getStart(tree)).line + 1, doc: docOf(statement), node: statement };
      });
  });
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((d) => d.name.getText());
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name?.text ?? 'default'];
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return [statement.name.text];
  return [];
}

function docOf(node: ts.Node): string | null {
  const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
  if (comment === undefined) return null;
  const text = ts.getTextOfJSDocComment(comment.comment) ?? '';
  return text === '' ? null : text;
}

/** Returns whether *node* declares a constant of the type `Metric` or `Metric<...>`. */
function isMetric(node: ts.Node): boolean {
  return ts.isVariableStatement(node) && node.declarationList.declarations.some((declaration) =>
    declaration.type !== undefined && ts.isTypeReferenceNode(declaration.type) && declaration.type.typeName.getText() === 'Metric');
}

describe('exports', () => {
  it('have a doc comment each', () => {
    const bare = files.flatMap((file) => exportsOf(file)
      .filter((exported) => exported.doc === null)
      .map((exported) => `${file.path}:${exported.line} ${exported.name}`));
    expect(bare).toEqual([]);
  });

  it('that are metrics say in their first paragraph which row of the catalogue they are', () => {
    const metrics = files
      .filter((file) => file.path.startsWith('packages/metrics/src/definitions/'))
      .flatMap((file) => exportsOf(file).filter((exported) => isMetric(exported.node)).map((exported) => ({ ...exported, path: file.path })));
    expect(metrics.length).toBeGreaterThan(0);
    const unnamed = metrics
      .filter((metric) => !catalogueId.test(metric.doc?.split(/\n\s*\n/)[0] ?? ''))
      .map((metric) => `${metric.path}:${metric.line} ${metric.name}`);
    expect(unnamed).toEqual([]);
  });
});
