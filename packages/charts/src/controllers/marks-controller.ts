import type { Mark } from '@clientele/metrics';
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { showKeyboardHelp } from '../keyboard-help.js';
import { markAt } from '../interactors/mark-at.js';
import { nextMark } from '../interactors/next-mark.js';
import { plotFrame } from '../interactors/plot-frame.js';
import { sameMark } from '../interactors/same-mark.js';
import { paneOf, unscrolled } from '../interactors/scrolled.js';
import type { Scene, SceneMark, ScenePane } from '../scene.js';
import { styled } from '../theme/styled.js';
import type { TooltipController } from './tooltip-controller.js';

/** How near a finger must come to a mark, CSS pixels. */
const FINGER = 12;

/** What the controller needs of a chart. */
export interface MarksHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: ParentNode;
  readonly currentScene: Scene | null;
  readonly selection: readonly Mark[];
  /** Makes *marks* the chosen ones, unless somebody objects. */
  select(marks: readonly Mark[]): void;
}

/**
 * Pointer, touch and keyboard over the marks of a scene. The marks are one tab stop: a transparent element over the active
 * mark has the focus and its sentence, and moves with the arrow keys.
 */
export class MarksController implements ReactiveController {
  private readonly host: MarksHost;
  private readonly tooltip: TooltipController;
  private activeId: string | null = null;

  constructor(host: MarksHost, tooltip: TooltipController) {
    this.host = host;
    this.tooltip = tooltip;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.tooltip.hide();
  }

  /** Whether *mark* is among the chosen ones. */
  isSelected(mark: SceneMark): boolean {
    const { mark: means } = mark;
    return means !== null && this.host.selection.some((chosen) => sameMark(chosen, means));
  }

  /** Returns what lies over the drawing, or over what scrolls in *pane*: frames around the chosen marks, and the element that has the focus. */
  overlay(scene: Scene, description: string, mirrored: boolean, pane: ScenePane | null = null): TemplateResult {
    const active = this.activeMark(scene);
    const chosen = this.host.selection.length === 0 ? [] : scene.marks.filter((mark) => paneOf(scene, mark) === pane && this.isSelected(mark));
    const boxOf = ({ x, y, width, height }: SceneMark): Record<string, string> => (
      { '--_x': `${x - (pane?.x ?? 0)}px`, '--_y': `${y - (pane?.y ?? 0)}px`, '--_w': `${width}px`, '--_h': `${height}px` });
    return html`${chosen.map((mark) => html`<div class="chosen" ${styled(boxOf(mark))}></div>`)}
    ${active === null || paneOf(scene, active) !== pane
      ? nothing
      : keyed(
          active.id,
          html`<div
            class="hotspot"
            role=${active.mark === null ? 'img' : 'button'}
            tabindex="0"
            aria-pressed=${active.mark === null ? nothing : this.isSelected(active) ? 'true' : 'false'}
            aria-label=${active.label}
            aria-description=${[active.position ?? '', description].filter((part) => part !== '').join('. ')}
            ${styled(boxOf(active))}
            @keydown=${(event: KeyboardEvent) => this.onKey(event, mirrored)}
            @focus=${() => this.tooltip.show(active)}
            @blur=${() => this.tooltip.hide()}
          ></div>`,
        )}`;
  }

  readonly onPointerMove = (event: PointerEvent): void => {
    const mark = this.markUnder(event);
    if (mark === null) this.tooltip.hide();
    else this.tooltip.show(mark);
  };

  readonly onPointerLeave = (): void => {
    this.tooltip.hide();
  };

  readonly onClick = (event: MouseEvent): void => {
    const mark = this.markUnder(event);
    if (mark === null) return;
    this.activeId = mark.id;
    this.tooltip.show(mark);
    this.host.requestUpdate();
    this.choose(mark, event.ctrlKey || event.metaKey || event.shiftKey);
  };

  private onKey(event: KeyboardEvent, mirrored: boolean): void {
    const scene = this.host.currentScene;
    const active = scene === null ? null : this.activeMark(scene);
    // Alt and the arrows are the browser's and the screen reader's.
    if (scene === null || active === null || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.choose(active, event.ctrlKey || event.metaKey || event.shiftKey);
    } else if (event.key === '?') {
      event.preventDefault();
      showKeyboardHelp(this.host.renderRoot);
    } else if (event.key === 'Escape') {
      this.tooltip.hide();
      if (this.host.selection.length > 0) this.host.select([]);
    } else {
      const key = mirrored ? ({ ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[event.key] ?? event.key) : event.key;
      const next = event.metaKey ? null : nextMark(scene.marks, active, key, event.ctrlKey);
      if (next === null) return;
      event.preventDefault();
      this.activeId = next.id;
      this.host.requestUpdate();
      void this.host.updateComplete.then(() => this.host.renderRoot.querySelector<HTMLElement>('.hotspot')?.focus());
    }
  }

  /** Chooses *mark* alone, or adds it to the others; what is chosen already is let go. */
  private choose({ mark }: SceneMark, add: boolean): void {
    if (mark === null) return;
    const { selection } = this.host;
    const others = selection.filter((chosen) => !sameMark(chosen, mark));
    const wasChosen = others.length < selection.length;
    if (add) this.host.select(wasChosen ? others : [...others, mark]);
    else this.host.select(wasChosen && selection.length === 1 ? [] : [mark]);
  }

  private activeMark(scene: Scene): SceneMark | null {
    const first = (): SceneMark | null => (scene.finder ? scene.finder.first : scene.marks[0]) ?? null;
    return this.activeId === null ? first() : scene.marks.find((mark) => mark.id === this.activeId) ?? first();
  }

  private markUnder(event: MouseEvent): SceneMark | null {
    const scene = this.host.currentScene;
    if (scene === null || scene.empty) return null;
    const frame = plotFrame(this.host.renderRoot);
    if (frame === null) return null;
    const slack = 'pointerType' in event && event.pointerType !== 'mouse' ? FINGER : 0;
    const [x, y] = [(event.clientX - frame.left) / frame.scaleX, unscrolled((event.clientY - frame.top) / frame.scaleY, scene.pane ?? null, frame.scrolled)];
    return scene.finder?.at(x, y) ?? (scene.finder && slack === 0 ? null : markAt(scene.marks, x, y, slack));
  }
}
