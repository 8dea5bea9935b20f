import { ClienteleError } from '@clientele/metrics';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DataHandle, DataInput, DataProvider, Engine, OpenOptions } from '../engine.js';
import { ProviderController } from './provider-controller.js';

/** Where a chart says what its data are. */
export interface DataHost extends ReactiveControllerHost, HTMLElement {
  readonly data: DataInput | null;
  readonly engine: Engine | null;
  readonly fetchOptions: OpenOptions;
  readonly for: string | null;
  readonly src: string | null;
}

/** The data that a chart is given, opened once: `data` before `for` before `src`. */
export class HandleController implements ReactiveController {
  private readonly host: DataHost;
  private readonly provider: ProviderController;
  private opened: { readonly input: DataInput; readonly engine: Engine; readonly handle: DataHandle } | null = null;

  /** *source* finds what `for` names where the document has no such element. */
  constructor(host: DataHost, source: (id: string) => DataProvider | null) {
    this.host = host;
    this.provider = new ProviderController(host, () => host.for ?? null, source);
    host.addController(this);
  }

  hostDisconnected(): void {
    const { opened } = this;
    // Whoever is only moved is back before.
    setTimeout(() => {
      if (!this.host.isConnected) opened?.handle.close?.();
    });
  }

  /** What opens the data, null where nobody does. */
  get engine(): Engine | null {
    return this.host.engine ?? (this.host.constructor as unknown as { readonly engine: Engine | null }).engine;
  }

  /** The data, null where there are none. Throws where nobody can open them, or where `for` names no source. */
  get handle(): DataHandle | null {
    const { data, fetchOptions, localName, src } = this.host;
    const named = (this.host.for ?? null) !== null;
    const input = data ?? (named ? null : (src ?? null));
    if (input === null || input === '') return named ? this.provider.handle : null;
    const { engine } = this;
    if (engine === null) {
      throw new ClienteleError('state', `<${localName}>: nobody can open data, got no engine; expected the package "clientele", or ChartElement.engine`, { reason: 'no-engine' });
    }
    if (this.opened === null || !Object.is(this.opened.input, input) || this.opened.engine !== engine) {
      this.opened = { input, engine, handle: engine.open(input, fetchOptions ?? {}) };
    }
    return this.opened.handle;
  }

  /** Has the data fetched again when they are next asked. */
  retry(): void {
    this.opened = null;
    this.provider.retry();
  }
}
