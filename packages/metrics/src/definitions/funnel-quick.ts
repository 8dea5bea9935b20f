import type { Frame, Input } from '../arrow/frame.js';
import { MOST_STEPS, type StepChains } from '../kernels/step-chains.js';
import { PlainStepChains } from '../kernels/step-chains-plain.js';
import { WasmStepChains } from '../kernels/step-chains-wasm.js';
import type { Kernels, QuickFold } from '../metric.js';
import { tallyOutcomes } from './funnel-outcomes.js';
import type { FunnelOptions } from './funnel-options.js';
import { planFunnel } from './funnel-plan.js';
import { attemptRules, stepPlan } from './funnel-rules.js';
import { stageReader, type StageRows } from './funnel-stages.js';
import { funnelSummary } from './funnel-summary.js';
import { countRows, createTally, rowCounts } from './row-tally.js';

/** The rules of attempts that a chain knows nothing of, as they are where nobody asks for them. */
const PLAIN: FunnelOptions = {
  segment: null, optional: null, order: 'ordered', windowFrom: 'entry', attempt: 'best', tieMs: 0, equalTimes: 'ordered', repeats: 'ignore',
  exclusions: null, holdConstant: null, compareRange: null, period: null, mode: null,
};

/**
 * Returns the quick way to the best ordered attempts of named steps within a window from the entry, or null for other questions:
 * further rules, values that are decimals, parts, steps to be found in the data.
 */
export function quickFunnel(options: FunnelOptions, input: Input, kernels: Kernels | null): QuickFold | null {
  const isPlain = (Object.keys(PLAIN) as (keyof FunnelOptions)[]).every((name) => (options[name] ?? PLAIN[name]) === PLAIN[name]);
  if (!isPlain || options.steps == null || options.steps.length > MOST_STEPS) return null;
  const { columns, cutOff, stepOf, zone } = planFunnel(options, input);
  if (stepOf === null) return null;
  const names = options.steps;
  const customers = input.keyIndex(columns.customer);
  // In JavaScript rows of arrays of several widths are read more slowly than codes.
  const stagesOf = kernels === null
    ? (frame: Frame): StageRows => ({ stages: frame.keys(columns.stage), staged: null, stepOf: stepOf() })
    : stageReader(columns.stage, names, stepOf);
  const { entryBefore, entryFrom, windowMicros: window } = attemptRules(options, stepPlan(options, names.length), zone);
  const chains: StepChains = kernels === null ? new PlainStepChains(cutOff) : new WasmStepChains(kernels(), cutOff);
  return {
    add(frame, mask) {
      const { customer, time, value } = columns;
      if (value !== null && frame.decimals(value) !== null) return false;
      const { staged, stages, stepOf: byStage } = stagesOf(frame);
      return chains.add({
        staged, stages, stepOf: byStage, count: frame.numRows, customers: frame.keys(customer), times: frame.ticks(time) ?? frame.instants(time),
        values: value === null ? null : frame.numbers(value), mask,
      }, customers.size);
    },
    finish() {
      const { tally } = chains;
      const rows = createTally();
      countRows(rows, tally.used, {
        customer_missing: tally.withoutCustomer, time_missing: tally.withoutTime, after_as_of: tally.afterCutOff, stage_missing: tally.withoutStage,
        stage_not_a_step: tally.notAStep,
      });
      const end = cutOff === Infinity ? tally.last + 1 : cutOff;
      const found = chains.find({ steps: names.length, window, entryFrom, entryBefore, openFrom: window === Infinity ? Infinity : end - window });
      return funnelSummary({
        steps: { origin: 'named', names, codes: [], leftOut: 0 }, total: tallyOutcomes(found, names.length), segments: null, periods: null, moves: null,
        excluded: 0, earlier: null, unused: 0, valuesMissing: columns.value === null ? null : tally.withoutValue, rows: rowCounts(rows), first: tally.first, last: tally.last, zone,
        asOf: options.asOf ?? null, end,
      });
    },
  };
}
