import 'clientele/customer-pyramid';
import { type ReactElement, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { saidMarks } from '../said-marks.js';

/** A React page with one chart: properties and events are React's own. */
function Page(): ReactElement {
  const [view, setView] = useState('pyramid');
  const [chosen, setChosen] = useState('');
  return (
    <>
      <h1>Who brings the value</h1>
      <p>
        One chart in a React page. React sets its attributes, hears its <code>cl-select</code>, and knows nothing else of it. <a href="../../">All charts</a>
      </p>
      <label>
        View
        <select value={view} onChange={(event) => setView(event.target.value)}>
          <option value="pyramid">Pyramid</option>
          <option value="concentration">Concentration</option>
          <option value="deciles">Deciles</option>
        </select>
      </label>
      <cl-customer-pyramid
        class="card"
        src="../../data/orders.arrow"
        customer="customer_id"
        value="amount"
        time="ts"
        currency="EUR"
        view={view}
        heading-level={2}
        oncl-select={(event) => setChosen(saidMarks(event.detail.marks))}
      />
      <output aria-live="polite">{chosen === '' ? 'Choose a tier.' : `You chose ${chosen}.`}</output>
    </>
  );
}

createRoot(document.querySelector('#app')!).render(<StrictMode><Page /></StrictMode>);
