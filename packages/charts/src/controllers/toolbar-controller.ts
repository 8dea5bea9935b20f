import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What can have the focus in a toolbar, menus aside. */
const CONTROLS = 'button:not(.menu *), select, input';

/**
 * Makes the controls of the toolbar one tab stop: arrow keys, Home and End move among them (ARIA Authoring Practices,
 * toolbar). What the page puts into the slot keeps the tab stops it has.
 */
export class ToolbarController implements ReactiveController {
  private readonly host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  private current: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }) {
    this.host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const controls = this.controls();
    const current = this.current !== null && controls.includes(this.current) ? this.current : (controls[0] ?? null);
    for (const control of controls) control.tabIndex = control === current ? 0 : -1;
  }

  readonly onFocus = (event: FocusEvent): void => {
    const found = this.controls().find((control) => control === event.target);
    if (found === undefined) return;
    this.current = found;
    this.hostUpdated();
  };

  readonly onKey = (event: KeyboardEvent): void => {
    const controls = this.controls();
    const at = controls.findIndex((control) => control === event.target);
    const bar = event.currentTarget as HTMLElement;
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const forward = getComputedStyle(bar).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const to = event.key === 'Home' ? 0
      : event.key === 'End' ? controls.length - 1
        : event.key === 'ArrowRight' || event.key === 'ArrowLeft' ? at + (event.key === forward ? 1 : -1) : null;
    if (to === null) return;
    event.preventDefault();
    controls.at(to % controls.length)?.focus();
  };

  private controls(): HTMLElement[] {
    return [...this.host.renderRoot.querySelectorAll<HTMLElement & { readonly disabled: boolean }>('.toolbar')]
      .flatMap((bar) => [...bar.querySelectorAll<HTMLElement & { readonly disabled: boolean }>(CONTROLS)])
      .filter((control) => !control.disabled);
  }
}
