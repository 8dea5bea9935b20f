/** Leaves out of mutation what only words an error: `new OptionError(...)` and its kin, whose kind and code the tests check. */

/** @param {any} path a node of the syntax tree, by Babel */
function shouldIgnore(path) {
  const { node } = path;
  return node.type === 'NewExpression' && /Error$/.test(node.callee.name ?? '') ? 'the wording of an error' : undefined;
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'wording', value: { shouldIgnore } }];
