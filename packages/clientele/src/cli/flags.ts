/** How a flag's text becomes an option. */
export type FlagKind =
  | 'text' | 'number' | 'share' | 'list' | 'mode' | 'weekday' | 'tiers' | 'rungs' | 'brackets' | 'yes' | 'exclusions' | 'attribution' | 'range'
  /** One end of `entryRange`. */
  | 'entry-from' | 'entry-to';

/** A flag of a metric and the option that it sets. */
export interface Flag {
  readonly name: string;
  readonly option: string;
  readonly kind: FlagKind;
  /** What stands for the value in the help. */
  readonly value: string;
  readonly about: string;
}

const flag = (name: string, value: string, about: string, kind: FlagKind = 'text', option: string = camelCase(name)): Flag => {
  return { name, option, kind, value, about };
};

const customer = flag('customer', 'column', 'who: the column of customer ids');
const time = flag('time', 'column', 'when: the column of dates or instants');
const value = flag('value', 'column', 'how much: the column of amounts');
const order = flag('order-id', 'column', 'the column of order ids; without it an order is a customer-day', 'text', 'order');
const segment = flag('segment', 'column', 'a column to break the result down by');
const period = flag('period', 'period', 'day, week, month, quarter or year');
const timeZone = flag('time-zone', 'zone', 'IANA time zone in which days begin, such as Asia/Shanghai; UTC');
const weekStart = flag('week-start', 'day', 'first day of a week: monday to sunday, or 1 to 7; monday', 'weekday');
const asOf = flag('as-of', 'date', 'up to when the data are complete; later rows are left out');
const currency = flag('currency', 'code', 'currency of the amounts, for labels, such as EUR');
const confidence = flag('confidence', 'share', 'of the intervals; 95%', 'share');
const minN = flag('min-n', 'n', 'tell nothing about fewer customers or answers than this; 0', 'number', 'minN');
const minCell = flag('min-cell', 'n', 'withhold groups of fewer customers, and what would tell them; 0', 'number', 'minCell');

/** The flags of each metric, in the order of its help. */
export const metricFlags: Readonly<Record<string, readonly Flag[]>> = {
  pyramid: [
    customer, value, time,
    flag('by', 'way', 'tiers by share of customers, threshold of value, or profit; share'),
    flag('tiers', 'list', 'from the top: top:1%,big:5%,medium:20%,small:100% (cumulative), or gold:1000,silver:100,rest with --by threshold', 'tiers'),
    flag('ties', 'way', 'equal values are cut by rank or stay together; rank'),
    flag('window', 'length', 'with --as-of, count only what came within this long before it: 365d, 12w; everything'),
    flag('compare-as-of', 'date', 'also the tiers at this earlier date, and who moved between them since', 'text', 'compareAsOf'),
    asOf, timeZone, currency, minN, minCell,
  ],
  retention: [
    customer, time, value,
    order, period,
    flag('entry', 'which', 'cohorts by first activity, or recurring: by every period with activity; first'),
    flag('mode', 'mode', 'active on that period, on-or-after or on-or-before it, streak up to it, bracket of periods; on', 'mode'),
    flag('brackets', 'list', 'for --mode bracket, offsets from and to: 0,1-3,4-7', 'brackets'),
    flag('windows', 'kind', 'offsets are calendar periods, or rolling windows from each first day; calendar'),
    flag('window-days', 'days', 'the length of a rolling window; 1, 7, 30, 91 or 365 by period', 'number'),
    flag('measure', 'measure', 'what rate is about: customers, orders, value or cumulative-value; customers', 'mode'),
    flag('project', 'yes or no', 'project the cells that nobody has seen yet, by a model; no', 'yes'),
    timeZone, weekStart, asOf, confidence, minN, minCell, currency,
  ],
  funnel: [
    customer, time,
    flag('stage', 'column', 'what: the column of stages or events'),
    flag('steps', 'list', 'stages in order, divided by commas: visit,signup,trial', 'list'),
    flag('optional', 'list', 'steps that may be left out, divided by commas', 'list'),
    flag('order', 'way', 'steps come ordered, strict (nothing in between), or in any order; ordered'),
    flag('window', 'length', 'from entry to the last step, inclusive: 30d, 12h, 60s; no limit'),
    flag('window-from', 'start', 'the window runs from entry, or from the previous step; entry'),
    flag('attempt', 'which', 'of a customer\'s attempts the first, the best, or every one counts; best'),
    flag('equal-times', 'way', 'events of one instant are ordered, or a step must be later than the one before (apart); ordered'),
    flag('repeats', 'way', 'ignore a step that comes again, or end the attempt; ignore'),
    flag('exclude', 'list', 'stages that end an attempt: refund or refund:signup/purchase (between two steps); refund@customer rules out the customer', 'exclusions', 'exclusions'),
    flag('hold-constant', 'columns', 'columns that must not change within an attempt, divided by commas', 'list'),
    flag('mode', 'mode', 'read stages as places: all-stages, any-stage or reached-or-later', 'mode'),
    flag('regressions', 'way', 'with --mode, a customer stands at the highest stage ever (keep-highest) or at the current one; keep-highest', 'mode'),
    flag('lost-stages', 'list', 'with --mode, stages that mean that a customer is lost', 'list'),
    flag('tie-ms', 'ms', 'by how many milliseconds a step may be stamped before the one that it follows; 0', 'number'),
    flag('entry-from', 'date', 'count entries from this day on', 'entry-from', 'entryRange'),
    flag('entry-to', 'date', 'count entries up to this day, inclusive', 'entry-to', 'entryRange'),
    flag('compare-range', 'range', 'compare entries with earlier ones: previous (needs both entry dates), or 2025-10-01/2025-12-31', 'range'),
    flag('attribution', 'which', 'the segment is that of the first event, the last, or of a step by its number; first', 'attribution'),
    flag('period', 'period', 'also by the period in which attempts began: day, week, month, quarter or year'),
    value, segment, timeZone, weekStart, asOf, currency, confidence, minN, minCell,
  ],
  lifecycle: [
    customer, time, value, period, timeZone, weekStart, asOf,
    flag('new-by', 'event', 'what makes a customer new: first-event, or created-at; first-event', 'mode'),
    flag('created-at', 'column', 'with --new-by created-at, the column of dates on which customers came to be'),
    confidence, minN, minCell, currency,
  ],
  phases: [
    customer, time, value,
    flag('window', 'length', 'D, whole days: break-up after 2 D without a purchase, establishing in the first D; 90d'),
    flag('gaps', 'n', 'D as that many times the median days between purchases, instead of --window', 'number'),
    period, timeZone, weekStart, asOf, confidence, minN, minCell, currency,
  ],
  loyalty: [
    customer, time, value, order,
    flag('count-by', 'way', 'an order is an order id, or a customer-day; order'),
    flag('rungs', 'list', 'from the lowest: first_time:1,repeat:2,loyal:5 orders', 'rungs'),
    timeZone, asOf, confidence, minN, minCell, currency,
  ],
  'new-existing': [customer, time, value, order, period, timeZone, weekStart, asOf, confidence, minN, minCell, currency],
  survival: [
    flag('of', 'what', 'durations, subscriptions or purchases (time to the second one); by the columns there are'),
    flag('duration', 'column', 'how long: the column of durations'),
    flag('event', 'column', 'whether it ended: the column of yes and no'),
    flag('event-value', 'text', 'what in that column means that it ended; yes, true or 1'),
    flag('entry', 'column', 'when it came under observation, where that was late'),
    flag('start', 'column', 'the column of first days of subscriptions'),
    flag('end', 'column', 'the column of their last days, empty while they last'),
    customer, time, value, segment,
    flag('period', 'period', 'what time is counted in: day, week, month, quarter or year; month, day for purchases'),
    flag('observed-from', 'date', 'subscriptions are known from this day on'),
    flag('project', 'periods', 'how many periods to project beyond the last observed; 0', 'number'),
    timeZone, asOf, confidence, minN, minCell,
  ],
  satisfaction: [
    flag('score', 'column', 'the column of answers'),
    flag('scale', 'scale', 'nps, csat:1-5:4 (satisfied from 4 on), ces:1-7:high (high is easy); nps'),
    flag('interval', 'way', 'of NPS: adjusted-wald or wald; adjusted-wald'),
    segment,
    flag('weight', 'column', 'the column of survey weights'),
    flag('rolling', 'periods', 'also the answers of this many periods counted together, with --period', 'number'),
    flag('unanswered', 'yes or no', 'rows without a score were asked and did not answer, for a response rate; no', 'yes'),
    customer, time, period, timeZone, weekStart, asOf, confidence, minN, minCell,
  ],
};

/** Flags of how files are read and answers written, the same for every command. */
export const commonFlags: readonly Flag[] = [
  flag('format', 'format', 'table, json, csv or arrow (an IPC stream); table'),
  flag('delimiter', 'character', 'of text files; found by itself'),
  flag('encoding', 'name', 'of text files, such as gb18030; found by itself'),
];

/** Flags of which rows a metric counts, the same for every metric. */
export const filterFlags: readonly Flag[] = [
  flag('where', 'json', 'only rows for which a filter holds, such as {"op":"eq","column":"channel","value":"web"}'),
  flag('sources', 'list', 'other files that the filter names: people=customers.parquet,orders=orders.arrow', 'list'),
];

/** Flags without a value. */
export const switches: readonly (Omit<Flag, 'kind' | 'value' | 'option'> & { readonly short?: string })[] = [
  { name: 'no-header', about: 'text files begin with data; the columns are called column_1, column_2, ...' },
  { name: 'help', short: 'h', about: 'this text' },
  { name: 'version', short: 'v', about: 'the version' },
];

/** Returns `time-zone` as `timeZone`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
