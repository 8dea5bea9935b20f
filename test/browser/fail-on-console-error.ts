/**
 * Makes a console error fail the test during which it was written. web-test-runner.config.js imports this into every
 * test file. (Uncaught errors and rejections already fail their test in Mocha.)
 */
const written: string[] = [];

/** Returns the console errors since the test began and forgets them, for a test that expects one. */
export function takeConsoleErrors(): string[] {
  return written.splice(0);
}

const consoleError = console.error.bind(console);
console.error = (...parts: unknown[]): void => {
  written.push(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
  consoleError(...parts);
};

afterEach(function (this: Mocha.Context) {
  const errors = takeConsoleErrors();
  const test = this.currentTest;
  if (errors.length === 0 || test === undefined || test.state === 'failed') return;
  // An exception here would end the whole run, so the result is changed instead.
  test.state = 'failed';
  test.err = new Error(`${errors.length} console error(s): ${errors.join('; ')}`);
});
