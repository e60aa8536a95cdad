/** The moment of the look: checks have no clock of their own. */
import { defineProbe } from '../index.js';

export default defineProbe({
  fact: 'clock.now',
  vantage: 'shell',
  title: "this machine's clock",
  budgetMs: 1000,
  from: 'anywhere',
  touches: [],
  async observe({ host }) {
    return { value: { epochMs: host.now() }, source: 'system clock' };
  },
});
