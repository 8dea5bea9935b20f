import { expect } from '@open-wc/testing';
import { Dataset, evaluateOnce } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';
import { tableFromArrays, tableToIPC } from 'apache-arrow';

/** Ten customers, who spent 1, 2, 4, ... 512. */
const bytes = tableToIPC(tableFromArrays({
  customer: Array.from({ length: 10 }, (_, i) => `c${i}`),
  amount: Float64Array.from({ length: 10 }, (_, i) => 2 ** i),
}), 'stream');

const request = { metric: 'pyramid', options: { customer: 'customer', value: 'amount' } };

describe('data in a browser', () => {
  it('come from an address and are counted', async () => {
    const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
    const { diagnostics } = await evaluateOnce(new Dataset(sourceOf(address)), request);
    URL.revokeObjectURL(address);
    expect(diagnostics.rowsUsed).to.equal(10);
  });

  it('come from a file that somebody chose, in the format that it turns out to have', async () => {
    const file = new File(['customer,amount\na,1\nb,2\na,3\n'], 'orders.txt');
    const { diagnostics } = await evaluateOnce(new Dataset(sourceOf(file)), request);
    expect(diagnostics.rowsUsed).to.equal(3);
  });

  it('that end early are an error, never a smaller number', async () => {
    const cut = new Blob([new Uint8Array(bytes.slice(0, bytes.length - 40))]);
    const error: unknown = await evaluateOnce(new Dataset(sourceOf(cut)), request).catch((e: unknown) => e);
    expect(error).to.have.property('code', 'truncated');
  });
});
