import type { EventsByCustomer } from '../kernels/event-journal.js';
import type { KeyIndex } from '../kernels/key-index.js';

/** The six stages of a customer's life with a company, in order (M18). */
export const LIFECYCLE_STAGES: readonly string[] = ['understand', 'classify', 'customise', 'communicate', 'acquire', 'retain'];

/** An order found in the data has at most this many steps: those with the most customers. */
export const MAX_FOUND_STEPS = 40;

/** The steps of a funnel as codes of the stage column, and where their order comes from. */
export interface ChosenSteps {
  /** `named` in the options, the `lifecycle` stages that occur, or `found` in the data. */
  readonly origin: 'named' | 'lifecycle' | 'found';
  readonly names: readonly string[];
  readonly codes: readonly number[];
  /** How many stages of the data are no step. */
  readonly leftOut: number;
}

/** A stage of the data. */
export interface StageFound {
  readonly name: string;
  readonly customers: number;
  /** Median time from a customer's first event to the customer's first event of the stage, microseconds. */
  readonly delay: number;
}

/**
 * Returns the steps of a funnel for which nobody named any: the six lifecycle stages that occur (M18), when at least two
 * do; otherwise all stages, ordered by the median time from a customer's first event to the customer's first event of the
 * stage, ties by most customers, then by name.
 */
export function findSteps(groups: EventsByCustomer, stages: KeyIndex): ChosenSteps {
  const customers = customersPerStage(groups, stages.size);
  const present = [...customers.keys()].filter((code) => customers[code]! > 0);
  const candidates = present
    .map((code) => ({ code, name: stages.text(code), customers: customers[code]! }))
    .sort(byCustomers)
    .filter(({ name }, place) => place < MAX_FOUND_STEPS || LIFECYCLE_STAGES.includes(name));
  const medians = medianDelays(groups, candidates.map(({ code }) => code), customers);
  const { names, ...origin } = chooseSteps(candidates.map((stage, i) => ({ ...stage, delay: medians[i] ?? 0 })), present.length);
  const codes = new Map(candidates.map(({ code, name }) => [name, code]));
  return { ...origin, names, codes: names.map((name) => codes.get(name)!) };
}

/** Returns the steps among *stages*, which hold those with the most customers and those of the lifecycle; there are *present* stages. */
export function chooseSteps(stages: readonly StageFound[], present: number): Omit<ChosenSteps, 'codes' | 'origin'> & { readonly origin: 'lifecycle' | 'found' } {
  const lifecycle = LIFECYCLE_STAGES.filter((name) => stages.some((stage) => stage.name === name));
  if (lifecycle.length >= 2) return { origin: 'lifecycle', names: lifecycle, leftOut: present - lifecycle.length };
  const names = [...stages].sort(byCustomers).slice(0, MAX_FOUND_STEPS).sort((a, b) => a.delay - b.delay || byCustomers(a, b)).map(({ name }) => name);
  return { origin: 'found', names, leftOut: present - names.length };
}

function byCustomers(a: Omit<StageFound, 'delay'>, b: Omit<StageFound, 'delay'>): number {
  return b.customers - a.customers || compareText(a.name, b.name);
}

function customersPerStage(groups: EventsByCustomer, stageCount: number): Uint32Array {
  const customers = new Uint32Array(stageCount);
  const lastCustomer = new Uint32Array(stageCount);
  const { customerCount, offsets, codes } = groups;
  for (let c = 0; c < customerCount; c++) {
    for (let i = offsets[c]!; i < offsets[c + 1]!; i++) {
      const stage = codes[i]!;
      if (lastCustomer[stage] === c + 1) continue;
      lastCustomer[stage] = c + 1;
      customers[stage]!++;
    }
  }
  return customers;
}

/** Median over customers of the time from their first event to their first event of each stage in *codes*. */
function medianDelays(groups: EventsByCustomer, codes: readonly number[], customers: Uint32Array): number[] {
  const position = new Int32Array(customers.length).fill(-1);
  codes.forEach((code, k) => (position[code] = k));
  const delays = codes.map((code) => new Float64Array(customers[code]!));
  const filled = new Uint32Array(codes.length);
  const firsts = new Float64Array(codes.length);
  const { customerCount, offsets, instants, codes: codeOf } = groups;
  for (let c = 0; c < customerCount; c++) {
    firsts.fill(Infinity);
    let first = Infinity;
    for (let i = offsets[c]!; i < offsets[c + 1]!; i++) {
      const instant = instants[i]!;
      const k = position[codeOf[i]!]!;
      if (instant < first) first = instant;
      if (k !== -1 && instant < firsts[k]!) firsts[k] = instant;
    }
    for (let k = 0; k < codes.length; k++) {
      if (firsts[k]! < Infinity) delays[k]![filled[k]!++] = firsts[k]! - first;
    }
  }
  return delays.map((column) => {
    column.sort();
    const middle = column.length >> 1;
    return column.length % 2 === 1 ? column[middle]! : (column[middle - 1]! + column[middle]!) / 2;
  });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
