import type { Input } from '../arrow/frame.js';
import type { Fold, Metric } from '../metric.js';
import { tellsSpells } from './survival-disclosure.js';
import { estimateSurvival } from './survival-estimate.js';
import { secondPurchaseFold, spellFold } from './survival-fold.js';
import { resolveSurvival, type SurvivalOptions } from './survival-options.js';
import { planSurvival } from './survival-plan.js';

/**
 * Survival (M17): the share of customers still there after a time, from subscriptions or durations of which many are not
 * over yet, or the share who haven't bought again (Kaplan & Meier 1958).
 *
 * State is a journal: 24 bytes a spell, 4 more with groups (purchases: 16 to 24 a row). Rows may come in any order.
 *
 * - `of: 'durations'`: a row is a spell of length `duration`; `event` tells whether it ended or is still on (censored).
 *   `entry` is when it came under observation, where that was late (left truncation).
 * - `of: 'subscriptions'`: a row is a spell from `start` to `end` by local dates; without an end, or with one after `asOf`,
 *   it is still on. A loss counts at the end of the period in which it falls, and those still there were watched over the
 *   periods that they completed. `observedFrom` leaves out what ended before, and lets earlier starts enter late.
 * - `of: 'purchases'`: a customer's spell lasts from the first day with an order to the next such day; it "survives" while
 *   there is no second purchase.
 *
 * Spells without length, negative or with an unreadable event are dropped and counted. Censored at a time are still at
 * risk at it (C15). Standard errors are Greenwood's, intervals log-log.
 *
 * - Main table by segment and time: `segment` (null without groups), `time`, `at_risk`, `events`, `censored`, `survival`,
 *   `std_err` (null once nobody is left), `lower`, `upper`, `low_n` (fewer than 30 at risk).
 * - Scalars: `n`, `events`, `groups`, `median` of a single group (null where survival never falls to one half), and the
 *   log-rank test of equal groups (Mantel 1966).
 * - Tables: `groups` (`n`, `events`, `censored`, `median` with its interval (Brookmeyer & Crowley 1982), `expected` events of
 *   the log-rank test, the shifted-beta-geometric `alpha`, `beta`, `log_likelihood` (Fader & Hardie 2007), `suppressed` below
 *   `minN` or by `minCell`), `projection` (with `project`: the last observed point and the model's continuation; never an observation).
 * - Under `minCell` groups, events and censored of 1 to one less are withheld, with what would tell them. Times are taken together, rounded up,
 *   until between two of them as many ended as `minCell` says, or nobody, and so with the censored; curve and median follow
 *   from those. Tests and models are of all durations: they don't tell a group (Brandt et al. 2010, Guidelines for the checking of output
 *   based on microdata research).
 * - Marks: `{segment?, time?, status?: 'ended' | 'active'}`: who ended at that time, who ended, who is still there.
 */
export const survival: Metric<SurvivalOptions> = {
  name: 'survival',
  roles: {
    duration: 'optional', event: 'optional', entry: 'optional', start: 'optional', end: 'optional', customer: 'optional', time: 'optional',
    value: 'optional', segment: 'optional',
  },
  resolve: resolveSurvival,
  fold(options: SurvivalOptions, input: Input): Fold<unknown> {
    const plan = planSurvival(options, input.schema);
    return 'spells' in plan ? spellFold(plan.spells, input) : secondPurchaseFold(plan.purchases, plan.period, input);
  },
  estimate: estimateSurvival,
  tells: tellsSpells,
};
