import { type PostedError, postedError, revivedError } from './posted-error.js';

/** What a peer posts to and hears from: a worker, a worker's scope, a message port. */
export interface Channel {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/** What a handler gets besides the argument. */
export interface CallContext {
  /** Aborted when the caller stopped waiting. */
  readonly signal: AbortSignal;
  /** Sends a part of the answer before its end. */
  part(value: unknown): void;
}

/** What a peer does when the other side asks, by name. */
export type Handlers = Readonly<Record<string, (argument: never, context: CallContext) => unknown>>;

/** How an answer is waited for. */
export interface CallOptions<Part> {
  readonly signal?: AbortSignal | undefined;
  readonly onPart?: ((part: Part) => void) | undefined;
}

type Message =
  | { readonly call: number; readonly method: string; readonly argument: unknown }
  | { readonly stop: number }
  | { readonly of: number; readonly part: unknown }
  | { readonly of: number; readonly value: unknown }
  | { readonly of: number; readonly error: PostedError };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onPart: ((part: never) => void) | undefined;
}

/**
 * One of two threads that ask each other: a call has an argument, any number of parts and one answer or error, and can be
 * stopped. Arguments and answers are cloned; bytes that fill their buffer are handed over instead. Errors keep class, code and cause.
 */
export class Peer {
  readonly #channel: Channel;
  readonly #handlers: Handlers;
  readonly #waiting = new Map<number, Waiting>();
  readonly #running = new Map<number, AbortController>();
  #calls = 0;
  #lost: Error | null = null;

  constructor(channel: Channel, handlers: Handlers) {
    this.#channel = channel;
    this.#handlers = handlers;
    channel.addEventListener('message', ({ data }) => this.#hear(data as Message));
  }

  /** Returns the other side's answer. Throws its error, or the reason of *signal*, at once when it is aborted. */
  call<Value, Part = never>(method: string, argument: unknown, { signal, onPart }: CallOptions<Part> = {}): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      if (this.#lost !== null) return reject(this.#lost);
      const call = this.#calls++;
      const stop = (): void => {
        this.#waiting.delete(call);
        this.#post({ stop: call });
        reject(signal?.reason as Error);
      };
      const leave = (): void => signal?.removeEventListener('abort', stop);
      // What can't be cloned throws here, and rejects.
      this.#post({ call, method, argument });
      signal?.addEventListener('abort', stop, { once: true });
      this.#waiting.set(call, {
        resolve: (value) => { leave(); resolve(value as Value); },
        reject: (error: unknown) => { leave(); reject(error); },
        onPart,
      });
    });
  }

  /** Yields the parts of the other side's answer. Stops the call when the reader leaves early. */
  async *parts<Part>(method: string, argument: unknown, signal?: AbortSignal): AsyncGenerator<Part, void, undefined> {
    const leaving = new AbortController();
    const abort = (): void => leaving.abort(signal?.reason);
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    const parts: Part[] = [];
    let wake = (): void => undefined;
    let failed: { readonly error: unknown } | null = null;
    let ended = false;
    const over = (): void => { ended = true; wake(); };
    this.call<unknown, Part>(method, argument, { signal: leaving.signal, onPart: (part) => { parts.push(part); wake(); } })
      .then(over, (error: unknown) => { failed = { error }; over(); });
    try {
      for (;;) {
        signal?.throwIfAborted();
        const part = parts.shift();
        if (part !== undefined) yield part;
        else if (failed !== null) throw (failed as { readonly error: unknown }).error;
        else if (ended) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      if (!ended) leaving.abort();
    }
  }

  /** Ends every call with *error*, those still to come too: the other side is gone. */
  lose(error: Error): void {
    this.#lost = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    for (const running of this.#running.values()) running.abort(error);
  }

  #hear(message: Message): void {
    if ('call' in message) void this.#answer(message.call, message.method, message.argument);
    else if ('stop' in message) this.#running.get(message.stop)?.abort();
    else if ('of' in message) this.#take(message);
  }

  #take(message: Extract<Message, { readonly of: number }>): void {
    const waiting = this.#waiting.get(message.of);
    if (waiting === undefined) return;
    if ('part' in message) return waiting.onPart?.(message.part as never);
    this.#waiting.delete(message.of);
    if ('error' in message) waiting.reject(revivedError(message.error));
    else waiting.resolve(message.value);
  }

  async #answer(call: number, method: string, argument: unknown): Promise<void> {
    const running = new AbortController();
    this.#running.set(call, running);
    try {
      const handler = this.#handlers[method];
      if (handler === undefined) throw new Error(`worker: no method "${method}"; expected both sides to be of one version`);
      const context: CallContext = { signal: running.signal, part: (part) => { if (!running.signal.aborted) this.#post({ of: call, part }); } };
      this.#post({ of: call, value: await handler(argument as never, context) });
    } catch (error) {
      this.#post({ of: call, error: postedError(error) });
    } finally {
      this.#running.delete(call);
    }
  }

  #post(message: Message): void {
    const value = 'value' in message ? message.value : null;
    const whole = value instanceof Uint8Array && value.byteLength === value.buffer.byteLength;
    this.#channel.postMessage(message, whole ? [value.buffer] : []);
  }
}
