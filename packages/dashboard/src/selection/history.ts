/** What was, is and was undone. Plain data; every step makes a new one. */
export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
}

/** Steps that can be undone: older ones are forgotten. */
const LIMIT = 200;

/** Returns the history that begins with *state*. */
export function historyOf<State>(state: State): History<State> {
  return { past: [], present: state, future: [] };
}

/** Returns *history* after a step to *state*, which ends what was undone; the same history where nothing changes. */
export function stepped<State>(history: History<State>, state: State): History<State> {
  if (JSON.stringify(state) === JSON.stringify(history.present)) return history;
  return { past: [...history.past, history.present].slice(-LIMIT), present: state, future: [] };
}

/** Returns *history* one step back, or as it is where there is none. */
export function undone<State>({ past, present, future }: History<State>): History<State> {
  const before = past.at(-1);
  return before === undefined ? { past, present, future } : { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

/** Returns *history* with the step last undone made again, or as it is where there is none. */
export function redone<State>({ past, present, future }: History<State>): History<State> {
  const [after, ...rest] = future;
  return after === undefined ? { past, present, future } : { past: [...past, present], present: after, future: rest };
}
