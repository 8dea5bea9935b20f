/** Below this many a share or a mean is flagged as resting on few (C17). */
export const LOW_N = 30;
