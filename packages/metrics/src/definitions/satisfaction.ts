import type { Input } from '../arrow/frame.js';
import type { Estimate, Fold, Kernels, Metric, QuickFold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { tellsAnswers } from './satisfaction-disclosure.js';
import { estimateSatisfaction } from './satisfaction-estimate.js';
import { createSatisfactionFold } from './satisfaction-fold.js';
import { resolveSatisfactionOptions, type SatisfactionOptions } from './satisfaction-options.js';
import { planSatisfaction } from './satisfaction-plan.js';
import { quickSatisfaction } from './satisfaction-quick.js';
import { scoreScale } from './satisfaction-scale.js';

/**
 * What customers say of the company: Net Promoter Score (M27), satisfaction (M21) or effort (M28), by period and segment.
 *
 * State is keyed by period, segment and score: 4 bytes a score of each (16 more, twice, with weights), whatever the number
 * of customers. Rows may be late or out of order, and nothing changes (C22). Only where a customer column is named, each
 * answer is kept as well, 9 bytes, so that a mark has members (`membersOf`; an evaluation needs no members, and without weights
 * holds only a table of at most a megabyte). An answer is a row: a customer who answers twice counts
 * twice, and an answer without a customer counts too.
 *
 * The scale is part of the data's contract: integers on it are answers; anything else (missing, off the scale, between
 * two scores, without a usable weight) is left out and counted, never put with a neighbour. The denominator is *answered*;
 * where nobody answered every score is null.
 *
 * Result, one row for each period and segment that has rows, by period, then segment (missing ones last, as `(missing)`);
 * a single row where there is neither. NPS and CSAT are in points, shares of CES are fractions (C21):
 * - NPS: `segment`, `n` answers, `excluded`, `promoters` (9, 10), `passives` (7, 8), `detractors` (0 to 6) as counts or sums
 *   of weights, `nps` = 100 (p - d), `se`, `lower`, `upper` (C9: adjusted Wald by default, not clamped); `period`,
 *   `promoter_share`, `passive_share`, `detractor_share`;
 * - CSAT: `item` (the score's column), `n`, `missing`, `csat` = 100 x the share from `top` on, `lower`, `upper` (Wilson),
 *   `mean`, `sd`, `index` (the mean from 0 to 100 of the scale), `distribution` (answers by score); `period`, `segment`,
 *   `satisfied`, `mean_lower`, `mean_upper` (normal);
 * - CES: `item`, `n`, `mean`, `low_effort_share`, `lower`, `upper` (Wilson); `period`, `segment`, `excluded`, `low_effort`,
 *   `sd`, `mean_lower`, `mean_upper`;
 * - all: `change` from the period before (the calendar's, which must have rows), `change_lower`, `change_upper`,
 *   `distinguishable` (the interval of the change doesn't hold 0; null where there is nothing to compare); `n_eff`, the
 *   effective sample size (C9), which takes the place of n in every interval; `low_n` under 30 answers, `suppressed` under
 *   `minN` (C17); with `unanswered` `response_rate` of those who were asked, `response_lower`, `response_upper` (Wilson); `partial`, the period is not over at `asOf`.
 *
 * Tables: `total` (one row over everything, same columns), `distribution` (period, segment, score, n, share by weight,
 * suppressed; none for suppressed cells), with `rolling` also `rolling`: for each period from the first with so many behind
 * it, the answers of that many periods counted together (never an average of scores), its `change` against the window
 * before, which shares no answer with it. Scalars: `n`, `excluded`, `effective_size`.
 *
 * `index` is the mean as 0 to 100 of the scale, best end 100; of the three ACSI questions on 1 to 10, stacked as rows of
 * respondents who answered all, it is the ACSI with equal weights (Fornell et al. 1996), and with weights, the weighted one.
 *
 * Withheld is not zero. Under `minCell` neither numbers of answers, of groups and of scores are told, nor what would tell
 * them: other numbers that add up with them, a score whose groups are not all told, mean and deviation where not every
 * count by score is, the customers behind a mark. Rows that are no answer are counted always.
 *
 * Marks, where a customer column is named: any of `{score, group, segment, period}`; groups are promoters, passives,
 * detractors; satisfied, others; low_effort, others.
 */
export const satisfaction: Metric<SatisfactionOptions> = {
  name: 'satisfaction',
  roles: { score: 'required', customer: 'optional', time: 'optional', segment: 'optional', weight: 'optional' },
  resolve: resolveSatisfactionOptions,
  fold: (options: SatisfactionOptions, input: Input): Fold<unknown> => (
    createSatisfactionFold(planSatisfaction(resolveSatisfactionOptions(options), input), input)),
  quick: (options: SatisfactionOptions, input: Input, kernels: Kernels | null): QuickFold | null => (
    quickSatisfaction(planSatisfaction(resolveSatisfactionOptions(options), input), input, kernels)),
  estimate: (summary: Summary, options: SatisfactionOptions): Estimate => estimateSatisfaction(summary, resolveSatisfactionOptions(options)),
  tells: (mark: Mark, estimate: Estimate, options: SatisfactionOptions): boolean => tellsAnswers(mark, estimate, scoreScale(resolveSatisfactionOptions(options).scale)),
};
