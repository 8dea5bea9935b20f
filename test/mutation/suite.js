/** What a test file says with `describe`, `it` and their kin, as a list of tests that can be run one by one. */
import { format } from 'node:util';

/** Of a long table, such as the zones of the world, every second or third case has to do. */
const longestTable = { describe: 6, it: 24 };

/** @typedef {() => unknown} Step */
/** @typedef {{ name: string, parent: Group | null, before: Step[], after: Step[], afterEach: Step[], beforeEach: Step[], opened: boolean }} Group */
/** @typedef {{ name: string, group: Group, run: Step }} Test */

/** The suite that is being collected: a module that stays loaded adds its tests to whichever asks for them. */
let collecting = /** @type {Suite | null} */ (null);

/** Returns the tests that *load*, the evaluation of a test file, collects. @param {() => unknown} load */
export function collect(load) {
  const suite = (collecting = new Suite());
  load();
  collecting = null;
  return suite;
}

function open() {
  if (collecting === null) throw new Error('mutation: a test outside of a test file');
  return collecting;
}

/** What test files import from vitest to name tests; `expect` is vitest's own. */
export const words = {
  describe: withVariants(longestTable.describe, (name, body) => open().describe(name, body)),
  it: withVariants(longestTable.it, (name, body) => open().it(name, body)),
  beforeAll: (/** @type {Step} */ step) => open().group.before.push(step),
  afterAll: (/** @type {Step} */ step) => open().group.after.unshift(step),
  beforeEach: (/** @type {Step} */ step) => open().group.beforeEach.push(step),
  afterEach: (/** @type {Step} */ step) => open().group.afterEach.unshift(step),
};

class Suite {
  /** @type {Test[]} */
  tests = [];
  group = groupOf('', null);

  /** @param {string} name @param {() => unknown} body */
  describe(name, body) {
    const outer = this.group;
    this.group = groupOf(`${outer.name} ${name}`.trim(), outer);
    body();
    this.group = outer;
  }

  /** @param {string} name @param {Step} run */
  it(name, run) {
    this.tests.push({ name: `${this.group.name} ${name}`.trim(), group: this.group, run: () => run() });
  }

  /** Does what has to happen once before *test* and others, and did not happen yet. @param {Test} test */
  async open(test) {
    for (const one of ancestors(test.group).filter(({ opened }) => !opened)) {
      one.opened = true;
      for (const step of one.before) await step();
    }
  }

  /** Runs *test*, once it is open, with what has to happen around each test; throws what it throws. @param {Test} test */
  async run(test) {
    const groups = ancestors(test.group);
    for (const step of groups.flatMap(({ beforeEach }) => beforeEach)) await step();
    try {
      await test.run();
    } finally {
      for (const step of groups.toReversed().flatMap(({ afterEach }) => afterEach)) await step();
    }
  }

  /** Does what has to happen after all tests. */
  async close() {
    const groups = new Set(this.tests.flatMap((test) => ancestors(test.group)).toReversed());
    for (const one of groups) if (one.opened) for (const step of one.after) await step();
  }
}

/** @param {string} name @param {Group | null} parent @returns {Group} */
function groupOf(name, parent) {
  return { name, parent, before: [], after: [], beforeEach: [], afterEach: [], opened: false };
}

/** Returns the group and those around it, the outermost first. @param {Group | null} inner @returns {Group[]} */
function ancestors(inner) {
  return inner === null ? [] : [...ancestors(inner.parent), inner];
}

/** @param {number} most @param {(name: string, body: (...values: unknown[]) => unknown) => void} say */
function withVariants(most, say) {
  const nothing = () => undefined;
  return Object.assign(say, {
    skipIf: (/** @type {unknown} */ condition) => (condition ? nothing : say),
    runIf: (/** @type {unknown} */ condition) => (condition ? say : nothing),
    each: (/** @type {readonly unknown[]} */ cases) => (/** @type {string} */ name, /** @type {(...values: unknown[]) => unknown} */ body) => {
      const step = Math.ceil(cases.length / most);
      for (const [i, value] of cases.entries()) {
        if (i % step !== 0) continue;
        const values = Array.isArray(value) ? value : [value];
        say(titled(name, value, values, i), () => body(...values));
      }
    },
  });
}

/** @param {string} name @param {unknown} value @param {unknown[]} values @param {number} i */
function titled(name, value, values, i) {
  const named = name.replaceAll(/\$(\w+)/g, (whole, key) => String(Object(value)[key] ?? whole)).replaceAll('%#', String(i));
  const places = named.match(/%[sdifjoOc]/g)?.length ?? 0;
  return format(named, ...values.slice(0, places));
}
