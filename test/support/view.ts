/** A pipe of 80 columns. */
import type { View } from '../../src/report/view.js';

export const view: View = {
  colour: false,
  unicode: true,
  width: 80,
  show: 'problems',
  quiet: false,
  verbose: false,
  problemTitle: (id) => id,
  symptomOf: () => 'Invalid csrf protection token',
};
