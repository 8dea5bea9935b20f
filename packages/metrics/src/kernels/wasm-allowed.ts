let allowed = true;

/**
 * Says whether WebAssembly may be used, from the next read on. It may by default, and where the page or the platform
 * forbids it, plain JavaScript does the same without a word. But a policy without `'wasm-unsafe-eval'` reports the attempt:
 * a page that has such a policy may spare itself the report.
 */
export function allowWebAssembly(allow: boolean): void {
  allowed = allow;
}

/** Returns whether WebAssembly may be used. */
export function isWebAssemblyAllowed(): boolean {
  return allowed;
}
