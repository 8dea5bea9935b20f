import { OptionError } from '@clientele/metrics';
import { parseCommand } from './arguments.js';
import type { CommandIo } from './command-io.js';
import { failureLine, UsageError } from './failure.js';
import { helpText } from './help.js';
import { inspectCommand } from './inspect-command.js';
import { metricCommand } from './metric-command.js';
import { version } from './version.js';

/**
 * Runs the command *args* (without node and script) and returns its exit status: 0 when it worked, 1 when the data could
 * not be read, 2 when the command could not be understood. The answer is written to `stdout` once it is complete; a
 * failure writes one line to `stderr` and nothing to `stdout`, except that `inspect` also reports on what it could read.
 */
export async function main(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    const command = parseCommand(args);
    switch (command.kind) {
      case 'help': await io.stdout.write(helpText(command.topic)); return 0;
      case 'version': await io.stdout.write(`${version()}\n`); return 0;
      case 'inspect': return await inspectCommand(command, io);
      case 'metric': return await metricCommand(command, io);
    }
  } catch (error) {
    await io.stderr.write(failureLine(error));
    return error instanceof UsageError || error instanceof OptionError ? 2 : 1;
  }
}
