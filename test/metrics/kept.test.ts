import { describe, expect, it } from 'vitest';
import { Kept } from '../../packages/metrics/src/kept.js';

/** Work that ends when it is told to, and counts how often it was begun and stopped. */
function work(): { make: (signal: AbortSignal) => Promise<number>; end: (value: number) => void; fail: (error: Error) => void; begun: number; stopped: number } {
  const state = {
    begun: 0,
    stopped: 0,
    end: (_value: number): void => undefined,
    fail: (_error: Error): void => undefined,
    make(signal: AbortSignal): Promise<number> {
      state.begun += 1;
      signal.addEventListener('abort', () => (state.stopped += 1));
      return new Promise<number>((resolve, reject) => Object.assign(state, { end: resolve, fail: reject }));
    },
  };
  return state;
}

describe('kept work', () => {
  it('is done once for all who ask for the same, at the same time and later', async () => {
    const kept = new Kept(2);
    const some = work();
    const both = [kept.get('a', [1], some.make), kept.get('a', [1], some.make)];
    some.end(5);
    expect(await Promise.all(both)).toEqual([5, 5]);
    expect(await kept.get('a', [1], some.make)).toBe(5);
    expect(some).toMatchObject({ begun: 1, stopped: 0 });
  });

  it('is done anew when what it depends on is another', async () => {
    const kept = new Kept(2);
    expect(await kept.get('a', [1], () => Promise.resolve('old'))).toBe('old');
    expect(await kept.get('a', [2], () => Promise.resolve('new'))).toBe('new');
  });

  it('goes on while one waits, and stops when the last has gone', async () => {
    const kept = new Kept(2);
    const some = work();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = kept.get('a', [], some.make, one.signal);
    const second = kept.get('a', [], some.make, two.signal);
    one.abort(new Error('one left'));
    await expect(first).rejects.toThrow('one left');
    expect(some.stopped).toBe(0);
    two.abort(new Error('two left'));
    await expect(second).rejects.toThrow('two left');
    expect(some.stopped).toBe(1);
    const again = kept.get('a', [], some.make);
    some.end(1);
    expect(await again).toBe(1);
    expect(some.begun).toBe(2);
  });

  it('forgets failures, and what was asked for longest ago', async () => {
    const kept = new Kept(2);
    await expect(kept.get('a', [], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const some = work();
    const begin = (key: string): Promise<number> => {
      const outcome = kept.get(key, [], some.make);
      some.end(0);
      return outcome;
    };
    for (const key of ['a', 'b', 'a', 'c']) await begin(key);
    expect(some.begun).toBe(3);
    await begin('a');
    expect(some.begun).toBe(3);
    await begin('b');
    expect(some.begun).toBe(4);
  });
});
