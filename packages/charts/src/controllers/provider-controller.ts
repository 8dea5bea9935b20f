import { OptionError } from '@clientele/metrics';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DataHandle, DataProvider } from '../engine.js';

/** The element whose id a chart names by `for`, and its data. Found again when it comes later, and when its data change. */
export class ProviderController implements ReactiveController {
  private readonly host: ReactiveControllerHost & HTMLElement;
  private readonly id: () => string | null;
  private readonly missing: (error: OptionError) => void;
  private element: DataProvider | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, id: () => string | null, missing: (error: OptionError) => void) {
    this.host = host;
    this.id = id;
    this.missing = missing;
    host.addController(this);
  }

  /** The provider's data, null while there are none. */
  get handle(): DataHandle | null {
    this.find();
    return this.element?.handle ?? null;
  }

  /** Has the provider fetch its data again. */
  retry(): void {
    this.element?.dispatchEvent(new Event('cl-retry'));
  }

  hostConnected(): void {
    this.find();
  }

  hostDisconnected(): void {
    this.follow(null);
  }

  private find(): void {
    const id = this.id();
    if (id === null) {
      this.follow(null);
      return;
    }
    if (this.element?.id === id && this.element.isConnected) return;
    const found = (this.host.getRootNode() as Document | ShadowRoot).getElementById?.(id) ?? null;
    this.follow(found as Element as DataProvider | null);
    if (found === null) this.wait(id);
  }

  private wait(id: string): void {
    const look = (): void => {
      if (this.id() !== id || !this.host.isConnected || this.element !== null) return;
      const found = (this.host.getRootNode() as Document | ShadowRoot).getElementById?.(id) ?? null;
      if (found !== null) {
        this.follow(found as Element as DataProvider);
        this.host.requestUpdate();
      } else {
        this.missing(new OptionError(`<${this.host.localName}>: no element with the id in "for", got "${id}"; expected the id of a <cl-source> in the same document`));
      }
    };
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', look, { once: true });
    else setTimeout(look);
  }

  private follow(element: DataProvider | null): void {
    if (element === this.element) return;
    this.element?.removeEventListener('cl-data', this.changed);
    this.element = element;
    element?.addEventListener('cl-data', this.changed);
  }

  private readonly changed = (): void => this.host.requestUpdate();
}
