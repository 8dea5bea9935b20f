import { expect } from '@open-wc/testing';
import { type ChartCase, inside, mount, settled } from './chart-case.js';

const MARKUP = '<img src=x onerror="window.clienteleAttacked=1"><script>window.clienteleAttacked=1</script>';

/** Names that come from data, chosen by somebody who means harm or has bad luck. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  markup: [MARKUP, '"><svg onload=window.clienteleAttacked=1>', '${alert(1)}', '<!--', '&lt;b&gt;'],
  'bidi overrides': ['abc\u202Edef\u202C', '\u2067RTL\u2069', 'עברית', 'العربية ١٢٣', '\u200F\u200E'],
  'lone surrogates': ['\uD800', 'a\uDC00b', '\uDBFFx', '👩‍👩‍👧‍👦', 'e\u0301\u0301\u0301\u0301'],
  'names of properties': ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'],
  'newlines and nothing': ['two\nlines', ' ', '\t', '\u0000', 'a\r\nb'],
  'a megabyte': ['m'.repeat(1 << 20), 'W'.repeat(300), 'long words of every kind '.repeat(200), '漢'.repeat(500), '.'],
};

/** A name is text and nothing else, however long and odd. */
export function describeNames(chartCase: ChartCase): void {
  for (const [kind, names] of Object.entries(NAMES)) {
    it(`takes as names: ${kind}`, async () => {
      const seen: string[] = [];
      const onError = (event: ErrorEvent | PromiseRejectionEvent): void => void seen.push('reason' in event ? String(event.reason) : event.message);
      addEventListener('error', onError);
      addEventListener('unhandledrejection', onError);
      try {
        const chart = await mount(chartCase, chartCase.namesFrom(names), { width: 500 });
        await settled(chart);
        expect(chart.state, chart.error?.message.slice(0, 200)).to.equal('complete');
        inside(chart, '.hotspot')?.focus();
        await chart.updateComplete;
        expect(chart.renderRoot.querySelector('script, img')).to.equal(null);
        const host = chart.getBoundingClientRect();
        for (const element of chart.renderRoot.querySelectorAll('.title, .summary, .plot, .plot svg *, .legend, .notes, .toolbar, .panel, .scroll')) {
          const box = element.getBoundingClientRect();
          if (box.width === 0) continue;
          const shown = `${element.localName}.${element.getAttribute('class') ?? ''} "${element.textContent.slice(0, 30)}"`;
          // Firefox counts half of a line's width, and the mitre at its end.
          expect(box.left, shown).to.be.at.least(host.left - 2.5);
          expect(box.right, shown).to.be.at.most(host.right + 2.5);
        }
        const tooltip = inside(chart, '.tooltip')!.getBoundingClientRect();
        expect(tooltip.bottom).to.be.at.most(innerHeight);
        expect(tooltip.right).to.be.at.most(innerWidth);
        expect(document.documentElement.scrollWidth).to.be.at.most(innerWidth);
        expect('clienteleAttacked' in window).to.equal(false);
        expect(seen).to.deep.equal([]);
        chart.parentElement!.remove();
      } finally {
        removeEventListener('error', onError);
        removeEventListener('unhandledrejection', onError);
      }
    });
  }
}
