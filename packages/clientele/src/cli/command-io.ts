/** Where a command writes. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  /** Resolves when the text or bytes are on their way and more may come. */
  write(content: string | Uint8Array): Promise<void>;
}

/** What a command reads and writes besides files. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * Returns the streams of this process. A reader that goes away early (`| head`) ends the process quietly with status 0:
 * it has what it wanted.
 */
export function processIo(): CommandIo {
  return { stdin: process.stdin, stdout: outputOf(process.stdout), stderr: outputOf(process.stderr) };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    isTTY: stream.isTTY,
    write: (content) => new Promise((resolve) => {
      // Errors come to the listener above.
      stream.write(content, () => { resolve(); });
    }),
  };
}
