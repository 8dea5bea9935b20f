export { drawFactors, fillSlots, integerCodes, textCodes } from './key-slots';
export { lz4Block } from './lz4-block';
export { answerRows, plainAnswerRows, scoreLevels } from './answers';
export { cohortRows } from './cohorts';
export { countDays, placeByDay } from './day-sort';
export { ordinalRange, ordinals, ticksOf } from './ordinals';
export { companyOf, instantsOf, mixKeys, mixNumbers, noteCells, suspectRows } from './repeats';
export { addValues, clearSums, rankSums } from './values';
export { countEvents, findChains, keepSteps, placeEvents, startsOf } from './steps';

/** Returns the first address that no static data takes: what lies behind is the caller's. */
export function firstFree(): usize {
  return __heap_base;
}
