import { svg, type TemplateResult } from 'lit';

/** The dots over what is withheld, for the definitions of a drawing. */
export const withheldPattern: TemplateResult = svg`<pattern id="withheld" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="withheld-dot" cx="2.5" cy="2.5" r="1"></circle></pattern>`;
