import { DataError } from '../errors.js';

type Params = Readonly<Record<string, string | number | boolean | null>>;

/** Returns the error for bytes that contradict themselves. *reason* names the contradiction, stable for tools and translation. */
export function corrupt(reason: string, message: string, params: Params = {}, cause?: unknown, hint?: string): DataError {
  return new DataError('corrupt', `arrow: ${message}`, { reason, params, cause, hint });
}

/** Returns the error for data that is valid Arrow but outside what is read here. */
export function unsupported(reason: string, message: string, params: Params = {}, hint?: string): DataError {
  return new DataError('unsupported', `arrow: ${message}`, { reason, params, hint });
}

/** Returns the error for data that stopped before its end. */
export function truncated(reason: string, message: string, params: Params = {}, more: string = ''): DataError {
  return new DataError('truncated', `arrow: ${message}`, {
    reason,
    params,
    hint: `The transfer broke off or the writer was not closed. Load the data again; nothing read so far is complete.${more}`,
  });
}
