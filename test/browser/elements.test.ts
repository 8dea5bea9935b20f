import { expect, fixture } from '@open-wc/testing';
import { ChartElement, CustomerPyramid, DataSource, LifecycleFunnel, RetentionCohort, SatisfactionScore } from 'clientele';
import { html, unsafeStatic } from 'lit/static-html.js';

const charts: Readonly<Record<string, typeof ChartElement>> = {
  'cl-customer-pyramid': CustomerPyramid as unknown as typeof ChartElement,
  'cl-lifecycle-funnel': LifecycleFunnel as unknown as typeof ChartElement,
  'cl-retention-cohort': RetentionCohort as unknown as typeof ChartElement,
  'cl-satisfaction-score': SatisfactionScore as unknown as typeof ChartElement,
};

describe('the elements', () => {
  it('are registered by importing clientele', () => {
    for (const [name, element] of Object.entries(charts)) expect(customElements.get(name), name).to.equal(element);
    expect(customElements.get('cl-source')).to.equal(DataSource);
  });

  for (const name of Object.keys(charts)) {
    it(`can be read by everyone before there are data: ${name}`, async () => {
      const tag = unsafeStatic(name);
      const element = await fixture(html`<${tag}></${tag}>`);
      expect(element.shadowRoot?.textContent.trim()).not.to.equal('');
      await expect(element).to.be.accessible();
    });
  }
});
