interface Part {
  readonly first: number;
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
  readonly count: number;
}

/** Texts in UTF-8, numbered through the columns that hold them and read where they lie: none is copied. */
export class TextRows {
  readonly parts: Part[] = [];
  size: number = 0;

  /** Adds the first *count* texts between each two *offsets* into *bytes*, and returns the number of the first. */
  add(bytes: Uint8Array, offsets: Int32Array, count: number): number {
    const first = this.size;
    this.parts.push({ first, bytes, offsets, count });
    this.size += count;
    return first;
  }

  /** Takes away what was added last. */
  removeLast(): void {
    this.size -= this.parts.pop()?.count ?? 0;
  }

  /** Returns the bytes of text *row*, which must be there. */
  bytesAt(row: number): Uint8Array {
    let low = 0;
    let high = this.parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.parts[middle]!.first <= row) low = middle;
      else high = middle - 1;
    }
    const { bytes, offsets, first } = this.parts[low]!;
    return bytes.subarray(offsets[row - first], offsets[row - first + 1]);
  }
}
