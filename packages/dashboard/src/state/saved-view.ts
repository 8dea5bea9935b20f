import { OptionError } from '@clientele/metrics';
import { checkJson } from '../description/check-json.js';
import type { View } from '../selection/selection.js';
import { viewSchema } from './view-schema.js';

/** A view as it is saved: JSON of a version. */
export interface SavedView {
  readonly version: 1;
  readonly view: View;
}

/** Text of a link at most, in characters: beyond that some mail programs and servers cut it. */
export const MAX_LINK = 2_000;

/** Returns *view* to be saved. */
export function savedView(view: View): SavedView {
  return { version: 1, view };
}

/** Returns the view that was saved as *saved*. Throws OptionError for anything else, with path, what it got and expected. */
export function viewFrom(saved: unknown): View {
  checkJson('saved view', saved, viewSchema);
  return (saved as SavedView).view;
}

/**
 * Returns *view* as text for the hash of an address: its JSON, deflated, in base64url. Throws OptionError beyond 2,000
 * characters, which takes dozens of choices.
 */
export async function linkText(view: View): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(savedView(view))), new CompressionStream('deflate-raw'));
  const text = btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  if (text.length > MAX_LINK) throw new OptionError(`dashboard: the view is too large for a link, got ${text.length} characters; expected at most ${MAX_LINK}`, { reason: 'link-length' });
  return text;
}

/** Returns the view that *text* was made of. Throws OptionError for anything else. */
export async function viewFromLink(text: string): Promise<View> {
  let json: unknown;
  try {
    if (text.length > MAX_LINK) throw new RangeError(`${text.length} characters`);
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = await through(Uint8Array.from(binary, (character) => character.charCodeAt(0)), new DecompressionStream('deflate-raw'));
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new OptionError(`dashboard: the link holds no view, got "${text.slice(0, 40)}"; expected what a dashboard wrote there`, { cause, reason: 'link' });
  }
  return viewFrom(json);
}

/** A view unfolds to at most this much: a link may come from anybody. */
const MAX_UNFOLDED = 262_144;

async function through(bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
    if (size > MAX_UNFOLDED) {
      await reader.cancel();
      throw new RangeError(`more than ${MAX_UNFOLDED} bytes`);
    }
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Returns the value of *name* in the hash of an address, null where it has none. */
export function hashValue(hash: string, name: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get(name);
}

/** Returns *hash* with *value* under *name*, or without it where that is null. */
export function hashWith(hash: string, name: string, value: string | null): string {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  if (value === null) parameters.delete(name);
  else parameters.set(name, value);
  return parameters.size === 0 ? '' : `#${parameters.toString()}`;
}

