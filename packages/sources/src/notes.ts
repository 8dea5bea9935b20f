import type { Note, Source } from '@clientele/metrics';

/** Returns what *source* has to say about how its data were read (an encoding, columns left out); nothing for most sources. */
export async function notesOf(source: Source, signal?: AbortSignal): Promise<readonly Note[]> {
  if (!('notes' in source) || typeof source.notes !== 'function') return [];
  const tell = source.notes as (this: Source, signal?: AbortSignal) => Promise<readonly Note[]>;
  return tell.call(source, signal);
}
