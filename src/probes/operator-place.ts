/** Where this program runs: what it reaches and what its clock says counts for the install only on the install's own server. */
import { defineProbe } from '../index.js';

export default defineProbe({
  fact: 'operator.place',
  vantage: 'operator',
  title: 'where this program runs',
  budgetMs: 1000,
  from: 'anywhere',
  touches: [],
  async observe({ host }) {
    return { value: { onServer: host.kind !== 'outside' }, source: 'the target' };
  },
});
