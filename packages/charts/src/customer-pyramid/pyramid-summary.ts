import type { Format } from '../locales/format.js';
import type { PyramidMessages, PyramidView } from './customer-pyramid.messages.js';
import { type PyramidFigures, roundShareText, shareText } from './pyramid-figures.js';
import { shortMoney } from './tier-layout.js';

/** Returns the finding of a view in one sentence. */
export function summaryOf(figures: PyramidFigures, view: PyramidView, format: Format, messages: PyramidMessages): string {
  const { summaries } = messages;
  if (figures.tiers.length === 0) return messages.empty;
  const asOf = figures.asOf === null ? '' : messages.asOf(format.date(figures.asOf));
  const customers = messages.customersOf(format.count(figures.customers), figures.customers);
  if (view === 'pyramid') return pyramidSummary(figures, customers, asOf, format, messages);
  if (view === 'moves') return movesSummary(figures, asOf, format, messages);
  if (view === 'concentration') {
    const top20 = figures.scalar('top20_share');
    const share80 = figures.scalar('customers_for_80pct_share');
    if (figures.lorenz.length === 0 || top20 === null || share80 === null) return summaries.noCurve(shortMoney(figures.total, format));
    return summaries.concentration({ customers, top20: shareText(format, top20), share80: shareText(format, share80), gini: format.number(figures.scalar('gini'), 2), asOf });
  }
  if (view === 'deciles') {
    const ratio = figures.scalar('decile_ratio');
    if (ratio !== null) return summaries.deciles({ customers, ratio: format.number(ratio, ratio >= 100 ? 0 : 1), asOf });
    return summaries.noRatio({ customers, best: shortMoney(figures.scalar('top10_sum') ?? figures.deciles[0]?.value ?? null, format), asOf });
  }
  const losers = figures.scalar('loss_customers') ?? 0;
  if (losers === 0) return summaries.noLoss(customers, asOf);
  return summaries.whale({
    best: format.count(figures.scalar('peak_customers')),
    customers,
    peak: shortMoney(figures.scalar('peak_value'), format),
    losers: messages.customersOf(format.count(losers), losers),
    loss: shortMoney(Math.abs(figures.scalar('loss_value') ?? 0), format),
    asOf,
  });
}

function movesSummary(figures: PyramidFigures, asOf: string, format: Format, messages: PyramidMessages): string {
  const { summaries, moves } = messages;
  const number = (name: string): string | null => {
    const count = figures.scalar(name);
    return count === null ? null : format.count(count);
  };
  // What is withheld is left out: the table says so for each.
  const went = Object.entries({ moved_up: moves['up'], moved_down: moves['down'], left: moves['out'] }).flatMap(([name, word]) => {
    const count = number(name);
    return count === null || word === undefined ? [] : [messages.went(count, word)];
  });
  return summaries.moves({
    before: number('customers_before'), since: figures.compareAsOf === null ? '' : format.date(figures.compareAsOf), went: format.list(went), entered: number('entered'), asOf,
  });
}

function pyramidSummary(figures: PyramidFigures, customers: string, asOf: string, format: Format, { summaries }: PyramidMessages): string {
  const { tiers } = figures;
  if (tiers.every((tier) => tier.valueShare === null && !tier.suppressed)) return summaries.noTotal(customers, shortMoney(figures.total, format), asOf);
  const shares = reach(figures);
  const first = shares[0];
  if (first === undefined) return summaries.tiers(customers, format.count(tiers.length), asOf);
  const firstText = roundShareText(format, first.customers);
  const firstValue = shareText(format, first.value);
  const losing = tiers.find((tier) => tier.losing);
  if (losing !== undefined) {
    return summaries.profit({
      customers, first: firstText, firstValue, asOf, none: losing.customers === 0,
      losing: format.count(losing.customers), losingShare: shareText(format, losing.customerShare),
    });
  }
  const second = shares.length > 1 ? shares.at(-1) : undefined;
  return summaries.shares({
    customers, first: firstText, firstValue, asOf,
    second: second === undefined ? null : roundShareText(format, second.customers),
    secondValue: second === undefined ? '' : shareText(format, second.value),
  });
}

/** How far tiers reach from the top: cumulative shares of customers and value, but for all of them and for what's withheld. */
function reach({ tiers }: PyramidFigures): { customers: number; value: number }[] {
  const shares: { customers: number; value: number }[] = [];
  let customers = 0;
  let value = 0;
  for (const tier of tiers) {
    if (tier.suppressed || tier.losing) break;
    if (tier.customers === 0) continue;
    customers += tier.customerShare ?? 0;
    value += tier.valueShare ?? 0;
    if (customers > 0.9999 && shares.length > 0) break;
    shares.push({ customers, value });
  }
  return shares;
}
