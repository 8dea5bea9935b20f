import { type ElementPart, noChange } from 'lit';
import { Directive, directive, type DirectiveResult } from 'lit/directive.js';

type Make = (item: never) => Element;

/**
 * Fills an element with what *make* makes of each item, anew when the list is another: `<g ${made(texts, textOf)}>`. For hundreds
 * of simple elements, where a template for each would take longer than the drawing.
 */
class MadeDirective extends Directive {
  private last: readonly unknown[] | null = null;

  override update(part: ElementPart, [items, make]: [readonly unknown[], Make]): typeof noChange {
    if (items === this.last) return noChange;
    this.last = items;
    part.element.replaceChildren(...items.map((item) => make(item as never)));
    return noChange;
  }

  render(_items: readonly unknown[], _make: Make): typeof noChange {
    return noChange;
  }
}

const fill = directive(MadeDirective);

/** Returns the directive that fills its element with what *make* makes of each of *items*. */
export function made<Item>(items: readonly Item[], make: (item: Item) => Element): DirectiveResult<typeof MadeDirective> {
  return fill(items, make);
}

/** Returns an SVG element with *attributes*. */
export function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
