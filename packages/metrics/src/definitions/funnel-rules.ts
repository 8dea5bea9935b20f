import { parseInstant } from '../calendar/local-date.js';
import { windowMicros } from '../calendar/window-length.js';
import { type AttemptRules, planSteps, type StepPlan } from './funnel-attempt.js';
import type { FunnelOptions } from './funnel-options.js';

/** Returns the stages that are no steps but that matter: those excluded, then those that mean a loss. */
export function furtherStages(options: FunnelOptions): readonly string[] {
  return [...new Set([...(options.exclusions ?? []).map(({ stage }) => stage), ...(options.lostStages ?? [])])];
}

/** Returns which codes stand for which stages, for *stepCount* steps. */
export function stepPlan(options: FunnelOptions, stepCount: number): StepPlan {
  const optional = (options.optional ?? []).map((name) => (options.steps ?? []).indexOf(name));
  return planSteps(stepCount, optional, furtherStages(options).length, options.order === 'strict');
}

/** Returns the rules by which attempts are found; dates are read in *timeZone*. */
export function attemptRules(options: FunnelOptions, plan: StepPlan, timeZone: string): AttemptRules {
  const { from, to } = options.entryRange ?? {};
  const steps = options.steps ?? [];
  const further = furtherStages(options);
  return {
    order: options.order ?? 'ordered',
    attempt: options.attempt ?? 'best',
    windowMicros: options.window == null ? Infinity : (windowMicros(options.window) ?? Infinity),
    windowFrom: options.windowFrom ?? 'entry',
    tieMicros: (options.tieMs ?? 0) * 1000,
    apart: options.equalTimes === 'apart',
    repeatsEnd: options.repeats === 'end',
    walls: (options.exclusions ?? []).map(({ stage, between, scope }) => ({
      code: plan.stepCount + further.indexOf(stage),
      // An optional step belongs to the stretch between the steps around it.
      from: between == null ? 0 : plan.nextLevel[steps.indexOf(between[0])]! - 1,
      to: between == null ? plan.levels.length - 1 : levelAtOrAfter(plan, steps.indexOf(between[1])),
      wholeCustomer: scope === 'customer',
    })),
    entryFrom: from == null ? -Infinity : (parseInstant(from, timeZone)?.start ?? -Infinity),
    entryBefore: to == null ? Infinity : (parseInstant(to, timeZone)?.endExclusive ?? Infinity),
  };
}

function levelAtOrAfter({ levels, nextLevel }: StepPlan, step: number): number {
  const next = nextLevel[step]!;
  return levels[next - 1] === step ? next - 1 : next;
}
