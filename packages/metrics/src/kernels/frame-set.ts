import type { Bitmap } from './bitmap.js';

/** Which frames of a source a state has seen, as a bitmap of their ordinals. Structured-cloneable. */
export interface FrameSet {
  bits: Bitmap;
}

/** Returns a set of no frames. */
export function createFrameSet(): FrameSet {
  return { bits: new Uint32Array(1) };
}

/** Adds the frame with *ordinal* and returns true, or false where it was there already. */
export function addFrame(set: FrameSet, ordinal: number): boolean {
  const word = ordinal >>> 5;
  if (word >= set.bits.length) set.bits = grown(set.bits, Math.max(word + 1, set.bits.length * 2));
  const bit = 1 << (ordinal & 31);
  if ((set.bits[word]! & bit) !== 0) return false;
  set.bits[word]! |= bit;
  return true;
}

/** Adds the frames of *from* to *into* and returns true; returns false and changes nothing where they share a frame. */
export function joinFrames(into: FrameSet, from: FrameSet): boolean {
  const shared = Math.min(into.bits.length, from.bits.length);
  for (let i = 0; i < shared; i++) if ((into.bits[i]! & from.bits[i]!) !== 0) return false;
  if (from.bits.length > into.bits.length) into.bits = grown(into.bits, from.bits.length);
  for (let i = 0; i < from.bits.length; i++) into.bits[i]! |= from.bits[i]!;
  return true;
}

function grown(bits: Bitmap, length: number): Bitmap {
  const wider = new Uint32Array(length);
  wider.set(bits);
  return wider;
}
