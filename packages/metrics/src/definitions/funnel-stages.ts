import type { Frame } from '../arrow/frame.js';
import type { StepRows } from '../kernels/step-chains.js';
import { areListed, TextNumbers } from '../kernels/text-numbers.js';

/** Which rows have which stage, and which of those are steps. */
export type StageRows = Pick<StepRows, 'stages' | 'staged' | 'stepOf'>;

/**
 * Returns a function that reads the stages of a frame's *column*, of which *names* are the steps in their order: where they lie, as
 * positions in a dictionary, or by the codes of its keys, whose steps *byCode* says.
 */
export function stageReader(column: string, names: readonly string[], byCode: () => Uint32Array): (frame: Frame) => StageRows {
  const steps = new TextNumbers(names, 'none');
  return (frame) => {
    const found = frame.positions(column);
    const stepOf = found === null ? null : steps.of(found.texts);
    if (found !== null && stepOf !== null && areListed(found)) return { stages: found.values, staged: found.valid, stepOf };
    return { stages: frame.keys(column), staged: null, stepOf: byCode() };
  };
}
