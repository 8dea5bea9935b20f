import { ClienteleError, DataError, type ErrorCode, type ErrorDetail, OptionError, SchemaError, StateError } from '@clientele/metrics';

/** An error as plain data, so that it keeps its class, code and cause on the way to another thread. */
export interface PostedError {
  readonly name: string;
  readonly message: string;
  /** Present where the kit threw it. */
  readonly code?: ErrorCode | undefined;
  readonly hint?: string | undefined;
  readonly reason?: string | undefined;
  readonly params?: ErrorDetail['params'];
  readonly cause?: PostedError | undefined;
}

/** Causes of causes are told so far; what refers to itself ends there. */
const DEEPEST = 8;

/** Returns *error*, whatever was thrown, as plain data. */
export function postedError(error: unknown, depth = 0): PostedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const cause = error.cause === undefined || depth === DEEPEST ? undefined : postedError(error.cause, depth + 1);
  const { name, message } = error;
  if (!(error instanceof ClienteleError)) return { name, message, cause };
  const { code, hint, reason, params } = error;
  return { name, message, cause, code, hint, reason, params };
}

/** Returns the error that *posted* was made of: of the same class where the kit threw it, an `Error` of the same name otherwise. */
export function revivedError(posted: PostedError): Error {
  const { name, message, code, hint, reason, params } = posted;
  const cause = posted.cause === undefined ? undefined : revivedError(posted.cause);
  if (code !== undefined) {
    const detail: ErrorDetail = { cause, hint, reason, params };
    switch (code) {
      case 'option': return name === 'OptionError' ? new OptionError(message, detail) : new ClienteleError(code, message, detail);
      case 'schema': return name === 'SchemaError' ? new SchemaError(message, detail) : new ClienteleError(code, message, detail);
      case 'state': return name === 'StateError' ? new StateError(message, detail) : new ClienteleError(code, message, detail);
      default: return name === 'DataError' ? new DataError(code, message, detail) : new ClienteleError(code, message, detail);
    }
  }
  if (name === 'AbortError' && typeof DOMException !== 'undefined') return new DOMException(message, name);
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = name;
  return error;
}
