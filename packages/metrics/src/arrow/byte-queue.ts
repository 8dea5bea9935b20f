/** The bytes that have arrived and not been taken, in the chunks in which they came. */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  #head = 0;
  #offset = 0;
  #length = 0;

  /** The number of bytes waiting. */
  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const last = this.#chunks.at(-1);
    // Pieces of one buffer that follow each other are one piece again: bytes in memory are never copied.
    const follows = last !== undefined && last.buffer === chunk.buffer && last.byteOffset + last.length === chunk.byteOffset;
    // A plain view: a Node Buffer's slice() doesn't copy, and subclasses make every access polymorphic.
    if (follows) this.#chunks[this.#chunks.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + chunk.length);
    else this.#chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
    this.#length += chunk.length;
  }

  /** Returns the next *count* bytes without taking them, or as many as there are. They may lie in a caller's chunk. */
  peek(count: number): Uint8Array {
    const wanted = Math.min(count, this.#length);
    const first = this.#chunks[this.#head];
    if (first !== undefined && first.length - this.#offset >= wanted) return first.subarray(this.#offset, this.#offset + wanted);
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    let from = this.#offset;
    for (let i = this.#head; filled < wanted; i++) {
      const chunk = this.#chunks[i]!;
      const part = chunk.subarray(from, from + wanted - filled);
      bytes.set(part, filled);
      filled += part.length;
      from = 0;
    }
    return bytes;
  }

  /**
   * Returns the next *count* bytes and takes them; *count* must not exceed `length`. They begin at a multiple of 8 in their
   * ArrayBuffer: a part of a caller's chunk when it happens to lie so, else a copy.
   */
  take(count: number): Uint8Array {
    const bytes = this.peek(count);
    this.skip(count);
    return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  }

  /** Takes *count* bytes and forgets them. */
  skip(count: number): void {
    this.#length -= count;
    this.#offset += count;
    for (;;) {
      const chunk = this.#chunks[this.#head];
      if (chunk === undefined || this.#offset < chunk.length) break;
      this.#offset -= chunk.length;
      this.#head++;
    }
    // Shifting an array moves all of it: done rarely, a queue of many small chunks stays linear.
    if (this.#head > 64 && this.#head * 2 > this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    } else if (this.#head === this.#chunks.length) {
      this.#chunks = [];
      this.#head = 0;
    }
  }
}
