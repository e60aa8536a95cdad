/** Every fault of the theme and the order form. */
import { prove } from './faults/prove.js';
import { themeFaults } from './faults/theme.js';

prove(themeFaults);
