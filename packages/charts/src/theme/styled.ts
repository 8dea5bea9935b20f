import { type ElementPart, noChange } from 'lit';
import { Directive, directive, type DirectiveResult, type PartInfo, PartType } from 'lit/directive.js';

type Properties = Readonly<Record<string, string | number | null>>;

/**
 * Sets CSS properties of the element through its style object, which a strict Content-Security-Policy allows where it
 * forbids a `style` attribute: `<g ${styled({'--t': 0.4})}>`. Null removes a property.
 */
class StyledDirective extends Directive {
  private last: Properties = {};

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('styled: used in the wrong place; expected <element ${styled(...)}>');
  }

  override update(part: ElementPart, [properties]: [Properties]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const name of Object.keys(this.last)) if (!(name in properties)) style.removeProperty(name);
    for (const [name, value] of Object.entries(properties)) {
      if (value === null) style.removeProperty(name);
      else if (this.last[name] !== value) style.setProperty(name, String(value));
    }
    this.last = properties;
    return noChange;
  }

  render(_properties: Properties): typeof noChange {
    return noChange;
  }
}

/** Returns the directive that sets *properties* on its element. */
export const styled: (properties: Properties) => DirectiveResult<typeof StyledDirective> = directive(StyledDirective);
