/**
 * Returns whether the page lets scripts compile WebAssembly, as far as its markup says: a policy in a `<meta>`, or
 * `<meta name="clientele-wasm" content="off">` where the policy is a header, which no script can read. Trying it in spite of a
 * policy harms nothing, but is reported as a violation.
 */
export function pageAllowsWebAssembly(): boolean {
  if (typeof document === 'undefined') return true;
  if (document.querySelector('meta[name="clientele-wasm"][content="off"]') !== null) return false;
  return [...document.querySelectorAll<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy" i]')].every(({ content }) => {
    const directives = content.toLowerCase().split(';').map((directive) => directive.trim().split(/\s+/));
    const named = (name: string): readonly string[] | undefined => directives.find(([first]) => first === name);
    const sources = named('script-src') ?? named('default-src') ?? ["'unsafe-eval'"];
    return sources.includes("'wasm-unsafe-eval'") || sources.includes("'unsafe-eval'");
  });
}
