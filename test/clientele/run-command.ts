import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from 'clientele/cli';

/** What a command left behind. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly bytes: Uint8Array;
  readonly stderr: string;
}

/** Runs the command in this process, with *stdin* as its input. */
export async function run(args: readonly string[], stdin: string | Uint8Array | AsyncIterable<Uint8Array> = '', terminal: { readonly stdout?: boolean; readonly stderr?: boolean } = {}): Promise<Outcome> {
  const out: Buffer[] = [];
  const err: string[] = [];
  async function* input(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000);
  }
  const status = await main(args, {
    stdin: typeof stdin === 'string' || stdin instanceof Uint8Array ? input(stdin) : stdin,
    stdout: { isTTY: terminal.stdout, write: (content) => Promise.resolve(void out.push(Buffer.from(content as string))) },
    stderr: { isTTY: terminal.stderr, write: (content) => Promise.resolve(void err.push(String(content))) },
  });
  const bytes = Buffer.concat(out);
  return { status, stdout: bytes.toString('utf8'), bytes, stderr: err.join('') };
}

/** Returns what a successful command wrote as JSON. */
export async function answer(args: readonly string[], stdin?: string | Uint8Array): Promise<Answer> {
  const { status, stdout, stderr } = await run([...args, '--format', 'json'], stdin);
  if (status !== 0) throw new Error(`status ${status}: ${stderr}`);
  return JSON.parse(stdout) as Answer;
}

/** The JSON of a metric. */
export interface Answer {
  readonly result: readonly Readonly<Record<string, string | number | boolean | null>>[];
  readonly scalars: Readonly<Record<string, string | number | boolean | null>>;
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly diagnostics: { readonly rowsIn: number; readonly rowsUsed: number; readonly inferred: object; readonly notes: readonly { code: string }[] };
}

/** Writes *content* to a file of this test and returns its path. */
export async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
