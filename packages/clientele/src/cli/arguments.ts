import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearest, type Predicate } from '@clientele/metrics';
import { commonFlags, filterFlags, type Flag, metricFlags, switches } from './flags.js';
import { UsageError } from './failure.js';
import { setOption } from './option-value.js';

/** How an answer is written. */
export type OutputFormat = 'table' | 'json' | 'csv' | 'arrow';

/** How text files are read. */
export interface TextFlags {
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly header?: boolean;
}

/** What a command line asks for. */
export type Command =
  | { readonly kind: 'help'; readonly topic: string | null }
  | { readonly kind: 'version' }
  | { readonly kind: 'inspect'; readonly files: readonly string[]; readonly format: OutputFormat; readonly text: TextFlags }
  | {
    readonly kind: 'metric'; readonly metric: string; readonly options: Readonly<Record<string, unknown>>;
    readonly files: readonly string[]; readonly format: OutputFormat; readonly text: TextFlags;
    readonly where: Predicate | null;
    /** Files that the filter names, by name. */
    readonly sources: Readonly<Record<string, string>>;
  };

/** What `parseArgs` says of one argument. */
interface Token {
  readonly kind: string;
  readonly name?: string;
  readonly rawName?: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

const FORMATS: readonly OutputFormat[] = ['table', 'json', 'csv', 'arrow'];
const COMMANDS = [...Object.keys(metricFlags), 'inspect'];

/** Returns what *args* (without node and script) ask for. Throws UsageError, with the nearest name for a misspelt one. */
export function parseCommand(args: readonly string[]): Command {
  const { positionals, given } = readArguments(args);
  const [command, ...files] = positionals;
  if (given.has('version')) return { kind: 'version' };
  if (given.has('help') || command === 'help') {
    const topic = command === 'help' ? files[0] : command;
    return { kind: 'help', topic: topic !== undefined && COMMANDS.includes(topic) ? topic : null };
  }
  if (command === undefined) throw new UsageError(`no metric given; expected ${COMMANDS.join(', ')}`);
  if (!COMMANDS.includes(command)) throw unknownCommand(command);
  const own = metricFlags[command] ?? [];
  const allowed = [...own, ...(command === 'inspect' ? [] : filterFlags), ...commonFlags];
  const topic = command;
  for (const name of given.keys()) {
    if (allowed.some((flag) => flag.name === name) || switches.some((flag) => flag.name === name)) continue;
    throw unknownFlag(name, [...allowed, ...switches].map((flag) => flag.name), topic);
  }
  if (files.length === 0) throw new UsageError(`${command}: no file given; expected files, or - for standard input`, topic);
  if (files.filter((file) => file === '-').length > 1) throw new UsageError(`${command}: standard input is given twice; expected it once`, topic);
  const shared = { files, format: formatOf(given, topic), text: textFlags(given, topic) };
  if (command === 'inspect') return { kind: 'inspect', ...shared };
  const options: Record<string, unknown> = {};
  // In the order of the table: how --tiers is read depends on --by.
  for (const flag of own) {
    const text = given.get(flag.name);
    if (text !== undefined) setOption(options, flag, text, topic);
  }
  return { kind: 'metric', metric: command, options, where: filterOf(given, topic), sources: sourcesOf(given, topic), ...shared };
}

function readArguments(args: readonly string[]): { positionals: string[]; given: Map<string, string> } {
  const flags = allFlags();
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const { name } of flags) options[name] = { type: 'string' };
  for (const { name, short } of switches) options[name] = { type: 'boolean', ...(short === undefined ? {} : { short }) };
  const { tokens } = parseArgs({ args: [...args], strict: false, allowPositionals: true, tokens: true, options });
  const positionals: string[] = [];
  const given = new Map<string, string>();
  for (const token of tokens as readonly Token[]) {
    if (token.kind === 'positional') positionals.push(token.value ?? '');
    if (token.kind !== 'option') continue;
    const name = token.name ?? '';
    if (given.has(name)) throw new UsageError(`--${name} is given twice; expected it once`);
    given.set(name, valueOf(token, flags.some((flag) => flag.name === name), (token.rawName ?? '').startsWith('--')));
  }
  return { positionals, given };
}

/** Unknown names pass: what is nearest to them depends on the metric, which stands anywhere among the arguments. */
function valueOf({ name = '', rawName = '', value, inlineValue }: Token, wantsValue: boolean, long: boolean): string {
  const known = wantsValue || switches.some((flag) => flag.name === name);
  if (!known) {
    if (!long) throw new UsageError(`unknown flag ${rawName}; expected --help or flags that begin with --`);
    return value ?? '';
  }
  if (!wantsValue) {
    if (value !== undefined) throw new UsageError(`--${name} takes no value, got ${JSON.stringify(value)}`);
    return '';
  }
  const swallowed = value !== undefined && inlineValue !== true && /^-[^\d.]/.test(value);
  if (value === undefined || value === '' || swallowed) {
    throw new UsageError(`--${name} has no value${swallowed ? `, got ${value} after it` : ''}; expected --${name} <${valueName(name)}>`);
  }
  return value;
}

function valueName(name: string): string {
  return allFlags().find((flag) => flag.name === name)?.value ?? 'value';
}

function allFlags(): Flag[] {
  const flags = [...Object.values(metricFlags).flat(), ...filterFlags, ...commonFlags];
  return flags.filter((flag, i) => flags.findIndex(({ name }) => name === flag.name) === i);
}

function unknownCommand(command: string): UsageError {
  const near = nearest(command, COMMANDS);
  return new UsageError(`unknown metric ${JSON.stringify(command)}; expected ${near === null ? COMMANDS.join(', ') : `"${near}"`}`);
}

function unknownFlag(name: string, known: readonly string[], topic: string): UsageError {
  const near = nearest(name, known);
  return new UsageError(`${topic}: unknown flag --${name}${near === null ? '' : `; expected --${near}`}`, topic);
}

/** What the columns of a filter are, the data tell; here it must be JSON. */
function filterOf(given: ReadonlyMap<string, string>, topic: string): Predicate | null {
  const text = given.get('where');
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as Predicate;
  } catch (error) {
    throw new UsageError(`--where is no JSON: ${error instanceof Error ? error.message : String(error)}; expected {"op":"eq","column":"channel","value":"web"}`, topic);
  }
}

function sourcesOf(given: ReadonlyMap<string, string>, topic: string): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const part of given.get('sources')?.split(',') ?? []) {
    const [, name, file] = /^([^=]+)=(.+)$/.exec(part.trim()) ?? [];
    if (name === undefined || file === undefined) throw new UsageError(`--sources has no name and file, got ${JSON.stringify(part)}; expected people=customers.parquet`, topic);
    sources[name] = file;
  }
  return sources;
}

function formatOf(given: ReadonlyMap<string, string>, topic: string): OutputFormat {
  const text = given.get('format') ?? 'table';
  const format = FORMATS.find((name) => name === text);
  if (format !== undefined) return format;
  const near = nearest(text, FORMATS);
  throw new UsageError(`unknown format ${JSON.stringify(text)}; expected ${near === null ? FORMATS.join(', ') : `"${near}"`}`, topic);
}

function textFlags(given: ReadonlyMap<string, string>, topic: string): TextFlags {
  const delimiter = given.get('delimiter');
  const encoding = given.get('encoding');
  const named: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', bar: '|', pipe: '|', space: 'spaces', ' ': 'spaces' };
  const character = delimiter === undefined ? undefined : named[delimiter] ?? delimiter;
  if (character !== undefined && character !== 'spaces' && character.length !== 1) {
    throw new UsageError(`--delimiter is ${JSON.stringify(delimiter)}; expected one character, tab or spaces`, topic);
  }
  return {
    ...(character === undefined ? {} : { delimiter: character }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(given.has('no-header') ? { header: false } : {}),
  };
}
