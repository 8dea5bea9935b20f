import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Exportable, ExportAction, ExportFormat, ExportOptions } from '../exports/exportable.js';
import type { ChartMessages } from '../locales/chart-messages.js';

/** What the controller needs of a chart. */
export interface ExportHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: ParentNode;
  /** What is drawn now; throws where nothing is. */
  exportable(): Exportable;
}

/** Writes a chart down in any format. The code that does so is loaded when it is first wanted. */
export class ExportController implements ReactiveController {
  private readonly host: ExportHost;
  private readonly messages: () => ChartMessages;
  /** What became of the last action, for a screen reader and everybody else. */
  told: { readonly text: string; readonly failed: boolean } | null = null;
  private forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ExportHost, messages: () => ChartMessages) {
    this.host = host;
    this.messages = messages;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.tell(null);
  }

  /** Returns the chart as a file of *format*. */
  async file(format: ExportFormat, options?: ExportOptions): Promise<Blob> {
    const { exportChart } = await import('../exports/export-chart.js');
    await this.host.updateComplete;
    return exportChart(this.host.exportable(), format, options);
  }

  /** Does what a reader chose from the menu, and says what became of it. */
  async act(action: ExportAction): Promise<void> {
    const { exported, copied, exportFailed } = this.messages();
    try {
      const { copyChart, download, printChart } = await import('../exports/export-chart.js');
      const chart = this.host.exportable();
      if (action === 'print') await this.inLight(() => printChart(this.host.exportable()));
      else if (action === 'copy-picture') await copyChart(chart, 'picture').then(() => this.tell(copied, false));
      else if (action === 'copy-table') await copyChart(chart, 'table').then(() => this.tell(copied, false));
      else this.tell(exported(download(await this.file(action), chart.title, action)), false);
    } catch (error) {
      this.tell(`${exportFailed} ${error instanceof Error ? error.message : String(error)}`, true);
    }
  }

  /** Paper is white, whatever the screen is. */
  private async inLight(print: () => Promise<void>): Promise<void> {
    const { host } = this;
    const before = host.getAttribute('theme');
    host.setAttribute('theme', 'light');
    const printed = print();
    if (before === null) host.removeAttribute('theme');
    else host.setAttribute('theme', before);
    await printed;
  }

  private tell(text: string | null, failed = false): void {
    clearTimeout(this.forgetting);
    this.told = text === null ? null : { text, failed };
    if (text !== null) this.forgetting = setTimeout(() => this.tell(null), failed ? 15_000 : 5_000);
    this.host.requestUpdate();
  }
}
