import { camelCase, type Flag } from './flags.js';
import { UsageError } from './failure.js';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/**
 * Adds to *options* what *text*, given for *flag*, means. Checks only what it must to turn text into a value: whether the
 * value makes sense is the metric's to say. Throws UsageError.
 */
export function setOption(options: Record<string, unknown>, flag: Flag, text: string, metric: string): void {
  const refuse = (expected: string): never => {
    throw new UsageError(`--${flag.name} is ${JSON.stringify(text)}; expected ${expected}`, metric);
  };
  switch (flag.kind) {
    case 'text': options[flag.option] = text; return;
    case 'number': options[flag.option] = numberOf(text) ?? refuse('a number'); return;
    case 'share': options[flag.option] = shareOf(text) ?? refuse('a share such as 0.95 or 95%'); return;
    case 'list': options[flag.option] = text.split(',').map((item) => item.trim()); return;
    case 'mode': options[flag.option] = camelCase(text); return;
    case 'weekday': options[flag.option] = weekdayOf(text) ?? refuse('monday to sunday, or 1 to 7'); return;
    case 'tiers': options[flag.option] = text.split(',').map((item) => tierOf(item, options['by'] === 'threshold') ?? refuse(tierForm(options))); return;
    case 'yes': options[flag.option] = text === 'yes' ? true : text === 'no' ? false : refuse('yes or no'); return;
    case 'brackets': options[flag.option] = text.split(',').map((item) => bracketOf(item) ?? refuse('brackets such as 0,1-3,4-7')); return;
    case 'rungs': options[flag.option] = text.split(',').map((item) => rungOf(item) ?? refuse('rungs such as first_time:1,repeat:2,loyal:5')); return;
    case 'exclusions': options[flag.option] = text.split(',').map((item) => exclusionOf(item.trim())); return;
    case 'attribution': options[flag.option] = numberOf(text) ?? text; return;
    case 'range': options[flag.option] = text === 'previous' ? text : rangeOf(text) ?? refuse('previous, or two dates such as 2025-10-01/2025-12-31'); return;
    case 'entry-from': options[flag.option] = { ...(options[flag.option] as object | undefined), from: text }; return;
    case 'entry-to': options[flag.option] = { ...(options[flag.option] as object | undefined), to: text };
  }
}

function numberOf(text: string): number | null {
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/i.test(text.trim()) ? Number(text) : null;
}

function shareOf(text: string): number | null {
  const trimmed = text.trim();
  if (!trimmed.endsWith('%')) return numberOf(trimmed);
  const percent = numberOf(trimmed.slice(0, -1));
  return percent === null ? null : percent / 100;
}

function weekdayOf(text: string): number | null {
  const wanted = text.trim().toLowerCase();
  const day = DAYS.findIndex((name) => name === wanted || name.slice(0, 3) === wanted);
  return day === -1 ? numberOf(wanted) : day + 1;
}

/** `top:1%` by share, `gold:1000` or a last `rest` by threshold. A name may hold colons; the last one divides. */
function tierOf(item: string, byThreshold: boolean): object | null {
  const at = item.lastIndexOf(':');
  const name = (at === -1 ? item : item.slice(0, at)).trim();
  if (at === -1) return byThreshold && name !== '' ? { name, minimum: null } : null;
  const number = item.slice(at + 1);
  const value = byThreshold ? numberOf(number) : shareOf(number);
  if (value === null || name === '') return null;
  return byThreshold ? { name, minimum: value } : { name, cumulativeShare: value };
}

/** `2025-10-01/2025-12-31`, where the last date may be missing. */
function rangeOf(text: string): object | null {
  const [from = '', to = '', ...more] = text.split('/').map((end) => end.trim());
  return from === '' || more.length > 0 ? null : { from, ...(to === '' ? {} : { to }) };
}

/** `4-7`, or `4` for a bracket of one. */
function bracketOf(item: string): [number, number] | null {
  const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(item);
  return match === null ? null : [Number(match[1]), Number(match[2] ?? match[1])];
}

/** `loyal:5`. */
function rungOf(item: string): object | null {
  const at = item.lastIndexOf(':');
  const orders = numberOf(item.slice(at + 1));
  const name = item.slice(0, Math.max(0, at)).trim();
  return orders === null || name === '' ? null : { name, orders };
}

/** `refund`, `refund:signup/purchase`, `refund@customer`. */
function exclusionOf(item: string): object {
  const [, stage = item, between, scope] = /^(.*?)(?::([^@]*))?(?:@(attempt|customer))?$/.exec(item) ?? [];
  return { stage, ...(between === undefined ? {} : { between: between.split('/') }), ...(scope === undefined ? {} : { scope }) };
}

function tierForm({ by }: Record<string, unknown>): string {
  return by === 'threshold' ? 'tiers such as gold:1000,silver:100,rest' : 'tiers such as top:1%,big:5%,medium:20%,small:100%';
}
