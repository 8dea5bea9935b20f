import type { SelectEvent } from 'clientele';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

/** Tells TypeScript which of our elements this page uses, and with what. */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'cl-customer-pyramid': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & {
        readonly class?: string;
        readonly src?: string;
        readonly customer?: string;
        readonly value?: string;
        readonly time?: string;
        readonly currency?: string;
        readonly view?: string;
        readonly 'heading-level'?: number;
        readonly 'oncl-select'?: (event: SelectEvent) => void;
      };
    }
  }
}
