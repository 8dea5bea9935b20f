import { OptionError } from '@clientele/metrics';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DataHandle, DataProvider } from '../engine.js';

/** The element whose id a chart names by `for`, and its data. Found again when it comes later, and when its data change. */
export class ProviderController implements ReactiveController {
  private readonly host: ReactiveControllerHost & HTMLElement;
  private readonly id: () => string | null;
  private readonly elsewhere: (id: string) => DataProvider | null;
  private element: DataProvider | null = null;
  private waiting: { readonly id: string; readonly observer: MutationObserver } | null = null;
  private missing = false;

  /** *elsewhere* knows data that are not in the host's own document or shadow root. */
  constructor(host: ReactiveControllerHost & HTMLElement, id: () => string | null, elsewhere: (id: string) => DataProvider | null) {
    this.host = host;
    this.id = id;
    this.elsewhere = elsewhere;
    host.addController(this);
  }

  /** The provider's data, null while there are none. Throws OptionError once the page is there without such an element. */
  get handle(): DataHandle | null {
    this.find();
    if (this.missing) {
      throw new OptionError(`<${this.host.localName}>: no element with the id in "for", got "${this.id()}"; expected the id of a <cl-source> in the same document`, { reason: 'source-missing' });
    }
    return this.element?.handle ?? null;
  }

  /** Has the provider fetch its data again. */
  retry(): void {
    this.element?.dispatchEvent(new Event('cl-retry'));
  }

  hostDisconnected(): void {
    this.follow(null);
    this.stopWaiting();
  }

  private find(): void {
    const id = this.id();
    if (this.waiting !== null && this.waiting.id !== id) this.stopWaiting();
    const found = id === null ? null : this.lookUp(id);
    this.follow(found);
    if (found !== null) this.stopWaiting();
    else if (id !== null && this.waiting === null) this.wait(id);
  }

  /** A custom element may be defined later; any other element has no data and never will. */
  private lookUp(id: string): DataProvider | null {
    const found: Element | null = (this.host.getRootNode() as Document | ShadowRoot).getElementById?.(id) ?? null;
    return found !== null && ('handle' in found || found.localName.includes('-')) ? (found as DataProvider) : this.elsewhere(id);
  }

  private wait(id: string): void {
    const observer = new MutationObserver(() => {
      if (this.lookUp(id) !== null) this.host.requestUpdate();
    });
    observer.observe(this.host.getRootNode(), { subtree: true, childList: true, attributeFilter: ['id'] });
    const waiting = { id, observer };
    this.waiting = waiting;
    // A framework may put the source there in the same turn; while the page is parsed, it may stand further down.
    const look = (): void => {
      if (this.waiting !== waiting) return;
      this.missing = true;
      this.host.requestUpdate();
    };
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', look, { once: true });
    else setTimeout(look);
  }

  private stopWaiting(): void {
    this.waiting?.observer.disconnect();
    this.waiting = null;
    this.missing = false;
  }

  private follow(element: DataProvider | null): void {
    if (element === this.element) return;
    this.element?.removeEventListener('cl-data', this.changed);
    this.element = element;
    element?.addEventListener('cl-data', this.changed);
  }

  private readonly changed = (): void => this.host.requestUpdate();
}
