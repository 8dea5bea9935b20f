import { commonFlags, filterFlags, type Flag, metricFlags, switches } from './flags.js';

const ABOUT: Readonly<Record<string, string>> = {
  pyramid: 'tiers of customers by what they bring, and how concentrated it is',
  retention: 'how many customers of each cohort come back',
  funnel: 'how far customers come through a series of stages',
  lifecycle: 'new, returning, resurrected and dormant customers by period',
  phases: 'establishing, developing, maintaining and broken-up relationships, and who moved between',
  loyalty: 'who bought once, who came back, who stays, and how long it takes to buy again',
  'new-existing': 'what new and existing customers bring, by period',
  survival: 'how long subscriptions last (Kaplan-Meier), or how long customers take to buy again',
  satisfaction: 'NPS, CSAT or CES, with its interval',
  inspect: 'what is in a file, and whether it is whole',
};

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  pyramid: ['clientele pyramid orders.csv --customer customer_id --value amount'],
  retention: ['clientele retention orders.arrow --period month --time-zone Asia/Shanghai --format csv'],
  funnel: ['clientele funnel events.parquet --stage event --steps visit,signup,trial --window 30d'],
  lifecycle: ['clientele lifecycle jan.csv feb.csv mar.csv --as-of 2024-03-31'],
  phases: ['clientele phases orders.csv --value amount --window 90d --as-of 2024-06-30'],
  loyalty: ['clientele loyalty orders.csv --value amount --as-of 2024-06-30'],
  'new-existing': ['clientele new-existing orders.arrow --period quarter --value amount'],
  survival: ['clientele survival subscriptions.csv --start started_at --end ended_at --segment plan --project 12'],
  satisfaction: ['clientele satisfaction survey.csv --score q1 --scale csat:1-5:4 --segment country'],
  inspect: ['clientele inspect orders.arrow', 'curl https://example.org/orders | clientele inspect -'],
};

/** Returns the help on *topic*, a metric or `inspect`, or on the whole command where it is null. */
export function helpText(topic: string | null): string {
  return topic === null ? overview() : helpOn(topic);
}

function overview(): string {
  return [
    'Usage: clientele <metric> <file...> [flags]',
    '       clientele inspect <file> [--format json]',
    '',
    'Reads Arrow streams and files, Parquet and delimited text (each also gzipped), from files, http(s) addresses and',
    'standard input (-), told apart by what is in them. Several files with the same columns count as one.',
    'Columns that are not named are found by their names.',
    '',
    'Metrics:',
    ...columns(Object.entries(ABOUT)),
    '',
    'Flags of all metrics:',
    ...columns(commonRows()),
    '',
    'The flags of a metric: clientele <metric> --help',
    'Status: 0 when it worked, 1 when the data could not be read, 2 when the command could not be understood.',
    '',
  ].join('\n');
}

function helpOn(topic: string): string {
  const own = metricFlags[topic] ?? [];
  return [
    `Usage: clientele ${topic} <file...> [flags]`,
    '',
    `${topic[0]?.toUpperCase() ?? ''}${topic.slice(1)}: ${ABOUT[topic] ?? ''}.`,
    '',
    ...(own.length === 0 ? [] : ['Flags:', ...columns(own.map(({ name, value, about }) => [`--${name} <${value}>`, about])), '']),
    'Flags of all metrics:',
    ...columns(commonRows(topic === 'inspect' ? commonFlags : [...filterFlags, ...commonFlags])),
    '',
    ...(EXAMPLES[topic] ?? []).map((example) => `Example: ${example}`),
    '',
  ].join('\n');
}

function commonRows(flags: readonly Flag[] = [...filterFlags, ...commonFlags]): (readonly [string, string])[] {
  return [
    ...flags.map(({ name, value, about }) => [`--${name} <${value}>`, about] as const),
    ...switches.map(({ name, short, about }) => [`--${name}${short === undefined ? '' : `, -${short}`}`, about] as const),
  ];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
