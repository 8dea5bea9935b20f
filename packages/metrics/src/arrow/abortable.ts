/**
 * Returns the items of *items* until *signal* aborts, then throws the signal's reason, even while an item is waited for.
 * Leaving early, by abort, `break` or an error, ends *items* too.
 */
export async function* abortable<T>(items: AsyncIterable<T> | Iterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T, void, undefined> {
  signal?.throwIfAborted();
  if (signal === undefined) {
    yield* items;
    return;
  }
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
  });
  // Without a listener of its own, an abort between two items would count as an unhandled rejection.
  aborted.catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), aborted]);
      if (done === true) {
        ended = true;
        return;
      }
      yield value;
      signal.throwIfAborted();
    }
  } catch (error) {
    // An iterator that threw has ended itself; one that was abandoned by the abort has not.
    ended = !signal.aborted;
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (!ended) void endQuietly(iterator);
  }
}

async function endQuietly(iterator: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // Whoever abandoned the items has an error of its own to report.
  }
}
