import { ClienteleError } from '@clientele/metrics';

/** A command that can't be understood. Ends with status 2 and a pointer to `--help`. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
  /** What `--help` is asked for: a metric's name, or null for the whole. */
  readonly topic: string | null;

  constructor(message: string, topic: string | null = null) {
    super(message);
    this.topic = topic;
  }
}

/** A file that can't be opened. Ends with status 1. */
export class FileError extends Error {
  override readonly name: string = 'FileError';
}

/** Returns *error* as the one line that goes to standard error: the message, its code, and the hint where there is one. */
export function failureLine(error: unknown): string {
  if (error instanceof UsageError) {
    return line(`${error.message}; see clientele ${error.topic === null ? '' : `${error.topic} `}--help`);
  }
  if (error instanceof ClienteleError) {
    return line(`${inFlags(error.message)} (${error.code})${error.hint === undefined ? '' : `. ${error.hint}`}`);
  }
  return line(error instanceof Error ? error.message : String(error));
}

/** The metrics say how a column is named in a request; here that is a flag. */
function inFlags(message: string): string {
  return message.replace(/name it with (\w+)=/, (_, role: string) => `name it with --${role === 'order' ? 'order-id' : role}`);
}

function line(text: string): string {
  return `clientele: ${text.replace(/\s*[\r\n]+\s*/g, ' ')}\n`;
}
