import { expect, fixture } from '@open-wc/testing';
import { CustomerPyramid, DataSource, LifecycleFunnel, RetentionCohort, SatisfactionScore } from 'clientele';

const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'cl-customer-pyramid': CustomerPyramid,
  'cl-lifecycle-funnel': LifecycleFunnel,
  'cl-retention-cohort': RetentionCohort,
  'cl-satisfaction-score': SatisfactionScore,
  'cl-source': DataSource,
};

describe('the elements', () => {
  it('are registered by importing clientele', () => {
    for (const [name, element] of Object.entries(elements)) expect(customElements.get(name), name).to.equal(element);
  });

  for (const name of Object.keys(elements).filter((tag) => tag !== 'cl-source')) {
    it(`can be read by everyone before there are data: ${name}`, async () => {
      const element = await fixture(document.createElement(name));
      expect(element.shadowRoot?.textContent.trim()).not.to.equal('');
      await expect(element).to.be.accessible();
    });
  }
});
