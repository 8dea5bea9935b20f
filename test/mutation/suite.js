/** What a test file says with `describe`, `it` and their kin, as a list of tests that can be run one by one. */
import { format } from 'node:util';

/** @typedef {() => unknown} Step */
/** @typedef {{ name: string, parent: Group | null, before: Step[], after: Step[], afterEach: Step[], beforeEach: Step[], opened: boolean }} Group */
/** @typedef {{ name: string, group: Group, run: Step }} Test */

export class Suite {
  /** @type {Test[]} */
  tests = [];
  /** @type {Group} */
  #group = group('', null);

  /** The functions that test files import from vitest and that collect tests; `expect` is vitest's own. */
  get words() {
    /** @type {(name: string, body: (...values: unknown[]) => void) => void} */
    const describe = (name, body) => {
      const outer = this.#group;
      this.#group = group(`${outer.name} ${name}`.trim(), outer);
      body();
      this.#group = outer;
    };
    /** @type {(name: string, body: (...values: unknown[]) => unknown) => void} */
    const it = (name, body) => {
      const inside = this.#group;
      this.tests.push({ name: `${inside.name} ${name}`.trim(), group: inside, run: () => body() });
    };
    return {
      describe: withVariants(describe),
      it: withVariants(it),
      beforeAll: (/** @type {Step} */ step) => this.#group.before.push(step),
      afterAll: (/** @type {Step} */ step) => this.#group.after.unshift(step),
      beforeEach: (/** @type {Step} */ step) => this.#group.beforeEach.push(step),
      afterEach: (/** @type {Step} */ step) => this.#group.afterEach.unshift(step),
    };
  }

  /** Runs *test* with what has to happen before and after it; throws what it throws. @param {Test} test */
  async run(test) {
    const groups = ancestors(test.group);
    for (const one of groups.filter(({ opened }) => !opened)) {
      one.opened = true;
      for (const step of one.before) await step();
    }
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
function group(name, parent) {
  return { name, parent, before: [], after: [], beforeEach: [], afterEach: [], opened: false };
}

/** Returns the group and those around it, the outermost first. @param {Group | null} inner @returns {Group[]} */
function ancestors(inner) {
  return inner === null ? [] : [...ancestors(inner.parent), inner];
}

/** @param {(name: string, body: (...values: unknown[]) => unknown) => void} say */
function withVariants(say) {
  const nothing = () => undefined;
  return Object.assign(say, {
    skipIf: (/** @type {unknown} */ condition) => (condition ? nothing : say),
    runIf: (/** @type {unknown} */ condition) => (condition ? say : nothing),
    each: (/** @type {readonly unknown[]} */ cases) => (/** @type {string} */ name, /** @type {(...values: unknown[]) => unknown} */ body) => {
      for (const [i, value] of cases.entries()) {
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
