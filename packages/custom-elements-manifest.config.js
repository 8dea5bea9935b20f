/** How `custom-elements.json` is made from the doc comments of a package's elements (packages/build.js). */
export default {
  globs: ['src/**/*.ts'],
  litelement: true,
  quiet: true,
  // It would write to the package.json of the folder where the build was started.
  packagejson: false,
  plugins: [publicElements()],
};

/** Keeps the modules that declare or register an element, their public members, and the paths as published. */
function publicElements() {
  return {
    name: 'public-elements',
    /** @param {{ customElementsManifest: { modules: Module[] } }} phase */
    packageLinkPhase({ customElementsManifest }) {
      customElementsManifest.modules = customElementsManifest.modules.filter(hasElement).map((module) => JSON.parse(
        JSON.stringify(module),
        (key, value) => {
          if ((key === 'path' || key === 'module') && typeof value === 'string') return published(value);
          return key === 'members' ? value.filter(isPublic) : value;
        },
      ));
    },
  };
}

/** @typedef {{ path: string, declarations: { customElement?: boolean }[], exports: { kind: string }[] }} Module */

/** @param {Module} module */
function hasElement(module) {
  return module.declarations.some((declaration) => declaration.customElement === true)
    || module.exports.some((exported) => exported.kind === 'custom-element-definition');
}

/** @param {{ name: string, privacy?: string }} member */
function isPublic(member) {
  return (member.privacy ?? 'public') === 'public' && !member.name.startsWith('#');
}

/** @param {string} path */
function published(path) {
  return path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');
}
