import { ChartElement, DataEvent, type DataHandle, type DataInput, type DataProvider, type Engine, type OpenOptions } from '@clientele/charts';
import { type PropertyValues, ReactiveElement } from 'lit';
import { property } from 'lit/decorators.js';

/**
 * Data that several charts share: one download, one decoding, one index of customers. Draws nothing.
 *
 * ```html
 * <cl-source id="orders" src="/orders.arrow"></cl-source>
 * <cl-customer-pyramid for="orders" value="amount"></cl-customer-pyramid>
 * <cl-retention-cohort for="orders" period="month"></cl-retention-cohort>
 * ```
 *
 * @summary Data that several charts share.
 * @element cl-source
 * @fires {Event} cl-source - The source came to its place: a dashboard above takes it by its id.
 * @fires {DataEvent} cl-data - The data changed; charts that name this element ask again.
 */
export class DataSource extends ReactiveElement implements DataProvider {
  /** The URL of the data: Arrow IPC, CSV or Parquet. */
  @property() src: string | null = null;
  /** The data themselves: an Arrow table, bytes, a Blob, a Response or a stream. Comes before `src`. */
  @property({ attribute: false }) data: DataInput | null = null;
  /** The column with the customer, for the selection of a dashboard; found by name where it is not named. */
  @property() customer: string | null = null;
  /** The column that the dates of a dashboard narrow. Without it they leave this source alone. */
  @property() time: string | null = null;
  /** Opens data in place of the engine of all charts. */
  @property({ attribute: false }) engine: Engine | null = null;
  /** How `src` is asked: headers, credentials, a function that returns a token, a time-out. */
  @property({ attribute: false }) fetchOptions: OpenOptions = {};

  private opened: { readonly input: DataInput; readonly engine: Engine; readonly handle: DataHandle } | null = null;

  constructor() {
    super();
    this.addEventListener('cl-retry', () => this.reload());
  }

  /** The opened data, null while there are none. */
  get handle(): DataHandle | null {
    const input = this.data ?? this.src ?? null;
    const engine = this.engine ?? ChartElement.engine;
    if (input === null || input === '' || engine === null) return null;
    // Charts may ask before the first update: what they opened then is not opened again.
    if (this.opened === null || !Object.is(this.opened.input, input) || this.opened.engine !== engine) {
      this.opened = { input, engine, handle: engine.open(input, this.fetchOptions ?? {}) };
    }
    return this.opened.handle;
  }

  /** Fetches the data again. */
  reload(): void {
    this.opened = null;
    this.dispatchEvent(new DataEvent());
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.hidden = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.dispatchEvent(new Event('cl-source', { bubbles: true, composed: true }));
  }

  /** Charts look whether another element has the id now. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.dispatchEvent(new DataEvent());
    const { opened } = this;
    // Whoever is only moved is back before.
    setTimeout(() => {
      if (!this.isConnected) opened?.handle.close?.();
    });
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.dispatchEvent(new DataEvent());
  }
}

declare global {
  interface HTMLElementEventMap {
    'cl-source': Event;
  }
}
