import type { Input } from '../arrow/frame.js';
import { type KeyIndex, NO_KEY } from '../kernels/key-index.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import type { FunnelOptions } from './funnel-options.js';
import { furtherStages, stepPlan } from './funnel-rules.js';

/** The columns of a funnel, bound. */
export interface FunnelColumns {
  readonly customer: string;
  readonly time: string;
  readonly stage: string;
  readonly value: string | null;
  readonly segment: string | null;
  readonly constants: readonly string[];
}

/** What rows are read by. */
export interface FunnelPlan {
  readonly columns: FunnelColumns;
  /** In which dates are told. */
  readonly zone: string;
  /** The first instant that is not looked at, Infinity where nothing is cut off. */
  readonly cutOff: number;
  /** Returns by the code of each stage seen so far its step, or NO_KEY where it has none; null where steps are found in the data. */
  readonly stepOf: (() => Uint32Array) | null;
}

/** Binds columns and reads the rest of *options*. Throws SchemaError, OptionError. */
export function planFunnel(options: FunnelOptions, input: Input): FunnelPlan {
  const bind = (role: string, name: string | null | undefined, reading: 'keys' | 'numbers'): string => bindColumn('funnel', input.schema, role, name, reading).name;
  const time = bindColumn('funnel', input.schema, 'time', options.time, 'instants');
  const columns: FunnelColumns = {
    customer: bind('customer', options.customer, 'keys'),
    time: time.name,
    stage: bind('stage', options.stage, 'keys'),
    value: options.value == null ? null : bind('value', options.value, 'numbers'),
    segment: options.segment == null ? null : bind('segment', options.segment, 'keys'),
    constants: (options.holdConstant ?? []).map((name) => bind('holdConstant', name, 'keys')),
  };
  // Dates have no zone (C1): whatever the reader's is, they are compared as they stand.
  const zone = time.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  return {
    columns, zone, cutOff: cutOffOf('funnel', options.asOf, zone),
    stepOf: options.steps == null ? null
      : codeLookup([...options.steps, ...furtherStages(options)], stepPlan(options, options.steps.length).otherCode, input.keyIndex(columns.stage)),
  };
}

/** Returns a function that gives the code of each stage seen so far by its place in *names*, *otherCode* (or NO_KEY) where it has none. */
function codeLookup(names: readonly string[], otherCode: number, stages: KeyIndex): () => Uint32Array {
  let codeOf = new Uint32Array(0);
  return () => {
    if (codeOf.length !== stages.size) {
      codeOf = new Uint32Array(stages.size).fill(otherCode === -1 ? NO_KEY : otherCode);
      names.forEach((name, place) => {
        const code = stages.codeOf(name);
        if (code !== NO_KEY) codeOf[code] = place;
      });
    }
    return codeOf;
  };
}
