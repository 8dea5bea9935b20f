import type { Progress } from '@clientele/metrics';
import type { Output } from './command-io.js';
import { readableNumber } from './text-table.js';

const PATIENCE_MS = 500;
const REFRESH_MS = 100;

/** One line on a terminal that says how far a long reading has come. Elsewhere, and within the first half second, nothing. */
export class ProgressLine {
  readonly #output: Output;
  readonly #label: string;
  readonly #progress: () => Progress;
  readonly #start = Date.now();
  readonly #timer: NodeJS.Timeout | null;
  #shown = false;

  constructor(output: Output, label: string, progress: () => Progress) {
    this.#output = output;
    this.#label = label;
    this.#progress = progress;
    this.#timer = output.isTTY === true ? setInterval(() => { this.#show(); }, REFRESH_MS) : null;
  }

  /** Gives the timer its turn. */
  breathe(): Promise<void> {
    return new Promise((resolve) => { setImmediate(resolve); });
  }

  /** Removes the line for good. */
  async clear(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    if (this.#shown) await this.#output.write('\r\u001b[K');
    this.#shown = false;
  }

  #show(): void {
    if (Date.now() - this.#start < PATIENCE_MS) return;
    this.#shown = true;
    void this.#output.write(`\r\u001b[Kreading ${this.#label} ${told(this.#progress())}`);
  }
}

function told({ rows, totalRows, bytes, totalBytes }: Progress): string {
  const share = totalRows !== null && totalRows > 0 ? rows / totalRows : totalBytes !== null && totalBytes > 0 ? bytes / totalBytes : null;
  const counted = rows > 0 ? `${readableNumber(rows, 0)} rows` : '';
  return share === null ? counted : `${Math.floor(Math.min(1, share) * 100)} % ${counted}`.trim();
}
