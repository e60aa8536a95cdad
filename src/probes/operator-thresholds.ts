/** The limits that the operator set, or the contract's. */
import { defineProbe } from '../index.js';

export default defineProbe({
  fact: 'operator.thresholds',
  vantage: 'operator',
  title: 'the thresholds',
  budgetMs: 1000,
  from: 'anywhere',
  touches: [],
  async observe({ options }) {
    return { value: options.thresholds, source: 'thresholds of the configuration file' };
  },
});
