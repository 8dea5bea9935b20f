import type { Result } from './metric.js';

interface Answer {
  readonly stamps: readonly unknown[];
  readonly result: Result;
}

/** The newest complete results by request. Results are small and never written to, so they are handed out as they are. */
export class Answers {
  private readonly limit: number;
  private readonly answers = new Map<string, Answer>();

  /** Keeps at most *limit* results. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** Returns the result kept under *key* unless one of *stamps* has changed, or null. */
  find(key: string, stamps: readonly unknown[]): Result | null {
    const answer = this.answers.get(key);
    if (answer === undefined || answer.stamps.length !== stamps.length || answer.stamps.some((stamp, i) => stamp !== stamps[i])) return null;
    // The one asked for last stands last.
    this.answers.delete(key);
    this.answers.set(key, answer);
    return answer.result;
  }

  /** Keeps *result*; the one that was asked for longest ago gives way. */
  keep(key: string, stamps: readonly unknown[], result: Result): void {
    this.answers.delete(key);
    this.answers.set(key, { stamps, result });
    for (const [oldest] of this.answers) {
      if (this.answers.size <= this.limit) return;
      this.answers.delete(oldest);
    }
  }
}
