import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { formatTagFor, type Locale, localeFor } from '../locales/locale.js';

/**
 * The language and direction of the nearest ancestor that says one, across shadow roots, and an update when it changes.
 * Without any, English.
 */
export class LocaleController implements ReactiveController {
  private readonly host: ReactiveControllerHost & HTMLElement;
  private observer: MutationObserver | null = null;
  private lang = 'en';

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.host = host;
    host.addController(this);
  }

  get locale(): Locale {
    return localeFor(this.lang);
  }

  /** The tag for `Intl`. */
  get tag(): string {
    return formatTagFor(this.lang);
  }

  get rtl(): boolean {
    return this.host.isConnected && getComputedStyle(this.host).direction === 'rtl';
  }

  hostConnected(): void {
    this.observer = new MutationObserver(() => {
      this.read();
      this.host.requestUpdate();
    });
    for (let element: Element | null = this.host; element !== null; element = parentOf(element)) {
      this.observer.observe(element, { attributeFilter: ['lang', 'dir'] });
    }
    this.read();
  }

  hostDisconnected(): void {
    this.observer?.disconnect();
    this.observer = null;
  }

  private read(): void {
    let found: string | null = null;
    for (let element: Element | null = this.host; element !== null && found === null; element = parentOf(element)) {
      found = element.getAttribute('lang');
    }
    this.lang = found === null || found === '' ? 'en' : found;
  }
}

function parentOf(element: Element): Element | null {
  if (element.assignedSlot !== null) return element.assignedSlot;
  if (element.parentElement !== null) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
