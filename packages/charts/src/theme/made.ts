import { type ElementPart, noChange } from 'lit';
import { Directive, directive, type DirectiveResult } from 'lit/directive.js';

/** A plain SVG element: its attributes, the custom properties of its style, and its text. Those of one list have the same names. */
export interface MadeShape {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly style?: Readonly<Record<`--${string}`, string>>;
  readonly text?: string;
}

type Describe = (item: never) => MadeShape;

/**
 * Fills an element with a shape for each item of a list, and changes what differs when the list is another:
 * `<g ${made(texts, textShape)}>`. For hundreds of simple elements, where a template for each would take longer than the drawing;
 * what stays as it was is not laid out again.
 */
class MadeDirective extends Directive {
  private last: readonly unknown[] | null = null;
  private drawn: { readonly element: SVGElement; readonly shape: MadeShape }[] = [];

  override update(part: ElementPart, [items, describe]: [readonly unknown[], Describe]): typeof noChange {
    if (items === this.last) return noChange;
    this.last = items;
    const before = this.drawn;
    this.drawn = items.map((item, i) => {
      const shape = describe(item as never);
      const known = before[i];
      const element = known?.element ?? document.createElementNS('http://www.w3.org/2000/svg', shape.name);
      change(element, shape, known?.shape);
      return { element, shape };
    });
    part.element.append(...this.drawn.slice(before.length).map(({ element }) => element));
    for (const { element } of before.slice(items.length)) element.remove();
    return noChange;
  }

  render(_items: readonly unknown[], _describe: Describe): typeof noChange {
    return noChange;
  }
}

function change(element: SVGElement, { attributes, style, text }: MadeShape, before: MadeShape | undefined): void {
  for (const [name, value] of Object.entries(attributes)) if (before?.attributes[name] !== value) element.setAttribute(name, String(value));
  if (style !== undefined) for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
  if (text !== undefined && before?.text !== text) element.textContent = text;
}

const fill = directive(MadeDirective);

/** Returns the directive that fills its element with the shape that *describe* returns of each of *items*. */
export function made<Item>(items: readonly Item[], describe: (item: Item) => MadeShape): DirectiveResult<typeof MadeDirective> {
  return fill(items, describe);
}
